"""Spans of which none overlap, and what it costs to keep them so."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.model import Mention
from extraction.pipeline import _merge
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.names import choose
from extraction.recognition.overlaps import Disjoint
from extraction.recognition.rules import COMPANY, GIVEN, MODEL


def candidate(start: int, end: int, kind: str = "PER", rank: int = MODEL) -> Candidate:
    """Return a candidate without a value."""
    return Candidate(start, end, kind, "", rank)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=40))
def test_what_overlaps_is_found(rows: list[tuple[int, int]]) -> None:
    """The spans over a place are those that a look at all of them finds, in order."""
    kept: Disjoint[Candidate] = Disjoint()
    for start, length in rows:
        one = candidate(start, start + length)
        over = [s for s in kept.spans if s.start < one.end and one.start < s.end]
        assert kept.over(one) == over
        if len(over) == 1:
            kept.remove(over[0])
        if len(over) < 2:
            kept.add(one)
    assert kept.spans == sorted(kept.spans)


def test_the_lower_rank_wins_then_the_longer() -> None:
    """A rule's company widens to what the recognizer takes; else the stronger stays."""
    company = candidate(5, 12, "ORG", COMPANY)
    wider = candidate(0, 12, "ORG")
    assert choose([company, wider]) == [wider]
    assert choose([company, candidate(0, 12)]) == [company]
    assert choose([candidate(0, 5), candidate(3, 9)]) == [candidate(3, 9)]
    assert choose([candidate(3, 9), candidate(0, 5, rank=GIVEN)]) == [candidate(3, 9)]


class Counted(int):
    """A place that counts how often it is compared."""

    times = 0

    def __lt__(self, other: int) -> bool:
        """Compare as numbers do, and count."""
        Counted.times += 1
        return int(self) < int(other)

    __hash__ = int.__hash__
    __eq__ = int.__eq__


def comparisons_of_choosing(size: int) -> int:
    """Return what it takes to choose among this many names, each found twice."""
    Counted.times = 0
    spans = [(Counted(10 * n), Counted(10 * n + 6)) for n in range(size)]
    rows = [candidate(start, end, rank=r) for start, end in spans for r in (1, 2)]
    assert len(choose(rows)) == size
    return Counted.times


def comparisons_of_merging(size: int) -> int:
    """Return what it takes to merge this many names and numbers of one page."""
    Counted.times = 0
    rows = [
        Mention("", 1, Counted(10 * n), Counted(10 * n + 6), "", kind, "")
        for n in range(size)
        for kind in ("PER", "PHONE")
    ]
    assert len(_merge(rows[::2], rows[1::2])) == size
    return Counted.times


@pytest.mark.parametrize("work", [comparisons_of_choosing, comparisons_of_merging])
def test_long_pages_cost_in_proportion(work: Callable[[int], int]) -> None:
    """Eight times the mentions take little more than eight times the comparisons."""
    assert work(8000) < 8 * 2 * work(1000)
