"""Bridges, triads and structural equivalence against networkx and definitions."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from graph.analytics import bridges, equivalence, placing, triads
from graph.analytics.placing import TRIADS, distances
from graph.analytics.simple import simplify
from graph.errors import InvalidInput, LimitExceeded
from tests.graph.analytics.graphs import graphs, make, plain


@settings(deadline=None, max_examples=100)
@given(graphs())
def test_bridges(graph: nx.Graph) -> None:
    """networkx's, and what is on either side once one is cut."""
    result = bridges(make(graph), directed=graph.is_directed())
    simple = plain(graph)
    expected = {(min(e), max(e)) for e in nx.bridges(simple)}
    found = [(int(a), int(b)) for a, b in result.bridges]
    assert found == sorted(expected)
    for (a, b), sides in zip(found, result.sides, strict=True):
        cut = simple.copy()
        cut.remove_edge(a, b)
        parts = [len(nx.node_connected_component(cut, end)) for end in (a, b)]
        assert list(sides) == parts


@settings(deadline=None, max_examples=100)
@given(graphs())
def test_triads(graph: nx.Graph) -> None:
    """networkx's census, each class under its name."""
    result = triads(make(graph), directed=graph.is_directed())
    simple = nx.DiGraph(graph)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    assert dict(result.triads) == nx.triadic_census(simple)
    assert tuple(result.triads) == TRIADS


def test_triads_of_a_larger_graph() -> None:
    """All sixteen classes are there, and told apart."""
    graph = nx.gnp_random_graph(40, 0.25, seed=1, directed=True)
    found = triads(make(graph), directed=True).triads
    assert found == nx.triadic_census(graph) and min(found.values()) > 0


def apart(graph: nx.Graph, a: int, b: int) -> float:
    """Return the distance of two as the definition has it."""
    common = union = 0
    ways = (graph.succ, graph.pred) if graph.is_directed() else (graph.adj,)
    for near in ways:
        one, other = set(near[a]) - {a, b}, set(near[b]) - {a, b}
        common += len(one & other)
        union += len(one | other)
    return 1 - common / union if union else 0.0


@settings(deadline=None, max_examples=100)
@given(graphs())
def test_distances(graph: nx.Graph) -> None:
    """As the definition has them, pair by pair."""
    simple = simplify(make(graph), graph.is_directed()).without_loops()
    found = distances(simple).tolist()
    n = len(graph)
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n)]
    assert found == pytest.approx([apart(graph, a, b) for a, b in pairs], abs=1e-6)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_a_cut_of_nought_is_exact(graph: nx.Graph) -> None:
    """Who is in one group has the very same neighbours; average linkage sees to it."""
    result = equivalence(make(graph), directed=graph.is_directed(), cut=0)
    for group in result.groups:
        numbers = [int(name) for name in group]
        assert all(apart(graph, a, b) == 0 for a in numbers for b in numbers if a != b)


def test_couriers_of_two_bosses() -> None:
    """Who is tied to the same stands alike, tied to each other or not."""
    graph = nx.Graph()
    nx.add_star(graph, [0, *range(2, 6)])
    nx.add_star(graph, [1, *range(6, 10)])
    graph.add_edge(0, 1)
    result = equivalence(make(graph))
    assert [[int(i) for i in g] for g in result.groups] == [
        [2, 3, 4, 5],
        [6, 7, 8, 9],
        [0],
        [1],
    ]
    assert result.parameters["measure"] == "jaccard"
    assert result.parameters["cut"] == 0.5


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut outside its scale, too many to compare; nothing has no groups."""
    graph = make(nx.path_graph(3))
    for cut in (-0.1, 1.5, np.nan):
        with pytest.raises(InvalidInput):
            equivalence(graph, cut=cut)
    monkeypatch.setattr(placing, "MAX_ALIKE", 2)
    with pytest.raises(LimitExceeded, match="layers"):
        equivalence(graph)
    empty = make(nx.Graph())
    assert equivalence(empty).groups == () and bridges(empty).bridges == ()
    assert set(triads(empty).triads.values()) == {0}
