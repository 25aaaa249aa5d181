"""Which mentions of a window may be the ends of which relation, and how they stand."""

from collections.abc import Sequence
from functools import cache
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
_KINDS = {
    kind: number
    for number, kind in enumerate(
        sorted(
            {kind for ends in RELATIONS.values() for kind in " ".join(ends).split()}
        ),
        start=1,
    )
}
"""The kinds of ends, numbered; 0 stands for all others."""
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
    kinds = np.array([_KINDS.get(kind, 0) for kind in types], dtype=np.int64)
    numbers, at = np.array(entities, np.int64), np.array(places, np.int64)
    fits = _fitting()[kinds[:, None], kinds]
    source, target = np.nonzero(fits.any(axis=2) & (numbers[:, None] != numbers))
    return Pairs(source, target, _step(at[target] - at[source]), fits[source, target])


@cache
def _fitting() -> NDArray[np.bool_]:
    """Return which relations (kinds, kinds, relations) two kinds of ends allow."""
    found = np.zeros((len(_KINDS) + 1, len(_KINDS) + 1, len(NAMES)), np.bool_)
    for number, (sources, targets) in enumerate(RELATIONS.values()):
        for source in sources.split():
            for target in targets.split():
                found[_KINDS[source], _KINDS[target], number] = True
    return found


def _step(apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the steps of some distances, those backwards behind the others."""
    steps = np.searchsorted(_NEAR, np.abs(apart))
    return steps + (len(_NEAR) + 1) * (apart <= 0)
