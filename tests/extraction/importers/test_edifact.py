"""Segments out of what carriers send: every fault is mended and told, or told alone."""

import pytest

from extraction.importers.passengers.edifact import Fault, Segment, Tokenizer


def cut(text: str) -> tuple[list[Segment], list[Fault]]:
    """Return the segments and the faults of a text."""
    found = list(Tokenizer(text.encode()).read())
    return (
        [one for one in found if isinstance(one, Segment)],
        [one for one in found if isinstance(one, Fault)],
    )


def tags(text: str) -> str:
    return " ".join(one.tag for one in cut(text)[0])


def test_releases_and_components() -> None:
    """A released mark is a letter; two release marks are one that releases nothing."""
    segments, faults = cut("UNB+UNOA:1+A'TIF+O?'NEIL?+X:I+ANA??'SRC'")
    assert not faults
    assert segments[1].elements == [["O'NEIL+X", "I"], ["ANA?"]]
    assert segments[2].tag == "SRC"


@pytest.mark.parametrize(
    "text",
    [
        "UNA:*.? $UNB*UNOA:4*A*B$UNH*1*PAXLST:D:02B$BGM*745$",
        "UNB*UNOA:4*A*B$UNH*1*PAXLST:D:02B$BGM*745$",
        "UNB\x1dUNOB\x1f1\x1dA\x1dB\x1cUNH\x1d1\x1dPAXLST\x1fD\x1cBGM\x1d745\x1c",
        "UNA:+.? 'UNB*UNOA:4*A*B$UNH*1*PAXLST:D:02B$BGM*745$",
    ],
)
def test_separators_of_any_kind(text: str) -> None:
    """Those used decide, whatever is announced; ISO 9735's level B is read too."""
    segments, _ = cut(text)
    assert [one.tag for one in segments] == ["UNB", "UNH", "BGM"]
    assert segments[1].get(1, 0) == "PAXLST"
    assert segments[2].get(0) == "745"


def test_a_short_una_lacks_the_decimal_mark() -> None:
    """`UNA:+\\*'` at a line's end announces five marks."""
    segments, faults = cut("UNA:+\\*'\nUNB+IATA:1+A'LTS+X \\'Y'")
    assert not faults
    assert segments[1].get(0) == "X 'Y"


def test_a_typographic_quote_ends_a_segment() -> None:
    """It does where the next line begins with a segment; the place is told."""
    segments, faults = cut("UNB+IATA:1+A'\nRCI+1A:X49V9U’\nTVL+1'\nSRC'")
    assert [one.tag for one in segments] == ["UNB", "RCI", "TVL", "SRC"]
    assert segments[1].get(0, 1) == "X49V9U"
    assert faults == [
        Fault(
            "segment 2, line no. 2",
            "a typographic quote ends the segment: taken for the terminator",
        )
    ]


def test_a_missing_terminator_is_put() -> None:
    """Before a segment on its own line, and before a name behind an agency's code."""
    assert tags("UNB+IATA:1+A'\nRCI+1A:X\nTVL+1'") == "UNB RCI TVL"
    segments, faults = cut("UNB+IATA:1+A'ORG+1A:MUC+CFDE+9TIF+KIM:I+ANA:A:3'SRC'")
    assert [one.tag for one in segments] == ["UNB", "ORG", "TIF", "SRC"]
    assert segments[2].elements == [["KIM", "I"], ["ANA", "A", "3"]]
    assert "no terminator before TIF" in faults[0].reason


def test_line_ends_within_segments() -> None:
    """A long line was broken anywhere, a short one at a word's end."""
    long = "A" * 70
    segments, _ = cut(f"UNB+IATA:1+A'IFT+4+{long}\nBC'ADD++702:45 HIGH\nSTREET'")
    assert segments[1].get(1) == f"{long}BC"
    assert segments[2].get(1, 1) == "45 HIGH STREET"


def test_text_around_and_a_cut_end() -> None:
    """What stands before and behind is told, and the last segment is still read."""
    segments, faults = cut("QD RSPIU\n.JUHDQ 1\nUNB+IATA:1+A'UNZ+1+5\nand more")
    assert [one.tag for one in segments] == ["UNB", "UNZ"]
    assert segments[1].get(1) == "5"
    assert [one.reason for one in faults] == [
        "text stands before the interchange",
        "the last segment has no terminator",
        "text stands after the last segment",
    ]


def test_a_segment_without_end_is_bounded() -> None:
    """Endless text is one fault, not memory without end."""
    _, faults = cut("UNB+IATA:1+A'IFT+" + "x" * 200_000)
    assert len(faults) >= 1


def test_segments_are_numbered_with_their_lines() -> None:
    segments, _ = cut("UNB+IATA:1+A'\n\nSRC'\nRCI+1A:B'")
    assert [(one.number, one.line) for one in segments] == [(1, 1), (2, 3), (3, 4)]


def test_hostile_runs_take_no_time() -> None:
    """Lines without end and glued segments without end are read in one pass."""
    lines = "UNB+IATA:1+A'IFT+4" + "\n" * 30_000 + "X'"
    assert tags(lines) == "UNB IFT"
    glued = "UNB+IATA:1+A'ORG+1A" + "+9ORG+A" * 2_000 + "'"
    segments, faults = cut(glued)
    assert (len(segments), len(faults)) == (2_002, 2_000)
