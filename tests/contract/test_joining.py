"""Common neighbours, who connects groups, shortest ways, overlaps: in every store."""

import random
from datetime import UTC, datetime
from itertools import product

import networkx as nx
import pytest

from graph.errors import InvalidInput, LimitExceeded, NotFound
from graph.model import Scope
from graph.schema import identifier_id
from graph.store import joining, paths
from graph.store import view as view_module
from graph.store.base import GraphStore
from graph.store.patterns import Period
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
def ring(store: GraphStore) -> GraphStore:
    """a and b share x, y and (in a compartment) z; c shares y; s is joined to all."""
    put(
        store,
        *(node(i, i.upper()) for i in "abcsxy"),
        node("z", "Z", SECRET),
        *(link(f"{p}{t}", p, t) for p, t in ("ax", "bx", "ay", "by", "cy")),
        *(link(f"{p}z", p, "z", SECRET) for p in "ab"),
        *(link(f"s{p}", "s", p, schema="Associate", first="2025-03") for p in "abc"),
        link("ab", "a", "b"),
        link("xx", "x", "x"),
    )
    return store


def shared(
    store: GraphStore,
    *ids: str,
    scope: Scope = ON_CASE,
    least: int | None = None,
) -> str:
    """Return common neighbours with whom they join, as letters."""
    with viewed(store, scope) as view:
        page = view.common([f"c:{i}" for i in ids], least)
    return " ".join(
        one.node.id[2:] + "=" + "".join(n.id[2:] for n in one.near)
        for one in page.found
    )


def test_common_neighbours(ring: GraphStore) -> None:
    """Of all that are asked for, or of some; those of most first; never themselves."""
    assert shared(ring, "a", "b") == "s=ab x=ab y=ab"
    assert shared(ring, "a", "b", "c") == "s=abc y=abc"
    assert shared(ring, "a", "b", "c", least=2) == "s=abc y=abc x=ab"
    assert shared(ring, "x", "y") == "a=xy b=xy"
    assert shared(ring, "x", "s", "a") == "b=asx"
    everyone = Scope("o", everything=True)
    assert shared(ring, "a", "b", scope=everyone) == "s=ab x=ab y=ab z=ab"
    with viewed(ring, ON_CASE) as view:
        page = view.common(["c:a", "c:b"], schemata=["Associate"])
        assert [one.node.id for one in page.found] == ["c:s"]
        page = view.common(["c:a", "c:b"], limit=1)
        assert (len(page.found), page.total, page.truncated) == (1, 3, True)


def test_common_neighbours_of_who_is_one(ring: GraphStore) -> None:
    """Who is judged to be one is one, asked for or found."""
    with viewed(ring, ON_CASE, Same(["c:x", "c:y"])) as view:
        page = view.common(["c:a", "c:b", "c:c"])
        found = {one.node.id: [n.id for n in one.near] for one in page.found}
        assert found == {"c:s": ["c:a", "c:b", "c:c"], "c:x": ["c:a", "c:b", "c:c"]}
    with viewed(ring, ON_CASE, Same(["c:a", "c:b"])) as view:
        with pytest.raises(InvalidInput):
            view.common(["c:a", "c:b"])


def test_what_cannot_be_asked(
    ring: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One alone, who is not there, who is hidden, more than all; and too much."""
    with viewed(ring, ON_CASE) as view:
        with pytest.raises(InvalidInput):
            view.common(["c:a"])
        with pytest.raises(InvalidInput):
            view.common(["c:a", "c:b"], least=3)
        for hidden in ("c:none", "c:z"):
            with pytest.raises(NotFound):
                view.common(["c:a", hidden])
            with pytest.raises(NotFound):
                view.between(["c:a"], [hidden])
            with pytest.raises(NotFound):
                view.shortest_paths("c:a", hidden)
        with pytest.raises(InvalidInput):
            view.between([], ["c:a"])
        monkeypatch.setattr(joining, "MAX_NEIGHBOURS", 1)
        with pytest.raises(LimitExceeded):
            view.common(["c:a", "c:b"])
    with viewed(ring, STRANGER) as view, pytest.raises(NotFound):
        view.overlaps("c", ["other"])


def test_who_connects_groups(store: GraphStore) -> None:
    """Pairs and ways as networkx counts them, ways through other members left out."""
    chance = random.Random(5)
    names = [f"n{i:02}" for i in range(30)]
    graph = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(chance.sample(names, 2) for _ in range(48))
    put(
        store,
        *map(node, names),
        *(link(f"l{i}", *ends) for i, ends in enumerate(graph.edges)),
    )
    left, right = names[:3], names[3:7]
    pairs: dict[str, int] = {}
    ways: dict[str, int] = {}
    joined = 0
    for one, other in product(left, right):
        closed = {*left, *right} - {one, other}
        part = graph.subgraph(set(names) - closed)
        try:
            found = list(nx.all_shortest_paths(part, one, other))
        except nx.NetworkXNoPath:
            continue
        if len(found[0]) > 5:
            continue
        joined += 1
        for inner in {i for path in found for i in path[1:-1]}:
            pairs[inner] = pairs.get(inner, 0) + 1
            ways[inner] = ways.get(inner, 0) + sum(inner in path for path in found)
    order = sorted(pairs, key=lambda i: (-pairs[i], -ways[i], i))
    with viewed(store, ON_CASE) as view:
        found_there = view.between([f"c:{i}" for i in left], [f"c:{i}" for i in right])
        cut = view.between([f"c:{i}" for i in left], [f"c:{i}" for i in right], limit=2)
    assert joined > 6 and len(order) > 5
    assert [
        (one.node.id[2:], one.pairs, one.ways) for one in found_there.connectors
    ] == [(i, pairs[i], ways[i]) for i in order]
    assert (found_there.pairs, found_there.joined) == (12, joined)
    assert not found_there.truncated and not found_there.unfinished
    assert (cut.connectors, cut.truncated) == (found_there.connectors[:2], True)


def test_groups_within_a_scope_and_a_time(
    ring: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hidden node connects nobody; a search that is cut says so."""
    march = Period(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC))
    with viewed(ring, ON_CASE) as view:
        found = view.between(["c:a"], ["c:c", "c:b"])
        assert [one.node.id for one in found.connectors] == ["c:s", "c:y"]
        assert (found.joined, found.direct) == (2, 1)
        dated = view.between(["c:a"], ["c:c"], period=march)
        assert [one.node.id for one in dated.connectors] == ["c:s"]
        one_way = view.between(["c:a"], ["c:c"], schemata=["Associate"], max_hops=1)
        assert (one_way.connectors, one_way.joined) == ((), 0)
        same = view.between(["c:a", "c:b"], ["c:a", "c:b"])
        assert (same.pairs, same.connectors) == (0, ())
    monkeypatch.setattr(paths, "MAX_STEPS", 2)
    with viewed(ring, ON_CASE) as view:
        assert view.between(["c:a"], ["c:c"]).unfinished


def test_all_shortest_ways(ring: GraphStore) -> None:
    """All of the least length, by ids; cut at the limit, which says so."""
    with viewed(ring, ON_CASE) as view:
        page = view.shortest_paths("c:x", "c:c")
        found = ["".join(n.id[2:] for n in path.nodes) for path in page.paths]
        assert (found, page.truncated) == (["xasc", "xayc", "xbsc", "xbyc"], False)
        page = view.shortest_paths("c:x", "c:c", limit=3)
        assert (len(page.paths), page.truncated) == (3, True)
        assert view.shortest_paths("c:x", "c:c", max_hops=2).paths == ()
        assert view.shortest_paths("c:x", "c:x").paths[0].length == 0
        (path,) = view.shortest_paths("c:a", "c:c", schemata=["Associate"]).paths
        assert [li.id for li in path.links] == ["c:sa", "c:sc"]


@pytest.fixture
def cases(store: GraphStore) -> GraphStore:
    """A number in three cases, in one of them for the informed alone; one person."""
    phone = identifier_id("PhoneNumber", "+38164123456")

    def number(case: str, compartment: frozenset[str] = frozenset()) -> object:
        return node(phone, "+38164123456", compartment, schema="PhoneNumber", case=case)

    facets = [number("c"), number("other"), number("third", SECRET)]
    facets += [node("mm", case=case) for case in ("c", "other", "third")]
    facets += [node("only-here", "NE0011", schema="LicencePlate")]
    put(store, *facets)  # type: ignore[arg-type]
    return store


def seen(
    store: GraphStore, *of: str, compartments: frozenset[str] = frozenset()
) -> list[tuple[str, list[str], bool]]:
    """Return the overlaps of case c for who is on some cases; c:mm is other:mm."""
    scope = Scope("u", dict.fromkeys(of, compartments))
    same = Same(["c:mm", "other:mm", "third:mm"])
    with viewed(store, scope, same) as view:
        page = view.overlaps("c", ["c", "other", "third", "none"])
    return [
        (one.node.id, [n.id for n in one.elsewhere], one.identity)
        for one in page.overlaps
    ]


def test_overlaps_of_cases(cases: GraphStore) -> None:
    """The same number and the same person, in cases and compartments one may see."""
    phone = identifier_id("PhoneNumber", "+38164123456")
    person = ("c:mm", ["other:mm"], True)
    assert seen(cases, "c") == []
    assert seen(cases, "c", "other") == [
        person,
        (f"c:{phone}", [f"other:{phone}"], False),
    ]
    assert seen(cases, "c", "third") == [("c:mm", ["third:mm"], True)]
    everything = seen(cases, "c", "other", "third", compartments=SECRET)
    assert everything == [
        ("c:mm", ["other:mm", "third:mm"], True),
        (f"c:{phone}", [f"other:{phone}", f"third:{phone}"], False),
    ]
    with viewed(cases, Scope("u", dict.fromkeys(("c", "other"), frozenset()))) as view:
        page = view.overlaps("c", ["other", "third"], limit=1)
        assert page.truncated is False and len(page.overlaps) == 1


def test_a_search_that_takes_too_long_says_so(
    ring: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between groups what was met is told; where nothing can be told it is refused."""
    monkeypatch.setattr(view_module, "TIMEOUT_S", -1.0)
    with viewed(ring, ON_CASE) as view:
        assert view.between(["c:a"], ["c:c"]).unfinished
        with pytest.raises(LimitExceeded):
            view.common(["c:a", "c:b"])
        with pytest.raises(LimitExceeded):
            view.shortest_paths("c:a", "c:c")
