"""Gold documents → labelled sentences, cut as the recognizer is given them."""

from collections.abc import Iterator
from pathlib import Path

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.marked import parse_marked
from extraction.models.corpora import LABELS, Sentence, Span
from extraction.recognition.sentences import split_sentences

WEIGHED = "vwxyz"
"""Lots of corpus/train, by the letter in their documents' names, that the encoder of
relations does not learn from: how far its odds hold is learnt from them
(`extraction.models.weighing`)."""
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
CASES, NOTES = CORPUS / "train", CORPUS / "notes"


def case_sentences(gold: GoldDocument) -> Iterator[Sentence]:
    """Yield a gold document's sentences as the recognizer is given them."""
    for start, end, _ in split_sentences(gold.text):
        spans = tuple(
            Span(m.start - start, m.end - start, m.type)
            for m in sorted(gold.mentions, key=lambda m: m.start)
            if m.type in LABELS and start <= m.start and m.end <= end
        )
        text = gold.text[start:end].replace("\n", " ")
        yield Sentence(text, spans, "cases", gold.language, "train")


def read_cases(folder: Path) -> dict[str, list[Sentence]]:
    """Return the sentences of each gold document of a folder, by its name."""
    return {
        path.stem: list(
            case_sentences(parse_marked(path.stem, path.read_text("utf-8")))
        )
        for path in sorted(folder.glob("*.gold"))
    }


def lot_of(name: str) -> str:
    """Return the letter of the lot in which a document came: `sr-v04-…` → v."""
    _, _, rest = name.partition("-")
    return rest[:1]
