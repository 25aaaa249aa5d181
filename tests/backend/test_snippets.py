"""Snippets: the sentence around a span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.snippets import AROUND, cut_snippet

TEXT = (
    "Prva rečenica. Jutros su viđeni na istom mestu. Marko\n"
    "Petrović je vlasnik firme. Treća."
)


def test_the_sentence_is_cut_out() -> None:
    """Without its neighbours, line breaks joined."""
    start = TEXT.index("Marko")
    snippet = cut_snippet(TEXT, start, start + 5)
    assert snippet == "Marko Petrović je vlasnik firme."


@pytest.mark.parametrize(
    ("word", "sentence"), [("Prva", "Prva rečenica."), ("Treća", "Treća.")]
)
def test_the_first_and_the_last_sentence(word: str, sentence: str) -> None:
    """The text's own ends are ends of sentences."""
    start = TEXT.index(word)
    assert cut_snippet(TEXT, start, start + len(word)) == sentence


@pytest.mark.parametrize(
    ("before", "snippet", "after"),
    [
        ("Крај.\n", "Они су се срели 28. маја у Бару.", " Остало."),
        ("Prema dr. Ani. ", "Važi član 5. zakona.", " Kraj."),
        ("Ime: Ana Kos\n", "Adresa: Bar", "\nTelefon: 1"),
        ("Broj | Ime\n1 | Ana\n", "Osumnjičena Ana je došla.", ""),
    ],
)
def test_a_sentence_is_the_same_as_when_it_was_read(
    before: str, snippet: str, after: str
) -> None:
    """Ordinals and abbreviations end none; fields and rows stand alone."""
    start = len(before) + 3
    assert cut_snippet(before + snippet + after, start, start + 2) == snippet


def test_a_long_sentence_is_shortened_on_both_sides() -> None:
    """An ellipsis stands where something is left out."""
    text = "a " * 1000 + "OVDE" + " b" * 1000
    start = text.index("OVDE")
    snippet = cut_snippet(text, start, start + 4)
    assert snippet.startswith("…") and snippet.endswith("…") and "OVDE" in snippet
    assert len(snippet) <= 2 * AROUND + 8


@given(st.text(max_size=300), st.integers(-5, 400), st.integers(-5, 400))
def test_no_span_breaks_it(text: str, start: int, end: int) -> None:
    """Offsets outside the text are clipped."""
    assert isinstance(cut_snippet(text, min(start, end), max(start, end)), str)
