"""How a graph hangs together: components, communities, what holds it, figures."""

import random
import time

import igraph
import numpy as np
from scipy.sparse.csgraph import connected_components

from graph.analytics.result import (
    ArticulationResult,
    GroupsResult,
    SummaryResult,
    groups,
)
from graph.analytics.simple import SimpleGraph, simplify
from graph.model import Subgraph

_FAR = 10_000
"""Above so many nodes in the largest component its paths are not measured."""
_MOST_RUNS = 60
_EDGES_LOOKED_AT = 60_000
"""Nodes and edges of all runs of Leiden together."""
_ROUNDS = 5
"""Of a large network's one run; small ones go on until nothing changes."""
_SAME = 1e-12


def components(subgraph: Subgraph, *, directed: bool = False) -> GroupsResult:
    """Return the connected components; weak ones when directed; O(edges)."""
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    return GroupsResult(
        metric="components",
        engine="scipy",
        parameters={"directed": directed},
        nodes=graph.n,
        edges=graph.m,
        groups=groups(subgraph, _component_of(graph)),
        seconds=time.perf_counter() - start,
    )


def communities(
    subgraph: Subgraph,
    *,
    directed: bool = False,
    weighted: bool = False,
    seed: int | None = None,
) -> GroupsResult:
    """Return communities by Leiden (Traag 2019) on modularity, the best of some runs.

    Directions are forgotten, with a warning. The same seed (default 0) gives the same
    groups. Small networks get more runs, told as `runs`.
    """
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    merged = graph.undirected()
    runs = _runs(merged)
    membership = _leiden(merged, weighted, seed or 0, runs) if merged.n else []
    warnings = ("communities were found with directions forgotten",)
    return GroupsResult(
        metric="communities",
        engine="igraph",
        parameters={
            "directed": directed,
            "weighted": weighted,
            "seed": seed or 0,
            "method": "leiden",
            "runs": runs,
        },
        nodes=graph.n,
        edges=graph.m,
        warnings=warnings if directed else (),
        groups=groups(subgraph, membership),
        seconds=time.perf_counter() - start,
    )


def articulation(subgraph: Subgraph, *, directed: bool = False) -> ArticulationResult:
    """Return the cut nodes and cut edges, directions forgotten; O(edges)."""
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    merged = graph.undirected().without_loops()
    network = merged.to_igraph()
    ids = subgraph.ids
    edges = [(merged.source[e], merged.target[e]) for e in network.bridges()]
    return ArticulationResult(
        metric="articulation",
        engine="igraph",
        parameters={"directed": directed},
        nodes=graph.n,
        edges=graph.m,
        cut_nodes=tuple(sorted(ids[i] for i in network.articulation_points())),
        cut_edges=tuple(sorted((ids[a], ids[b]) for a, b in edges)),
        seconds=time.perf_counter() - start,
    )


def summary(subgraph: Subgraph, *, directed: bool = False) -> SummaryResult:
    """Return figures of the whole graph, as networkx defines them.

    Clustering, diameter and mean distance are of the simple undirected graph, the
    last two of its largest component; None where undefined or too large to measure.
    """
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    warnings: list[str] = []
    figures = {**_sizes(graph), **_shape(graph, warnings)}
    return SummaryResult(
        metric="summary",
        engine="igraph",
        parameters={"directed": directed},
        nodes=graph.n,
        edges=graph.m,
        warnings=tuple(warnings),
        figures=figures,
        seconds=time.perf_counter() - start,
    )


def _component_of(graph: SimpleGraph) -> list[int]:
    if not graph.n:
        return []
    _, labels = connected_components(graph.one_way(), directed=False)
    found: list[int] = labels.tolist()
    return found


def _runs(graph: SimpleGraph) -> int:
    return max(1, min(_MOST_RUNS, _EDGES_LOOKED_AT // (graph.n + graph.m + 1)))


def _leiden(graph: SimpleGraph, weighted: bool, seed: int, runs: int) -> list[int]:
    """Return each node's community; igraph's generator is given back afterwards.

    Of equally good runs the first is taken.
    """
    network, weights = graph.to_igraph(), graph.strengths(weighted)
    rounds = -1 if runs > 1 else _ROUNDS
    best: tuple[float, list[int]] = (-np.inf, [])
    igraph.set_random_number_generator(random.Random(seed))
    try:
        for _ in range(runs):
            found: list[int] = network.community_leiden(
                objective_function="modularity", weights=weights, n_iterations=rounds
            ).membership
            quality = network.modularity(found, weights=weights) if graph.m else 0.0
            if quality > best[0] + _SAME:
                best = (quality, found)
    finally:
        igraph.set_random_number_generator(random)
    return best[1]


def _sizes(graph: SimpleGraph) -> dict[str, float | int | None]:
    n, m = graph.n, graph.m
    sizes = np.bincount(_component_of(graph)) if n else np.zeros(0, dtype=np.int64)
    ends = np.concatenate([graph.source, graph.target])
    degree = np.bincount(ends, minlength=n)
    pairs = n * (n - 1) / (1 if graph.directed else 2)
    return {
        "nodes": n,
        "edges": m,
        "weight": float(graph.weight.sum()),
        "self_loops": int(graph.loops.sum()),
        "isolates": int((degree == 0).sum()),
        "components": len(sizes),
        "largest_component": int(sizes.max()) if n else 0,
        "density": (m / pairs if m else 0.0) if n > 1 else 0.0,
        "mean_degree": float(degree.mean()) if n else None,
        "max_degree": int(degree.max()) if n else None,
        "reciprocity": _reciprocity(graph),
    }


def _reciprocity(graph: SimpleGraph) -> float | None:
    if not graph.directed or not graph.m:
        return None
    one_way = graph.undirected().m
    return (graph.m - one_way) * 2 / graph.m


def _shape(graph: SimpleGraph, warnings: list[str]) -> dict[str, float | int | None]:
    names = ("clustering", "transitivity", "diameter", "mean_distance")
    shape: dict[str, float | int | None] = dict.fromkeys(names)
    if not graph.n:
        return shape
    network = graph.undirected().without_loops().to_igraph()
    shape["clustering"] = network.transitivity_avglocal_undirected(mode="zero")
    shape["transitivity"] = network.transitivity_undirected(mode="zero")
    giant = network.connected_components().giant()
    if giant.vcount() > _FAR:
        warnings.append(f"paths are not measured above {_FAR} nodes")
    elif giant.vcount() > 1:
        shape["diameter"] = giant.diameter()
        shape["mean_distance"] = giant.average_path_length()
    return shape
