"""The same metrics by another engine, a server's: its answers in networkx's terms.

The graph is sent as arcs, each undirected edge both ways; what the engine leaves to
choose (normalization, self-loops, what has no way out) is settled here.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.analytics import spectral
from graph.analytics.result import CentralityResult, GroupsResult, groups, rank
from graph.analytics.simple import Floats, SimpleGraph, simplify
from graph.errors import InvalidInput, Unsupported
from graph.model import Subgraph

_SETTLED: Mapping[str, float] = {"maxIterations": 5_000, "tolerance": 1e-14}


@dataclass(frozen=True, slots=True)
class Arcs:
    """A directed graph of n nodes; weights None where all are 1."""

    n: int
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: Floats | None = None


class Engine(Protocol):
    """What computes elsewhere; `name` tells library and version."""

    name: str

    def compute(
        self, procedure: str, arcs: Arcs, config: Mapping[str, bool | int | float], /
    ) -> Floats:
        """Return what it says of each node, by position."""
        ...


def remote_centrality(
    engine: Engine,
    subgraph: Subgraph,
    metric: str,
    *,
    directed: bool = False,
    weighted: bool = False,
    top: int | None = None,
) -> CentralityResult:
    """Return the scores of a metric as `centrality` has them, computed by an engine.

    Raises Unsupported for what it does not compute as networkx defines it:
    weighted paths, directed eigenvectors, and the metrics that it lacks.
    """
    if metric not in REMOTE:
        raise Unsupported(f"the server computes only: {', '.join(REMOTE)}")
    if top is not None and top < 0:
        raise InvalidInput("top must be 0 or more")
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    values = np.zeros(0)
    if graph.n:
        values = REMOTE[metric](engine, graph, weighted)
    return CentralityResult(
        metric=metric,
        engine=engine.name,
        parameters={"directed": directed, "weighted": weighted, "top": top},
        nodes=graph.n,
        edges=graph.m,
        seconds=time.perf_counter() - start,
        scores=rank(subgraph, values, top),
    )


def remote_components(
    engine: Engine, subgraph: Subgraph, *, directed: bool = False
) -> GroupsResult:
    """Return the components, weak ones when directed, computed by an engine."""
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    arcs = Arcs(graph.n, graph.source, graph.target)
    of = engine.compute("components", arcs, {}) if graph.n else np.zeros(0)
    return GroupsResult(
        metric="components",
        engine=engine.name,
        parameters={"directed": directed},
        nodes=graph.n,
        edges=graph.m,
        groups=groups(subgraph, of.astype(np.int64).tolist()),
        seconds=time.perf_counter() - start,
    )


def _along(graph: SimpleGraph, weighted: bool = False) -> Arcs:
    """Return the arcs of the adjacency matrix."""
    ends = graph.matrix(weighted).tocoo()
    weight = ends.data.astype(np.float64) if weighted else None
    return Arcs(graph.n, ends.row.astype(np.int32), ends.col.astype(np.int32), weight)


def _degree(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    if graph.n == 1:
        return np.ones(1)
    return _ends(engine, graph, False) / (graph.n - 1)


def _strength(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    return _ends(engine, graph, True)


def _ends(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    """Return how many ends of edges are at each node; a self-loop has two."""
    arcs = Arcs(
        graph.n,
        np.concatenate([graph.source, graph.target]),
        np.concatenate([graph.target, graph.source]),
        np.concatenate([graph.weight, graph.weight]) if weighted else None,
    )
    return engine.compute("degree", arcs, {})


def _pagerank(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    """Scale to 1: what jumps from nodes without way out only scales all alike."""
    config = {**_SETTLED, "dampingFactor": spectral.DAMPING}
    score = engine.compute("pagerank", _along(graph, weighted), config)
    total: Floats = score / score.sum()
    return total


def _betweenness(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    _refuse(weighted, "weighted betweenness")
    if graph.n <= 2:
        return np.zeros(graph.n)
    score = engine.compute("betweenness", _along(graph.without_loops()), {})
    share: Floats = score / ((graph.n - 1) * (graph.n - 2))
    return share


def _closeness(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    _refuse(weighted, "weighted closeness")
    config = {"useWassermanFaust": True}
    return engine.compute("closeness", _along(graph.without_loops()), config)


def _harmonic(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    _refuse(weighted, "weighted harmonic centrality")
    if graph.n == 1:
        return np.zeros(1)
    score = engine.compute("harmonic", _along(graph.without_loops()), {})
    return score * (graph.n - 1)


def _eigenvector(engine: Engine, graph: SimpleGraph, weighted: bool) -> Floats:
    """Walk with a self-loop more at each node: the same vector, but it settles."""
    _refuse(weighted, "a weighted eigenvector")
    _refuse(graph.directed, "a directed eigenvector")
    arcs, own = _along(graph), np.arange(graph.n, dtype=np.int32)
    source = np.concatenate([arcs.source, own])
    target = np.concatenate([arcs.target, own])
    arcs = Arcs(graph.n, source, target)
    score = engine.compute("eigenvector", arcs, _SETTLED)
    length: Floats = score / np.linalg.norm(score)
    return length


def _refuse(asked: bool, what: str) -> None:
    if asked:
        raise Unsupported(f"the server does not compute {what} as networkx does")


REMOTE: dict[str, Callable[[Engine, SimpleGraph, bool], Floats]] = {
    "degree": _degree,
    "strength": _strength,
    "pagerank": _pagerank,
    "betweenness": _betweenness,
    "closeness": _closeness,
    "harmonic": _harmonic,
    "eigenvector": _eigenvector,
}
"""The metrics that an engine may compute."""
