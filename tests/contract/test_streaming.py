"""A whole case streamed through the view, the same over any store."""

import pytest

from graph.errors import NotFound
from graph.store.base import GraphStore
from tests.contract.world import (
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
    """Return a store with a case, of which some is secret, and another case."""
    put(
        store,
        node("a", "Ana", seq=5),
        node("a2", "Ana", seq=2),
        node("b", "Boris"),
        node("s", "Skriveni", SECRET),
        node("z", "Zora", seq=9),
        node("z", "Zora", case="other"),
        link("l1", "a", "b"),
        link("l2", "a2", "z", schema="Associate"),
        link("l3", "b", "s", SECRET),
        link("l4", "a", "a2"),
    )
    return store


def test_all_nodes_and_links_come_by_id(case: GraphStore) -> None:
    """The nodes are those of the whole for analytics; ends are among them."""
    with viewed(case) as view:
        nodes, links = list(view.iter_nodes("c")), list(view.iter_links("c"))
        assert [n.id for n in nodes] == ["c:a", "c:a2", "c:b", "c:s", "c:z"]
        assert tuple(n.id for n in nodes) == view.subgraph("c").ids
        assert [x.id for x in links] == ["c:l1", "c:l2", "c:l3", "c:l4"]


def test_what_is_one_comes_once(case: GraphStore) -> None:
    """Under its earliest id, of another case where that is the earliest."""
    same = Same(["c:a", "c:a2"], ["c:z", "other:z"])
    with viewed(case, same=same) as view:
        nodes, links = list(view.iter_nodes("c")), list(view.iter_links("c"))
        assert [n.id for n in nodes] == ["c:a2", "c:b", "c:s", "other:z"]
        assert tuple(n.id for n in nodes) == view.subgraph("c").ids
        ends = {(x.id, x.source, x.target) for x in links}
        assert ends == {
            ("c:l1", "c:a2", "c:b"),
            ("c:l2", "c:a2", "other:z"),
            ("c:l3", "c:b", "c:s"),
        }


def test_what_is_hidden_is_not_streamed(case: GraphStore) -> None:
    """A node or link of a compartment is absent, the case is not there at all."""
    with viewed(case, ON_CASE) as view:
        assert "c:s" not in {n.id for n in view.iter_nodes("c")}
        assert "c:l3" not in {x.id for x in view.iter_links("c")}
    with viewed(case, STRANGER) as view:
        for stream in (view.iter_nodes, view.iter_links):
            with pytest.raises(NotFound):
                next(iter(stream("c")))
