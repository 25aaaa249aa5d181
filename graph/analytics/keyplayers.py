"""Sets of key players: who, taken out together, splits a network; who reaches it.

Borgatti, "Identifying sets of key players in a social network" (Computational and
Mathematical Organization Theory 12, 2006).
"""

import time
from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from graph.analytics.progress import tell
from graph.analytics.result import KeyPlayersResult
from graph.analytics.simple import Floats, SimpleGraph, simplify
from graph.analytics.splitting import adjacency, pairs_without
from graph.errors import InvalidInput
from graph.model import Subgraph

OBJECTIVES = ("fragmentation", "reach")
DEFAULT_SIZE = 3
MAX_SIZE = 50
_WORK = 2_000_000
"""Steps up to which every set is tried."""
_CELLS = 25_000_000
_ROUNDS = 20
_FEWEST = 50
_CHUNK = 256
_SLACK = 1e-12


Last = Callable[[Sequence[int]], Floats]
"""What each node would bring as the last member beside some others; NaN for these."""


class _Found(NamedTuple):
    members: tuple[int, ...]
    value: float
    bound: float | None
    optimal: bool
    warnings: tuple[str, ...] = ()


def keyplayers(
    subgraph: Subgraph,
    *,
    directed: bool = False,
    size: int | None = None,
    objective: str = "fragmentation",
) -> KeyPlayersResult:
    """Return a set of `size` (3) nodes, no larger than the network.

    `fragmentation`: of the nodes left when the set is out, the share of pairs without
    a path between them, directions forgotten. `reach`: the mean over all nodes of
    1/distance from the nearest of the set, along directions when directed; the set's
    own count 1. All sets are tried where these are few; else the best node is added
    one at a time, then nodes are exchanged while that helps; ties fall by id. `bound`
    is what no set can exceed. Raises InvalidInput.
    """
    if objective not in OBJECTIVES:
        raise InvalidInput(f"unknown objective; there are: {', '.join(OBJECTIVES)}")
    asked = DEFAULT_SIZE if size is None else size
    if not 1 <= asked <= MAX_SIZE:
        raise InvalidInput(f"a set has 1 to {MAX_SIZE} members")
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    count = min(asked, graph.n)
    search = _split if objective == "fragmentation" else _reach
    found = search(graph, count) if count else _Found((), 0.0, 0.0, True)
    return KeyPlayersResult(
        metric="keyplayers",
        engine="klupko",
        parameters={"directed": directed, "size": asked, "objective": objective},
        nodes=graph.n,
        edges=graph.m,
        warnings=found.warnings,
        members=tuple(subgraph.ids[i] for i in found.members),
        value=found.value,
        bound=found.bound,
        optimal=found.optimal,
        seconds=time.perf_counter() - start,
    )


def _split(graph: SimpleGraph, count: int) -> _Found:
    """Return the set whose removal leaves the fewest connected pairs."""
    near = adjacency(graph)
    left = graph.n - count
    pairs = left * (left - 1) / 2
    edges = sum(map(len, near)) // 2

    def share(connected: float) -> float:
        return 1 - connected / pairs if pairs else 0.0

    def last(others: Sequence[int]) -> Floats:
        return -pairs_without(near, frozenset(others))

    tries = comb(graph.n, count - 1)
    if tries * (graph.n + edges) <= _WORK:
        best = _try_all(graph.n, count, last)
        value = share(_connected(last, best))
        return _Found(best, value, value, optimal=True)
    best = _improve(_grow(count, last), last)
    value = share(_connected(last, best))
    degrees = sorted(map(len, near), reverse=True)
    bound = share(max(0, edges - sum(degrees[:count])))
    return _Found(best, value, bound, optimal=value >= bound - _SLACK)


def _connected(last: Last, members: Sequence[int]) -> float:
    return -float(last(members[:-1])[members[-1]])


def _reach(graph: SimpleGraph, count: int) -> _Found:
    """Return the set nearest to all; greedy is at least 63 % of the best."""
    candidates, warnings = _candidates(graph)
    close = _closeness(graph, candidates)
    n = graph.n

    def last(others: Sequence[int]) -> Floats:
        base = _nearest(close, others)
        gain = np.array([np.maximum(row, base).sum() for row in close]) / n
        gain[list(others)] = np.nan
        return gain

    whole = len(candidates) == n
    if whole and comb(n, count - 1) * n * n <= _WORK * 50:
        best = _try_all(n, count, last)
        value = float(last(best[:-1])[best[-1]])
        return _Found(best, value, value, optimal=True)
    places = _improve(_grow(count, last), last)
    value = float(last(places[:-1])[places[-1]])
    bound = _reach_bound(close, places, n, count) if whole else None
    optimal = bound is not None and value >= bound - _SLACK
    members = tuple(sorted(int(candidates[i]) for i in places))
    return _Found(members, value, bound, optimal, warnings)


def _reach_bound(close: Floats, members: Sequence[int], n: int, count: int) -> float:
    """Return what no set exceeds: each step's value and the largest gains upon it.

    Reach is submodular (Nemhauser, Wolsey and Fisher 1978), so this holds at any set.
    """
    bounds = [1.0]
    for length in range(len(members) + 1):
        base = _nearest(close, members[:length])
        gains = np.sort([np.maximum(row - base, 0).sum() for row in close])[::-1]
        bounds.append(float(base.sum() + gains[:count].sum()) / n)
    return min(bounds)


def _nearest(close: Floats, members: Sequence[int]) -> Floats:
    if not members:
        return np.zeros(close.shape[1], dtype=np.float64)
    nearest: Floats = close[list(members)].max(axis=0)
    return nearest


def _candidates(graph: SimpleGraph) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return who may be in the set: all, or in a large network the best connected."""
    most = max(_FEWEST, _CELLS // graph.n)
    if graph.n <= most:
        return np.arange(graph.n), ()
    ends = np.concatenate([graph.source, graph.target])
    degree = np.bincount(ends, minlength=graph.n)
    chosen = np.sort(np.argsort(-degree, kind="stable")[:most])
    text = f"only the {most} best connected nodes were considered"
    return chosen, (text,)


def _closeness(graph: SimpleGraph, nodes: NDArray[np.int64]) -> Floats:
    """Return 1/distance to each node from each of `nodes`: 1 for itself, 0 if none."""
    matrix = graph.without_loops().matrix(False)
    close = np.zeros((len(nodes), graph.n), dtype=np.float64)
    for start in range(0, len(nodes), _CHUNK):
        some = nodes[start : start + _CHUNK]
        far = dijkstra(matrix, directed=True, indices=some, unweighted=True)
        close[start : start + len(some)] = 1 / np.maximum(far, 1)
    return close


def _try_all(n: int, count: int, last: Last) -> tuple[int, ...]:
    """Return the best of all sets, of equal ones the first by position."""
    best: tuple[float, tuple[int, ...]] | None = None
    sets = comb(n, count - 1)
    for number, others in enumerate(combinations(range(n), count - 1), 1):
        values = last(others)
        tell(number, sets)
        first = others[-1] + 1 if others else 0
        if first >= n:
            continue
        place = first + int(np.argmax(values[first:]))
        value = float(values[place])
        if best is None or value > best[0] + _SLACK * max(1.0, abs(value)):
            best = value, (*others, place)
    assert best is not None
    return best[1]


def _grow(count: int, last: Last) -> tuple[int, ...]:
    members: list[int] = []
    for number in range(1, count + 1):
        members.append(_best(last(members)))
        tell(number, count * (1 + _ROUNDS))
    return tuple(members)


def _improve(members: tuple[int, ...], last: Last) -> tuple[int, ...]:
    """Exchange one member at a time while the set gets better; return it sorted."""
    chosen = list(members)
    value = float(last(chosen[:-1])[chosen[-1]])
    for turn in range(1, _ROUNDS + 1):
        before = value
        for place in range(len(chosen)):
            others = chosen[:place] + chosen[place + 1 :]
            values = last(others)
            new = _best(values)
            if values[new] > value + _SLACK * max(1.0, abs(value)):
                chosen[place], value = new, float(values[new])
            tell(len(chosen) * turn + place + 1, len(chosen) * (1 + _ROUNDS))
        if value == before:
            break
    return tuple(sorted(chosen))


def _best(values: Floats) -> int:
    """Return the place of the largest; what only rounding tells apart ties."""
    most = np.nanmax(values)
    return int(np.flatnonzero(values >= most - _SLACK * max(1.0, abs(most)))[0])
