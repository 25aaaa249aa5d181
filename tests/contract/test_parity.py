"""Random facets, random scopes, random identities: both stores say the same."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.errors import NotFound
from graph.model import Delta, FacetKey, LinkFacet, NodeFacet, Scope
from graph.store import View, open_store
from graph.store.base import GraphStore
from tests.contract.world import Same

pytestmark = pytest.mark.neo4j

LOCALS = ["a", "b", "d", "e", "ж", "ё", "Z", "č"]
IDS = [f"c:{local}" for local in LOCALS]
COMPARTMENTS = ["x", "y"]
WORDS = ["ana", "anic", "petar", "pero", "d1"]

requirements = st.frozensets(st.sampled_from(COMPARTMENTS))
single = st.sampled_from([frozenset[str](), frozenset({"x"}), frozenset({"y"})])
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)

node_facets = st.builds(
    NodeFacet,
    id=st.sampled_from(IDS),
    requirement=single,
    schema=st.sampled_from(["Thing", "LegalEntity", "Person", "Company"]),
    caption=st.sampled_from(["", "Ana", "Петар", "Ž", "Z"]),
    countries=st.lists(
        st.sampled_from(["al", "ba", "rs"]), unique=True, max_size=2
    ).map(tuple),
    names=st.lists(names, unique=True, max_size=2).map(tuple),
    seq=st.integers(1, 9),
)
LINKS = [
    (f"c:l{i:02}", ("Family", "Call", "Ownership", "phone")[i % 4], one, other)
    for i, (one, other) in enumerate(
        (IDS[i * i % 8], IDS[(3 * i + 1) % 8]) for i in range(24)
    )
]
tallied = st.tuples(
    st.integers(1, 3),
    st.sampled_from(["", "2020", "2021-03"]),
    st.sampled_from(["", "2021", "2022-01-01"]),
    st.integers(0, 9).map(float),
)
link_facets = st.builds(
    lambda link, requirement, tally: LinkFacet(link[0], requirement, *link[1:], *tally),
    st.sampled_from(LINKS),
    requirements,
    tallied,
)
steps: st.SearchStrategy[dict[str, list[object]]] = st.builds(
    dict,
    put_nodes=st.lists(node_facets, max_size=14),
    put_links=st.lists(link_facets, max_size=16),
    add_links=st.lists(link_facets, max_size=3),
    remove_nodes=st.lists(
        st.builds(FacetKey, st.sampled_from(IDS), single), max_size=2
    ),
    remove_links=st.lists(
        st.builds(FacetKey, st.sampled_from(["c:l01", "c:l02", "c:l03"]), requirements),
        max_size=2,
    ),
)
scopes = st.sampled_from(
    [
        Scope("all", everything=True),
        Scope("none", {"c": frozenset()}),
        Scope("x", {"c": frozenset({"x"})}),
        Scope("star", {"c": frozenset({"*"})}),
        Scope("away", {"other": frozenset({"*"})}),
    ]
)
groups = st.lists(
    st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True), max_size=2
).filter(lambda found: len({i for g in found for i in g}) == sum(map(len, found)))


@pytest.fixture(scope="module")
def stores(
    tmp_path_factory: pytest.TempPathFactory, neo4j_url: str
) -> Iterator[tuple[GraphStore, GraphStore]]:
    """Return one store of each kind; the test empties them."""
    folder: Path = tmp_path_factory.mktemp("graph")
    both = (open_store(f"embedded:{folder}"), open_store(neo4j_url))
    yield both
    for store in both:
        store.close()


@given(
    deltas=st.lists(steps, min_size=1, max_size=3),
    scope=scopes,
    same=groups,
    word=st.sampled_from(["a", "an", "pe", "petar", "ana pe", "d1"]),
)
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_both_stores_say_the_same(
    stores: tuple[GraphStore, GraphStore],
    deltas: list[dict[str, list[object]]],
    scope: Scope,
    same: list[list[str]],
    word: str,
) -> None:
    """Whatever was written, every answer for any scope is equal."""
    said = []
    for store in stores:
        store.writer().clear()
        for at, lists in enumerate(deltas):
            store.writer().apply(Delta(at, at + 1, **lists))  # type: ignore[arg-type]
        with store.reader(scope) as reader:
            said.append(_everything(View(reader, scope, Same(*same)), word))
    for one, other in zip(*said, strict=True):
        assert one == other


def _everything(view: View, word: str) -> list[object]:
    nodes = view.find_nodes(IDS)
    said: list[object] = [view.seq, nodes, view.degrees(IDS), view.search(word)]
    said.append(view.search(word, schemata=["LegalEntity"], countries=["rs"]))
    for entity in nodes:
        said.append(view.links(entity))
        said.append(view.links(entity, schemata=["Call", "phone"], limit=2, offset=1))
        said.append(view.expand([entity], hops=2, limit=4))
        said.append(view.expand([entity], hops=1, schemata=["Family"]))
    for one, other in combinations(list(nodes)[:4], 2):
        said.append(view.paths(one, other, max_hops=4, k=3))
    said.append(view.network(IDS))
    try:
        said.append(view.counts("c"))
    except NotFound as error:
        return [*said, str(error)]
    graph = view.subgraph("c")
    edges = sorted(
        zip(
            graph.source.tolist(),
            graph.target.tolist(),
            graph.weight.tolist(),
            strict=True,
        )
    )
    return [
        *said,
        graph.ids,
        graph.labels,
        edges,
        view.overview("c", 3),
        view.cross_border("c"),
    ]
