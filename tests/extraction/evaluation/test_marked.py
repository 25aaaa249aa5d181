"""The reader of our own gold: what it returns, and what it refuses with which line."""

import pytest

from extraction.evaluation.gold import GoldRelation
from extraction.evaluation.marked import parse_marked
from graph.errors import InvalidInput

HEAD = "language: sr\nscript: Latn\ngenre: official note\npart: dev\n"
WHOLE = (
    f"{HEAD}=== text\n"
    "[[Ana Anić|PER]] zove\n"
    "[[Petra P.|PER|Petar P.=Petar Perić]], [[1|IMEI!]], [[Perić|PER|Petar Perić]]\n"
    "=== relations\n"
    "call: Ana Anić -> Petar Perić\n"
    "\n"
    "associate?: Petar Perić -- Ana Anić\n"
)


def test_marks_become_spans_of_the_plain_text() -> None:
    """The text is what is left without the marks; offsets are into it."""
    gold = parse_marked("a.gold", WHOLE)
    assert gold.text == "Ana Anić zove\nPetra P., 1, Perić"
    cut = [gold.text[m.start : m.end] for m in gold.mentions]
    assert cut == ["Ana Anić", "Petra P.", "1", "Perić"]
    assert [m.value for m in gold.mentions] == [
        "Ana Anić", "Petar P.", "1", "Petar Perić",
    ]  # fmt: skip
    assert [m.entity for m in gold.mentions][1] == "Petar Perić"
    assert [m.valid for m in gold.mentions] == [True, True, False, True]
    assert gold.relations == (
        GoldRelation("call", "Ana Anić", "Petar Perić"),
        GoldRelation("associate", "Petar Perić", "Ana Anić", "assessment"),
    )
    assert (gold.language, gold.script) == ("sr", "Latn")
    assert (gold.genre, gold.part) == ("official note", "dev")


def test_line_ends_and_a_byte_order_mark_count_for_nothing() -> None:
    """Windows' files read as the others do."""
    content = "\ufeff" + WHOLE.replace("\n", "\r\n")
    assert parse_marked("a.gold", content) == parse_marked("a.gold", WHOLE)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("language: sr", "language: xx", 1),
        ("script: Latn", "script Latn", 2),
        ("genre: official note", "genre: ", 3),
        ("part: dev\n", "", 4),
        ("part: dev", "language: sr", 4),
        ("=== text\n", "", 11),
        ("[[Ana Anić|PER]]", "[[Ana Anić|PER]", 6),
        ("[[Ana Anić|PER]]", "[[Ana Anić]]", 6),
        ("[[Ana Anić|PER]]", "[[Ana Anić|PERSON]]", 6),
        ("[[Ana Anić|PER]]", "[[ Ana Anić|PER]]", 6),
        ("[[Ana Anić|PER]]", "[[Ana [[Anić|PER]]", 6),
        ("=Petar Perić]]", "=]]", 7),
        ("call:", "phones:", 9),
        ("call: Ana", "call: Iva", 9),
        ("Anić -> Petar", "Anić -- Petar", 9),
        ("call: Ana Anić ->", "call: Ana Anić", 9),
        ("call:", "ownership:", 9),
        ("call: Ana Anić -> Petar Perić", "associate: Ana Anić -- Petar Perić", 11),
        ("=== relations", "=== text", 8),
    ],
)
def test_what_is_unexpected_is_an_error_with_its_line(
    old: str, new: str, line: int
) -> None:
    """Nothing is guessed."""
    assert old in WHOLE
    with pytest.raises(InvalidInput, match=rf"^line {line}: "):
        parse_marked("a.gold", WHOLE.replace(old, new, 1))
