"""Large graphs in memory: how fast they are built, what they take, and how far
PageRank is from what the memory's speed allows.

networkx takes minutes and gigabytes there; it is measured on a tenth and charged by
the edge.
"""

import gc
from collections.abc import Callable
from functools import partial

import igraph
import networkit
import networkx as nx
import numpy as np
import psutil
from numpy.typing import NDArray

from bench.material import subgraph
from bench.measuring import Figure, clock, in_child
from graph.analytics.simple import Matrix, simplify
from graph.analytics.spectral import pagerank
from graph.analytics.structure import components

ROUNDS = 2
TENTH = 10
Ends = NDArray[np.int32]
Run = Callable[[], object]


def measure(nodes: int, edges: int) -> list[Figure]:
    """Return the figures of one size."""
    ends = draw(nodes, edges)
    size = f"{nodes} nodes, {edges} edges"
    return [
        *_building(nodes, ends, size),
        *_walking(nodes, ends, size),
        *_parts(nodes, ends, size),
        *_memory(nodes, edges, size),
    ]


def draw(nodes: int, edges: int) -> Ends:
    """Return edges whose targets are the fewer the higher their number."""
    chance = np.random.default_rng(7)
    source = chance.integers(0, nodes, edges)
    target = chance.random(edges) ** 3 * nodes
    return np.column_stack([source, target]).astype(np.int32)


def _seconds(run: Callable[[], object]) -> float:
    return min(clock(run).cpu_s for _ in range(ROUNDS))


def _building(nodes: int, ends: Ends, size: str) -> list[Figure]:
    given = subgraph(nodes, ends)
    own = _seconds(lambda: simplify(given, False).matrix(False)) / len(ends)
    part = ends[: len(ends) // TENTH] // TENTH
    pairs = part.tolist()
    peers = {
        "networkx, a tenth of it": clock(lambda: nx.Graph(pairs)).cpu_s / len(part),
        "igraph": _seconds(lambda: igraph.Graph(nodes, ends)) / len(ends),
        "networkit": _seconds(lambda: _kit(nodes, ends)) / len(ends),
    }
    return [
        _figure(f"building: {size}", "ns an edge, CPU", 1e9 * own, peer, 1e9 * theirs)
        for peer, theirs in peers.items()
    ]


def _walking(nodes: int, ends: Ends, size: str) -> list[Figure]:
    """Return PageRank's whole time, and one round beside what memory allows."""
    matrix = simplify(subgraph(nodes, ends), False).matrix(False)
    score, scale = np.full(nodes, 1 / nodes), np.full(nodes, 0.1)
    one_round = _seconds(lambda: matrix @ (score * scale))
    bound = _moved(matrix) / _bandwidth()
    whole = _seconds(lambda: pagerank(matrix, True))
    dense, kit = igraph.Graph(nodes, ends), _kit(nodes, ends)
    walk = networkit.centrality.PageRank(kit, tol=1e-14)
    memory = "reading its bytes once"
    return [
        _figure(f"pagerank, a round: {size}", "ms, CPU", 1e3 * one_round, memory,
                1e3 * bound),
        *(
            _figure(f"pagerank: {size}", "ms, CPU", 1e3 * whole, peer, 1e3 * theirs)
            for peer, theirs in (
                ("igraph", clock(dense.pagerank).cpu_s),
                ("networkit", clock(walk.run).cpu_s),
            )
        ),
    ]  # fmt: skip


def _moved(matrix: Matrix) -> int:
    """Return the bytes that a product must read and write at the least."""
    arrays = matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes
    return int(arrays + 2 * 8 * matrix.shape[0])


def _bandwidth() -> float:
    """Return the bytes a second at which a large array is read by one core."""
    array = np.ones(12_000_000)
    return float(array.nbytes / min(clock(array.sum).cpu_s for _ in range(7)))


def _parts(nodes: int, ends: Ends, size: str) -> list[Figure]:
    given = subgraph(nodes, ends)
    plain = simplify(given, False).without_loops()
    dense, kit = (
        plain.to_igraph(),
        _kit(nodes, np.column_stack([plain.source, plain.target])),
    )
    joined = networkit.components.ConnectedComponents(kit)
    cores = networkit.centrality.CoreDecomposition(kit)
    questions: tuple[tuple[str, Run, dict[str, Run]], ...] = (
        (
            "components, from the edges",
            partial(components, given),
            {"igraph": dense.connected_components, "networkit": joined.run},
        ),
        (
            "core, from the edges",
            lambda: plain.to_igraph().coreness(),
            {"igraph": dense.coreness, "networkit": cores.run},
        ),
    )
    found = []
    for what, own, peers in questions:
        ours = clock(own).cpu_s
        found += [
            _figure(f"{what}: {size}", "ms, CPU", 1e3 * ours, peer, 1e3 * spent)
            for peer, spent in ((p, clock(run).cpu_s) for p, run in peers.items())
        ]
    return found


def _memory(nodes: int, edges: int, size: str) -> list[Figure]:
    """Return what the graph in memory takes; the peers' in processes of their own."""
    own = _held(nodes, edges)
    theirs, _ = in_child(_held_by_igraph, nodes, edges)
    tenth, _ = in_child(_held_by_networkx, nodes // TENTH, edges // TENTH)
    return [
        _figure(f"memory: {size}", "MB", own, peer, other)
        for peer, other in (
            ("networkx, ten times a tenth", tenth * TENTH),
            ("igraph", theirs),
        )
    ]


def _held(nodes: int, edges: int) -> float:
    made = simplify(subgraph(nodes, draw(nodes, edges)), False)
    matrix = made.matrix(False)
    parts = (made.source, made.target, made.weight)
    arrays = (*parts, matrix.data, matrix.indices, matrix.indptr)
    return sum(array.nbytes for array in arrays) / 1e6


def _held_by_igraph(nodes: int, edges: int) -> float:
    ends = draw(nodes, edges)
    return _grown(lambda: igraph.Graph(nodes, ends))


def _held_by_networkx(nodes: int, edges: int) -> float:
    pairs = draw(nodes, edges)
    return _grown(lambda: nx.Graph(zip(*pairs.T.tolist(), strict=True)))


def _grown(make: Callable[[], object]) -> float:
    """Return how many MB more the process holds with what is made."""
    gc.collect()
    process = psutil.Process()
    before = process.memory_info().rss
    made = make()
    gc.collect()
    grown = process.memory_info().rss - before
    del made
    return float(grown / 1e6)


def _kit(nodes: int, ends: Ends) -> networkit.Graph:
    return networkit.GraphFromCoo((ends[:, 0], ends[:, 1]), n=nodes, directed=False)


def _figure(what: str, unit: str, own: float, peer: str, theirs: float) -> Figure:
    return Figure(
        what, unit, round(own, 2), peer, round(theirs, 2),
        round(theirs / own, 2) if own else None,
    )  # fmt: skip
