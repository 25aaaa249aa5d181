"""Metrics on a real server: the same as ours, of what a scope sees."""

import random
from collections.abc import Iterator

import pytest

from graph.analytics import (
    REMOTE,
    centrality,
    components,
    remote_centrality,
    remote_components,
)
from graph.errors import Unsupported
from graph.store.neo4j.gds import Gds
from graph.store.neo4j.store import Neo4jStore
from tests.contract.world import ON_CASE, SECRET, Same, link, node, put, viewed
from tests.graph.analytics.test_centrality import CASES, Edge, by_node, make

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def server(neo4j_url: str) -> Iterator[Neo4jStore]:
    """The store on a server."""
    opened = Neo4jStore(neo4j_url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def gds(server: Neo4jStore) -> Gds:
    """What the server computes with; the one of the tests has it."""
    found = server.engine()
    assert found is not None, "docker/neo4j assembles a server with OpenGDS"
    return found


def larger() -> tuple[int, list[Edge]]:
    """Return sixty nodes in several components, some alone, with loops."""
    chance = random.Random(8)
    ends = [(chance.randrange(56), chance.randrange(56)) for _ in range(90)]
    return 60, [(a, b, chance.choice([0.5, 1.0, 3.0])) for a, b in ends]


@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("case", [*CASES, "larger"])
def test_the_server_says_the_same(
    gds: Gds, case: str, weighted: bool, directed: bool
) -> None:
    """To 1e-6, or says that it does not compute it; the engine is named."""
    n, edges = larger() if case == "larger" else CASES[case]
    graph = make(n, edges)
    refused = set()
    for metric in REMOTE:
        try:
            found = remote_centrality(
                gds, graph, metric, directed=directed, weighted=weighted
            )
        except Unsupported:
            refused.add(metric)
            continue
        own = centrality(graph, metric, directed=directed, weighted=weighted)
        assert by_node(found) == pytest.approx(by_node(own), abs=1e-6), metric
        assert found.engine.startswith("OpenGDS 2.")
        assert (found.nodes, found.edges) == (own.nodes, own.edges)
    paths = {"betweenness", "closeness", "harmonic", "eigenvector"}
    expected = paths if weighted else {"eigenvector"} if directed else set()
    assert refused == expected
    parts = remote_components(gds, graph, directed=directed)
    assert parts.groups == components(graph, directed=directed).groups


def test_what_it_lacks_is_refused(gds: Gds) -> None:
    """By name."""
    with pytest.raises(Unsupported, match="pagerank"):
        remote_centrality(gds, make(2, []), "constraint")


def test_only_what_a_scope_sees_counts(server: Neo4jStore, gds: Gds) -> None:
    """A hidden go-between moves no score, and who is one is one."""
    server.writer().clear()
    put(
        server,
        *(node(i) for i in "abcd"),
        node("z", "", SECRET),
        *(link(f"{p}z", p, "z", SECRET) for p in "abcd"),
        *(link(x + y, x, y) for x, y in ("ab", "bc", "cd")),
    )
    with viewed(server, ON_CASE, Same(["c:a", "c:d"])) as view:
        graph = view.subgraph("c")
    assert graph.ids == ("c:a", "c:b", "c:c")
    found = remote_centrality(gds, graph, "betweenness")
    assert by_node(found) == by_node(centrality(graph, "betweenness")) == [0, 0, 0]
