"""What must be seen to see a thing: sets of compartments, and how they combine."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from graph.model import WHOLE_CASE

Requirement = frozenset[str]

EVERYONE: Requirement = frozenset()
"""The requirement of what everyone on the case sees."""

MOST_REQUIREMENTS = 6
"""Minimal requirements of one thing that are told apart; the rest is cut by name."""


@lru_cache(maxsize=4096)
def requirement(*compartments: str) -> Requirement:
    """Return the compartments that must be seen; the whole case's is no demand."""
    return frozenset(compartments) - {WHOLE_CASE}


def minimal(requirements: Iterable[Requirement]) -> list[Requirement]:
    """Return those that no other is part of, in a fixed order."""
    found = set(requirements)
    if len(found) == 1:
        return list(found)
    kept = [one for one in found if not any(other < one for other in found)]
    return sorted(kept, key=sorted)[:MOST_REQUIREMENTS]


def shares(
    measures: Sequence[tuple[Requirement, float]],
) -> dict[Requirement, tuple[int, float]]:
    """Return what one event adds to a tally: (count, measure) by requirement.

    `measures` are incomparable requirements of the event, each with the measure that
    it lets see. By inclusion and exclusion the visible counts add up to one for
    whoever meets any of them, and the visible measures to the largest of them.
    """
    found: dict[Requirement, tuple[int, float]] = {}
    for size in range(1, len(measures) + 1):
        sign = 1 if size % 2 else -1
        for chosen in combinations(measures, size):
            key = EVERYONE.union(*(needed for needed, _ in chosen))
            count, total = found.get(key, (0, 0.0))
            least = min(measure for _, measure in chosen)
            found[key] = (count + sign, total + sign * least)
    return {key: share for key, share in found.items() if share != (0, 0.0)}
