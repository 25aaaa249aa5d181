"""Space in GraphQL: borders by view with evidence, stays, pairs, routes."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.http.graphql import Question, execute
from backend.ingest import IngestReport
from backend.workspace import Workspace
from tests.backend.cli.test_placing import SAID
from tests.backend.conftest import CASE, entity

BORDERS = """query($view: String! = "apart", $from: String, $on: Date) {
  crossBorder(case: "konac", view: $view, on: $on) {
    view { id version title jurisdiction source } on notes truncated
    areas { code name members } edges { id }
    matrix(from: $from) { from to count events personCount persons { id }
      kinds { name count } money { currency amount payments }
      edges(first: 20) { id statements { property value } } } } }"""
PLACES = """query($entity: ID, $minutes: Float! = 30) {
  stays(case: "konac", entity: $entity) { total vague
    found { who { id } place { id } name from to exact count kinds
      evidence { kind way statements { property value } } } }
  together(case: "konac", entity: $entity, minutes: $minutes) {
    one { id } other { id } days weight count
    occasions { kind name from apartMinutes evidence { statements { id } } } } }"""
ROUTE = """query($entity: ID!) { route(case: "konac", entity: $entity) {
  name unrecorded place { id } companions { id }
  position { way from statements { value } } } }"""
HIDDEN = [
    entity("bar", "Address", full="Bar", latitude="42.1", longitude="19.1"),
    entity("s1", "Sighting", subject="ana", place="bar", date="2026-03-05T10:00:00"),
]

Asked = Callable[..., dict[str, Any]]


@pytest.fixture
def asked(workspace: Workspace, take: Callable[..., IngestReport]) -> Asked:
    """Return a function that asks as one who does not see the compartment, or does."""
    assert not take("said.ftm.json", SAID).rejected
    assert not take("hidden.ftm.json", HIDDEN, compartment="sources").rejected
    for name in ("ana", "boris"):
        workspace.accounts.add(name, None, ["investigator"])
        workspace.accounts.grant(name, CASE)
    workspace.accounts.grant("boris", CASE, "sources")

    def run(text: str, who: str = "ana", **variables: Any) -> dict[str, Any]:
        principal = workspace.accounts.principal(who)
        return dict(execute(workspace, principal, Question(text, variables, None)))

    return run


def test_a_pair_of_countries_opens_to_its_evidence(asked: Asked) -> None:
    """Persons, kinds, relationships and statements; Kosovo* with its note."""
    told = asked(BORDERS)["data"]["crossBorder"]
    (pair,) = told["matrix"]
    assert (pair["from"], pair["to"], pair["count"]) == ("rs", "xk", 1)
    assert [p["id"] for p in pair["persons"]] == ["konac:ana", "konac:bujar"]
    assert pair["edges"][0]["statements"] and told["edges"] == [{"id": "konac:v1"}]
    names = {area["code"]: area["name"] for area in told["areas"]}
    assert names == {"rs": "Serbia", "xk": "Kosovo*"} and "1244" in told["notes"][0]
    assert asked(BORDERS, **{"from": "me"})["data"]["crossBorder"]["matrix"] == []
    one = asked(BORDERS, view="unscr-1244")["data"]["crossBorder"]
    assert one["matrix"] == [] and one["view"]["jurisdiction"] == "rs"
    none = asked(BORDERS, view="atlantis")
    assert none["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    views = asked("{ borderViews { id title } }")["data"]["borderViews"]
    assert [view["id"] for view in views] == ["apart", "schengen", "unscr-1244"]


def test_stays_pairs_and_routes(asked: Asked) -> None:
    """With what says so; what is hidden is nowhere."""
    told = asked(PLACES, entity="konac:ana")["data"]
    assert told["stays"]["total"] == 2
    said = told["stays"]["found"][0]["evidence"][0]["statements"]
    assert {one["property"] for one in said} == {"startDate", "involved"}
    (pair,) = told["together"]
    assert pair["other"]["id"] == "konac:auto" and pair["days"] == 2
    assert pair["occasions"][0]["kind"] == "RECORD"
    assert pair["occasions"][0]["evidence"][0]["statements"]
    assert asked(PLACES, "boris")["data"]["stays"]["total"] == 5
    assert asked(PLACES, "ana")["data"]["stays"]["total"] == 4
    legs = asked(ROUTE, entity="konac:auto")["data"]["route"]
    assert [leg["unrecorded"] for leg in legs] == [False, True]
    assert legs[0]["companions"] == [{"id": "konac:ana"}]
    wrong = asked(PLACES, minutes=-1)
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def test_places_with_coordinates(asked: Asked) -> None:
    """Who was there, for who may see it; how much was recorded elsewhere."""
    text = """{ places(case: "konac") { total elsewhere found { place { id } name
      latitude longitude positions seenCount seen { id } } } }"""
    found = asked(text, "boris")["data"]["places"]
    assert (found["total"], found["elsewhere"]) == (1, 4)
    assert found["found"] == [
        {
            "place": {"id": "konac:bar"},
            "name": "Bar",
            "latitude": 42.1,
            "longitude": 19.1,
            "positions": 1,
            "seenCount": 1,
            "seen": [{"id": "konac:ana"}],
        }
    ]
    less = asked(text, "ana")["data"]["places"]
    assert less == {"total": 0, "elsewhere": 4, "found": []}
