"""What a compartment hides is nowhere: not found, not counted, not hinted at."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.workspace import Workspace
from graph.model import Verdict
from tests.backend.conftest import SECRET

Query = Callable[..., dict[str, Any]]

SECRETS = ("cvetko", "Cvet", "Zmija", "tajno", "Tajno", "dojava", "Cvetka", "sources")


def test_the_hidden_is_there_for_who_may_see_it(ask: Query) -> None:
    """The other tests would prove nothing otherwise."""
    text = '{ search(text: "cvetko") { totalCount } entity(id: "konac:cvetko") { id } }'
    answer = ask(text, "boris")["data"]
    assert answer["search"]["totalCount"] == 1 and answer["entity"]


@pytest.mark.parametrize(
    "text",
    [
        '{ search(text: "cvetko") { totalCount edges { node { id } } } }',
        '{ search(text: "zmija") { totalCount edges { node { id } } } }',
        '{ search(text: "tajno") { totalCount edges { node { id } } } }',
        '{ search(text: "c") { totalCount edges { node { id caption } } } }',
        """{ entity(id: "konac:ana") { caption countries degree { name count }
             properties { name values { value caption statements { id } } }
             statements { totalCount edges { node { value compartment
               source { snippet document { name } } } } }
             relationships { totalCount edges { node { id schema
               source { id } target { id } statements { value } } } } } }""",
        '{ expand(ids: ["konac:ana"], hops: 3) { compact nodes { id } edges { id } } }',
        """{ case(id: "konac") { entities relationships documents statements
             network { compact } } }""",
        """{ centrality(case: "konac", metric: DEGREE) { nodes edges scores {
             score entity { id caption } } } }""",
        """{ centrality(case: "konac", metric: BETWEENNESS) { nodes scores {
             entity { id } } } }""",
        """{ crossBorder(case: "konac") { matrix { from to count personCount
             persons { id } kinds { name } edges { id } } edges { id } areas { code }
             } }""",
        """{ networkOverTime(case: "konac", undated: true) { windows { events nodes
             edges scores { entity { id caption } } } central { entity { id } } } }""",
        """{ activity(case: "konac") { total bars { count kinds { name } } } }""",
        '{ active(case: "konac") }',
        """{ pathsInOrder(case: "konac", from: "konac:ana", to: "konac:firma") {
             steps { entity { id caption } edge { id } } } }""",
        """{ stays(case: "konac") { total found { who { id } name } }
             together(case: "konac") { one { id } other { id } } }""",
        """{ reviewQueue(case: "konac") { totalCount edges { node { id explanation
             shared { id } evidence { text } comparisons { property left { value }
             right { value } } } } } reviewProgress(case: "konac") { waiting } }""",
        """{ candidate(left: "konac:ana", right: "konac:bojan") { id
             shared { id caption }
             comparisons { property left { value } right { value } } } }""",
        """{ commonNeighbors(ids: ["konac:ana", "konac:bojan"]) { total found {
             entity { id caption } near { caption } } } }""",
        """{ between(left: ["konac:ana"], right: ["konac:firma"]) { pairs joined
             connectors { entity { id caption } pairs ways } } }""",
        """{ shortestPaths(from: "konac:ana", to: "konac:firma") { found {
             nodes { id caption } } } overlaps(case: "konac") { found {
             entity { id } elsewhere { id caption } } } }""",
        """{ timeline(case: "konac") { totalCount edges { node { id caption
             entities { id } } } } }""",
    ],
)
def test_nothing_hidden_is_in_an_answer(ask: Query, text: str) -> None:
    """The answer is that of a case in which the compartment was never recorded."""
    answer = ask(text, "ana")
    assert "errors" not in answer
    told = str(answer["data"])
    assert not [secret for secret in SECRETS if secret in told]
    assert ask(text, "boris") != answer or "search" not in text


def test_hidden_country_does_not_colour_a_visible_entity(ask: Query) -> None:
    """Ana's second country is known in the compartment only."""
    text = '{ entity(id: "konac:ana") { countries } }'
    assert ask(text, "ana")["data"]["entity"]["countries"] == ["rs"]
    assert ask(text, "boris")["data"]["entity"]["countries"] == ["al", "rs"]


def test_the_hidden_and_the_absent_are_one_answer(ask: Query) -> None:
    """Word for word, so that no error tells what exists."""
    text = """query($id: ID!, $doc: ID!) {
      node(id: $id) { id } entity(id: $id) { id } document(id: $doc) { id } }"""
    hidden = ask(text, "ana", id="konac:cvetko", doc="e" * 64)
    absent = ask(text, "ana", id="konac:nobody", doc="f" * 64)
    assert hidden == absent
    for query in (
        'query($id: ID!) { paths(from: $id, to: "konac:ana") { length } }',
        "query($id: ID!) { expand(ids: [$id]) { truncated } }",
    ):
        hidden = ask(query, "ana", id="konac:cvetko")
        absent = ask(query, "ana", id="konac:nobody")
        assert hidden == absent
        assert hidden["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_a_hidden_statement_cannot_be_had_by_its_id(ask: Query) -> None:
    """Neither read nor withdrawn by who does not see its compartment."""
    text = """{ entity(id: "konac:cvetko") {
      statements(first: 1) { edges { node { id } } } } }"""
    edges = ask(text, "boris")["data"]["entity"]["statements"]["edges"]
    number = edges[0]["node"]["id"]
    look = "query($id: ID!) { node(id: $id) { id } }"
    assert ask(look, "boris", id=number)["data"]["node"]
    assert ask(look, "ana", id=number) == ask(look, "ana", id="0" * 64)
    take = 'mutation($id: ID!) { withdraw(statements: [$id], reason: "x") { event } }'
    assert ask(take, "ana", id=number) == ask(take, "ana", id="0" * 64)
    assert "errors" not in ask(take, "boris", id=number)


def test_an_event_that_says_hidden_things_cannot_be_undone(ask: Query) -> None:
    """Its number is easily guessed; it is not there for who does not see it all."""
    add = """mutation { addStatements(case: "konac", statements: [{entity: "cvetko",
      schema: "Person", property: "alias", value: "C", compartment: "sources"}])
      { event } }"""
    undo = "mutation($id: ID!) { undo(event: $id) { event } }"
    event = ask(add, "boris")["data"]["addStatements"]["event"]
    assert ask(undo, "ana", id=event) == ask(undo, "ana", id="e-99999")
    done = ask(undo, "boris", id=event)["data"]["undo"]["event"]
    assert ask(undo, "ana", id=done) == ask(undo, "ana", id="e-99999")


def test_a_judgement_on_hidden_entities_stays_in_their_compartment(ask: Query) -> None:
    """Who does not see the one does not see the two joined, nor a new id."""
    judge = """mutation { judge(left: "konac:bojan", right: "konac:cvetko",
      verdict: POSITIVE) { event } }"""
    event = ask(judge, "boris")["data"]["judge"]["event"]
    text = '{ entity(id: "konac:bojan") { id mergedFrom caption } }'
    assert len(ask(text, "boris")["data"]["entity"]["mergedFrom"]) == 2
    assert ask(text, "ana")["data"]["entity"] == {
        "id": "konac:bojan",
        "mergedFrom": [],
        "caption": "Bojan Bojić",
    }
    undo = "mutation($id: ID!) { undo(event: $id) { event } }"
    assert ask(undo, "ana", id=event) == ask(undo, "ana", id="e-99999")


def test_the_withdrawal_of_a_hidden_judgement_cannot_be_undone(
    ask: Query, case: Workspace
) -> None:
    """Nor the withdrawal of that withdrawal; whoever sees the judgement may."""
    with case.ledger.commit(kind="judge", case="konac", actor="boris") as tx:
        name = tx.judge(
            "konac:bojan", "konac:cvetko", Verdict.POSITIVE, compartment=SECRET
        )
    undo = "mutation($id: ID!) { undo(event: $id) { event } }"
    for _ in range(2):
        with case.ledger.commit(kind="withdraw", case="konac", actor="boris") as tx:
            (name,) = tx.withdraw([name], "wrong")
        event = tx.event.id
        assert ask(undo, "ana", id=event) == ask(undo, "ana", id="e-99999")
    assert ask(undo, "boris", id=event)["data"]["undo"]["event"]


def test_who_is_on_no_case_sees_none(ask: Query) -> None:
    """Whole cases hide as compartments do."""
    text = """{ cases { totalCount } case(id: "konac") { id }
      search(text: "ana") { totalCount } }"""
    assert ask(text, "gost")["data"] == {
        "cases": {"totalCount": 0},
        "case": None,
        "search": {"totalCount": 0},
    }
    for query in (
        "query($c: ID!) { centrality(case: $c, metric: DEGREE) { nodes } }",
        "query($c: ID!) { crossBorder(case: $c) { matrix { count } } }",
        "query($c: ID!) { timeline(case: $c) { totalCount } }",
        "mutation($c: ID!) { startResolve(case: $c) { id } }",
    ):
        assert ask(query, "gost", c="konac") == ask(query, "gost", c="none")
