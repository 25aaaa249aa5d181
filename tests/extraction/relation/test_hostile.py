"""No text and no mentions break the finding of relations or what is made of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.model import Document, Extraction, Mention, Page
from extraction.relation.finding import apply_rules
from extraction.relation.referents import LearnedReferents
from extraction.relation.statements import to_records

WORDS = (
    "brat", "njegov", "је", "vlasnik", "owner of", "nuk", "koji", "i", "called", "му",
    "(", ")", ",", ".", ":", "|", "\t", "\n", "\n\n", "„", "“", "'s", "ß", "İ", "\x00",
    "08:10", "1.", "svjedok", "protiv", "uplatio", "na račun klijenta", "Ana", "dhe",
)  # fmt: skip
TYPES = (
    "PER",
    "ORG",
    "LOC",
    "ADDRESS",
    "PHONE",
    "VEHICLE",
    "MONEY",
    "DATE",
    "PASSPORT",
)
LEARNED = LearnedReferents.load()
VALUES = ("Marko Perić", "Ana", "", " ", "M.")


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Return a page of odd words with mentions anywhere, overlapping ones too."""
    text = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=60)))
    spans = st.tuples(
        st.integers(0, len(text) - 1),
        st.integers(1, 20),
        st.sampled_from(TYPES),
        st.sampled_from(VALUES),
    )
    rows = sorted(draw(st.lists(spans, max_size=25)))
    mentions = tuple(
        Mention(f"m{n}", 1, start, end, text[start:end], kind, value)
        for n, (start, length, kind, value) in enumerate(rows)
        for end in [min(len(text), start + length)]
    )
    language = draw(st.sampled_from(["sr", "mk", "sq", "en", None]))
    document = Document("0" * 64, "a.txt", "text/plain", (Page(1, text),), language)
    return Extraction(document, mentions)


@settings(max_examples=200, deadline=None)
@given(extractions())
def test_anything_is_read(found: Extraction) -> None:
    """Relations join mentions that are there, inside the page."""
    known = {m.id for m in found.mentions}
    for referents in (None, LEARNED):
        stated = apply_rules(found.document, found.mentions, referents).relations
        for one in stated:
            assert {one.source, one.target} <= known
            assert 0 <= one.start < one.end
        to_records(Extraction(found.document, found.mentions, tuple(stated)))


def test_an_item_without_a_word() -> None:
    """A name behind marks alone heads no item that has a number."""
    text = "( ( ( Ana brat"
    mentions = (
        Mention("m0", 1, 6, 9, "Ana", "PER", "Ana"),
        Mention("m1", 1, 10, 14, "brat", "PER", "Marko Perić"),
    )
    document = Document("0" * 64, "a.txt", "text/plain", (Page(1, text),), "sr")
    assert not apply_rules(document, mentions).relations
