"""Key players against every set there is, by networkx's components and distances."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analytics import keyplayers
from graph.errors import InvalidInput
from tests.graph.analytics.graphs import graphs, make, plain


def fragmentation(graph: nx.Graph, gone: tuple[int, ...]) -> float:
    """Return the share of pairs of those left that no path joins (Borgatti 2006)."""
    left = plain(graph)
    left.remove_nodes_from(gone)
    n: int = len(left)
    joined = sum(len(c) * (len(c) - 1) for c in nx.connected_components(left))
    return float(1 - joined / (n * (n - 1))) if n > 1 else 0.0


def reach(graph: nx.Graph, members: tuple[int, ...]) -> float:
    """Return the mean of 1/distance from the nearest member."""
    far = nx.multi_source_dijkstra_path_length(graph, set(members))
    return float(sum(1 / max(d, 1) for d in far.values()) / len(graph))


VALUES = {"fragmentation": fragmentation, "reach": reach}


@pytest.mark.parametrize("objective", VALUES)
@settings(deadline=None, max_examples=60)
@given(graph=graphs(), size=st.integers(1, 4))
def test_the_best_of_all_sets(objective: str, graph: nx.Graph, size: int) -> None:
    """On small graphs every set is tried, the first by ids kept."""
    result = keyplayers(
        make(graph), directed=graph.is_directed(), size=size, objective=objective
    )
    count = min(size, len(graph))
    value = VALUES[objective]
    sets = {s: value(graph, s) for s in combinations(range(len(graph)), count)}
    best = max(sets.values())
    members = tuple(int(i) for i in result.members)
    assert result.optimal
    assert result.value == pytest.approx(best, abs=1e-9)
    assert members == min(s for s, v in sets.items() if v > best - 1e-9)
    assert result.bound == result.value


@pytest.mark.parametrize("objective", VALUES)
@pytest.mark.parametrize("seed", range(4))
def test_search_in_a_larger_network(objective: str, seed: int) -> None:
    """Told value is the set's; no better exchange is left; the bound holds."""
    graph = nx.barabasi_albert_graph(120, 2, seed=seed)
    result = keyplayers(make(graph), size=4, objective=objective)
    members = tuple(int(i) for i in result.members)
    value = VALUES[objective]
    assert result.value == pytest.approx(value(graph, members), abs=1e-9)
    assert result.bound is not None
    assert result.value <= result.bound + 1e-12
    others = [i for i in graph if i not in members]
    for out in members:
        kept = tuple(i for i in members if i != out)
        assert all(value(graph, (*kept, i)) <= result.value + 1e-9 for i in others)


def test_two_hubs_split_where_one_central_node_does_not() -> None:
    """Borgatti's point: the best pair is not the two best alone."""
    graph = nx.Graph()
    nx.add_star(graph, [0, *range(2, 8)])
    nx.add_star(graph, [1, *range(8, 14)])
    graph.add_edge(0, 1)
    assert keyplayers(make(graph), size=2).members == ("000", "001")


def test_a_large_network_is_searched_among_the_best_connected() -> None:
    """It says so, and knows no bound then."""
    graph = nx.gnm_random_graph(6000, 12000, seed=1)
    result = keyplayers(make(graph), size=2, objective="reach")
    assert result.bound is None
    assert not result.optimal
    assert "best connected" in result.warnings[0]


def test_what_cannot_be_asked() -> None:
    """An unknown objective, no members; an empty graph has an empty set."""
    graph = make(nx.path_graph(3))
    for size, objective in ((3, "fame"), (0, "reach"), (51, "reach")):
        with pytest.raises(InvalidInput):
            keyplayers(graph, size=size, objective=objective)
    assert keyplayers(make(nx.Graph())).members == ()
