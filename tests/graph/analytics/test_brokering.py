"""Brokerage and assortativity against networkx and the definition, path by path."""

from collections import Counter
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analytics import assortativity, brokerage
from graph.errors import InvalidInput
from tests.graph.analytics.graphs import graphs, make

KINDS = st.lists(st.sampled_from(["rs", "me", "al", ""]), min_size=9, max_size=9)
POSITIONS = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


def known(graph: nx.Graph, kinds: list[str]) -> nx.Graph:
    """Return the part whose groups are known, with its groups."""
    part = graph.subgraph([i for i in graph if kinds[i]]).copy()
    nx.set_node_attributes(part, {i: kinds[i] for i in part}, "country")
    return part


@settings(deadline=None, max_examples=200)
@given(graph=graphs(), kinds=KINDS)
def test_assortativity(graph: nx.Graph, kinds: list[str]) -> None:
    """networkx's coefficient and mixing counts, self-loops as it has them."""
    groups = kinds[: len(graph)]
    part = known(graph, groups)
    if not len(part):
        with pytest.raises(InvalidInput, match="country"):
            assortativity(make(graph), groups)
        return
    result = assortativity(make(graph), groups, directed=graph.is_directed())
    mixing = nx.attribute_mixing_dict(part, "country")
    found = {(pair.source, pair.target): pair.edges for pair in result.pairs}
    expected = {(a, b): n for a, row in mixing.items() for b, n in row.items() if n}
    assert found == expected
    assert result.unknown == len(graph) - len(part) == groups.count("")
    if result.coefficient is None:
        inside = {pair for pair in expected if pair[0] != pair[1]}
        assert len({a for a, _ in expected}) <= 1 and not inside
        assert any("undefined" in words for words in result.warnings)
    else:
        coefficient = nx.attribute_assortativity_coefficient(part, "country")
        assert result.coefficient == pytest.approx(coefficient, abs=1e-12)


def count_pairs(graph: nx.DiGraph) -> dict[int, Counter[tuple[str, str]]]:
    """Count the open paths through each node by the groups of their ends."""
    kind = nx.get_node_attributes(graph, "country")
    found: dict[int, Counter[tuple[str, str]]] = {node: Counter() for node in graph}
    for a, b, c in permutations(graph, 3):
        if graph.has_edge(a, b) and graph.has_edge(b, c) and not graph.has_edge(a, c):
            found[b][kind[a], kind[c]] += 1
    return found


def count_positions(graph: nx.DiGraph) -> dict[int, Counter[str]]:
    """Count over all triples, as Gould and Fernandez define the positions."""
    kind = nx.get_node_attributes(graph, "country")
    found: dict[int, Counter[str]] = {node: Counter() for node in graph}
    for a, b, c in permutations(graph, 3):
        if not (graph.has_edge(a, b) and graph.has_edge(b, c)) or graph.has_edge(a, c):
            continue
        one, other, third = kind[a], kind[b], kind[c]
        if one == other == third:
            name = "coordinator"
        elif one == third:
            name = "itinerant"
        elif other == third:
            name = "gatekeeper"
        elif one == other:
            name = "representative"
        else:
            name = "liaison"
        found[b][name] += 1
    return found


@settings(deadline=None, max_examples=200)
@given(graph=graphs(), kinds=KINDS)
def test_brokerage(graph: nx.Graph, kinds: list[str]) -> None:
    """As the definition has it, over all triples."""
    groups = kinds[: len(graph)]
    part = known(graph, groups)
    if not len(part):
        with pytest.raises(InvalidInput):
            brokerage(make(graph), groups)
        return
    result = brokerage(make(graph), groups, directed=graph.is_directed())
    expected = count_positions(nx.DiGraph(part))
    found = {
        int(one.id): {name: getattr(one, name) for name in POSITIONS}
        for one in result.brokers
    }
    assert found == {
        node: {name: counts[name] for name in POSITIONS}
        for node, counts in expected.items()
    }
    pairs = {
        int(one.id): Counter({(a, c): n for a, c, n in one.pairs})
        for one in result.brokers
    }
    assert pairs == count_pairs(nx.DiGraph(part))
    totals = [(-one.total, one.id) for one in result.brokers]
    assert totals == sorted(totals)
    assert all(
        one.total == sum(expected[int(one.id)].values()) for one in result.brokers
    )
    if not graph.is_directed():
        assert all(one.gatekeeper == one.representative for one in result.brokers)


def test_the_man_at_the_border() -> None:
    """Serbian supply, a Montenegrin in between, Montenegrin and Albanian buyers."""
    graph = nx.DiGraph([(0, 1), (1, 2), (1, 3)])
    result = brokerage(make(graph), ["rs", "me", "me", "al"], directed=True, top=1)
    (one,) = result.brokers
    assert (one.id, one.group, one.gatekeeper, one.liaison, one.total) == (
        "001", "me", 1, 1, 2
    )  # fmt: skip
    assert one.pairs == (("rs", "al", 1), ("rs", "me", 1))


def test_what_cannot_be_asked() -> None:
    """Groups of other nodes, a negative top; an empty graph has no brokers."""
    graph = make(nx.path_graph(3))
    with pytest.raises(InvalidInput):
        brokerage(graph, ["rs"])
    with pytest.raises(InvalidInput):
        brokerage(graph, ["rs"] * 3, top=-1)
    empty = make(nx.Graph())
    assert brokerage(empty, []).brokers == ()
    assert assortativity(empty, []).coefficient is None
