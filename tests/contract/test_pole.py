"""POLE through the shipped mapping into both stores: the same, known answers."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extraction.importers import ImportOptions, find_importer
from extraction.model import Leaf, Rejection
from graph.errors import NotFound
from graph.follow import catch_up
from graph.ledger import Ledger
from graph.model import Context, Scope
from graph.store import open_store
from graph.store.base import GraphStore
from graph.store.view import View

MAPPING = Path(__file__).resolve().parents[2] / "mappings" / "pole.yaml"
OPERATOR = Scope("operator", everything=True)
STRANGER = Scope("stranger", {"other": frozenset()})

pytestmark = [pytest.mark.neo4j, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def ledger(
    tmp_path_factory: pytest.TempPathFactory, shared_data: Callable[[str], Path]
) -> Iterator[Ledger]:
    """Return a ledger that holds all of POLE."""
    opened = Ledger.open(str(tmp_path_factory.mktemp("pole") / "ledger.db"))
    opened.create_case("pole", "POLE", None, "operator")
    options = ImportOptions(mapping=MAPPING)
    for path in sorted(shared_data("cases/pole").glob("*.csv")):
        leaf = Leaf(str(path), path.name, path.read_bytes())
        importer = find_importer(leaf, options)
        assert importer is not None
        items = list(importer.read(leaf, options))
        records = [item for item in items if not isinstance(item, Rejection)]
        with opened.commit(kind="import", case="pole", actor="operator") as tx:
            tx.append(Context("pole", f"{importer.name}/1"), records)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def stores(
    ledger: Ledger, tmp_path_factory: pytest.TempPathFactory, neo4j_url: str
) -> Iterator[list[GraphStore]]:
    """Return the embedded store and Neo4j, both caught up with the ledger."""
    folder = tmp_path_factory.mktemp("graph")
    opened = [open_store(f"embedded:{folder}"), open_store(neo4j_url)]
    for store in opened:
        store.writer().clear()
        catch_up(ledger, store.writer())
    yield opened
    for store in opened:
        store.writer().clear()
        store.close()


@contextmanager
def views(
    stores: list[GraphStore], ledger: Ledger, scope: Scope = OPERATOR
) -> Iterator[tuple[View, View]]:
    """Open one view of each store."""
    clusters = ledger.clusters(scope)
    with stores[0].reader(scope) as one, stores[1].reader(scope) as other:
        yield View(one, scope, clusters), View(other, scope, clusters)


def test_chief_inspector_morse(stores: list[GraphStore], ledger: Ledger) -> None:
    """Chief Inspector Morse has 32 crimes in either store."""
    with views(stores, ledger) as both:
        for view in both:
            found = [
                node
                for node in view.search("morse").nodes
                if view.degrees([node.id])[node.id].get("investigator")
            ]
            assert len(found) == 1
            page = view.links(found[0].id, ["investigator"], limit=100)
            ends = view.find_nodes(link.source for link in page.links)
            assert page.total == 32
            assert {node.schema for node in ends.values()} == {"Offence"}
            assert len(ends) == 32


def test_counts(stores: list[GraphStore], ledger: Ledger) -> None:
    """Both stores hold as many nodes and links, nearly all of the source's."""
    with views(stores, ledger) as (one, other):
        counts = one.counts("pole")
        assert counts == other.counts("pole")
        assert counts.entities > 61_000
        assert counts.relationships > 100_000


def test_same_answers(stores: list[GraphStore], ledger: Ledger) -> None:
    """Search, neighbours, expansion, paths and subgraphs are the same in both."""
    draw = random.Random(7)
    with views(stores, ledger) as (one, other):
        for text in (
            "mo",
            "phillip",
            "diane williams",
            "m1",
            "0-(070)",
            "nobody at all",
        ):
            assert one.search(text, limit=200) == other.search(text, limit=200)
        people = one.search("a", schemata=["Person"], limit=1000).nodes
        assert len(people) > 50
        picked = draw.sample(people, 12)
        ids = [node.id for node in picked]
        assert one.degrees(ids) == other.degrees(ids)
        for node in picked:
            assert one.links(node.id, limit=30) == other.links(node.id, limit=30)
            assert one.expand([node.id], 2, limit=80) == other.expand(
                [node.id], 2, limit=80
            )
        for a, b in zip(ids, ids[1:], strict=False):
            paths = one.paths(a, b, max_hops=4, k=2)
            assert paths == other.paths(a, b, max_hops=4, k=2)
        assert one.network(ids) == other.network(ids)


def test_nothing_for_a_stranger(stores: list[GraphStore], ledger: Ledger) -> None:
    """Who has no grant on the case finds nothing of it."""
    with views(stores, ledger) as (seen, _):
        someone = seen.search("morse").nodes[0].id
    with views(stores, ledger, STRANGER) as both:
        for view in both:
            assert view.search("morse").total == 0
            with pytest.raises(NotFound):
                view.counts("pole")
            with pytest.raises(NotFound):
                view.get_node(someone)
