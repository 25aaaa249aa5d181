"""Patterns and paths within a period: every store gives the same answers."""

from datetime import UTC, datetime

import pytest

from graph.errors import InvalidInput, LimitExceeded, NotFound
from graph.store import patterns
from graph.store.base import GraphStore
from graph.store.patterns import Direction, Period, Step, Way
from tests.contract.world import STRANGER, Same, link, node, put, viewed

MARCH = Period(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC))


@pytest.fixture
def money(store: GraphStore) -> GraphStore:
    """Who pays whom: a → f → b → g, a and b kin, c paid by g in March only."""
    put(
        store,
        *(node(i, i.upper()) for i in "abc"),
        *(node(i, i.upper(), schema="Company") for i in "fg"),
        link("1", "a", "f", schema="Payment", total=900, first="2025-01-05"),
        link("2", "f", "b", schema="Payment", total=100, first="2025-03"),
        link("3", "b", "g", schema="Payment", total=5000, first="2025-03-31T23:59:59"),
        link("4", "g", "c", schema="Payment", total=700, first="2025-04-01"),
        link("5", "a", "b", schema="Family"),
        link("6", "c", "f", schema="Directorship", first="2020", last="2025-03-01"),
    )
    return store


def ways(store: GraphStore, *steps: Step, limit: int = 100) -> list[str]:
    """Return the ways that fit as their local ids in a row."""
    with viewed(store) as view:
        page = view.pattern(steps, ["c"], limit)
    return ["".join(n.id[2:] for n in path.nodes) for path in page.paths]


def test_kinds_and_directions(money: GraphStore) -> None:
    """Entities by schema or below, relationships along and against."""
    paid = Way("Payment", Direction.OUT)
    assert ways(money, Step("Person", paid), Step("Company")) == ["af", "bg"]
    assert ways(money, Step("LegalEntity", paid), Step("Person")) == ["fb", "gc"]
    assert ways(money, Step("Person", Way("Payment", Direction.IN)), Step()) == [
        "bf",
        "cg",
    ]
    assert ways(money, Step("Person", Way("Payment")), Step()) == [
        "af",
        "bf",
        "bg",
        "cg",
    ]
    assert ways(money, Step("Company")) == ["f", "g"]
    assert ways(money, Step("Person", Way("Family", Direction.OUT))) == ["ab", "ba"]


def test_times_and_sums(money: GraphStore) -> None:
    """What fell in the period at least in part; what sums up to enough."""
    assert ways(money, Step(None, Way("Payment", Direction.OUT, MARCH))) == ["bg", "fb"]
    assert ways(money, Step("Person", Way("Directorship", period=MARCH))) == ["cf"]
    assert ways(money, Step("Person", Way("Family", period=MARCH))) == []
    rich = Way("Payment", Direction.OUT, least=900)
    assert ways(money, Step(None, rich)) == ["af", "bg"]


def test_hops_and_order(money: GraphStore) -> None:
    """Simple ways, the shortest first, then by ids; a limit says that it cut."""
    paid = Way("Payment", Direction.OUT, max_hops=4)
    assert ways(money, Step("Person", paid), Step("Person")) == ["afb", "bgc", "afbgc"]
    with viewed(money) as view:
        page = view.pattern([Step("Person", paid), Step("Person")], ["c"], 1)
        assert page.truncated
        assert [n.id for n in page.paths[0].nodes] == ["c:a", "c:f", "c:b"]
        assert [li.id for li in page.paths[0].links] == ["c:1", "c:2"]


def test_where_a_way_may_stand(money: GraphStore) -> None:
    """With the entity that it leads from, or with the one that it leads to."""
    paid = Way("Payment", Direction.OUT)
    there = ways(money, Step("Person"), Step("Company", paid), Step("Person", paid))
    here = ways(money, Step("Person", paid), Step("Company", paid), Step("Person"))
    assert there == here == ["afb", "bgc"]


def test_identity_and_scope(money: GraphStore) -> None:
    """Who is one is gone through as one; other cases are not there."""
    paid = Step("Company", Way("Payment", Direction.OUT))
    with viewed(money, same=Same(["c:a", "c:c"])) as view:
        page = view.pattern([paid, Step("Person")], ["c"])
        found = [[n.id for n in path.nodes] for path in page.paths]
        assert found == [["c:f", "c:b"], ["c:g", "c:a"]]
    with viewed(money, STRANGER) as view, pytest.raises(NotFound):
        view.pattern([Step()], ["c"])


def test_what_cannot_be_asked(
    money: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No steps, too many, too far; and what would begin too many ways."""
    for steps in ([], [Step()] * 9, [Step(None, Way(max_hops=7))]):
        with pytest.raises(InvalidInput):
            ways(money, *steps)
    monkeypatch.setattr(patterns, "MAX_PARTS", 3)
    with pytest.raises(LimitExceeded):
        ways(money, Step(None, Way(max_hops=3)))


def test_paths_within_a_period(money: GraphStore) -> None:
    """Only over links of that time; without dates only where none is asked."""
    with viewed(money) as view:
        assert [li.id for li in view.paths("c:a", "c:b", k=1)[0].links] == ["c:5"]
        assert view.paths("c:a", "c:b", period=MARCH) == []
        (path,) = view.paths("c:c", "c:g", period=MARCH)
        assert [li.id for li in path.links] == ["c:6", "c:2", "c:3"]
        whole = Period(datetime(2025, 1, 1, tzinfo=UTC), None)
        first = view.paths("c:a", "c:b", period=whole)[0]
        assert [li.id for li in first.links] == ["c:1", "c:2"]
