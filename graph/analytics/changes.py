"""Change points of a series of counts: where its rate is another from then on.

Optimal partitioning (Jackson et al. 2005, exact) by likelihood, Poisson or binomial,
under a penalty that shuffled series set (a permutation test, exact by Dwass 1957).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidInput, LimitExceeded

Floats = NDArray[np.float64]

LEVEL = 0.05
SHUFFLES = 399
MAX_WINDOWS = 200
FEWEST = 5
"""Windows below which no order of them is rare enough to tell anything."""
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Stretch:
    """Windows [begin, end) of one rate."""

    begin: int
    end: int
    rate: float


@dataclass(frozen=True, slots=True)
class Changes:
    """Stretches in order; `points` are the windows at which another rate begins.

    `p_value` is the share of shuffled series, this one among them, that fall apart as
    readily. `points` is empty where it is above `level`, or the series too short.
    """

    points: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    p_value: float
    level: float
    shuffles: int


def find_changes(
    counts: Sequence[float],
    exposures: Sequence[float],
    *,
    binomial: bool = False,
    level: float = LEVEL,
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> Changes:
    """Return where the rate of `counts` per `exposures` changes.

    With `binomial` a count is of so many chances (links among pairs). Where windows
    differ in nothing but chance, in whatever distribution, at most a share `level` of
    series show any change: the penalty is the one that so many of `shuffles` shuffled
    series reach. That windows are independent is taken for granted: a busy week that
    carries into the next looks like a change. A change is told with the first window
    of the new rate; short or small ones are missed. Costs O(shuffles · windows²).
    Raises InvalidInput, LimitExceeded for more than 200 windows.
    """
    hits, chances = np.array(counts, np.float64), np.array(exposures, np.float64)
    _check(hits, chances, binomial)
    if not 0 < level < 1 or shuffles < 1 / level - 1:
        raise InvalidInput("a level is between 0 and 1, with 1/level - 1 shuffles")
    size = len(hits)
    if size < FEWEST or hits.sum() == 0:
        return Changes((), _stretches(hits, chances, ()), 1.0, level, shuffles)
    draw = np.random.default_rng(seed)
    orders = draw.permuted(np.tile(np.arange(size), (shuffles, 1)), axis=1)
    orders = np.vstack((np.arange(size), orders))
    worth = _worth(hits[orders], chances[orders], binomial)
    mine, others = worth[0], np.sort(worth[1:])[::-1]
    p_value = (1 + int((others >= mine - _TINY).sum())) / (shuffles + 1)
    points: tuple[int, ...] = ()
    if p_value <= level:
        penalty = float(others[int(level * (shuffles + 1)) - 1])
        points = _partition(hits[None], chances[None], np.array([penalty]), binomial)[
            2
        ][0]
    return Changes(points, _stretches(hits, chances, points), p_value, level, shuffles)


def _check(hits: Floats, chances: Floats, binomial: bool) -> None:
    if len(hits) > MAX_WINDOWS:
        raise LimitExceeded(f"change points are for at most {MAX_WINDOWS} windows")
    fits = hits.shape == chances.shape and (hits >= 0).all() and (chances >= 0).all()
    if not fits or (hits[chances == 0] > 0).any():
        raise InvalidInput("counts are 0 at least, each with its exposure")
    if binomial and (hits > chances).any():
        raise InvalidInput("a count is not above its chances")


def _stretches(
    hits: Floats, chances: Floats, points: Sequence[int]
) -> tuple[Stretch, ...]:
    bounds = [0, *points, len(hits)]
    found = []
    for begin, end in zip(bounds, bounds[1:], strict=False):
        total = float(chances[begin:end].sum())
        rate = float(hits[begin:end].sum()) / total if total else 0.0
        found.append(Stretch(begin, end, rate))
    return tuple(found)


def _worth(hits: Floats, chances: Floats, binomial: bool) -> Floats:
    """Return the largest penalty a change under which each series still falls apart.

    The largest gain in likelihood a change over all numbers of changes, by Dinkelbach's
    iteration on optimal partitions.
    """
    worth = np.full(len(hits), _TINY)
    open_ = np.arange(len(hits))
    while len(open_):
        gain, number, _ = _partition(
            hits[open_], chances[open_], worth[open_], binomial
        )
        ratio = np.where(number > 0, gain / np.maximum(number, 1), 0)
        better = ratio > worth[open_] * (1 + _TINY)
        open_ = open_[better]
        worth[open_] = ratio[better]
    return worth


def _partition(
    hits: Floats, chances: Floats, penalty: Floats, binomial: bool
) -> tuple[Floats, NDArray[np.int64], list[tuple[int, ...]]]:
    """Return, of each series, gain over no change, number of changes, and where."""
    rows, size = hits.shape
    sums = np.concatenate((np.zeros((rows, 1)), hits.cumsum(axis=1)), axis=1)
    spans = np.concatenate((np.zeros((rows, 1)), chances.cumsum(axis=1)), axis=1)
    best = np.zeros((rows, size + 1))
    best[:, 0] = -penalty
    cut = np.zeros((rows, size + 1), dtype=np.int64)
    every = np.arange(rows)
    for end in range(1, size + 1):
        fit = _likelihood(
            sums[:, end, None] - sums[:, :end],
            spans[:, end, None] - spans[:, :end],
            binomial,
        )
        found = best[:, :end] - fit + penalty[:, None]
        cut[:, end] = np.argmin(found, axis=1)
        best[:, end] = found[every, cut[:, end]]
    points = [_trace(cut[row], size) for row in range(rows)]
    number = np.array([len(one) for one in points], dtype=np.int64)
    whole = _likelihood(sums[:, -1], spans[:, -1], binomial)
    gain = -(best[:, -1] - number * penalty) - whole
    return gain, number, points


def _trace(cut: NDArray[np.int64], size: int) -> tuple[int, ...]:
    points = []
    at = int(cut[size])
    while at > 0:
        points.append(at)
        at = int(cut[at])
    return tuple(reversed(points))


def _likelihood(hits: Floats, chances: Floats, binomial: bool) -> Floats:
    """Return the log-likelihood at the best rate, without what no partition changes."""
    found = _times_log(hits, chances)
    if binomial:
        found = found + _times_log(chances - hits, chances)
    return found


def _times_log(part: Floats, whole: Floats) -> Floats:
    known = part > 0
    safe = np.where(known, part, 1.0)
    return np.where(known, safe * np.log(safe / np.where(known, whole, 1.0)), 0.0)
