"""Shortest simple paths over any store, by asking only who is next to whom.

Yen's algorithm (Management Science 17, 1971) over breadth-first searches from both
ends. Of equally short ways the one with the smallest ids is taken, so that ties fall by
ids and never by luck. A search knows places and levels of them: ids and sets of ids, or
positions and arrays of them where the topology lies in memory.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Protocol, Self, TypeVar

from graph.errors import LimitExceeded

MAX_STEPS = 500_000
"""Steps from node to node that one search may look at."""

Ask = Callable[[Collection[str], int], Mapping[str, Collection[str]]]
"""Returns the ids next to each of those given, raising LimitExceeded where these are
more than the number given."""


class Level(Protocol):
    """Places at one distance, as a set."""

    def __and__(self, other: Self, /) -> Self:
        """Return what is in both."""
        ...

    def __or__(self, other: Self, /) -> Self:
        """Return what is in either."""
        ...

    def __sub__(self, other: Self, /) -> Self:
        """Return what is not in the other."""
        ...

    def __len__(self) -> int:
        """Count the places."""
        ...


Place = TypeVar("Place", bound=str | int)
Some = TypeVar("Some", bound=Level)


class Near(Protocol[Place, Some]):
    """Who is next to whom; a place is smaller than another as its id is."""

    def level(self, places: Iterable[Place], /) -> Some:
        """Return places as a level."""
        ...

    def of(self, place: Place, /) -> Some:
        """Return the places next to one; a place is not next to itself."""
        ...

    def around(self, level: Some, /) -> Some:
        """Return the places next to any of a level."""
        ...

    def ordered(self, level: Some, /) -> list[Place]:
        """Return the places of a level, the smallest first."""
        ...


class Search(Protocol):
    """Finds up to so many ways of so many links at the most between two places."""

    def __call__(
        self,
        near: Near[Place, Some],
        source: Place,
        target: Place,
        max_hops: int,
        most: int,
        /,
    ) -> list[tuple[Place, ...]]:
        """Return ways, the shortest first, then by ids. Raises LimitExceeded."""
        ...


class Neighbourhood:
    """Who is next to whom by ids, learned as far as a search gets.

    What was asked once is not asked again.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, frozenset[str]] = {}
        self._left = MAX_STEPS

    def level(self, ids: Iterable[str], /) -> frozenset[str]:
        """Return ids as a level."""
        return frozenset(ids)

    def of(self, entity: str, /) -> frozenset[str]:
        """Return the ids next to one."""
        self._learn([entity])
        return self._known[entity]

    def around(self, ids: frozenset[str], /) -> frozenset[str]:
        """Return the ids next to any of `ids`."""
        self._learn(ids)
        return frozenset().union(*(self._known[entity] for entity in ids))

    def ordered(self, ids: frozenset[str], /) -> list[str]:
        """Return ids in order."""
        return sorted(ids)

    def _learn(self, ids: Iterable[str]) -> None:
        fresh = sorted(entity for entity in ids if entity not in self._known)
        if not fresh:
            return
        found = self._ask(fresh, self._left)
        for entity in fresh:
            self._known[entity] = frozenset(found.get(entity, ()))
            self._left -= len(self._known[entity])


def find_paths(
    near: Near[Place, Some], source: Place, target: Place, max_hops: int, k: int
) -> list[tuple[Place, ...]]:
    """Return up to `k` simple paths of 1 to `max_hops` links between two places.

    Shortest first, then by ids. Those after the shortest are left out where they cost
    too much; raises LimitExceeded where even the shortest does.
    """
    first = shortest(near, (source,), target, near.level(()), max_hops)
    found: list[tuple[Place, ...]] = []
    waiting = [(len(first), first)] if first else []
    known = {first}
    try:
        while waiting:
            found.append(heapq.heappop(waiting)[1])
            if len(found) == k:
                break
            for path in _detours(near, found, target, max_hops):
                if path not in known:
                    known.add(path)
                    heapq.heappush(waiting, (len(path), path))
    except LimitExceeded:
        return found
    return found


def _detours(
    near: Near[Place, Some],
    found: list[tuple[Place, ...]],
    target: Place,
    max_hops: int,
) -> Iterable[tuple[Place, ...]]:
    """Yield the best path that leaves the last one found at each of its nodes."""
    last = found[-1]
    for length in range(1, len(last)):
        root = last[:length]
        taken = near.level(path[length] for path in found if path[:length] == root)
        path = shortest(near, root, target, taken, max_hops)
        if path:
            yield path


def find_shortest(
    near: Near[Place, Some], source: Place, target: Place, max_hops: int, limit: int
) -> list[tuple[Place, ...]]:
    """Return up to `limit` of the shortest ways between two places, by ids.

    Raises LimitExceeded where they cost too much.
    """
    levels = layers(near, source, target, near.level(()), max_hops)
    if levels is None:
        return []
    return list(islice(_ways(near, levels, (source,)), limit))


def _ways(
    near: Near[Place, Some], levels: list[Some], begun: tuple[Place, ...]
) -> Iterator[tuple[Place, ...]]:
    if len(begun) == len(levels):
        yield begun
    else:
        for place in near.ordered(near.of(begun[-1]) & levels[len(begun)]):
            yield from _ways(near, levels, (*begun, place))


def layers(
    near: Near[Place, Some], source: Place, target: Place, closed: Some, max_hops: int
) -> list[Some] | None:
    """Return all that lies on shortest ways between two places, by distance from one.

    The first level is the source, the last the target. None is in `closed`. None
    where no way of at most `max_hops` leads there.
    """
    ahead, behind = [near.level((source,))], [near.level((target,))]
    seen = {True: ahead[0] | closed, False: behind[0] | closed}
    while not ahead[-1] & behind[-1]:
        if len(ahead) + len(behind) - 1 > max_hops:
            return None
        forth = len(ahead[-1]) <= len(behind[-1])
        levels = ahead if forth else behind
        level = near.around(levels[-1]) - seen[forth]
        if not level:
            return None
        seen[forth] = seen[forth] | level
        levels.append(level)
    middle = ahead[-1] & behind[-1]
    return [
        *reversed(_narrowed(near, middle, ahead[:-1])),
        middle,
        *_narrowed(near, middle, behind[:-1]),
    ]


def _narrowed(near: Near[Place, Some], middle: Some, levels: list[Some]) -> list[Some]:
    """Return what of the levels leads to the middle, the last of them first."""
    kept = [middle]
    for level in reversed(levels):
        kept.append(level & near.around(kept[-1]))
    return kept[1:]


def shortest(
    near: Near[Place, Some],
    root: tuple[Place, ...],
    target: Place,
    taken: Some,
    max_hops: int,
) -> tuple[Place, ...] | None:
    """Return the shortest way on from `root`, of these the smallest by ids.

    It passes no node of `root` again, and its next node is none of `taken`.
    """
    room = max_hops - len(root) + 1
    if room < 1:
        return None
    closed = near.level(root)
    ahead = [near.of(root[-1]) - closed - taken]
    behind = [near.level((target,))]
    seen_ahead, seen_behind = ahead[0] | closed, behind[0] | closed
    while not ahead[-1] & behind[-1]:
        if len(ahead) + len(behind) > room or not (ahead[-1] and behind[-1]):
            return None
        if len(ahead[-1]) <= len(behind[-1]):
            ahead.append(near.around(ahead[-1]) - seen_ahead)
            seen_ahead = seen_ahead | ahead[-1]
        else:
            behind.append(near.around(behind[-1]) - seen_behind)
            seen_behind = seen_behind | behind[-1]
    return root + _smallest(near, ahead, behind)


def _smallest(
    near: Near[Place, Some], ahead: list[Some], behind: list[Some]
) -> tuple[Place, ...]:
    """Return the smallest way by ids through the levels of two searches that met."""
    middle = ahead[-1] & behind[-1]
    levels = [*reversed(_narrowed(near, middle, ahead[:-1])), middle]
    levels += reversed(behind[:-1])
    way = [near.ordered(levels[0])[0]]
    for level in levels[1:]:
        way.append(near.ordered(near.of(way[-1]) & level)[0])
    return tuple(way)
