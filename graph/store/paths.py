"""Shortest simple paths over any store, by asking only who is next to whom.

Yen's algorithm (Management Science 17, 1971) over breadth-first searches from both
ends. Of equally short ways the one with the smallest ids is taken, so that ties fall by
ids and never by luck. What was asked once is not asked again.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from itertools import islice

from graph.errors import LimitExceeded

MAX_STEPS = 500_000
"""Steps from node to node that one search may look at."""

Ask = Callable[[Collection[str], int], Mapping[str, Collection[str]]]
"""Returns the ids next to each of those given, raising LimitExceeded where these are
more than the number given."""

Ids = tuple[str, ...]


class Neighbourhood:
    """Who is next to whom, learned as far as a search gets."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[str, frozenset[str]] = {}
        self._left = MAX_STEPS

    def of(self, entity: str) -> frozenset[str]:
        """Return the ids next to one."""
        self._learn([entity])
        return self._known[entity]

    def around(self, ids: Collection[str]) -> set[str]:
        """Return the ids next to any of `ids`."""
        self._learn(ids)
        return set().union(*(self._known[entity] for entity in ids))

    def _learn(self, ids: Iterable[str]) -> None:
        fresh = sorted(entity for entity in ids if entity not in self._known)
        if not fresh:
            return
        found = self._ask(fresh, self._left)
        for entity in fresh:
            self._known[entity] = frozenset(found.get(entity, ()))
            self._left -= len(self._known[entity])


def find_paths(ask: Ask, source: str, target: str, max_hops: int, k: int) -> list[Ids]:
    """Return up to `k` simple paths of 1 to `max_hops` links between two ids.

    Shortest first, then by ids. Those after the shortest are left out where they cost
    too much; raises LimitExceeded where even the shortest does.
    """
    near = Neighbourhood(ask)
    first = shortest(near, (source,), target, frozenset(), max_hops)
    found: list[Ids] = []
    waiting = [(len(first), first)] if first else []
    known = {first}
    try:
        while waiting and len(found) < k:
            found.append(heapq.heappop(waiting)[1])
            for path in _detours(near, found, target, max_hops):
                if path not in known:
                    known.add(path)
                    heapq.heappush(waiting, (len(path), path))
    except LimitExceeded:
        return found
    return found


def _detours(
    near: Neighbourhood, found: list[Ids], target: str, max_hops: int
) -> Iterable[Ids]:
    """Yield the best path that leaves the last one found at each of its nodes."""
    last = found[-1]
    for length in range(1, len(last)):
        root = last[:length]
        taken = {path[length] for path in found if path[:length] == root}
        path = shortest(near, root, target, taken, max_hops)
        if path:
            yield path


def find_shortest(
    ask: Ask, source: str, target: str, max_hops: int, limit: int
) -> list[Ids]:
    """Return up to `limit` of the shortest ways between two ids, by ids.

    Raises LimitExceeded where they cost too much.
    """
    near = Neighbourhood(ask)
    levels = layers(near, source, target, frozenset(), max_hops)
    return list(islice(_ways(near, levels or [], (source,)), limit))


def _ways(near: Neighbourhood, levels: list[set[str]], begun: Ids) -> Iterator[Ids]:
    if len(begun) == len(levels):
        yield begun
    elif levels:
        for entity in sorted(near.of(begun[-1]) & levels[len(begun)]):
            yield from _ways(near, levels, (*begun, entity))


def layers(
    near: Neighbourhood, source: str, target: str, closed: Set[str], max_hops: int
) -> list[set[str]] | None:
    """Return all that lies on shortest ways between two ids, by distance from one.

    The first level is the source, the last the target. None is in `closed`. None
    where no way of at most `max_hops` leads there.
    """
    ahead: list[set[str]] = [{source}]
    behind: list[set[str]] = [{target}]
    seen = {True: {source, *closed}, False: {target, *closed}}
    while not ahead[-1] & behind[-1]:
        if len(ahead) + len(behind) - 1 > max_hops:
            return None
        forth = len(ahead[-1]) <= len(behind[-1])
        levels = ahead if forth else behind
        level = near.around(levels[-1]) - seen[forth]
        if not level:
            return None
        seen[forth] |= level
        levels.append(level)
    middle = ahead[-1] & behind[-1]
    return [
        *reversed(_narrowed(near, middle, ahead[:-1])),
        middle,
        *_narrowed(near, middle, behind[:-1]),
    ]


def _narrowed(
    near: Neighbourhood, middle: set[str], levels: list[set[str]]
) -> list[set[str]]:
    """Return what of the levels leads to the middle, the last of them first."""
    kept = [middle]
    for level in reversed(levels):
        kept.append(level & near.around(kept[-1]))
    return kept[1:]


def shortest(
    near: Neighbourhood, root: Ids, target: str, taken: Set[str], max_hops: int
) -> Ids | None:
    """Return the shortest way on from `root`, of these the smallest by ids.

    It passes no node of `root` again, and its next node is none of `taken`.
    """
    room = max_hops - len(root) + 1
    if room < 1:
        return None
    closed = set(root)
    ahead: list[Set[str]] = [near.of(root[-1]) - closed - taken]
    behind: list[Set[str]] = [frozenset((target,))]
    seen_ahead, seen_behind = set(ahead[0]), {target}
    while not ahead[-1] & behind[-1]:
        if len(ahead) + len(behind) > room or not (ahead[-1] and behind[-1]):
            return None
        if len(ahead[-1]) <= len(behind[-1]):
            level = near.around(ahead[-1]) - seen_ahead - closed
            seen_ahead |= level
            ahead.append(level)
        else:
            level = near.around(behind[-1]) - seen_behind - closed
            seen_behind |= level
            behind.append(level)
    return root + _smallest(near, ahead, behind)


def _smallest(
    near: Neighbourhood, ahead: list[Set[str]], behind: list[Set[str]]
) -> Ids:
    """Return the smallest way by ids through the levels of two searches that met."""
    levels = [ahead[-1] & behind[-1], *reversed(behind[:-1])]
    for level in reversed(ahead[:-1]):
        levels.insert(0, level & near.around(levels[0]))
    way = [min(levels[0])]
    for level in levels[1:]:
        way.append(min(near.of(way[-1]) & level))
    return tuple(way)
