"""Scores of nodes against networkx, whose definitions ours are."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import networkx as nx
import numpy as np

from bench.material import power_law
from bench.measuring import Figure, race, speed
from bench.options import Options
from graph.analytics import centrality
from graph.model import Subgraph

NODES, EDGES = 2_000, 10_000

METRICS: dict[str, Callable[[nx.Graph], object]] = {
    "degree": nx.degree_centrality,
    "pagerank": lambda graph: nx.pagerank(graph, tol=1e-14, max_iter=1_000),
    "closeness": nx.closeness_centrality,
    "betweenness": nx.betweenness_centrality,
}


def measure(options: Options) -> list[Figure]:
    """Return scores a second of four metrics; the graph is there on both sides."""
    nodes = min(NODES, options.graphs[0][0])
    edges = min(EDGES, options.graphs[0][1])
    pairs = power_law(nodes, edges, 7)
    plain = nx.Graph(pairs)
    ends = np.array(pairs, dtype=np.int32)
    ids = tuple(f"c:n{i:05}" for i in range(nodes))
    ours = Subgraph(ids, ids, ends[:, 0], ends[:, 1], np.ones(len(pairs)))
    found = []
    for metric, theirs in METRICS.items():

        def own(_: Path, __: ExitStack, name: str = metric) -> Callable[[], object]:
            return lambda: centrality(ours, name)

        def other(
            _: Path, __: ExitStack, run: Callable[[nx.Graph], object] = theirs
        ) -> Callable[[], object]:
            return lambda: run(plain)

        best = race({metric: own, "networkx": other}, 1)
        what = f"{metric}: {nodes} nodes, {len(pairs)} edges"
        found.append(speed(what, nodes, best, (metric, "networkx")))
    return found
