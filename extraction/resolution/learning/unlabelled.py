"""Weights without labels: Fellegi and Sunter's model by expectation maximization.

Fellegi, Sunter: A Theory for Record Linkage, JASA 64 (1969). Starts from given weights
and keeps to them where the pairs say little.
"""

from dataclasses import dataclass, replace

import numpy as np

from extraction.resolution.learning.patterns import (
    Floats,
    Patterns,
    total_bits,
    weight_arrays,
    weight_table,
)
from extraction.resolution.weights import KindModel

ROUNDS = 100
_MOST_BITS = 16.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How EM learns.

    `strength`: pairs that the weights given before count for, a level. `dampen`: what
    the bits are multiplied with when pairs are shared out between the two classes, for
    features that depend on each other.
    """

    strength: float = 3.0
    dampen: float = 1.0
    rounds: int = ROUNDS


def learn_unlabelled(
    patterns: Patterns, start: KindModel, settings: Settings | None = None
) -> KindModel:
    """Return weights that make the candidate pairs most likely, with their prior.

    Deterministic; the same for any order of pairs.
    """
    used = settings or Settings()
    counts = patterns.counts
    given = weight_arrays(patterns.kind, start)
    arrays, prior = given, start.prior
    for _ in range(used.rounds):
        bits = (total_bits(patterns.rows, arrays) + prior) * used.dampen
        share = 1 / (1 + 2.0 ** -np.clip(bits, -40, 40))
        matched = counts * share
        before = prior
        prior = float(
            np.log2(matched.sum() + 1) - np.log2((counts - matched).sum() + 1)
        )
        arrays = [
            _ratio(patterns.rows[:, i], matched, counts - matched, one, used.strength)
            for i, one in enumerate(given)
        ]
        if abs(prior - before) < 1e-6:
            break
    return replace(start, prior=prior, weights=weight_table(patterns.kind, arrays))


def _ratio(
    column: np.ndarray,
    matched: Floats,
    unmatched: Floats,
    given: Floats,
    strength: float,
) -> Floats:
    """Return log2 of how much likelier each level is among matches, 0 for unknown."""
    size = len(given)
    yes = np.bincount(column, matched, size)[1:]
    no = np.bincount(column, unmatched, size)[1:]
    pooled = (yes + no + 0.5) / (yes + no + 0.5).sum()
    ahead = pooled * 2.0 ** (given[1:] / 2)
    behind = pooled * 2.0 ** (-given[1:] / 2)
    yes = yes + strength * ahead / ahead.sum() * (size - 1)
    no = no + strength * behind / behind.sum() * (size - 1)
    ratio = np.log2(yes / yes.sum()) - np.log2(no / no.sum())
    return np.concatenate(([0.0], np.clip(ratio, -_MOST_BITS, _MOST_BITS)))
