"""Shortest simple paths over any store, by asking only for neighbours.

Walks are grown from both ends, the cheaper one next, until they meet; the paths of a
length are then read off in order, so that ties fall by ids and never by luck.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from graph.errors import LimitExceeded

MAX_VISITED = 200_000
MAX_MORE = 50_000
"""What a level may hold while looking for more than the shortest."""
MAX_STEPS = 5_000

Ask = Callable[[Collection[str]], set[str]]
"""Returns the ids next to any of those given."""


class _Walks:
    """Level i holds every id that a walk of exactly i steps from the start reaches."""

    def __init__(self, start: str, ask: Ask) -> None:
        self.levels: list[set[str]] = [{start}]
        self._ask = ask

    def fringe(self) -> set[str]:
        """Return the ids whose neighbours the next level still needs."""
        if len(self.levels) < 3:
            return self.levels[-1]
        return self.levels[-1] - self.levels[-3]

    def grow(self, most: int) -> None:
        """Add a level of up to `most` ids, or raise LimitExceeded.

        What was asked two levels ago is not asked again.
        """
        fringe = self.fringe()
        level = set(self._ask(fringe)) if fringe else set()
        if len(self.levels) >= 3:
            level |= self.levels[-2]
        if len(level) > most:
            raise LimitExceeded("the way between the two leads through too many nodes")
        self.levels.append(level)


class PathSearch:
    """Finds paths between two ids; `ask` is called with sets, then with single ids."""

    def __init__(self, ask: Ask, source: str, target: str) -> None:
        self._ask = ask
        self._source = source
        self._target = target
        self._ahead = _Walks(source, ask)
        self._back = _Walks(target, ask)
        self._known: dict[str, set[str]] = {}
        self._steps = 0

    def find(self, max_hops: int, k: int) -> list[tuple[str, ...]]:
        """Return up to `k` simple paths of 1 to `max_hops` links, as ids.

        Shortest first, then by ids. Longer ones than the shortest are left out where
        they cost too much; raises LimitExceeded where even the shortest does.
        """
        found: list[tuple[str, ...]] = []
        for _ in range(max_hops):
            try:
                self._lengthen(MAX_MORE if found else MAX_VISITED)
                for path in self._paths():
                    found.append(path)
                    if len(found) == k:
                        return found
            except LimitExceeded:
                if found:
                    return found
                raise
        return found

    def _lengthen(self, most: int) -> None:
        ahead = len(self._ahead.fringe()) <= len(self._back.fringe())
        (self._ahead if ahead else self._back).grow(most)

    def _paths(self) -> Iterator[tuple[str, ...]]:
        allowed = self._allowed()
        if all(allowed):
            yield from self._descend([self._source], allowed)

    def _allowed(self) -> list[set[str]]:
        """Return for each position the ids that a walk of this length passes there."""
        ahead, back = self._ahead.levels, self._back.levels
        meet = len(ahead) - 1
        allowed = [set[str]() for _ in range(meet)]
        here = ahead[meet] & back[-1]
        tail = [here, *reversed(back[:-1])]
        for position in range(meet - 1, -1, -1):
            here = ahead[position] & self._ask(here) if here else set()
            allowed[position] = here
        return allowed + tail

    def _descend(
        self, path: list[str], allowed: Sequence[set[str]]
    ) -> Iterator[tuple[str, ...]]:
        if len(path) == len(allowed):
            yield tuple(path)
            return
        last = len(path) == len(allowed) - 1
        for step in sorted(self._next(path[-1]) & allowed[len(path)]):
            if step in path or (step == self._target) != last:
                continue
            path.append(step)
            yield from self._descend(path, allowed)
            path.pop()

    def _next(self, entity: str) -> set[str]:
        if entity not in self._known:
            self._steps += 1
            if self._steps > MAX_STEPS:
                raise LimitExceeded("the two are joined in too many ways")
            self._known[entity] = self._ask([entity])
        return self._known[entity]
