"""One door to every score of a node: metric's name in, ranked scores out."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.analytics import placing, shortest, spectral
from graph.analytics.result import CentralityResult, rank
from graph.analytics.simple import Floats, SimpleGraph, simplify
from graph.errors import InvalidInput
from graph.model import Subgraph

Warnings = list[str]


def centrality(
    subgraph: Subgraph,
    metric: str,
    *,
    directed: bool = False,
    weighted: bool = False,
    top: int | None = None,
    seed: int | None = None,
) -> CentralityResult:
    """Return the scores of a metric of METRICS, as networkx defines it.

    Undirected unless `directed`; `weighted` takes weights as distances in
    betweenness, closeness and harmonic and as strengths elsewhere (strength always
    does); degree, core and onion ignore them. All answers are exact, so `seed` is only
    noted. `top` keeps the first so many. An undefined score is None, with a warning.
    Raises InvalidInput for an unknown metric or weights that cannot serve.
    """
    if metric not in _METRICS:
        raise InvalidInput(f"unknown metric; there are: {', '.join(METRICS)}")
    if top is not None and top < 0:
        raise InvalidInput("top must be 0 or more")
    start = time.perf_counter()
    graph, chosen = simplify(subgraph, directed), _METRICS[metric]
    warnings: Warnings = []
    values = np.zeros(0)
    if graph.n:
        values = chosen.compute(_Question(graph, weighted, warnings))
    return CentralityResult(
        metric=metric,
        engine=(weighted and chosen.weighted_engine) or chosen.engine,
        parameters={
            "directed": directed,
            "weighted": weighted,
            "top": top,
            "seed": seed,
            **chosen.parameters,
        },
        nodes=graph.n,
        edges=graph.m,
        seconds=time.perf_counter() - start,
        warnings=tuple(warnings),
        scores=rank(subgraph, values, top),
    )


def values_of(
    subgraph: Subgraph, metric: str, *, directed: bool = False, weighted: bool = False
) -> Floats:
    """Return the bare scores of a metric over positions in ids, NaN if undefined.

    Raises InvalidInput as `centrality` does.
    """
    if metric not in _METRICS:
        raise InvalidInput(f"unknown metric; there are: {', '.join(METRICS)}")
    graph = simplify(subgraph, directed)
    if not graph.n:
        return np.zeros(0)
    return _METRICS[metric].compute(_Question(graph, weighted, []))


@dataclass(frozen=True, slots=True)
class _Question:
    graph: SimpleGraph
    weighted: bool
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class _Metric:
    """How a metric is computed; `weighted_engine` where weights take another."""

    engine: str
    compute: Callable[[_Question], Floats]
    parameters: dict[str, float]
    weighted_engine: str | None = None


def _degree(q: _Question) -> Floats:
    ends = np.concatenate([q.graph.source, q.graph.target])
    count = np.bincount(ends, minlength=q.graph.n).astype(np.float64)
    if q.graph.n == 1:
        return np.ones(1)
    return count / (q.graph.n - 1)


def _strength(q: _Question) -> Floats:
    ends = np.concatenate([q.graph.source, q.graph.target])
    weight = np.concatenate([q.graph.weight, q.graph.weight])
    return np.bincount(ends, weights=weight, minlength=q.graph.n).astype(np.float64)


def _pagerank(q: _Question) -> Floats:
    return spectral.pagerank(q.graph.matrix(q.weighted), not q.graph.directed)


def _hits(q: _Question) -> spectral.Hits:
    found = spectral.hits(q.graph.matrix(q.weighted))
    if found is None:
        q.warnings.append("without any edge there are no hubs and no authorities")
        return spectral.Hits(_undefined(q), _undefined(q))
    return found


def _eigenvector(q: _Question) -> Floats:
    found = spectral.eigenvector(q.graph.matrix(q.weighted), not q.graph.directed)
    if found is None:
        q.warnings.append("eigenvector centrality is undefined: it does not converge")
        return _undefined(q)
    return found


def _core(q: _Question) -> Floats:
    if q.graph.loops.any():
        q.warnings.append("self-loops were dropped")
    return shortest.core(q.graph)


def _onion(q: _Question) -> Floats:
    if q.graph.loops.any():
        q.warnings.append("self-loops were dropped")
    return placing.onion(q.graph)


def _constraint(q: _Question) -> Floats:
    found = shortest.constraint(q.graph, q.weighted)
    if np.isnan(found).any():
        q.warnings.append("constraint is undefined for nodes without neighbours")
    return found


def _undefined(q: _Question) -> Floats:
    return np.full(q.graph.n, np.nan)


_METRICS: dict[str, _Metric] = {
    "degree": _Metric("numpy", _degree, {}),
    "strength": _Metric("numpy", _strength, {}),
    "betweenness": _Metric(
        "igraph",
        lambda q: shortest.betweenness(q.graph, q.weighted),
        {},
        weighted_engine="networkit",
    ),
    "closeness": _Metric(
        "igraph", lambda q: shortest.closeness(q.graph, q.weighted), {}
    ),
    "harmonic": _Metric("igraph", lambda q: shortest.harmonic(q.graph, q.weighted), {}),
    "eigenvector": _Metric("scipy", _eigenvector, {}),
    "pagerank": _Metric("scipy", _pagerank, {"damping": spectral.DAMPING}),
    "hubs": _Metric("scipy", lambda q: _hits(q).hubs, {}),
    "authorities": _Metric("scipy", lambda q: _hits(q).authorities, {}),
    "core": _Metric("igraph", _core, {}),
    "onion": _Metric("klupko", _onion, {}),
    "constraint": _Metric("scipy", _constraint, {}),
}

METRICS = tuple(_METRICS)
"""The names that `centrality` knows."""
