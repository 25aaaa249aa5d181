"""`python -m extraction.evaluation`: entity F1 on the development splits.

By corpus, language and type, exact spans. The bare recognizer is scored, and the
whole finder of names with its rules and gazetteers.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from extraction.model import Page
from extraction.models.corpora import Sentence, Span, iter_sentences
from extraction.models.scoring import Scores, score
from extraction.recognition.names import FOLDER, NameFinder

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "data" / "corpora"
PAGE = 40
"""Sentences read together: as lines of one page."""


def main() -> None:
    """Print the tables and the speed. Exits 2 where the corpora are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--model", type=Path, default=FOLDER)
    options = parser.parse_args()
    if not options.corpora.is_dir():
        sys.exit("no corpora there: name their folder with --corpora")
    found = [s for s in iter_sentences(options.corpora) if s.part == "dev"]
    finder = NameFinder.load(options.model)
    words = sum(s.text.count(" ") + 1 for s in found)
    started = time.process_time()
    whole = score_finder(finder, found)
    seconds = time.process_time() - started
    bare = score(finder.nlp, found)
    sys.stdout.write(f"Recognizer alone\n{bare.table()}\n\n")
    sys.stdout.write(f"With rules and gazetteers\n{whole.table()}\n\n")
    sys.stdout.write(f"{words / seconds:,.0f} words a CPU second with rules\n")


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
