"""Small graphs for analytics, as networkx has them and as ours."""

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from graph.model import Subgraph


def make(graph: nx.Graph) -> Subgraph:
    """Return networkx's graph as ours; its nodes are 0 to n - 1."""
    edges = list(graph.edges)
    return Subgraph(
        ids=tuple(f"{i:03d}" for i in range(len(graph))),
        labels=tuple(str(i) for i in range(len(graph))),
        source=np.array([a for a, _ in edges], dtype=np.int32),
        target=np.array([b for _, b in edges], dtype=np.int32),
        weight=np.ones(len(edges)),
    )


@st.composite
def graphs(draw: st.DrawFn) -> nx.Graph:
    """Draw a small graph, directed or not, self-loops possible."""
    n = draw(st.integers(1, 9))
    graph = nx.DiGraph() if draw(st.booleans()) else nx.Graph()
    graph.add_nodes_from(range(n))
    end = st.integers(0, n - 1)
    graph.add_edges_from(draw(st.lists(st.tuples(end, end), max_size=16)))
    return graph


def plain(graph: nx.Graph) -> nx.Graph:
    """Return it undirected and without self-loops."""
    found = nx.Graph(graph.to_undirected())
    found.remove_edges_from(list(nx.selfloop_edges(found)))
    return found
