"""Who is next to whom where the topology lies in memory, for searches of ways.

Places are positions in the order of ids, levels sorted arrays of them, so that a step
costs what it looks at and nothing is asked of a store.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from graph.store.base import Places, Positions
from graph.store.contraction import Contraction
from graph.store.paths import MAX_STEPS

FEW = 2_000
"""Up to so many places a search among sorted ones is quicker than a table of all."""


class Ranks:
    """A set of positions as a sorted array; `size` is the number of all positions."""

    __slots__ = ("at", "size")

    def __init__(self, at: Positions, size: int) -> None:
        self.at = at
        self.size = size

    def __and__(self, other: "Ranks", /) -> "Ranks":
        """Return what is in both."""
        if len(other.at) < len(self.at):
            self, other = other, self
        return Ranks(self.at[self._in(other)], self.size)

    def __sub__(self, other: "Ranks", /) -> "Ranks":
        """Return what is not in the other."""
        return Ranks(self.at[~self._in(other)], self.size)

    def __or__(self, other: "Ranks", /) -> "Ranks":
        """Return what is in either."""
        return Ranks(once(np.concatenate((self.at, other.at))), self.size)

    def __len__(self) -> int:
        """Count the positions."""
        return len(self.at)

    def _in(self, other: "Ranks") -> NDArray[np.bool_]:
        if not len(other.at):
            return np.zeros(len(self.at), dtype=np.bool_)
        if len(self.at) <= FEW:
            found = np.searchsorted(other.at, self.at)
            same: NDArray[np.bool_] = other.at.take(found, mode="clip") == self.at
            return same
        table = np.zeros(self.size, dtype=np.bool_)
        table[other.at] = True
        return table[self.at]


class InMemory:
    """Who is next to whom by positions, identity applied.

    `check` is called before each step and may raise LimitExceeded.
    """

    def __init__(
        self, places: Places, identity: Contraction, check: Callable[[], None]
    ) -> None:
        self._places = places
        self._identity = identity
        self._check = check
        self._left = MAX_STEPS
        self._size = len(places.ids)
        self._marked = None if identity.alone else identity.marked(places)

    def place(self, entity: str) -> int:
        """Return the place of a visible canonical id."""
        return int(self._places.positions((entity,))[0])

    def name(self, place: int) -> str:
        """Return the id at a place."""
        return self._places.ids[place]

    def level(self, places: Iterable[int], /) -> Ranks:
        """Return places as a level."""
        return Ranks(once(np.array(list(places), dtype=np.int32)), self._size)

    def of(self, place: int, /) -> Ranks:
        """Return the places next to one; a place is not next to itself."""
        own = self.level((place,))
        return self.around(own) - own

    def around(self, level: Ranks, /) -> Ranks:
        """Return the places next to any of a level, and perhaps some of itself."""
        self._check()
        found, cost = self._places.beside(self._stored(level.at), self._left)
        self._left -= cost
        return Ranks(self._canonical(found), self._size)

    def ordered(self, level: Ranks, /) -> list[int]:
        """Return the places of a level, the smallest first."""
        places: list[int] = level.at.tolist()
        return places

    def _stored(self, at: Positions) -> Positions:
        """Return what stands behind canonical places: all members that are seen."""
        if self._marked is None or not (joined := self._marked[at]).any():
            return at
        members = self._identity.members(self._names(at[joined]))
        more = self._places.positions(members)
        return once(np.concatenate((at[~joined], more)))

    def _canonical(self, at: Positions) -> Positions:
        if self._marked is None or not (joined := self._marked[at]).any():
            return at
        to = self._identity.canonical(self._names(at[joined]))
        more = self._places.positions(set(to.values()))
        return once(np.concatenate((at[~joined], more)))

    def _names(self, at: Positions) -> list[str]:
        return [self._places.ids[one] for one in at.tolist()]


def once(at: Positions) -> Positions:
    """Return positions sorted, once each."""
    if len(at) < 2:
        return at
    found = np.sort(at)
    kept = np.empty(len(found), dtype=np.bool_)
    kept[0] = True
    np.not_equal(found[1:], found[:-1], out=kept[1:])
    return found[kept]
