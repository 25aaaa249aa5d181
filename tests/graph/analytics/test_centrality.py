"""Every score against networkx, whose definitions they are."""

import math
from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analytics import METRICS, CentralityResult, centrality
from graph.errors import InvalidInput
from graph.model import Subgraph
from tests.graph.analytics.graphs import plain

Edge = tuple[int, int, float]
Oracle = Callable[[nx.Graph, str | None], dict[int, float]]


def make(n: int, edges: list[Edge]) -> Subgraph:
    """Return a subgraph over n nodes named so that they sort by number."""
    ids = tuple(f"n{i:04d}" for i in range(n))
    return Subgraph(
        ids=ids,
        labels=tuple(name.upper() for name in ids),
        source=np.array([e[0] for e in edges], dtype=np.int32),
        target=np.array([e[1] for e in edges], dtype=np.int32),
        weight=np.array([e[2] for e in edges], dtype=np.float64),
    )


def to_networkx(n: int, edges: list[Edge], directed: bool) -> nx.Graph:
    """Return networkx's graph with parallel edges summed."""
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(n))
    for a, b, weight in edges:
        before = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
        graph.add_edge(a, b, weight=before + weight)
    return graph


def without_loops(graph: nx.Graph) -> nx.Graph:
    """Return a copy without self-loops, which networkx's core refuses."""
    copy = graph.copy()
    copy.remove_edges_from(list(nx.selfloop_edges(copy)))
    return copy


ORACLES: dict[str, Oracle] = {
    "degree": lambda g, w: nx.degree_centrality(g),
    "strength": lambda g, w: dict(g.degree(weight="weight")),
    "betweenness": lambda g, w: nx.betweenness_centrality(g, weight=w),
    "closeness": lambda g, w: nx.closeness_centrality(g, distance=w),
    "harmonic": lambda g, w: nx.harmonic_centrality(g, distance=w),
    "pagerank": lambda g, w: nx.pagerank(g, weight=w, tol=1e-14, max_iter=5000),
    "core": lambda g, w: nx.core_number(without_loops(g)),
    "onion": lambda g, w: dict(sorted(nx.onion_layers(plain(g)).items())),
    "constraint": lambda g, w: constraint(g, w),
}


def constraint(graph: nx.Graph, weight: str | None) -> dict[int, float]:
    """Return networkx's constraint; NaN where a node has no neighbour but itself."""
    alone = [v for v in graph if not set(nx.all_neighbors(graph, v)) - {v}]
    if len(alone) == len(graph):
        return dict.fromkeys(graph, math.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: dict[int, float] = nx.constraint(graph, weight=weight)
    return {**found, **dict.fromkeys(alone, math.nan)}


def by_node(result: CentralityResult) -> list[float | None]:
    """Return the scores in the order of the nodes."""
    return [s.score for s in sorted(result.scores)]


def assert_same(result: CentralityResult, expected: dict[int, float]) -> None:
    """Compare to 1e-9; NaN there is None here."""
    for found, value in zip(by_node(result), expected.values(), strict=True):
        if math.isnan(value):
            assert found is None
        else:
            assert found == pytest.approx(value, rel=1e-9, abs=1e-9)


CASES: dict[str, tuple[int, list[Edge]]] = {
    "one node": (1, []),
    "isolates": (3, []),
    "one edge": (2, [(0, 1, 2.0)]),
    "path": (5, [(0, 1, 1.0), (1, 2, 2.0), (2, 3, 1.0), (3, 4, 3.0)]),
    "star": (6, [(0, i, float(i)) for i in range(1, 6)]),
    "triangle with a tail": (
        5,
        [(0, 1, 1), (1, 2, 1), (2, 0, 2), (2, 3, 4), (3, 4, 1)],
    ),
    "disconnected": (7, [(0, 1, 1), (1, 2, 1), (2, 0, 1), (3, 4, 5), (4, 5, 1)]),
    "dangling": (4, [(0, 1, 1), (0, 2, 1), (1, 2, 3)]),
    "parallel": (3, [(0, 1, 1), (1, 0, 2), (0, 1, 4), (1, 2, 1)]),
    "loops": (4, [(0, 0, 1), (0, 1, 1), (1, 2, 2), (2, 0, 1), (3, 3, 1)]),
}


@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("metric", ORACLES)
def test_fixed_cases(metric: str, case: str, weighted: bool, directed: bool) -> None:
    """Disconnected, dangling, isolated, parallel and looped graphs agree to 1e-9."""
    n, edges = CASES[case]
    result = centrality(make(n, edges), metric, directed=directed, weighted=weighted)
    graph = to_networkx(n, edges, directed)
    assert_same(result, ORACLES[metric](graph, "weight" if weighted else None))
    assert (result.nodes, result.edges) == (n, graph.number_of_edges())


@st.composite
def small_graphs(draw: st.DrawFn) -> tuple[int, list[Edge]]:
    """Draw up to nine nodes and some edges with weights exact in binary."""
    n = draw(st.integers(1, 9))
    end = st.integers(0, n - 1)
    weight = st.sampled_from([0.5, 1.0, 2.0, 3.0])
    return n, draw(st.lists(st.tuples(end, end, weight), max_size=24))


@pytest.mark.parametrize("metric", ORACLES)
@settings(deadline=None, max_examples=60)
@given(drawn=small_graphs(), directed=st.booleans(), weighted=st.booleans())
def test_small_graphs(
    metric: str, drawn: tuple[int, list[Edge]], directed: bool, weighted: bool
) -> None:
    """Any small graph agrees to 1e-9."""
    n, edges = drawn
    result = centrality(make(n, edges), metric, directed=directed, weighted=weighted)
    graph = to_networkx(n, edges, directed)
    assert_same(result, ORACLES[metric](graph, "weight" if weighted else None))


def iterate_hits(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return hubs and authorities by Kleinberg's own iteration."""
    hubs = np.ones(len(matrix))
    for _ in range(4000):
        authorities = matrix.T @ hubs
        hubs = matrix @ authorities
        hubs /= hubs.sum()
    return hubs, authorities / authorities.sum()


@settings(deadline=None, max_examples=60)
@given(drawn=small_graphs(), directed=st.booleans(), weighted=st.booleans())
def test_hits_is_kleinbergs_limit(
    drawn: tuple[int, list[Edge]], directed: bool, weighted: bool
) -> None:
    """Hubs and authorities are what iterating converges to, and sum to 1."""
    n, edges = drawn
    graph = to_networkx(n, edges, directed)
    matrix = nx.to_numpy_array(graph, weight="weight" if weighted else None)
    found = [
        centrality(make(n, edges), metric, directed=directed, weighted=weighted)
        for metric in ("hubs", "authorities")
    ]
    if not edges:
        assert all(r.warnings and set(by_node(r)) == {None} for r in found)
        return
    squared = np.sort(np.linalg.svd(matrix, compute_uv=False))[::-1]
    gaps = squared[squared < squared[0] * (1 - 1e-9)]
    if len(gaps) and gaps[0] > 0.99 * squared[0]:
        return
    for result, expected in zip(found, iterate_hits(matrix), strict=True):
        assert by_node(result) == pytest.approx(expected.tolist(), abs=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_hits_is_networkx(weighted: bool) -> None:
    """Where the leading value is single, networkx agrees."""
    edges: list[Edge] = [
        (0, 1, 1),
        (0, 2, 2),
        (1, 2, 1),
        (2, 0, 1),
        (3, 2, 4),
        (3, 4, 1),
    ]
    graph = to_networkx(5, edges, True)
    if not weighted:
        nx.set_edge_attributes(graph, 1.0, "weight")
    hubs, authorities = nx.hits(graph, tol=0)
    subgraph = make(5, edges)
    options = {"directed": True, "weighted": weighted}
    assert_same(centrality(subgraph, "hubs", **options), hubs)
    assert_same(centrality(subgraph, "authorities", **options), authorities)


def test_hits_of_a_path() -> None:
    """On a path, where a solver returns any mixture, the limit is given."""
    path = make(3, [(0, 1, 1), (1, 2, 1)])
    found = by_node(centrality(path, "authorities"))
    assert found == pytest.approx([0.25, 0.5, 0.25])


@settings(deadline=None, max_examples=100)
@given(drawn=small_graphs(), directed=st.booleans(), weighted=st.booleans())
def test_eigenvector(
    drawn: tuple[int, list[Edge]], directed: bool, weighted: bool
) -> None:
    """Where networkx's own iteration settles, the scores are the same."""
    n, edges = drawn
    graph = to_networkx(n, edges, directed)
    weight = "weight" if weighted else None
    result = centrality(
        make(n, edges), "eigenvector", directed=directed, weighted=weighted
    )
    try:
        expected = nx.eigenvector_centrality(
            graph, max_iter=3000, tol=1e-14, weight=weight
        )
    except nx.PowerIterationFailedConvergence:
        return
    assert not result.warnings
    assert_same(result, expected)


def test_eigenvector_without_a_limit() -> None:
    """A directed graph without cycles has no eigenvector centrality, and says so."""
    result = centrality(make(3, [(0, 1, 1), (1, 2, 1)]), "eigenvector", directed=True)
    assert by_node(result) == [None, None, None]
    assert [s.rank for s in result.scores] == [None, None, None]
    assert result.warnings


@pytest.mark.parametrize("metric", ["eigenvector", "hubs", "pagerank"])
@pytest.mark.parametrize("directed", [False, True])
def test_beyond_the_dense_solver(metric: str, directed: bool) -> None:
    """Graphs above the size of the dense solver agree as well."""
    graph = nx.gnp_random_graph(150, 0.06, seed=3, directed=directed)
    edges = [(a, b, 1.0) for a, b in graph.edges]
    result = centrality(make(150, edges), metric, directed=directed)
    if metric == "eigenvector":
        expected = nx.eigenvector_centrality(graph, max_iter=5000, tol=1e-15)
    elif metric == "hubs":
        expected = nx.hits(graph, tol=0)[0]
    else:
        expected = nx.pagerank(graph, tol=1e-15)
    assert_same(result, expected)


def test_ties_share_a_rank_and_are_by_id() -> None:
    """Ranks are 1, 2, 2, 2, 5; equal scores stand by id."""
    star = make(6, [(3, i, 1.0) for i in (0, 1, 2, 4)])
    result = centrality(star, "betweenness")
    assert [(s.id, s.rank) for s in result.scores] == [
        ("n0003", 1),
        *[(f"n{i:04d}", 2) for i in (0, 1, 2, 4, 5)],
    ]
    pageranks = centrality(star, "pagerank").scores
    assert [s.rank for s in pageranks] == [1, 2, 2, 2, 2, 6]


def test_what_a_result_tells() -> None:
    """Metric, engine, parameters, sizes and labels are told; top cuts the scores."""
    result = centrality(make(4, [(0, 1, 2.0), (1, 0, 1.0)]), "pagerank", top=2, seed=7)
    assert (result.metric, result.engine) == ("pagerank", "scipy")
    assert result.parameters == {
        "directed": False,
        "weighted": False,
        "top": 2,
        "seed": 7,
        "damping": 0.85,
    }
    assert (result.nodes, result.edges) == (4, 1)
    assert [s.label for s in result.scores] == ["N0000", "N0001"]
    assert result.seconds >= 0


@pytest.mark.parametrize("metric", METRICS)
def test_an_empty_graph_has_no_scores(metric: str) -> None:
    """No node, no score, no error."""
    assert centrality(make(0, []), metric).scores == ()


def test_undefined_constraint_comes_last_with_a_warning() -> None:
    """An isolate's constraint is None, without a rank, after all others."""
    result = centrality(make(3, [(1, 2, 1.0)]), "constraint")
    assert (result.scores[-1].id, result.scores[-1].score) == ("n0000", None)
    assert result.warnings


def test_core_tells_of_dropped_loops() -> None:
    """Self-loops are dropped for core, with a warning."""
    assert centrality(make(2, [(0, 0, 1.0), (0, 1, 1.0)]), "core").warnings


@pytest.mark.parametrize(
    ("metric", "weight", "weighted"),
    [
        ("fame", 1.0, False),
        ("closeness", 0.0, True),
        ("betweenness", 0.0, True),
        ("degree", -1.0, False),
        ("degree", math.nan, False),
    ],
)
def test_bad_questions_are_refused(metric: str, weight: float, weighted: bool) -> None:
    """Unknown metrics and weights that cannot serve are told of."""
    with pytest.raises(InvalidInput):
        centrality(make(2, [(0, 1, weight)]), metric, weighted=weighted)


def test_ends_outside_the_graph_are_refused() -> None:
    """An edge to nowhere is not an edge."""
    with pytest.raises(InvalidInput):
        centrality(make(2, [(0, 2, 1.0)]), "degree")
    with pytest.raises(InvalidInput):
        centrality(make(2, []), "degree", top=-1)
