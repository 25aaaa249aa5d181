"""Changes: each one commit, each taken back by undo."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.workspace import Workspace

Query = Callable[..., dict[str, Any]]

ADD = """mutation($case: ID!, $statements: [StatementInput!]!) {
  addStatements(case: $case, statements: $statements) {
    event statements { id property value compartment evaluation handling kind
      recordedBy source { snippet } }
    entities { id caption } } }"""
WITHDRAW = """mutation($ids: [ID!]!) {
  withdraw(statements: $ids, reason: "pogrešno") {
    event statements { id withdrawn } entities { id } } }"""
JUDGE = """mutation($left: ID!, $right: ID!, $verdict: Verdict!) {
  judge(left: $left, right: $right, verdict: $verdict) { event entities { id } } }"""
UNDO = """mutation($event: ID!) {
  undo(event: $event) { event statements { id withdrawn } entities { id } } }"""
ANA = '{ entity(id: "konac:ana") { caption mergedFrom properties { name } } }'


def code(answer: dict[str, Any]) -> str:
    """Return the code of the first error."""
    return str(answer["errors"][0]["extensions"]["code"])


def statement(**given: Any) -> dict[str, Any]:
    """Return a statement on Ana, changed as asked."""
    plain = {"entity": "konac:ana", "schema": "Person", "property": "alias"}
    return {**plain, "value": "Anka", **given}


def names(answer: dict[str, Any]) -> set[str]:
    """Return the names of an entity's properties."""
    return {p["name"] for p in answer["data"]["entity"]["properties"]}


def test_statements_are_added_and_undone(ask: Query) -> None:
    """What was said is seen at once, and gone after undo, and back after undoing it."""
    given = statement(
        property="position", value="vozač", evaluation="B2", handling=["H1"]
    )
    change = ask(ADD, "ana", case="konac", statements=[given])["data"]["addStatements"]
    assert change["entities"] == [{"id": "konac:ana", "caption": "Ana Anić"}]
    (made,) = change["statements"]
    assert (made["evaluation"], made["handling"]) == ("B2", ["H1"])
    assert (made["recordedBy"], made["kind"]) == ("ana", "FACT")
    assert "position" in names(ask(ANA))
    undone = ask(UNDO, "ana", event=change["event"])["data"]["undo"]
    assert "position" not in names(ask(ANA))
    ask(UNDO, "ana", event=undone["event"])
    assert "position" in names(ask(ANA))


def test_saying_it_again_adds_nothing(ask: Query) -> None:
    """The same statement with the same conditions is one."""
    text = '{ case(id: "konac") { statements } }'
    ask(ADD, case="konac", statements=[statement()])
    before = ask(text)
    ask(ADD, case="konac", statements=[statement()])
    assert ask(text) == before


def test_a_new_entity_with_its_link_appears(ask: Query) -> None:
    """Entities begin with their first statement; links name local or scoped ids."""
    person = statement(entity="dejan", property="name", value="Dejan Dejić")
    link = statement(entity="l2", schema="Family", property="person", value="ana")
    other = statement(
        entity="l2", schema="Family", property="relative", value="konac:dejan"
    )
    answer = ask(ADD, case="konac", statements=[person, link, other])
    assert "errors" not in answer
    paths = ask('{ paths(from: "konac:dejan", to: "konac:ana") { length } }')
    assert paths["data"]["paths"][0]["length"] == 1


def test_a_statement_may_rest_on_a_document(ask: Query) -> None:
    """The span is checked, and its sentence shown."""
    source = {"document": "d" * 64, "page": 1, "start": 0, "end": 3}
    change = ask(ADD, "ana", case="konac", statements=[statement(source=source)])
    (made,) = change["data"]["addStatements"]["statements"]
    assert made["source"]["snippet"] == "Ana zna Bojana."


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (statement(property="nothing"), "INVALID_INPUT"),
        (statement(schema="Nobody"), "INVALID_INPUT"),
        (statement(property="birthDate", value="jučer"), "INVALID_INPUT"),
        (statement(evaluation="Z9"), "INVALID_INPUT"),
        (statement(handling=["H7"]), "INVALID_INPUT"),
        (statement(entity="two words"), "INVALID_INPUT"),
        (statement(source={"document": "d" * 64, "page": 9}), "INVALID_INPUT"),
        (
            statement(source={"document": "d" * 64, "page": 1, "start": 0, "end": 999}),
            "INVALID_INPUT",
        ),
        (statement(source={"document": "e" * 64}), "NOT_FOUND"),
        (statement(compartment="sources"), "NOT_FOUND"),
    ],
)
def test_bad_statements_are_refused_whole(
    ask: Query, given: dict[str, Any], wanted: str
) -> None:
    """Nothing of the request is recorded, and the error says why."""
    answer = ask(ADD, "ana", case="konac", statements=[statement(value="X"), given])
    assert code(answer) == wanted
    said = ask(
        '{ entity(id: "konac:ana") { statements(property: "alias") { totalCount } } }'
    )
    assert said["data"]["entity"]["statements"]["totalCount"] == 1


def test_readers_and_strangers_change_nothing(ask: Query) -> None:
    """Who only reads is forbidden; who is not on the case finds none."""
    assert code(ask(ADD, "rada", case="konac", statements=[statement()])) == "FORBIDDEN"
    assert code(ask(ADD, "gost", case="konac", statements=[statement()])) == "NOT_FOUND"
    assert code(ask(ADD, "gost", case="none", statements=[statement()])) == "NOT_FOUND"


def test_a_withdrawn_statement_is_gone_and_comes_back(ask: Query) -> None:
    """It stays findable by its id, marked."""
    text = """{ entity(id: "konac:ana") {
      statements(property: "phone") { edges { node { id } } } } }"""
    edges = ask(text)["data"]["entity"]["statements"]["edges"]
    number = edges[0]["node"]["id"]
    change = ask(WITHDRAW, "ana", ids=[number])["data"]["withdraw"]
    assert change["statements"] == [{"id": number, "withdrawn": True}]
    assert change["entities"] == [{"id": "konac:ana"}]
    assert ask(text)["data"]["entity"]["statements"]["edges"] == []
    node = ask(
        "query($id: ID!) { node(id: $id) { ... on Statement { withdrawn } } }",
        id=number,
    )
    assert node["data"]["node"] == {"withdrawn": True}
    undone = ask(UNDO, "ana", event=change["event"])["data"]["undo"]
    assert undone["statements"] == [{"id": number, "withdrawn": False}]
    assert undone["entities"] == [{"id": "konac:ana"}]
    assert ask(text)["data"]["entity"]["statements"]["edges"] == edges
    again = ask(UNDO, "ana", event=undone["event"])["data"]["undo"]
    assert again["statements"] == [{"id": number, "withdrawn": True}]


def test_a_withdrawal_needs_a_reason(ask: Query) -> None:
    """Blanks are none; nothing is withdrawn."""
    text = """{ entity(id: "konac:ana") {
      statements(property: "phone") { edges { node { id } } } } }"""
    edges = ask(text)["data"]["entity"]["statements"]["edges"]
    blank = WITHDRAW.replace("pogrešno", "  ")
    assert code(ask(blank, "ana", ids=[edges[0]["node"]["id"]])) == "INVALID_INPUT"
    assert ask(text)["data"]["entity"]["statements"]["edges"] == edges


def test_a_judgement_joins_and_undo_parts(ask: Query) -> None:
    """Two entities are shown as one, with both ids, until it is taken back."""
    pair = {"left": "konac:ana", "right": "konac:bojan"}
    change = ask(JUDGE, "ana", verdict="POSITIVE", **pair)["data"]["judge"]
    merged = ask(ANA)["data"]["entity"]
    assert merged["mergedFrom"] == ["konac:ana", "konac:bojan"]
    text = '{ entity(id: "konac:bojan") { id statements { totalCount } } }'
    assert ask(text)["data"]["entity"]["id"] == "konac:ana"
    ask(UNDO, "ana", event=change["event"])
    assert ask(ANA)["data"]["entity"]["mergedFrom"] == []


def test_a_negative_word_outweighs_a_positive(ask: Query) -> None:
    """Whoever says no keeps them apart."""
    pair = {"left": "konac:ana", "right": "konac:bojan"}
    ask(JUDGE, verdict="POSITIVE", **pair)
    ask(JUDGE, verdict="NEGATIVE", **pair)
    assert ask(ANA)["data"]["entity"]["mergedFrom"] == []


def test_judgements_need_two_visible_entities(ask: Query) -> None:
    """One entity alone is no pair; one not seen is not there."""
    same = {"left": "konac:ana", "right": "konac:ana", "verdict": "POSITIVE"}
    assert code(ask(JUDGE, "ana", **same)) == "INVALID_INPUT"
    hidden = {"left": "konac:ana", "right": "konac:cvetko", "verdict": "POSITIVE"}
    assert code(ask(JUDGE, "ana", **hidden)) == "NOT_FOUND"


def test_an_event_is_undone_once(ask: Query) -> None:
    """The second time is a conflict; an unknown event is not there."""
    change = ask(ADD, case="konac", statements=[statement()])["data"]["addStatements"]
    ask(UNDO, event=change["event"])
    assert code(ask(UNDO, event=change["event"])) == "CONFLICT"
    assert code(ask(UNDO, event="e-999999")) == "NOT_FOUND"


def test_whoever_opens_a_case_sees_all_of_it(ask: Query) -> None:
    """The case is there for its opener and for nobody else."""
    text = 'mutation { createCase(id: "novi", title: "Novi") { id title entities } }'
    made = ask(text, "gost")["data"]["createCase"]
    assert made == {"id": "novi", "title": "Novi", "entities": 0}
    secret = statement(entity="x", property="name", value="X", compartment="tajno")
    assert "errors" not in ask(ADD, "gost", case="novi", statements=[secret])
    assert ask('{ case(id: "novi") { id } }', "ana")["data"]["case"] is None
    assert code(ask(text, "gost")) == "CONFLICT"
    bad = 'mutation { createCase(id: "a:b", title: "") { id } }'
    assert code(ask(bad, "gost")) == "INVALID_INPUT"


def test_a_job_is_its_starters_own(ask: Query, case: Workspace) -> None:
    """Others do not see it; it is cancelled by who started it."""
    text = 'mutation { startResolve(case: "konac") { id kind state done } }'
    job = ask(text, "ana")["data"]["startResolve"]
    assert (job["kind"], job["state"], job["done"]) == ("resolve", "QUEUED", 0)
    look = "query($id: ID!) { job(id: $id) { id } node(id: $id) { id } }"
    assert ask(look, "boris", id=job["id"])["data"] == {"job": None, "node": None}
    assert ask(look, "ana", id=job["id"])["data"]["job"] == {"id": job["id"]}
    cancel = "mutation($id: ID!) { cancelJob(id: $id) { state } }"
    assert code(ask(cancel, "boris", id=job["id"])) == "NOT_FOUND"
    assert ask(cancel, "ana", id=job["id"])["data"]["cancelJob"]["state"] == "CANCELLED"
    assert code(ask(cancel, "ana", id=job["id"])) == "CONFLICT"
