"""Which mentions of a window may be the ends of which relation, and how they stand."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

RELATIONS: dict[str, tuple[str, str]] = {
    "family": ("PER", "PER"),
    "associate": ("PER", "PER"),
    "meeting": ("PER", "PER"),
    "ownership": ("PER ORG", "ORG VEHICLE ADDRESS"),
    "directorship": ("PER", "ORG"),
    "employment": ("PER", "ORG PER"),
    "membership": ("PER", "ORG PER"),
    "phone_user": ("PER", "PHONE"),
    "call": ("PER PHONE", "PER PHONE"),
    "payment": ("PER ORG", "PER ORG"),
    "travel": ("PER", "LOC"),
    "vehicle_user": ("PER", "VEHICLE"),
    "resides_at": ("PER", "ADDRESS LOC"),
    "identified_by": ("PER", "PERSONAL_ID PASSPORT"),
}
"""The types of a relation's source and target, in the order of the scores."""
MUTUAL = frozenset({"family", "associate", "meeting"})
NAMES = tuple(RELATIONS)
_NEAR = (8, 16, 32, 64, 128)
DISTANCES = 2 * (len(_NEAR) + 1)
"""How many steps of distance there are: pieces between two marks, either way."""


_End = TypeVar("_End", int, str)


def one_way(relation: str, source: _End, target: _End) -> tuple[str, _End, _End]:
    """Return a relation, a mutual one with the end that comes first as its source."""
    if relation in MUTUAL and source > target:
        return relation, target, source
    return relation, source, target


class Pairs(NamedTuple):
    """Ordered pairs of a window's mentions, as positions among them.

    `fits` (pairs, relations) is True where the types allow the relation.
    """

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    distance: NDArray[np.int64]
    fits: NDArray[np.bool_]


def pair(types: Sequence[str], entities: Sequence[int], places: Sequence[int]) -> Pairs:
    """Return the pairs of different entities whose types allow a relation."""
    rows = [
        (s, t, _step(places[t] - places[s]), _fitting(types[s], types[t]))
        for s in range(len(types))
        for t in range(len(types))
        if entities[s] != entities[t] and any(_fitting(types[s], types[t]))
    ]
    source, target, distance = (
        np.array([row[n] for row in rows], dtype=np.int64) for n in range(3)
    )
    fits = np.array([row[3] for row in rows], dtype=np.bool_)
    return Pairs(source, target, distance, fits.reshape(-1, len(NAMES)))


@lru_cache(maxsize=1_000)
def _fitting(source: str, target: str) -> tuple[bool, ...]:
    return tuple(
        source in sources.split() and target in targets.split()
        for sources, targets in RELATIONS.values()
    )


def _step(apart: int) -> int:
    step = sum(abs(apart) > edge for edge in _NEAR)
    return step if apart > 0 else step + len(_NEAR) + 1
