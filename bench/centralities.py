"""Whole-graph questions against networkx, whose definitions ours are, and its peers.

networkx takes minutes where igraph and networkit take seconds: of betweenness and
closeness it is timed on some sources and charged for all.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import igraph
import networkit
import networkx as nx
import numpy as np

from bench import scale
from bench.material import power_law, subgraph
from bench.measuring import Figure, Spent, clock, race, speed
from bench.options import Options
from graph.analytics import centrality, communities, components
from graph.model import Subgraph

NODES, EDGES = 10_000, 50_000
SOURCES = 40
"""From so many nodes networkx's betweenness and closeness are timed."""

Run = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Graphs:
    """The same graph as each side has it in memory."""

    ours: Subgraph
    networkx: nx.Graph
    igraph: igraph.Graph
    networkit: networkit.Graph


def measure(options: Options) -> list[Figure]:
    """Return scores a second by metric and peer; the graph is there on all sides."""
    nodes = min(NODES, options.graphs[0][0])
    edges = min(EDGES, options.graphs[0][1])
    pairs = power_law(nodes, edges, 7)
    graphs = make(nodes, pairs)
    found = []
    for metric, runs in _runs(graphs).items():
        trials: dict[str, Run] = {
            "ours": partial(centrality, graphs.ours, metric),
            **runs,
        }
        if metric in _GROUPS:
            trials["ours"] = partial(_GROUPS[metric], graphs.ours)
        best = race({name: _trial(run) for name, run in trials.items()}, 1)
        if metric in _SOME:
            best["networkx"] = _whole(_SOME[metric](graphs.networkx), nodes)
        what = f"{metric}: {nodes} nodes, {len(pairs)} edges"
        found += [
            speed(what, nodes, best, ("ours", peer))
            for peer in ("networkx", "igraph", "networkit")
            if peer in best
        ]
    for size in options.graphs:
        found += scale.measure(*size)
    return found


def make(nodes: int, pairs: list[tuple[int, int]]) -> Graphs:
    """Return a graph of pairs as all have it."""
    plain = nx.Graph()
    plain.add_nodes_from(range(nodes))
    plain.add_edges_from(pairs)
    ends = np.array(pairs, dtype=np.int32)
    return Graphs(
        subgraph(nodes, ends),
        plain,
        igraph.Graph(nodes, pairs),
        networkit.GraphFromCoo((ends[:, 0], ends[:, 1]), n=nodes, directed=False),
    )


def _trial(run: Run) -> Callable[[Path, ExitStack], Run]:
    return lambda _, __: run


def _whole(run: Run, nodes: int) -> Spent:
    """Charge for all nodes what some sources took."""
    spent = clock(run)
    times = nodes / min(SOURCES, nodes)
    return Spent(spent.wall_s * times, spent.cpu_s * times)


def _runs(graphs: Graphs) -> dict[str, dict[str, Run]]:
    theirs, dense, kit = graphs.networkx, graphs.igraph, graphs.networkit
    measures = networkit.centrality
    return {
        "degree": {"networkx": partial(nx.degree_centrality, theirs)},
        "pagerank": {
            "networkx": partial(nx.pagerank, theirs, tol=1e-14, max_iter=1_000),
            "igraph": dense.pagerank,
            "networkit": measures.PageRank(kit, tol=1e-14).run,
        },
        "closeness": {
            "igraph": dense.closeness,
            "networkit": measures.Closeness(
                kit, True, measures.ClosenessVariant.GENERALIZED
            ).run,
        },
        "betweenness": {
            "igraph": dense.betweenness,
            "networkit": measures.Betweenness(kit).run,
        },
        "core": {
            "networkx": partial(nx.core_number, theirs),
            "igraph": dense.coreness,
            "networkit": measures.CoreDecomposition(kit).run,
        },
        "components": {
            "networkx": lambda: list(nx.connected_components(theirs)),
            "igraph": dense.connected_components,
            "networkit": networkit.components.ConnectedComponents(kit).run,
        },
        "communities": {
            "networkx": partial(nx.community.louvain_communities, theirs, seed=1),
            "igraph": partial(
                dense.community_leiden, objective_function="modularity", n_iterations=5
            ),
            "networkit": networkit.community.ParallelLeiden(kit).run,
        },
    }


_GROUPS: Mapping[str, Callable[[Subgraph], object]] = {
    "components": components,
    "communities": communities,
}


def _some_betweenness(graph: nx.Graph) -> Run:
    some = min(SOURCES, len(graph))
    return partial(nx.betweenness_centrality, graph, k=some, seed=3)


def _some_closeness(graph: nx.Graph) -> Run:
    def run() -> None:
        for node in range(min(SOURCES, len(graph))):
            nx.closeness_centrality(graph, node)

    return run


_SOME: Mapping[str, Callable[[nx.Graph], Run]] = {
    "closeness": _some_closeness,
    "betweenness": _some_betweenness,
}
