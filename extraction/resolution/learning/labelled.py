"""Weights from labelled pairs: a logistic regression that stays near given weights.

Its weights add up, so that each can be read as evidence; what agrees more never weighs
less. Minimized by proximal gradient steps; deterministic.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import yaml
from numpy.typing import NDArray

from extraction.resolution.comparing import features
from extraction.resolution.learning.patterns import (
    Floats,
    Patterns,
    level_names,
    total_bits,
    weight_arrays,
    weight_table,
)
from extraction.resolution.weights import KindModel

_PRIOR = 0.5
_LN2 = float(np.log(2.0))


@dataclass(frozen=True, slots=True)
class Settings:
    """How the regression learns: `strength` is pairs that a given weight counts for."""

    strength: float = 3.0
    rounds: int = 3000
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """Pairs with their labels; `rarity` is in bits above the usual, 0 where unknown."""

    patterns: Patterns
    same: NDArray[np.bool_]
    rarity: Floats


def learn_labelled(
    pairs: Labelled, start: KindModel, settings: Settings | None = None
) -> KindModel:
    """Return weights under which the labels are likely, near the given ones."""
    used = settings or Settings()
    kind, rows = pairs.patterns.kind, pairs.patterns.rows[pairs.patterns.of_pair]
    given = weight_arrays(kind, start)
    arrays = [array.copy() for array in given]
    prior, slope = start.prior, start.rarity
    same = pairs.same.astype(float)
    seen = [np.bincount(rows[:, i], minlength=len(a)) for i, a in enumerate(given)]
    for _ in range(used.rounds):
        bits = total_bits(rows, arrays) + prior + slope * pairs.rarity
        error = 1 / (1 + np.exp(-np.clip(bits * _LN2, -40, 40))) - same
        pull = float(error.sum()) + _PRIOR * (prior - start.prior)
        prior -= used.step * pull / (len(same) + 1)
        slope -= 0.02 * float((error * pairs.rarity).sum()) / (len(same) + 1)
        slope = max(slope, 0.0)
        for i, array in enumerate(arrays):
            pulls: Floats = np.bincount(rows[:, i], error, len(array)).astype(float)
            pulls += used.strength * 0.2 * (array - given[i])
            array -= used.step * 2 * pulls / (seen[i] + 8.0)
            array[0] = 0.0
        _keep_order(kind, arrays)
    return replace(start, prior=prior, rarity=slope, weights=weight_table(kind, arrays))


def _keep_order(kind: str, arrays: Sequence[Floats]) -> None:
    """Move levels in the wrong order to their middle, and to their side of nothing."""
    for column, first, last in _signs(kind):
        array = arrays[column]
        array[first], array[last] = max(array[first], 0.0), min(array[last], 0.0)
    for column, first, second in _order(kind):
        array = arrays[column]
        if array[first] < array[second]:
            array[first] = array[second] = (array[first] + array[second]) / 2


def _order(kind: str) -> Iterator[tuple[int, int, int]]:
    """Yield column and levels of each two of which the first may not weigh less."""
    for column, chain in _chains(kind):
        for first, second in pairwise(chain):
            yield column, first, second


def _signs(kind: str) -> Iterator[tuple[int, int, int]]:
    """Yield column, the level that must not speak against, and that not for."""
    for column, chain in dict(reversed(_chains(kind))).items():
        yield column, chain[0], chain[-1]


@cache
def _chains(kind: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    text = files("extraction.resolution.learning").joinpath("order.yaml")
    chains = yaml.safe_load(text.read_text(encoding="utf-8"))[kind]
    named = zip(features(kind), level_names(kind), strict=True)
    return tuple(
        (column, tuple(levels.index(level) for level in chain))
        for column, (name, levels) in enumerate(named)
        for chain in chains.get(name, ())
    )
