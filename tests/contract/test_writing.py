"""What a delta does to any store."""

from dataclasses import replace

import pytest

from graph.errors import Conflict, NotFound
from graph.model import Delta, FacetKey, LinkFacet, NodeFacet
from graph.store.base import GraphStore
from tests.contract.world import SECRET, WHOLE, apply, link, node, put, viewed


def test_an_empty_store_has_applied_nothing(store: GraphStore) -> None:
    """A new store stands at sequence 0 and shows nothing."""
    assert store.writer().applied() == 0
    with viewed(store) as view:
        assert view.seq == 0
        assert view.counts("c").entities == 0
        assert list(view.find_nodes(["c:a"])) == []


def test_a_delta_is_applied_with_its_sequence(store: GraphStore) -> None:
    """What was put is there, at the sequence that the delta names."""
    store.writer().apply(
        Delta(
            0,
            7,
            put_nodes=[node("a", "Ana", countries=("rs", "ba"), seq=5), node("b")],
            put_links=[link("l", "a", "b", first="2020", last="2021-05")],
        )
    )
    assert store.writer().applied() == 7
    with viewed(store) as view:
        assert view.seq == 7
        ana = view.get_node("c:a")
        assert (ana.caption, ana.countries, ana.seq) == ("Ana", ("ba", "rs"), 5)
        assert ana.members == ("c:a",)
        (shown,) = view.links("c:a").links
        assert (shown.source, shown.target, shown.schema) == ("c:a", "c:b", "Family")
        assert (shown.first, shown.last, shown.count) == ("2020", "2021-05", 1)


def test_a_delta_that_does_not_follow_is_refused_whole(store: GraphStore) -> None:
    """Conflict leaves sequence and content as they were."""
    put(store, node("a", "Ana"))
    with pytest.raises(Conflict):
        store.writer().apply(Delta(0, 9, put_nodes=[node("b", "Boris")]))
    assert store.writer().applied() == 1
    with viewed(store) as view, pytest.raises(NotFound):
        view.get_node("c:b")


def test_a_put_replaces_the_facet_of_its_key_alone(store: GraphStore) -> None:
    """The old names cannot be searched for; other requirements' facets stay."""
    put(store, node("a", "Ana"), node("a", "Lisica", SECRET))
    put(store, node("a", "Anja"))
    with viewed(store) as view:
        assert view.get_node("c:a").caption == "Anja"
        assert view.search("ana").total == 0
        assert [n.id for n in view.search("lisica").nodes] == ["c:a"]


def test_removing_the_last_facet_removes_a_node(store: GraphStore) -> None:
    """The node, its names and its links are gone; unknown keys are ignored."""
    put(store, node("a", "Ana"), node("b", "Boris"), link("l", "a", "b"))
    apply(store, remove_nodes=[FacetKey("c:a", WHOLE), FacetKey("c:zz", WHOLE)])
    with viewed(store) as view:
        assert list(view.find_nodes(["c:a", "c:b"])) == ["c:b"]
        assert view.search("ana").total == 0
        assert view.links("c:b").total == 0
    put(store, node("a", "Ana ponovo"))
    with viewed(store) as view:
        assert view.links("c:b").total == 1


def test_removing_the_last_facet_removes_a_link(store: GraphStore) -> None:
    """A link goes with its last facet, and nothing else does."""
    put(store, node("a"), node("b"), link("l", "a", "b"), link("l", "a", "b", SECRET))
    apply(store, remove_links=[FacetKey("c:l", WHOLE), FacetKey("c:none", WHOLE)])
    with viewed(store) as view:
        assert view.links("c:a").total == 1
    apply(store, remove_links=[FacetKey("c:l", SECRET)])
    with viewed(store) as view:
        assert view.links("c:a").total == 0
        assert view.counts("c").entities == 2


def test_a_link_may_come_before_its_ends(store: GraphStore) -> None:
    """Until both ends are there neither the link nor a placeholder shows."""
    put(store, link("l", "a", "b"))
    with viewed(store) as view:
        assert view.counts("c").entities == 0
        assert view.counts("c").relationships == 0
        assert view.find_nodes(["c:a"]) == {}
    put(store, node("a", "Ana"))
    with viewed(store) as view:
        assert view.links("c:a").total == 0
        assert view.expand(["c:a"]).links == ()
    put(store, node("b", "Boris"))
    with viewed(store) as view:
        assert view.links("c:a").total == 1


def test_a_link_put_with_other_ends_moves(store: GraphStore) -> None:
    """A facet has one pair of ends: the one it was put with last."""
    put(store, node("a"), node("b"), node("d"), link("l", "a", "b"))
    put(store, link("l", "a", "d", schema="Ownership"))
    with viewed(store) as view:
        assert view.degrees(["c:a", "c:b", "c:d"]) == {
            "c:a": {"Ownership": 1},
            "c:b": {},
            "c:d": {"Ownership": 1},
        }


def test_tallies_add_up(store: GraphStore) -> None:
    """Counts and totals add, dates widen, and a count of 0 takes the link away."""

    def call(count: int, total: float, first: str = "", last: str = "") -> LinkFacet:
        return LinkFacet("c:k", WHOLE, "Call", "c:a", "c:b", count, first, last, total)

    put(store, node("a"), node("b"))
    apply(
        store, add_links=[call(2, 30.0, "2021", "2021"), call(1, 5.0, "2020", "2022")]
    )
    apply(store, add_links=[call(4, 1.5)])
    with viewed(store) as view:
        (tally,) = view.links("c:a").links
        assert (tally.count, tally.total) == (7, 36.5)
        assert (tally.first, tally.last) == ("2020", "2022")
    apply(store, add_links=[call(-7, -36.5)])
    with viewed(store) as view:
        assert view.links("c:a").total == 0


def test_a_shared_identifier_lives_as_long_as_one_asserts_it(
    store: GraphStore,
) -> None:
    """Identifier nodes count who asserts them; seq is the earliest."""
    phone = NodeFacet("c:phone-1", WHOLE, "PhoneNumber")
    apply(store, add_nodes=[replace(phone, caption="+381 1", seq=4)])
    apply(store, add_nodes=[replace(phone, names=("381 1",), seq=3)])
    apply(store, add_nodes=[replace(phone, seq=9, count=-1)])
    with viewed(store) as view:
        kept = view.get_node("c:phone-1")
        assert (kept.caption, kept.seq) == ("+381 1", 3)
        assert view.search("381").total == 1
    apply(store, add_nodes=[replace(phone, seq=9, count=-1)])
    with viewed(store) as view:
        assert view.find_nodes(["c:phone-1"]) == {}
        assert view.search("381").total == 0


def test_removal_comes_before_putting_in_one_delta(store: GraphStore) -> None:
    """A delta may remove a facet and put its successor."""
    put(store, node("a", "Ana"))
    apply(store, remove_nodes=[FacetKey("c:a", WHOLE)], put_nodes=[node("a", "Eva")])
    with viewed(store) as view:
        assert view.get_node("c:a").caption == "Eva"


def test_clear_forgets_everything(store: GraphStore) -> None:
    """After clear the store is as new, and takes a first delta again."""
    put(store, node("a", "Ana"), node("b"), link("l", "a", "b"))
    store.writer().clear()
    assert store.writer().applied() == 0
    with viewed(store) as view:
        assert view.search("ana").total == 0
        assert view.counts("c").entities == 0
    put(store, node("a", "Ana", SECRET))
    with viewed(store) as view:
        assert view.get_node("c:a").caption == "Ana"
        assert view.links("c:a").total == 0


def test_a_delta_larger_than_a_batch_is_whole(store: GraphStore) -> None:
    """Twelve thousand nodes and links arrive in one step."""
    many = range(12_000)
    store.writer().apply(
        Delta(
            0,
            1,
            put_nodes=[node(f"n{i:05}", f"Ime {i}") for i in many],
            put_links=[link(f"l{i:05}", f"n{i:05}", "n00000") for i in many],
        )
    )
    with viewed(store) as view:
        assert view.counts("c").entities == 12_000
        assert view.counts("c").relationships == 12_000
        assert view.degrees(["c:n00000"])["c:n00000"] == {"Family": 12_000}
