"""Gold documents → labelled sentences, cut as the recognizer is given them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.marked import parse_marked
from extraction.evaluation.notes import parse_notes
from extraction.models.corpora import LABELS, Sentence, Span
from extraction.recognition.sentences import split_sentences

PARTS = 4
"""How many parts the documents to learn from are in, by their names alone."""
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
CASES, NOTES = CORPUS / "train", CORPUS / "notes"


def read_documents(folder: Path) -> Iterator[GoldDocument]:
    """Yield a folder's gold documents and notes in the order of their names."""
    for path in sorted(folder.glob("*.gold")):
        yield parse_marked(path.stem, path.read_text("utf-8"))
    for path in sorted(folder.glob("*.notes")):
        yield from parse_notes(path.stem, path.read_text("utf-8"))


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
    """Return the sentences of each gold document and note of a folder, by its name."""
    return {gold.name: [*case_sentences(gold)] for gold in read_documents(folder)}


def lot_of(name: str) -> str:
    """Return the letter of the lot in which a document came: `sr-v04-…` → v."""
    _, _, rest = name.partition("-")
    return rest[:1]


def part_of(name: str, parts: int = PARTS) -> int:
    """Return which part a document is in, by its name alone."""
    return int(hashlib.sha256(f"{name}.gold".encode()).hexdigest()[:8], 16) % parts
