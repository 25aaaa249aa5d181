"""Pairs' levels as a matrix of small numbers, equal rows counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.resolution.comparing import Levels, feature_texts, features
from extraction.resolution.weights import KindModel

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct rows of levels (0: nothing known), and of each pair its row."""

    kind: str
    rows: NDArray[np.int16]
    of_pair: NDArray[np.int64]

    @property
    def counts(self) -> Floats:
        """Return how many pairs have each row."""
        return np.bincount(self.of_pair, minlength=len(self.rows)).astype(float)


def level_names(kind: str) -> list[list[str]]:
    """Return the levels of each feature, the first for nothing known."""
    texts = feature_texts()[kind]
    return [["", *texts[name]] for name in features(kind)]


def read_patterns(kind: str, levels: Iterable[Levels]) -> Patterns:
    """Return the pairs' levels as patterns, in order of first appearance."""
    names = [{level: i for i, level in enumerate(one)} for one in level_names(kind)]
    seen: dict[Levels, int] = {}
    of_pair = [seen.setdefault(one, len(seen)) for one in levels]
    rows = [
        [known[level] for known, level in zip(names, one, strict=True)] for one in seen
    ]
    shape = np.array(rows, np.int16).reshape(len(rows), len(names))
    return Patterns(kind, shape, np.array(of_pair, np.int64))


def weight_arrays(kind: str, model: KindModel) -> list[Floats]:
    """Return a model's weights by position of feature and level, in bits."""
    return [
        np.array([model.weights.get(name, {}).get(level, 0.0) for level in levels])
        for name, levels in zip(features(kind), level_names(kind), strict=True)
    ]


def weight_table(kind: str, arrays: Sequence[Floats]) -> dict[str, dict[str, float]]:
    """Return arrays of weights as a model's table."""
    return {
        name: {
            level: round(float(bits), 3)
            for level, bits in zip(levels[1:], array[1:], strict=True)
        }
        for name, levels, array in zip(
            features(kind), level_names(kind), arrays, strict=True
        )
    }


def total_bits(rows: NDArray[np.int16], arrays: Sequence[Floats]) -> Floats:
    """Return the bits of each row without the prior."""
    total = np.zeros(len(rows))
    for column, array in enumerate(arrays):
        total += array[rows[:, column]]
    return total
