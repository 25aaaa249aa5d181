"""How far a ranking holds: intervals over networks in which doubtful links may lack.

Each link is there with its probability, independently of the others; each actor may be
missing with a probability common to all. What a metric says is measured in many such
networks drawn by chance. Missing actors after Borgatti, Carley and Krackhardt (Social
Networks 28, 2006).
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.analytics.centrality import values_of
from graph.analytics.progress import followed_by, tell
from graph.analytics.result import ranks_of
from graph.analytics.simple import Floats
from graph.errors import InvalidInput
from graph.model import Subgraph

LEVEL = 0.9
"""Share of the drawn networks that an interval covers."""
DEFAULT_SAMPLES = 200
MAX_SAMPLES = 2_000
DEFAULT_TOP = 10
WEAK = 0.7
"""Below this mean share of the top that stays, a ranking is said not to hold."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What chance makes of a ranking; arrays over positions in the subgraph's ids.

    `low` and `high` bound the score, `rank_low` and `rank_high` the rank, in LEVEL of
    the networks in which the node is there and its score is defined (NaN, 0 if never);
    `top_share` is the share of these in which its rank is at most `top`, with a
    standard error of at most 0.5 / sqrt(samples). `kept` is the mean share of the top
    as ranked from all links that is at the top of a drawn network.
    """

    samples: int
    missing: float
    seed: int
    top: int
    low: Floats
    high: Floats
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]
    top_share: Floats
    kept: float
    seconds: float

    def of(self, place: int) -> dict[str, float | int | None]:
        """Return what chance makes of one node; None where it has no score."""
        low, high = float(self.low[place]), float(self.high[place])
        first, last = int(self.rank_low[place]), int(self.rank_high[place])
        return {
            "low": None if np.isnan(low) else low,
            "high": None if np.isnan(high) else high,
            "rank_low": first or None,
            "rank_high": last or None,
            "top_share": float(self.top_share[place]),
        }

    @property
    def warnings(self) -> tuple[str, ...]:
        """Say where the data cannot carry the question."""
        if self.kept >= WEAK:
            return ()
        share = round(100 * self.kept)
        return (
            f"of the first {self.top} only {share} % on average stay among them when "
            "doubtful links are left out: this ranking does not hold",
        )


def doubt(
    subgraph: Subgraph,
    probability: Floats,
    metric: str,
    *,
    directed: bool = False,
    weighted: bool = False,
    samples: int = DEFAULT_SAMPLES,
    missing: float = 0.0,
    top: int = DEFAULT_TOP,
    seed: int = 0,
) -> Doubt:
    """Measure a metric in `samples` networks drawn by chance.

    `probability` is of each edge, 0 to 1; parallel edges stand for one another.
    `missing` is the chance of each node to be left out, with its links. The same seed
    gives the same answer; progress is told in networks. Raises InvalidInput.
    """
    if not 1 <= samples <= MAX_SAMPLES:
        raise InvalidInput(f"samples are 1 to {MAX_SAMPLES}")
    if not 0 <= missing < 1:
        raise InvalidInput("missing is a share, from 0 to below 1")
    if len(probability) != len(subgraph.source):
        raise InvalidInput("each edge has one probability")
    if ((probability < 0) | (probability > 1) | np.isnan(probability)).any():
        raise InvalidInput("a probability is 0 to 1")
    start = time.perf_counter()
    n, chance = len(subgraph.ids), np.random.default_rng(seed)
    scores = np.full((samples, n), np.nan)
    ranks = np.zeros((samples, n), dtype=np.int64)
    for row in range(samples):
        here = chance.random(n) >= missing
        drawn = chance.random(len(probability)) < probability
        drawn &= here[subgraph.source] & here[subgraph.target]
        part, places = _part(subgraph, here, drawn)
        with followed_by(None):
            values = values_of(part, metric, directed=directed, weighted=weighted)
        scores[row, places] = values
        ranks[row, places] = ranks_of(values)
        tell(row + 1, samples)
    with followed_by(None):
        all_there = values_of(subgraph, metric, directed=directed, weighted=weighted)
    whole = ranks_of(all_there)
    low, high = _bounds(scores)
    placed = np.where(ranks > 0, ranks, np.nan).astype(np.float64)
    first, last = _bounds(placed)
    return Doubt(
        samples=samples,
        missing=missing,
        seed=seed,
        top=top,
        low=low,
        high=high,
        rank_low=np.nan_to_num(first).astype(np.int64),
        rank_high=np.nan_to_num(last).astype(np.int64),
        top_share=_share(ranks, top),
        kept=_kept(whole, ranks, top),
        seconds=time.perf_counter() - start,
    )


def _part(
    subgraph: Subgraph, here: NDArray[np.bool_], drawn: NDArray[np.bool_]
) -> tuple[Subgraph, NDArray[np.int64]]:
    """Return what is there, and the positions of its nodes in the whole."""
    places = np.flatnonzero(here)
    to = np.cumsum(here, dtype=np.int32) - 1
    part = Subgraph(
        ids=tuple(subgraph.ids[i] for i in places.tolist()),
        labels=tuple(subgraph.labels[i] for i in places.tolist()),
        source=to[subgraph.source[drawn]].astype(np.int32),
        target=to[subgraph.target[drawn]].astype(np.int32),
        weight=subgraph.weight[drawn],
    )
    return part, places


def _bounds(rows: Floats) -> tuple[Floats, Floats]:
    """Return each column's bounds of LEVEL of its values, NaN where it has none."""
    outside = (1 - LEVEL) / 2
    ordered = np.sort(rows, axis=0)
    count = (~np.isnan(rows)).sum(axis=0)
    columns = np.arange(rows.shape[1])
    lower = np.minimum(np.floor(outside * count), np.maximum(count - 1, 0))
    low = ordered[lower.astype(np.int64), columns]
    high = ordered[np.maximum(count - 1 - lower, 0).astype(np.int64), columns]
    return low, high


def _share(ranks: NDArray[np.int64], top: int) -> Floats:
    there = (ranks > 0).sum(axis=0)
    among = ((ranks > 0) & (ranks <= top)).sum(axis=0)
    share: Floats = np.zeros(ranks.shape[1])
    np.divide(among, there, out=share, where=there > 0)
    return share


def _kept(whole: NDArray[np.int64], ranks: NDArray[np.int64], top: int) -> float:
    """Return the mean share of the true top that a drawn network has at its top."""
    best = (whole > 0) & (whole <= top)
    there = (ranks[:, best] > 0).sum()
    if not there:
        return 1.0
    among = ((ranks[:, best] > 0) & (ranks[:, best] <= top)).sum()
    return float(among / there)
