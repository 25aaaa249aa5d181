"""Need to know: no answer of any store shows what no visible statement asserts."""

from collections.abc import Callable

import pytest

from graph.errors import NotFound
from graph.model import Counts, Scope
from graph.store.base import GraphStore
from tests.contract.world import (
    EVERYONE,
    INFORMED,
    ON_CASE,
    SECRET,
    STRANGER,
    Same,
    link,
    node,
    put,
    viewed,
)


@pytest.fixture
def case(store: GraphStore) -> GraphStore:
    """Return a store in which a hidden company joins two persons.

    a - b openly; a - h - b and the name Lisica of a only for the informed.
    """
    put(
        store,
        node("a", "Ana Anić", countries=("rs",)),
        node("a", "Lisica", SECRET, countries=("me",)),
        node("b", "Boris", countries=("ba",)),
        node("h", "Skrivena doo", SECRET, schema="Company", countries=("al",)),
        link("ab", "a", "b"),
        link("ah", "a", "h", SECRET, schema="Ownership"),
        link("hb", "h", "b", SECRET, schema="Employment"),
        link("ab2", "a", "b", SECRET, schema="Associate"),
        link("call", "a", "b", schema="Call", count=3, first="2021", total=9.0),
        link("call", "a", "b", SECRET, schema="Call", count=2, first="2019"),
    )
    return store


def test_nodes(case: GraphStore) -> None:
    """Captions and countries come from visible facets, the whole case's first."""
    with viewed(case, ON_CASE) as view:
        assert view.get_node("c:a").countries == ("rs",)
    with viewed(case, INFORMED) as view:
        assert view.get_node("c:a").caption == "Ana Anić"
        assert view.get_node("c:a").countries == ("me", "rs")
        assert view.get_node("c:h").caption == "Skrivena doo"


@pytest.mark.parametrize("scope", [ON_CASE, STRANGER, Scope("none")])
def test_absent_and_hidden_are_one_answer(case: GraphStore, scope: Scope) -> None:
    """NotFound says the same of what is hidden and of what never was."""
    with viewed(case, scope) as view:
        asks: list[Callable[[str], object]] = [
            view.get_node,
            view.links,
            lambda entity: view.expand([entity]),
            lambda entity: view.paths(entity, entity),
        ]
        errors = []
        for ask in asks:
            for entity in ("c:h", "c:nothing"):
                with pytest.raises(NotFound) as caught:
                    ask(entity)
                errors.append(str(caught.value))
        assert len(set(errors)) == 1
        assert view.find_nodes(["c:h", "c:nothing"]) == {}
        assert view.degrees(["c:h", "c:nothing"]) == {}
        assert view.network(["c:h", "c:nothing"]).nodes == ()


def test_a_case_outside_the_scope_is_not_found(case: GraphStore) -> None:
    """Whole-case questions about a foreign case say NotFound, as for an absent one."""
    with viewed(case, STRANGER) as view:
        for ask in (view.counts, view.subgraph, view.overview, view.cross_border):
            for name in ("c", "absent"):
                with pytest.raises(NotFound, match="no such case"):
                    ask(name)


def test_search(case: GraphStore) -> None:
    """A hidden name cannot be searched for, nor counted."""
    with viewed(case, ON_CASE) as view:
        assert view.search("lisica").total == 0
        assert view.search("skrivena").total == 0
        assert view.search("ana").total == 1
    with viewed(case, INFORMED) as view:
        assert [n.id for n in view.search("lisica").nodes] == ["c:a"]
        assert view.search("skrivena").total == 1
    with viewed(case, STRANGER) as view:
        assert view.search("ana").total == 0


def test_links_and_degrees(case: GraphStore) -> None:
    """Only visible links are listed and counted; tallies add what is visible."""
    with viewed(case, ON_CASE) as view:
        assert view.degrees(["c:a"]) == {"c:a": {"Call": 1, "Family": 1}}
        page = view.links("c:a")
        assert ([one.id for one in page.links], page.total) == (["c:ab", "c:call"], 2)
        call = page.links[1]
        assert (call.count, call.first, call.total) == (3, "2021", 9.0)
    with viewed(case, INFORMED) as view:
        page = view.links("c:a")
        assert page.total == 4
        call = next(one for one in page.links if one.id == "c:call")
        assert (call.count, call.first, call.total) == (5, "2019", 9.0)


def test_expansion(case: GraphStore) -> None:
    """Expansion neither shows nor passes through what is hidden."""
    with viewed(case, ON_CASE) as view:
        assert [n.id for n in view.expand(["c:a"], hops=3).nodes] == ["c:a", "c:b"]
        shown = view.expand(["c:a"], schemata=["Ownership"])
        assert [n.id for n in shown.nodes] == ["c:a"]
    with viewed(case, INFORMED) as view:
        assert len(view.expand(["c:a"]).nodes) == 3


def test_paths(case: GraphStore) -> None:
    """No path leads over a hidden node or link."""
    with viewed(case, ON_CASE) as view:
        assert [p.length for p in view.paths("c:a", "c:b")] == [1]
    with viewed(case, INFORMED) as view:
        assert [p.length for p in view.paths("c:a", "c:b")] == [1, 2]


def test_counts_and_subgraph(case: GraphStore) -> None:
    """Totals and analytics know only what is visible."""
    with viewed(case, ON_CASE) as view:
        assert view.counts("c") == Counts(2, 2)
        assert view.subgraph("c").ids == ("c:a", "c:b")
        assert sorted(view.subgraph("c").weight) == [1.0, 3.0]
    with viewed(case, INFORMED) as view:
        assert view.counts("c") == Counts(3, 5)
        assert len(view.subgraph("c").source) == 5


def test_overview_and_borders(case: GraphStore) -> None:
    """Border tables are drawn from visible countries and links."""
    with viewed(case, ON_CASE) as view:
        assert [n.id for n in view.overview("c").nodes] == ["c:a", "c:b"]
        table = view.cross_border("c")
        assert [(p.source, p.target, p.count) for p in table.pairs] == [
            ("ba", "rs", 1),
            ("rs", "ba", 1),
        ]
    with viewed(case, INFORMED) as view:
        assert {p.source for p in view.cross_border("c").pairs} >= {"al", "me"}


def test_a_visible_link_to_a_hidden_node_is_hidden(store: GraphStore) -> None:
    """A link whose end may not be seen is not shown, whoever asserts the link."""
    put(store, node("a"), node("h", "", SECRET), link("ah", "a", "h"))
    with viewed(store, ON_CASE) as view:
        assert view.links("c:a").total == 0
        assert view.degrees(["c:a"]) == {"c:a": {}}
        assert view.counts("c") == Counts(1, 0)
    with viewed(store, INFORMED) as view:
        assert view.links("c:a").total == 1


def test_a_requirement_of_two_needs_both(store: GraphStore) -> None:
    """A facet under two compartments shows to who sees both."""
    both = frozenset({"informant", "tap"})
    put(store, node("a"), node("x", "Iks", both))
    for granted, sees in (
        ({"informant"}, False),
        ({"tap"}, False),
        ({"informant", "tap"}, True),
        ({"*"}, True),
    ):
        scope = Scope("u", {"c": frozenset(granted)})
        with viewed(store, scope) as view:
            assert ("c:x" in view.find_nodes(["c:x"])) is sees
            assert (view.search("iks").total == 1) is sees


def test_compartments_of_equal_name_in_two_cases_are_two(store: GraphStore) -> None:
    """A grant in one case opens nothing in another."""
    put(
        store,
        node("a", "Tajna", SECRET, case="c"),
        node("a", "Tajna", SECRET, case="other"),
    )
    with viewed(store, STRANGER) as view:
        assert [n.id for n in view.search("tajna").nodes] == ["other:a"]


def test_a_hidden_member_is_not_shown_in_an_identity(case: GraphStore) -> None:
    """Contraction joins visible members only, and asking for a hidden one fails."""
    same = Same(["c:a", "c:h"])
    with viewed(case, ON_CASE, same) as view:
        assert view.get_node("c:a").members == ("c:a",)
        with pytest.raises(NotFound):
            view.get_node("c:h")
    with viewed(case, EVERYONE, same) as view:
        assert view.get_node("c:h").members == ("c:a", "c:h")
