"""Choosing a network out of a case: layers, a time, persons alone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.ingest import IngestReport
from backend.networks import Choice, choose
from backend.workspace import Workspace
from graph.errors import InvalidInput
from graph.model import Scope, Subgraph
from graph.store.patterns import Period
from tests.backend.conftest import entity

Query = Callable[..., dict[str, Any]]
EVERYTHING = Scope("tests", everything=True)


def pairs(graph: Subgraph) -> set[tuple[str, str, float]]:
    """Return the edges by local ids, with weights."""
    ids = [name.partition(":")[2] for name in graph.ids]
    rows = zip(
        graph.source.tolist(), graph.target.tolist(), graph.weight.tolist(), strict=True
    )
    return {(*sorted((ids[a], ids[b])), weight) for a, b, weight in rows}


def test_the_whole_is_what_the_view_gives(case: Workspace) -> None:
    """Nothing chosen: the same nodes and edges."""
    with case.view(EVERYTHING) as view:
        chosen, plain = choose(view, "konac", Choice()), view.subgraph("konac")
    assert chosen.subgraph.ids == plain.ids
    assert sorted(pairs(chosen.subgraph)) == sorted(pairs(plain))


def test_unknown_names_are_refused(case: Workspace) -> None:
    """A layer or a schema that nobody has."""
    with case.view(EVERYTHING) as view:
        for wrong in (Choice(layers=["Fame"]), Choice(persons="Hero")):
            with pytest.raises(InvalidInput, match="unknown"):
                choose(view, "konac", wrong)


def test_ties_open_to_what_they_rest_on(ask: Query) -> None:
    """In GraphQL: each tie with what lies between, and a ranking of persons."""
    answer = ask(
        """{ projection(case: "konac", persons: "LegalEntity", newman: true) {
               nodes edges truncated warnings
               ties { source { id } target { id } weight through { id schema } } }
             centrality(case: "konac", metric: DEGREE, persons: "Person") {
               scores { entity { schema } } } }"""
    )["data"]
    found = answer["projection"]
    assert found["edges"] == len(found["ties"]) > 0 and not found["truncated"]
    weights = [tie["weight"] for tie in found["ties"]]
    assert weights == sorted(weights, reverse=True)
    kinds = {s["entity"]["schema"] for s in answer["centrality"]["scores"]}
    assert kinds == {"Person"}


def test_a_period_is_that_of_each_call(
    take: Callable[..., IngestReport], workspace: Workspace
) -> None:
    """Calls before and after it are none in it; three in it weigh three."""
    days = ("01-05", "02-03", "02-04", "02-05", "03-05")
    calls = [
        entity(
            f"k{n}",
            "Call",
            callerNumber="+381641111111" if day.startswith("02") else "+381643333333",
            receiverNumber="+381642222222",
            date=f"2025-{day}T10:00:00",
        )
        for n, day in enumerate(days)
    ]
    assert not take("calls.ftm.json", calls).rejected
    period = Period(datetime(2025, 2, 1, tzinfo=UTC), datetime(2025, 2, 5, tzinfo=UTC))
    with workspace.view(EVERYTHING) as view:
        plain = choose(view, "konac", Choice(period=period))
        exact = choose(view, "konac", Choice(period=period), workspace.histories)
    assert len(plain.links) == 2
    assert [link.count for link in exact.links] == [2]


def test_what_has_no_date_stays_beside_what_is(
    take: Callable[..., IngestReport], workspace: Workspace
) -> None:
    """Whose number called stays in a period; another's number does not."""
    said = [
        entity("ana", "Person", name="Ana Anić", phone="+381641111111"),
        entity("bojan", "Person", name="Bojan Bojić", phone="+381649999999"),
        entity(
            "k1",
            "Call",
            callerNumber="+381641111111",
            receiverNumber="+381642222222",
            date="2025-02-03T10:00:00",
        ),
    ]
    assert not take("calls.ftm.json", said).rejected
    period = Period(datetime(2025, 2, 1, tzinfo=UTC), None)
    with workspace.view(EVERYTHING) as view:
        bare = choose(view, "konac", Choice(period=period), workspace.histories)
        part = Choice(period=period, undated=True)
        more = choose(view, "konac", part, workspace.histories)
    assert [link.schema for link in bare.links] == ["Call"]
    assert {link.source for link in more.links if link.schema == "phone"} == {
        "konac:ana"
    }
    assert Choice(undated=True).is_whole
