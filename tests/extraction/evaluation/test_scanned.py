"""Scanned gold is measured in the offsets of its text, in every language."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.marked import parse_marked
from extraction.evaluation.printing import PAGE, Scanner
from extraction.evaluation.running import Extractor
from extraction.evaluation.scanned import align, evaluate_scanned
from extraction.model import Document, Extraction, Mention
from extraction.reading.ocr.choosing import find_missing

CORPUS = Path(__file__).resolve().parents[3] / "corpus" / "dev"
MISSING = find_missing()
needs_ocr = pytest.mark.skipif(bool(MISSING), reason=f"needs {' '.join(MISSING)}")
NAMES = [
    "sr-07-izvestaj-banke", "cnr-01-krivicna-prijava", "bs-06-granicna-policija",
    "mk-06-granica", "sq-03-pergjime", "en-04-witness",
]  # fmt: skip
MOST_MISREAD = 0.02


class Exact(Extractor):
    """Finds the words of the gold's mentions wherever they stand."""

    def __init__(self, gold: GoldDocument) -> None:
        self._words = {(gold.text[m.start : m.end], m.type) for m in gold.mentions}

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return a mention for each word at its first place on each page."""
        found = [
            Mention(
                f"m{page.number}", page.number, at, at + len(words), words, kind, ""
            )
            for page in document.pages
            for words, kind in self._words
            if (at := page.text.find(words)) >= 0
        ]
        return Extraction(document, tuple(found))


def beginning(name: str) -> GoldDocument:
    """Return the first words of a document with the mentions in them."""
    gold = parse_marked(name, (CORPUS / f"{name}.gold").read_text("utf-8"))
    text = gold.text[:350].rpartition(" ")[0]
    mentions = tuple(m for m in gold.mentions if m.end <= len(text))
    return GoldDocument(
        name, text, mentions, gold.types, language=gold.language, script=gold.script
    )


@needs_ocr
def test_each_language_is_read_from_a_scan() -> None:
    """Beginnings, turned: at most 2% of characters of each, mentions within 5 F1."""
    found: list[tuple[float, float, int]] = []
    for name in NAMES:
        part = beginning(name)
        told = evaluate_scanned([part], Exact(part), Scanner(skew=1.5)).as_json()
        (row,) = told["characters"]
        assert (row["language"], row["pages"]) == (part.language, 1)
        assert row["rate"] <= MOST_MISREAD, name
        scores = told["mentions"]["all"]
        found.append((scores["scanned"], scores["text"], len(part.mentions)))
    count = sum(n for _, _, n in found)
    assert sum((text - scanned) * n for scanned, text, n in found) / count <= 0.05


def test_pages_are_printed_whole() -> None:
    """Long texts go on, on A4 at 300 dots an inch; the same number, the same page."""
    pages = list(Scanner(noise=0.5).scan("Reč po reč. " * 600, 3))
    assert len(pages) > 1 and {page.size for page in pages} == {PAGE}
    again = list(Scanner(noise=0.5).scan("Reč po reč. " * 600, 3))
    assert [p.tobytes() for p in pages] == [p.tobytes() for p in again]


@pytest.mark.parametrize(
    ("read", "printed", "places"),
    [
        ("abc", "abc", [0, 1, 2]),
        ("aXc", "abc", [0, 1, 2]),
        ("ac", "abc", [0, 2]),
        ("abXc", "abc", [0, 1, 2, 2]),
        ("", "abc", []),
    ],
)
def test_characters_are_aligned(read: str, printed: str, places: list[int]) -> None:
    """One that was not printed is where the next one stands."""
    assert align(read, printed) == places


@given(st.text(max_size=40), st.text(max_size=40))
def test_places_rise_and_stay_inside(read: str, printed: str) -> None:
    """Whatever was read of whatever was printed."""
    places = align(read, printed)
    assert len(places) == len(read)
    assert places == sorted(places)
    assert all(0 <= place <= len(printed) for place in places)
