"""How nodes are placed: bridges, triads, onion layers, who stands alike."""

import heapq
import time

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from graph.analytics.result import (
    BridgesResult,
    GroupsResult,
    TriadsResult,
    groups,
)
from graph.analytics.simple import Floats, SimpleGraph, simplify
from graph.analytics.splitting import Adjacency, adjacency
from graph.errors import InvalidInput, LimitExceeded
from graph.model import Subgraph

TRIADS = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U",
    "030T", "030C", "201", "120D", "120U", "120C", "210", "300",
)  # fmt: skip
"""Classes of triads by mutual, one-way and missing edges, in networkx's order."""

DEFAULT_CUT = 0.5
MAX_ALIKE = 4_000
"""Nodes that are compared, each with each."""


def bridges(subgraph: Subgraph, *, directed: bool = False) -> BridgesResult:
    """Return the bridges, directions forgotten, as networkx's bridges has them.

    Parallel edges are one, so they do not keep an edge from being a bridge. O(edges).
    """
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    merged = graph.undirected().without_loops()
    found = _bridges(adjacency(merged))
    ids = subgraph.ids
    return BridgesResult(
        metric="bridges",
        engine="klupko",
        parameters={"directed": directed},
        nodes=graph.n,
        edges=graph.m,
        bridges=tuple((ids[a], ids[b]) for (a, b), _ in found),
        sides=tuple(sides for _, sides in found),
        seconds=time.perf_counter() - start,
    )


def triads(subgraph: Subgraph, *, directed: bool = False) -> TriadsResult:
    """Count the triads of each class, as networkx's triadic_census does.

    Undirected, each edge is mutual. Self-loops are dropped. O(edges).
    """
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    simple = graph.without_loops()
    network = simple.to_igraph()
    if not simple.directed:
        network.to_directed()
    counts = [0] * len(TRIADS)
    if graph.n >= 3:
        counts = [int(count) for count in tuple(network.triad_census())]
    return TriadsResult(
        metric="triads",
        engine="igraph",
        parameters={"directed": directed},
        nodes=graph.n,
        edges=graph.m,
        triads=dict(zip(TRIADS, counts, strict=True)),
        seconds=time.perf_counter() - start,
    )


def onion(graph: SimpleGraph) -> Floats:
    """Return each node's layer as peeled from outside, 1 for the outermost.

    Hébert-Dufresne, Grochow and Allard (Scientific Reports 6, 31708, 2016), as
    networkx's onion_layers has it; directions forgotten, self-loops dropped.
    O(edges log nodes).
    """
    near = adjacency(graph)
    degree = [len(others) for others in near]
    layers = np.zeros(len(near))
    heap = [(number, node) for node, number in enumerate(degree)]
    heapq.heapify(heap)
    core, layer = 0, 0
    while heap:
        core = max(core, heap[0][0])
        layer += 1
        peeled = set()
        while heap and heap[0][0] <= core:
            number, node = heapq.heappop(heap)
            if not layers[node] and number == degree[node]:
                peeled.add(node)
        for node in peeled:
            layers[node] = layer
        for node in peeled:
            for other in near[node]:
                if not layers[other]:
                    degree[other] -= 1
                    heapq.heappush(heap, (degree[other], other))
        while heap and (layers[heap[0][1]] or heap[0][0] != degree[heap[0][1]]):
            heapq.heappop(heap)
    return layers


def equivalence(
    subgraph: Subgraph, *, directed: bool = False, cut: float | None = None
) -> GroupsResult:
    """Return groups of nodes that are placed alike (structural equivalence).

    Two are as far apart as the share of their neighbours that they do not have in
    common (Jaccard distance; each other left out, in and out apart when directed): 0
    where all are common, as of two without any, 1 where none is. Groups are joined by
    average linkage up to a distance of `cut` (0.5); 0 gives exact equivalence (Lorrain
    and White 1971). Weights and self-loops are ignored. Raises InvalidInput, and
    LimitExceeded above 4,000 nodes; O(nodes²).
    """
    limit = DEFAULT_CUT if cut is None else cut
    if not 0 <= limit <= 1:
        raise InvalidInput("a cut is a distance from 0 to 1")
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    if graph.n > MAX_ALIKE:
        raise LimitExceeded(
            f"more than {MAX_ALIKE} nodes to compare; choose layers or a period"
        )
    membership = list(range(graph.n))
    if graph.n > 1:
        tree = linkage(distances(graph.without_loops()), "average")
        membership = fcluster(tree, limit + 1e-12, "distance").tolist()
    return GroupsResult(
        metric="equivalence",
        engine="scipy",
        parameters={
            "directed": directed,
            "measure": "jaccard",
            "linkage": "average",
            "cut": limit,
        },
        nodes=graph.n,
        edges=graph.m,
        groups=groups(subgraph, membership),
        seconds=time.perf_counter() - start,
    )


def distances(graph: SimpleGraph) -> Floats:
    """Return the Jaccard distances of all pairs, as scipy's condensed form has them.

    `graph` has no self-loops.
    """
    tie = graph.matrix(False).astype(np.float32).toarray() > 0
    ways = (tie, tie.T) if graph.directed else (tie,)
    common = np.zeros(tie.shape, dtype=np.float32)
    union = np.zeros(tie.shape, dtype=np.float32)
    for way in ways:
        row = way.astype(np.float32)
        count = row.sum(axis=1)
        shared = row @ row.T
        common += shared
        union += count[:, None] + count[None, :] - shared - row - row.T
    far = np.where(union > 0, 1 - common / np.maximum(union, 1), 0.0)
    first, second = np.triu_indices(graph.n, 1)
    return far[first, second].astype(np.float64)


def _bridges(near: Adjacency) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return each bridge with the sizes of its two sides, by the ends' positions."""
    found = []
    order = [0] * len(near)
    low, under = [0] * len(near), [0] * len(near)
    met = 0
    for root in range(len(near)):
        if order[root]:
            continue
        stack = [(root, -1, iter(near[root]))]
        tree: list[tuple[int, int]] = []
        met += 1
        order[root] = low[root] = met
        under[root] = 1
        while stack:
            node, parent, ahead = stack[-1]
            step = next(ahead, None)
            if step is None:
                stack.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[node])
                    under[parent] += under[node]
                    if low[node] > order[parent]:
                        tree.append((parent, node))
            elif not order[step]:
                met += 1
                order[step] = low[step] = met
                under[step] = 1
                stack.append((step, node, iter(near[step])))
            elif step != parent:
                low[node] = min(low[node], order[step])
        for parent, node in tree:
            here, there = under[root] - under[node], under[node]
            ends = (parent, node), (here, there)
            found.append(ends if parent < node else (ends[0][::-1], ends[1][::-1]))
    return sorted(found)
