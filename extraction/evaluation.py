"""`python -m extraction.evaluation`: entity F1 on the development splits.

By corpus, language and type, exact spans, for both settings as they ship. The bare
recognizer is scored, and the whole finder of names with its rules and gazetteers; the
Serbian news is read in Cyrillic too.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extraction.model import Page
from extraction.models.corpora import Sentence, Span, iter_sentences
from extraction.models.scoring import Scores, score
from extraction.models.varying import in_cyrillic
from extraction.recognition.names import NameFinder
from extraction.recognition.settings import Setting

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpora"
PAGE = 40
"""Sentences read together: as lines of one page."""


def main() -> None:
    """Print the tables and the speed. Exits 2 where the corpora are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument(
        "--recognizer", type=Setting, choices=list(Setting), nargs="*", default=Setting
    )
    options = parser.parse_args()
    if not options.corpora.is_dir():
        sys.exit("no corpora there: name their folder with --corpora")
    found = development_of(options.corpora)
    for setting in options.recognizer:
        sys.stdout.write(f"{evaluate(setting, found)}\n\n")
        sys.stdout.flush()


def development_of(corpora: Path) -> list[Sentence]:
    """Return what no recognizer learns from, the Serbian news in both scripts."""
    found = [s for s in iter_sentences(corpora) if s.part == "dev"]
    cyrillic = [
        replace(in_cyrillic(s), corpus="… in Cyrillic")
        for s in found
        if s.corpus == "uner_sr_set"
    ]
    return [*found, *cyrillic]


def evaluate(setting: Setting, sentences: Sequence[Sentence]) -> str:
    """Return the tables of a setting, with its words a CPU second."""
    finder = NameFinder.load(setting)
    words = sum(s.text.count(" ") + 1 for s in sentences)
    started = time.process_time()
    bare = score(finder.recognizer, sentences)
    between = time.process_time()
    whole = score_finder(finder, sentences)
    ended = time.process_time()
    return f"""# {setting}: {setting.folder.name}

Recognizer alone, {words / (between - started):,.0f} words a CPU second
{bare.table()}

With rules and gazetteers, {words / (ended - between):,.0f} words a CPU second
{whole.table()}"""


def score_finder(finder: NameFinder, sentences: Sequence[Sentence]) -> Scores:
    """Return the scores of the finder; sentences become paragraphs of pages."""
    scores = Scores()
    for batch in _batches(sentences):
        text = "\n\n".join(s.text for s in batch)
        mentions = finder.find([Page(1, text)], batch[0].language)
        start = 0
        for sentence in batch:
            end = start + len(sentence.text)
            inside = [m for m in mentions if start <= m.start and m.end <= end]
            spans = [Span(m.start - start, m.end - start, m.type) for m in inside]
            scores.add(sentence, spans)
            start = end + 2
    return scores


def _batches(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    batch: list[Sentence] = []
    for sentence in sentences:
        other = batch and batch[0].corpus != sentence.corpus
        if batch and (other or len(batch) == PAGE):
            yield batch
            batch = []
        batch.append(sentence)
    if batch:
        yield batch


if __name__ == "__main__":
    main()
