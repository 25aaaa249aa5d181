"""Scores that come from shortest paths and from neighbourhoods.

By igraph; weighted betweenness by networkit, which counts two ways as equally short
where networkx does: to the last bit. igraph takes 0.1 + 0.2 for 0.3.
"""

import networkit
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph.analytics.progress import parts_of
from graph.analytics.simple import Floats, Matrix, SimpleGraph

_BLOCK = 4_000_000


def betweenness(graph: SimpleGraph, weighted: bool) -> Floats:
    """Return betweenness (Brandes 2001) as a share of all pairs; O(nodes x edges)."""
    if graph.n <= 2:
        return np.zeros(graph.n)
    if weighted:
        run = networkit.centrality.Betweenness(graph.to_networkit()).run()
        score = np.array(run.scores(), dtype=np.float64)
        score = score if graph.directed else score / 2
    else:
        network, score = graph.to_igraph(), np.zeros(graph.n)
        for part in parts_of(graph.n):
            some = None if len(part) == graph.n else list(part)
            score += network.betweenness(directed=graph.directed, sources=some)
    pairs = (graph.n - 1) * (graph.n - 2)
    share: Floats = score / (pairs if graph.directed else pairs / 2)
    return share


def closeness(graph: SimpleGraph, weighted: bool) -> Floats:
    """Return closeness over incoming paths, scaled by the share that reaches a node.

    Wasserman and Faust's form (1994); 0 where nothing does; O(nodes x edges).
    """
    if graph.n <= 1:
        return np.zeros(graph.n)
    network, weights = graph.to_igraph(), graph.distances(weighted)
    score = np.zeros(graph.n)
    for part in parts_of(graph.n):
        some = list(part)
        score[some] = network.closeness(
            some, mode="in", weights=weights, normalized=True
        )
    if graph.directed:
        reach = np.array(network.neighborhood_size(order=graph.n, mode="in"))
    else:
        _, components = connected_components(graph.one_way(), directed=False)
        reach = np.bincount(components)[components]
    scaled: Floats = np.nan_to_num(score) * (reach - 1) / (graph.n - 1)
    return scaled


def harmonic(graph: SimpleGraph, weighted: bool) -> Floats:
    """Return the sum of inverse distances from all others (Boldi and Vigna 2014)."""
    network, weights = graph.to_igraph(), graph.distances(weighted)
    score = np.zeros(graph.n)
    for part in parts_of(graph.n):
        some = list(part)
        score[some] = network.harmonic_centrality(
            some, mode="in", weights=weights, normalized=False
        )
    return np.nan_to_num(score)


def core(graph: SimpleGraph) -> Floats:
    """Return the largest k whose k-core holds the node (Batagelj and Zaversnik 2003).

    Self-loops are dropped; directed counts edges of both directions; O(edges).
    """
    raw = graph.without_loops().to_igraph().coreness(mode="all")
    return np.array(raw, dtype=np.float64)


def constraint(graph: SimpleGraph, weighted: bool) -> Floats:
    """Return Burt's constraint (2004), NaN for who has no neighbour but itself.

    Ties count in both directions. Cost grows with the squares of degrees; memory is
    bounded.
    """
    tie = graph.matrix(weighted)
    mutual = sparse.csr_array(tie + tie.T)
    total: Floats = mutual.sum(axis=1)
    alone = total - mutual.diagonal() <= 0
    scale = np.divide(1.0, total, out=np.zeros(graph.n), where=total > 0)
    share = sparse.csr_array(mutual.multiply(scale[:, None]))
    score = np.zeros(graph.n)
    for start, end in _blocks(share):
        own = share[start:end]
        through = (own @ share).multiply(own > 0)
        score[start:end] = (own + through).power(2).sum(axis=1)
    score[alone] = np.nan
    return score


def _blocks(matrix: Matrix) -> list[tuple[int, int]]:
    """Return runs of rows whose products with the matrix stay small."""
    degree = np.diff(matrix.indptr)
    reached = np.concatenate([[0], np.cumsum(degree[matrix.indices])])
    cost: NDArray[np.int64] = np.diff(reached[matrix.indptr])
    marks = np.cumsum(cost) // _BLOCK
    cuts = np.flatnonzero(np.diff(marks)) + 1
    edges = [0, *cuts.tolist(), matrix.shape[0]]
    return list(zip(edges, edges[1:], strict=False))
