"""Ways in order of time, beside all ways counted one by one."""

import random
from itertools import pairwise
from math import inf

import pytest

from graph.analytics.ordered import Contact, OrderedWay, find_ordered_ways
from graph.errors import InvalidInput


def at(source: int, target: int, moment: float) -> Contact:
    """Return a contact at a known moment."""
    return Contact(source, target, moment, moment)


def test_a_link_is_not_used_before_it_was_there() -> None:
    """The way through 1 is closed when it is reached; the longer one is open."""
    contacts = [at(0, 1, 5), at(1, 2, 3), at(1, 3, 6), at(3, 2, 7)]
    (way,) = find_ordered_ways(contacts, 0, 2)
    assert [(s.contact, s.at) for s in way.steps] == [(0, 5), (2, 6), (3, 7)]
    assert way.arrival == 7
    assert find_ordered_ways(contacts, 2, 0) == []


def test_the_shorter_and_the_earlier_are_both_told() -> None:
    """Two hops on day nine, three hops on day four."""
    contacts = [at(0, 1, 1), at(1, 2, 9), at(1, 3, 3), at(3, 2, 4)]
    short, early = find_ordered_ways(contacts, 0, 2)
    assert (len(short.steps), short.arrival) == (2, 9)
    assert (len(early.steps), early.arrival) == (3, 4)


def test_nothing_before_a_moment_and_no_longer_wait() -> None:
    """A wait is from contact to contact; before the first there is none."""
    contacts = [at(0, 1, 1), at(0, 1, 6), at(1, 2, 8)]
    (way,) = find_ordered_ways(contacts, 0, 2, max_wait=3)
    assert [s.at for s in way.steps] == [6, 8]
    assert find_ordered_ways(contacts, 0, 2, max_wait=1) == []
    assert find_ordered_ways(contacts, 0, 2, after=7) == []


def test_what_is_known_to_the_day_is_used_at_any_moment_of_it() -> None:
    """So it may be late enough to keep to the wait, and what is told keeps to it."""
    contacts = [Contact(0, 1, 0, 24), at(1, 2, 20)]
    (way,) = find_ordered_ways(contacts, 0, 2, max_wait=2)
    assert [s.at for s in way.steps] == [18, 20]
    same_day = [Contact(0, 1, 0, 24), Contact(1, 2, 0, 24)]
    assert len(find_ordered_ways(same_day, 0, 2)) == 1


def test_what_stands_is_passed_in_its_time_and_is_no_contact() -> None:
    """A number in use always; an office only while it is held."""
    stands = Contact(1, 2, -inf, inf, True)
    office = Contact(1, 2, 10, 20, True)
    for link, late, there in ((stands, 40, True), (office, 40, False)):
        contacts = [at(0, 1, late), link, at(2, 3, late + 5)]
        assert bool(find_ordered_ways(contacts, 0, 3, max_wait=5)) is there
    early = [at(0, 1, 1), office, at(2, 3, 12)]
    (way,) = find_ordered_ways(early, 0, 3)
    assert [s.at for s in way.steps] == [1, 10, 12]
    assert find_ordered_ways(early, 0, 3, max_wait=5) == []
    (alone,) = find_ordered_ways([stands], 1, 2)
    assert alone.arrival == -inf


def test_from_one_to_itself_and_wrong_limits() -> None:
    """No step; and limits that make no sense are refused."""
    assert find_ordered_ways([], 4, 4) == [OrderedWay(4, (), -inf)]
    for wrong in ({"max_hops": 0}, {"max_wait": -1.0}):
        with pytest.raises(InvalidInput):
            find_ordered_ways([], 0, 1, **wrong)


def every_way(
    contacts: list[Contact], source: int, target: int, hops: int, wait: float
) -> set[tuple[int, float]]:
    """Return (length, arrival) of the ways that none beats, by trying all walks."""
    found: set[tuple[int, float]] = set()
    front = [(source, -inf, 0)]
    for length in range(1, hops + 1):
        front = [
            (one.target, one.begin, length)
            for node, now, _ in front
            for one in contacts
            if one.source == node
            and one.begin >= now
            and (now == -inf or one.begin - now <= wait)
        ]
        found |= {(length, now) for node, now, _ in front if node == target}
        front = [one for one in front if one[0] != target]
    return {
        (length, now)
        for length, now in found
        if not any(
            (n <= length and t <= now) and (n, t) != (length, now) for n, t in found
        )
    }


@pytest.mark.parametrize("wait", [inf, 4.0])
def test_all_ways_agree(wait: float) -> None:
    """On two hundred small histories drawn by chance; each way keeps to its rules."""
    draw = random.Random(7)
    joined = 0
    for _ in range(200):
        ends = [(draw.randrange(6), draw.randrange(6)) for _ in range(14)]
        contacts = [at(a, b, draw.randrange(12)) for a, b in ends if a != b]
        ways = find_ordered_ways(contacts, 0, 5, max_hops=4, max_wait=wait)
        told = {(len(way.steps), way.arrival) for way in ways}
        assert told == every_way(contacts, 0, 5, 4, wait)
        joined += bool(told)
        for way in ways:
            nodes = [way.start, *(step.node for step in way.steps)]
            for here, step in zip(nodes, way.steps, strict=False):
                one = contacts[step.contact]
                assert (one.source, one.target) == (here, step.node)
                assert one.begin <= step.at <= one.end
            for one_step, next_step in pairwise(way.steps):
                assert 0 <= next_step.at - one_step.at <= wait
            if wait == inf:
                assert len(set(nodes)) == len(nodes)
    assert joined > 50
