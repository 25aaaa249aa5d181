"""Ways that keep to the order of time: no contact is used before the one before it.

Time-respecting paths (Kempe, Kleinberg, Kumar 2002; Holme, Saramäki 2012), with a
longest wait between contacts (Himmel et al. 2019).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from graph.errors import InvalidInput, LimitExceeded

MAX_LABELS = 1_000_000
"""Unfinished ways that one search may hold."""


class Contact(NamedTuple):
    """A time, in seconds, in which one node can be reached from another.

    `end` is the last moment, that of a known instant `begin` itself. What `stands` (a
    number in use, an office held) can be passed at any moment of its time and is no
    contact to wait for; without dates it runs from -inf to inf.
    """

    source: int
    target: int
    begin: float
    end: float
    stands: bool = False


class TimedStep(NamedTuple):
    """A contact by its position, and when it can be used: the earliest that fits."""

    contact: int
    node: int
    at: float


@dataclass(frozen=True, slots=True)
class OrderedWay:
    """Steps in order; `arrival` is the earliest moment at its end, -inf for any."""

    start: int
    steps: tuple[TimedStep, ...]
    arrival: float


class _Label(NamedTuple):
    """A way's end: `now` the earliest moment, `last` the latest of its last contact."""

    node: int
    now: float
    last: float
    contact: int
    before: "_Label | None"


def find_ordered_ways(
    contacts: Sequence[Contact],
    source: int,
    target: int,
    *,
    max_hops: int = 6,
    max_wait: float = inf,
    after: float = -inf,
) -> list[OrderedWay]:
    """Return the ways of which none is both shorter and earlier than another.

    By length: the first has the fewest steps, the last arrives first. Contacts at one
    moment may follow each other; one known only to the day can be used at any moment
    of it. No contact is followed by another after more than `max_wait` seconds, and
    none is used before `after`. With a wait a way may pass a node twice: to find the
    simple ones alone is NP-hard (Casteigts et al. 2021); without one all are simple.
    Costs O(hops · contacts). Raises InvalidInput, LimitExceeded.
    """
    if max_hops < 1 or max_wait < 0:
        raise InvalidInput("a way has 1 hop at least, and a wait of 0 at least")
    if source == target:
        return [OrderedWay(source, (), after)]
    search = _Search(contacts, max_wait)
    front = [_Label(source, after, inf, -1, None)]
    best: list[OrderedWay] = []
    search.enter(front[0])
    for _ in range(max_hops):
        front = [label for one in front for label in search.beyond(one)]
        front = search.keep(front)
        arrived = [label for label in front if label.node == target]
        if arrived:
            first = min(arrived, key=lambda label: label.now)
            if not best or first.now < best[-1].arrival:
                best.append(search.way(first, source))
        front = [label for label in front if label.node != target]
    return best


class _Search:
    def __init__(self, contacts: Sequence[Contact], max_wait: float) -> None:
        self._contacts = contacts
        self._wait = max_wait
        self._held: defaultdict[int, list[_Label]] = defaultdict(list)
        self._count = 0
        grouped: defaultdict[int, defaultdict[int, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        order = sorted(range(len(contacts)), key=lambda i: (contacts[i].end, i))
        for at in order:
            one = contacts[at]
            grouped[one.source][one.target].append(at)
        self._from = {
            node: [
                _Pair(other, some, contacts) for other, some in sorted(others.items())
            ]
            for node, others in grouped.items()
        }

    def enter(self, label: _Label) -> None:
        """Hold a label against those that come later."""
        self._count += 1
        if self._count > MAX_LABELS:
            raise LimitExceeded("too many ways in order of time: ask for fewer hops")
        held = self._held[label.node]
        held[:] = [other for other in held if not _covers(label, other)]
        held.append(label)

    def keep(self, labels: list[_Label]) -> list[_Label]:
        """Return the labels that no other one makes needless, and hold them."""
        kept = []
        for label in sorted(labels, key=lambda one: (one.node, one.now, -one.last)):
            if not any(_covers(other, label) for other in self._held[label.node]):
                self.enter(label)
                kept.append(label)
        return kept

    def beyond(self, label: _Label) -> list[_Label]:
        """Return what can be reached from a label with one contact."""
        latest = label.last + self._wait
        return [
            self._go(label, at, pair.node)
            for pair in self._from.get(label.node, ())
            for at in pair.usable(label.now, latest, self._wait == inf)
        ]

    def _go(self, label: _Label, at: int, node: int) -> _Label:
        one = self._contacts[at]
        now = max(label.now, one.begin)
        if self._wait == inf:
            last = inf
        elif not one.stands:
            last = min(one.end, label.last + self._wait)
        else:
            last = label.last if label.last == inf else min(label.last, one.end)
        return _Label(node, now, last, at, label)

    def way(self, label: _Label, start: int) -> OrderedWay:
        """Return the way that led to a label, with moments that keep to the wait."""
        steps: list[TimedStep] = []
        here, following = label, label.now
        while here.before is not None:
            moment = here.now
            if self._wait < inf and not self._contacts[here.contact].stands:
                moment = max(here.now, min(here.last, following - self._wait))
                following = moment
            steps.append(TimedStep(here.contact, here.node, moment))
            here = here.before
        steps.reverse()
        for i in range(1, len(steps)):
            earliest = max(steps[i - 1].at, steps[i].at)
            steps[i] = steps[i]._replace(at=earliest)
        return OrderedWay(start, tuple(steps), label.now)


class _Pair:
    """The contacts from one node to another, by their ends."""

    def __init__(
        self, node: int, positions: list[int], contacts: Sequence[Contact]
    ) -> None:
        self.node = node
        self._positions = positions
        self._ends = [contacts[at].end for at in positions]
        self._begins = [contacts[at].begin for at in positions]
        self._place = list(range(len(positions)))
        for i in range(len(positions) - 2, -1, -1):
            if self._begins[self._place[i + 1]] < self._begins[i]:
                self._place[i] = self._place[i + 1]

    def usable(self, now: float, latest: float, first_only: bool) -> list[int]:
        """Return the contacts that can be used from `now` on, begun by `latest`."""
        begin = bisect_left(self._ends, now)
        if begin == len(self._ends):
            return []
        if first_only:
            return [self._positions[self._place[begin]]]
        return [
            self._positions[i]
            for i in range(begin, len(self._ends))
            if self._begins[i] <= latest
        ]


def _covers(one: _Label, other: _Label) -> bool:
    return one.now <= other.now and one.last >= other.last
