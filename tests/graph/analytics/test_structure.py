"""Components, communities, cut nodes and figures against networkx."""

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.analytics import (
    articulation,
    communities,
    components,
    summary,
)
from tests.graph.analytics.graphs import graphs, make


@settings(deadline=None, max_examples=80)
@given(graphs())
def test_components(graph: nx.Graph) -> None:
    """The same sets as networkx's, weak when directed, largest first."""
    found = components(make(graph), directed=graph.is_directed()).groups
    expected = nx.connected_components(graph.to_undirected())
    assert {frozenset(int(i) for i in g) for g in found} == {
        frozenset(g) for g in expected
    }
    assert list(found) == sorted(found, key=lambda g: (-len(g), g))


@settings(deadline=None, max_examples=80)
@given(graphs())
def test_articulation(graph: nx.Graph) -> None:
    """The same cut nodes and bridges as networkx's, directions forgotten."""
    result = articulation(make(graph), directed=graph.is_directed())
    plain = nx.Graph(graph.to_undirected())
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    assert {int(i) for i in result.cut_nodes} == set(nx.articulation_points(plain))
    assert {(int(a), int(b)) for a, b in result.cut_edges} == {
        (min(e), max(e)) for e in nx.bridges(plain)
    }


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_summary(graph: nx.Graph) -> None:
    """Figures as networkx has them."""
    figures = summary(make(graph), directed=graph.is_directed()).figures
    plain = nx.Graph(graph.to_undirected())
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    giant = plain.subgraph(max(nx.connected_components(plain), key=len))
    expected: dict[str, float | None] = {
        "nodes": len(graph),
        "edges": graph.number_of_edges(),
        "self_loops": nx.number_of_selfloops(graph),
        "isolates": len(list(nx.isolates(graph))),
        "components": nx.number_connected_components(plain),
        "largest_component": len(giant),
        "density": nx.density(graph),
        "max_degree": max(d for _, d in graph.degree),
        "clustering": nx.average_clustering(plain),
        "transitivity": nx.transitivity(plain),
    }
    if graph.is_directed() and graph.number_of_edges():
        expected["reciprocity"] = nx.overall_reciprocity(graph)
    if len(giant) > 1 and nx.number_connected_components(plain) == 1:
        expected["diameter"] = nx.diameter(giant)
        expected["mean_distance"] = nx.average_shortest_path_length(giant)
    assert {k: figures[k] for k in expected} == pytest.approx(expected)


def test_communities_are_found_and_repeat() -> None:
    """Two cliques with one tie are two groups, the same with the same seed."""
    graph = nx.barbell_graph(6, 0)
    first = communities(make(graph))
    assert [len(g) for g in first.groups] == [6, 6]
    karate = nx.karate_club_graph()
    runs = [communities(make(karate), seed=5, weighted=True) for _ in range(2)]
    assert runs[0].groups == runs[1].groups
    assert runs[0].parameters["seed"] == 5
    groups = [{int(i) for i in g} for g in communities(make(karate)).groups]
    assert nx.community.modularity(karate, groups, weight=None) > 0.41


def test_directed_communities_tell_what_they_forget() -> None:
    """A warning says that directions were forgotten."""
    assert communities(make(nx.DiGraph([(0, 1)])), directed=True).warnings


def test_an_empty_graph() -> None:
    """Nothing has no groups and undefined figures."""
    empty = make(nx.Graph())
    assert components(empty).groups == ()
    assert communities(empty).groups == ()
    assert articulation(empty).cut_nodes == ()
    assert summary(empty).figures["mean_degree"] is None
