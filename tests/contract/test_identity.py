"""Identity through the view, the same over any store."""

import pytest

from graph.model import Counts
from graph.store.base import GraphStore
from tests.contract.world import Same, link, node, put, viewed

SAME = Same(["c:a", "c:a2"])


@pytest.fixture
def case(store: GraphStore) -> GraphStore:
    """Return a store with one person twice, a and the earlier a2, and their links."""
    put(
        store,
        node("a", "Ana Anić", seq=5, countries=("rs",)),
        node("a2", "Ana Petrović", seq=2, countries=("ba",), schema="LegalEntity"),
        node("b", "Boris", seq=1),
        node("d", "Dino", seq=1),
        link("l1", "a", "b"),
        link("l2", "a2", "b"),
        link("l3", "a2", "d", schema="Associate"),
        link("l4", "a", "a2", schema="Associate"),
        link("l5", "a", "a", schema="UnknownLink"),
    )
    return store


def test_the_earliest_member_names_the_node(case: GraphStore) -> None:
    """Id and caption are the earliest member's, the schema the most specific."""
    with viewed(case, same=SAME) as view:
        ana = view.get_node("c:a")
        assert ana == view.get_node("c:a2")
        assert (ana.id, ana.caption, ana.schema) == ("c:a2", "Ana Petrović", "Person")
        assert (ana.members, ana.countries) == (("c:a", "c:a2"), ("ba", "rs"))


def test_links_join_canonical_ends(case: GraphStore) -> None:
    """Members' links are one list; the link between them is not shown."""
    with viewed(case, same=SAME) as view:
        page = view.links("c:a")
        assert [one.id for one in page.links] == ["c:l1", "c:l2", "c:l3", "c:l5"]
        assert page.total == 4
        assert {one.source for one in page.links} == {"c:a2"}
        assert view.links("c:a", limit=1, offset=2).links[0].id == "c:l3"
        assert view.links("c:a", schemata=["Associate"]).total == 1


def test_degrees_are_contracted(case: GraphStore) -> None:
    """Links of all members count, those between members do not."""
    with viewed(case, same=SAME) as view:
        expected = {"Associate": 1, "Family": 2, "UnknownLink": 1}
        assert view.degrees(["c:a", "c:b"]) == {"c:a": expected, "c:b": {"Family": 2}}


def test_networks_are_contracted(case: GraphStore) -> None:
    """Expansion starts from all members and returns one node for them."""
    with viewed(case, same=SAME) as view:
        shown = view.expand(["c:a"])
        assert [n.id for n in shown.nodes] == ["c:a2", "c:b", "c:d"]
        assert [one.id for one in shown.links] == ["c:l1", "c:l2", "c:l3", "c:l5"]
        assert view.network(["c:a", "c:a2", "c:d"]).links[0].id == "c:l3"


def test_paths_pass_through_a_contracted_node(case: GraphStore) -> None:
    """What two members know is joined."""
    lone = Same(["c:b", "c:d"])
    with viewed(case, same=SAME) as view:
        (path,) = view.paths("c:b", "c:d")
        assert [n.id for n in path.nodes] == ["c:b", "c:a2", "c:d"]
        assert [one.id for one in path.links] == ["c:l2", "c:l3"] or [
            one.id for one in path.links
        ] == ["c:l1", "c:l3"]
        assert view.paths("c:a", "c:a2")[0].length == 0
    with viewed(case, same=lone) as view:
        assert view.paths("c:b", "c:d")[0].length == 0


def test_search_finds_one_by_any_name(case: GraphStore) -> None:
    """A member's name finds the contracted node, once."""
    with viewed(case, same=SAME) as view:
        assert [n.id for n in view.search("anic").nodes] == ["c:a2"]
        assert view.search("ana").total == 1
        assert view.search("ana", countries=["rs"]).total == 1


def test_counts_and_subgraph_are_contracted(case: GraphStore) -> None:
    """Entities are counted once, links between members not at all."""
    with viewed(case, same=SAME) as view:
        assert view.counts("c") == Counts(3, 4)
        graph = view.subgraph("c")
        assert graph.ids == ("c:a2", "c:b", "c:d")
        assert len(graph.source) == 4
        assert {n.id for n in view.overview("c").nodes} == set(graph.ids)
    with viewed(case) as view:
        assert view.counts("c") == Counts(4, 5)


def test_taking_a_judgement_back_restores_everything(case: GraphStore) -> None:
    """Without the cluster the stored nodes and links are as before."""
    with viewed(case, same=SAME):
        pass
    with viewed(case) as view:
        assert view.get_node("c:a").members == ("c:a",)
        assert view.links("c:a").total == 3


def test_identity_may_join_cases(store: GraphStore) -> None:
    """Members of two cases are one node, counted in both."""
    put(
        store,
        node("a", "Ana", seq=2),
        node("b", "Boris", seq=2),
        node("z", "Ana Z.", seq=1, case="other"),
        link("ab", "a", "b"),
    )
    with viewed(store, same=Same(["c:a", "other:z"])) as view:
        assert view.counts("c") == Counts(2, 1)
        assert view.counts("other") == Counts(1, 0)
        assert view.subgraph("c").ids == ("c:b", "other:z")
        assert view.expand(["c:b"]).links[0].source == "other:z"
