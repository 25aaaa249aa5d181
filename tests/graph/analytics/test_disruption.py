"""Disruption against networkx, removal by removal."""

from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.analytics import BY_ROLE, STRATEGIES, disruption
from graph.errors import InvalidInput
from tests.graph.analytics.graphs import graphs, make, plain


def by_degree(graph: nx.Graph) -> dict[int, float]:
    """Return degrees."""
    return dict(graph.degree)


def by_betweenness(graph: nx.Graph) -> dict[int, float]:
    """Return betweenness to twelve places; nodes without links do not stand again."""
    score = nx.betweenness_centrality(graph)
    return {i: round(s, 12) for i, s in score.items() if graph.degree[i]}


def by_influence(graph: nx.Graph) -> dict[int, float]:
    """Return Morone and Makse's collective influence at two steps."""
    found = {}
    for node in graph:
        far = nx.single_source_shortest_path_length(graph, node, cutoff=2)
        edge = [other for other, d in far.items() if d == 2]
        found[node] = (graph.degree[node] - 1) * sum(graph.degree[o] - 1 for o in edge)
    return {i: s for i, s in found.items() if graph.degree[i]}


ORACLES: dict[str, Callable[[nx.Graph], dict[int, float]]] = {
    "degree": by_degree,
    "betweenness": by_betweenness,
    "collective-influence": by_influence,
}


def largest(graph: nx.Graph) -> int:
    """Return the size of the largest component."""
    return max(map(len, nx.connected_components(graph)), default=0)


@pytest.mark.parametrize("strategy", ORACLES)
@settings(deadline=None, max_examples=60)
@given(graph=graphs())
def test_removals(strategy: str, graph: nx.Graph) -> None:
    """The same nodes in the same order as measuring everything anew each time."""
    result = disruption(make(graph), directed=graph.is_directed(), strategy=strategy)
    left = plain(graph)
    assert result.before == largest(left)
    for step in result.steps:
        assert left.number_of_edges()
        score = ORACLES[strategy](left)
        chosen = min(score, key=lambda i: (-score[i], i))
        assert int(step.removed) == chosen
        left.remove_node(chosen)
        assert step.largest_component == largest(left)
    assert not left.number_of_edges()


@pytest.mark.parametrize("strategy", ORACLES)
def test_larger(strategy: str) -> None:
    """Local measuring again keeps to the truth over many removals."""
    left = nx.barabasi_albert_graph(60, 2, seed=3)
    for step in disruption(make(left), strategy=strategy, top=25).steps:
        score = ORACLES[strategy](left)
        assert int(step.removed) == min(score, key=lambda i: (-score[i], i))
        left.remove_node(int(step.removed))
        assert step.largest_component == largest(left)


def test_by_chance() -> None:
    """The seed gives the order; another gives another."""
    graph = make(nx.cycle_graph(30))
    runs = [disruption(graph, strategy="random", seed=s).steps for s in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_bounds() -> None:
    """`top` ends it; an empty network has no steps; what takes too long is refused."""
    assert len(disruption(make(nx.path_graph(9)), top=2).steps) == 2
    assert disruption(make(nx.Graph())).steps == ()
    assert disruption(make(nx.empty_graph(3))).before == 1
    with pytest.raises(InvalidInput, match="unknown strategy"):
        disruption(make(nx.path_graph(2)), strategy="fame")
    with pytest.raises(InvalidInput, match="too long"):
        disruption(make(nx.path_graph(3000)), strategy="betweenness")
    assert set(STRATEGIES) == {*ORACLES, *BY_ROLE, "random"}
