"""Every metric against networkx over every kind of graph at once, and bad input."""

import math
import random
from collections.abc import Iterator
from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analytics import (
    METRICS,
    articulation,
    centrality,
    communities,
    components,
    disruption,
    keyplayers,
    summary,
)
from graph.errors import InvalidInput
from graph.model import Subgraph
from tests.graph.analytics.graphs import make as make_plain
from tests.graph.analytics.test_centrality import (
    ORACLES,
    Edge,
    assert_same,
    by_node,
    make,
    to_networkx,
)

TRAITS = ("directed", "weighted", "disconnected", "isolated", "dangling", "multi",
          "loops")  # fmt: skip
KINDS = tuple(product((False, True), repeat=len(TRAITS)))
TENTHS = (0.1, 0.2, 0.3, 0.4, 0.7, 1.1)
"""Their sums tie for some who add up, and not for others."""


def name_of(kind: tuple[bool, ...]) -> str:
    """Return the traits of a kind of graph."""
    return "-".join(t for t, on in zip(TRAITS, kind, strict=True) if on) or "plain"


def draw_kind(kind: tuple[bool, ...]) -> tuple[int, list[Edge]]:
    """Return a graph of about thirty nodes with the traits asked for."""
    _, _, disconnected, isolated, dangling, multi, loops = kind
    chance = random.Random(name_of(kind))
    edges: list[Edge] = []
    blocks = [range(24)] if not disconnected else [range(14), range(14, 24)]
    for block in blocks:
        edges += [
            (a, b, chance.choice(TENTHS))
            for a in block
            for b in block
            if a != b and chance.random() < 2.2 / len(block)
        ]
    if multi:
        again = chance.sample(edges, 12)
        edges += [
            (b, a, w) if chance.random() < 0.5 else (a, b, w) for a, b, w in again
        ]
    else:
        edges = list({frozenset(e[:2]): e for e in edges}.values())
    if loops:
        edges += [(chance.randrange(24), 0, 0.3), (3, 3, 0.7), (9, 9, 0.2)]
    n = 24
    if dangling:
        edges += [(chance.randrange(24), 24 + i, 0.4) for i in range(3)]
        n += 3
    return n + (3 if isolated else 0), edges


@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_the_grid(kind: tuple[bool, ...]) -> None:
    """All 128 kinds of graph agree with networkx to 1e-9 in every metric."""
    directed, weighted = kind[0], kind[1]
    n, edges = draw_kind(kind)
    subgraph, graph = make(n, edges), to_networkx(n, edges, directed)
    weight = "weight" if weighted else None
    for metric, oracle in ORACLES.items():
        found = centrality(subgraph, metric, directed=directed, weighted=weighted)
        assert_same(found, oracle(graph, weight))
        assert (found.nodes, found.edges) == (n, graph.number_of_edges())
    parts = components(subgraph, directed=directed).groups
    whole = nx.connected_components(graph.to_undirected())
    assert {frozenset(int(i[1:]) for i in g) for g in parts} == set(
        map(frozenset, whole)
    )


@settings(deadline=None, max_examples=150)
@given(
    n=st.integers(3, 9),
    drawn=st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(TENTHS)),
        max_size=24,
    ),
    directed=st.booleans(),
)
def test_ways_tie_where_networkx_has_them_tie(
    n: int, drawn: list[Edge], directed: bool
) -> None:
    """0.1 + 0.2 is not 0.3, there and here."""
    edges = [(a % n, b % n, w) for a, b, w in drawn]
    found = centrality(make(n, edges), "betweenness", directed=directed, weighted=True)
    graph = to_networkx(n, edges, directed)
    assert_same(found, nx.betweenness_centrality(graph, weight="weight"))


def networks() -> Iterator[nx.Graph]:
    """Yield published and drawn networks of several shapes."""
    yield nx.karate_club_graph()
    yield nx.convert_node_labels_to_integers(nx.davis_southern_women_graph())
    yield nx.convert_node_labels_to_integers(nx.florentine_families_graph())
    yield nx.convert_node_labels_to_integers(nx.les_miserables_graph())
    for seed in range(3):
        yield nx.gnp_random_graph(60, 0.1, seed=seed)
        yield nx.barabasi_albert_graph(100, 2, seed=seed)
        yield nx.watts_strogatz_graph(80, 4, 0.2, seed=seed)
        yield nx.gnm_random_graph(30, 20, seed=seed)


@pytest.mark.parametrize("graph", list(networks()), ids=str)
def test_communities_are_no_worse_than_networkx_finds(graph: nx.Graph) -> None:
    """Modularity at least that of the best of its ways, over ten seeds."""
    groups = [{int(i) for i in g} for g in communities(make_plain(graph)).groups]
    quality = nx.community.modularity
    best = max(
        quality(graph, found, weight=None)
        for found in (
            nx.community.greedy_modularity_communities(graph),
            *(
                nx.community.louvain_communities(graph, weight=None, seed=seed)
                for seed in range(10)
            ),
        )
    )
    assert quality(graph, groups, weight=None) >= best - 1e-9


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_bad_weights_are_refused_by_every_metric(weight: float, weighted: bool) -> None:
    """With the same words, asked for or not."""
    graph = make(3, [(0, 1, 1.0), (1, 2, weight)])
    said = set()
    for metric in METRICS:
        with pytest.raises(InvalidInput) as caught:
            centrality(graph, metric, weighted=weighted)
        said.add(str(caught.value))
    for ask in (components, communities, articulation, summary, keyplayers, disruption):
        with pytest.raises(InvalidInput) as caught:
            ask(graph)
        said.add(str(caught.value))
    assert said == {"weights must be finite numbers above 0"}


TINY: dict[str, Subgraph] = {
    "nothing": make(0, []),
    "one node": make(1, []),
    "one node with itself": make(1, [(0, 0, 2.0), (0, 0, 1.0)]),
    "two apart": make(2, []),
    "two with themselves": make(2, [(0, 0, 1.0), (1, 1, 1.0)]),
}


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("tiny", TINY)
def test_next_to_nothing(tiny: str, weighted: bool, directed: bool) -> None:
    """Each metric has an answer for each node, a number or none with a warning."""
    graph = TINY[tiny]
    for metric in METRICS:
        found = centrality(graph, metric, directed=directed, weighted=weighted)
        assert [s.id for s in sorted(found.scores)] == list(graph.ids)
        undefined = [score is None for score in by_node(found)]
        assert bool(found.warnings) >= any(undefined)
        assert all(s is None or np.isfinite(s) for s in by_node(found))
    for groups in (components, communities):
        parts = groups(graph, directed=directed).groups
        assert [g[0] for g in parts] == list(graph.ids)
    assert set(keyplayers(graph, directed=directed).members) == set(graph.ids)
    assert disruption(graph, directed=directed).steps == ()
    assert summary(graph, directed=directed).nodes == len(graph.ids)
