"""Boosted trees: grown alike whatever they say, asked, and shipped as a graph."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from extraction.models.planting import plant
from extraction.relation.trees import Trees

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
_SETTINGS = {
    "objective": "binary",
    "num_leaves": 31,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "use_missing": False,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}


def grow(
    rows: Sequence[Floats], wanted: Sequence[Bools], count: int, **settings: Any
) -> lightgbm.Booster:
    """Return so many trees that say which rows are wanted; equal rows, equal trees.

    With an objective that ranks, the rows of each array are told from one another.
    """
    ranked = "rank" in settings.get("objective", "")
    groups = [len(some) for some in rows] if ranked else None
    known = lightgbm.Dataset(np.concatenate(rows), np.concatenate(wanted), group=groups)
    return lightgbm.train({**_SETTINGS, **settings}, known, count)


def chances_of(trees: lightgbm.Booster, rows: Floats) -> Floats:
    """Return the probability of each row; where trees rank, a score from 0 to 1."""
    if not len(rows):
        return np.zeros(0, np.float32)
    odds = np.asarray(trees.predict(rows, raw_score=True), dtype=np.float32)
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


def ship(trees: lightgbm.Booster, path: Path, rows: Floats) -> None:
    """Write the trees; exit where what ships weighs some rows otherwise."""
    plant(trees, path)
    if not np.allclose(
        Trees.load(path).weigh(rows), chances_of(trees, rows), atol=1e-4
    ):
        sys.exit(f"{path.name} weighs otherwise than its trees")
