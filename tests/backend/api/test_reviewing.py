"""The review of likely duplicates: what waits, in which order, and what settles it."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.workspace import Workspace
from graph.model import Verdict
from tests.backend.conftest import CASE, SECRET, entity

Query = Callable[..., dict[str, Any]]

QUEUE = """query($first: Int, $after: String) {
  reviewQueue(case: "konac", first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { leftId rightId score verdict explanation
      left { id caption } right { id caption }
      shared { id caption } evidence { weight text }
      comparisons { property agreement
        left { value statements { id source { snippet } } } right { value } } } } }
  reviewProgress(case: "konac") { waiting judged automatic contradictions } }"""
JUDGE = """mutation($left: ID!, $right: ID!, $verdict: Verdict!) {
  judge(left: $left, right: $right, verdict: $verdict, reason: "vidi se") { event } }"""
UNDO = "mutation($event: ID!) { undo(event: $event) { event } }"
WHY = """query($id: ID!) { entity(id: $id) { mergedFrom judgements {
  id left right verdict author automatic score explanation event at } } }"""


def resolver_says(
    workspace: Workspace, *said: tuple[str, str, Verdict, float], part: str = "case"
) -> None:
    """Record the resolver's words on pairs of the case."""
    with workspace.ledger.commit(kind="resolve", case=CASE, actor="test") as tx:
        for left, right, verdict, score in said:
            tx.judge(
                f"{CASE}:{left}",
                f"{CASE}:{right}",
                verdict,
                score=score,
                explanation="names that sound the same",
                compartment=part,
            )


@pytest.fixture
def crowded(case: Workspace, take: Callable[..., Any]) -> Workspace:
    """The case with four more persons, and three pairs that wait."""
    people = [
        entity("ana2", "Person", name="Ана Анић", phone="+381641234567"),
        entity("ana3", "Person", name="Anja Anić", birthDate="1980-01-02"),
        entity("boja", "Person", name="Boja Bojić"),
        entity("boj", "Person", name="Bojan Bojic", country="me"),
        entity("fam2", "Family", person="ana2", relative="bojan"),
    ]
    take("more.ftm.json", people)
    unsure = Verdict.UNSURE
    resolver_says(
        case,
        ("ana", "ana3", unsure, 0.5),
        ("ana", "ana2", unsure, 0.8),
        ("bojan", "boja", unsure, 0.6),
    )
    return case


@pytest.fixture
def case(workspace: Workspace, case_folder: Any, settings: Any) -> Any:
    """The workspace that `take` writes to, with the case in it."""
    import shutil

    home = settings.store_url.partition(":")[2]
    workspace.close()
    shutil.rmtree(home)
    shutil.copytree(case_folder, home)
    opened = Workspace.open(settings)
    yield opened
    opened.close()


def queue(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the pairs of an answer in order, by local ids."""
    edges = answer["data"]["reviewQueue"]["edges"]
    nodes = [edge["node"] for edge in edges]
    return [
        (n["leftId"].partition(":")[2], n["rightId"].partition(":")[2]) for n in nodes
    ]


def progress(answer: dict[str, Any]) -> dict[str, int]:
    """Return the progress of an answer."""
    return dict(answer["data"]["reviewProgress"])


def test_the_likeliest_pair_comes_first(crowded: Workspace, ask: Query) -> None:
    """By score, then by ids; the count is of all, pages follow one another."""
    answer = ask(QUEUE, "ana")
    assert queue(answer) == [("ana", "ana2"), ("boja", "bojan"), ("ana", "ana3")]
    assert progress(answer) == {
        "waiting": 3,
        "judged": 0,
        "automatic": 0,
        "contradictions": 0,
    }
    page = ask(QUEUE, "ana", first=1)
    assert queue(page) == [("ana", "ana2")]
    after = page["data"]["reviewQueue"]["pageInfo"]["endCursor"]
    assert queue(ask(QUEUE, "ana", first=2, after=after)) == queue(answer)[1:]


def test_both_records_lie_side_by_side(crowded: Workspace, ask: Query) -> None:
    """With what they agree in, the reasons, whom both are linked to, and evidence."""
    first = ask(QUEUE, "ana")["data"]["reviewQueue"]["edges"][0]["node"]
    agreed = {c["property"]: c["agreement"] for c in first["comparisons"]}
    assert agreed["name"] == "SAME" and agreed["phone"] == "SAME"
    assert agreed["country"] == "ONE_SIDED"
    assert {one["id"] for one in first["shared"]} >= {"konac:bojan"}
    assert first["evidence"] and all(e["text"] for e in first["evidence"])
    names = next(c for c in first["comparisons"] if c["property"] == "name")
    said = [s for value in names["left"] for s in value["statements"]]
    assert any(s["source"]["snippet"] for s in said)


@pytest.mark.parametrize("verdict", ["POSITIVE", "NEGATIVE", "UNSURE"])
def test_a_persons_word_settles_a_pair_and_undo_brings_it_back(
    crowded: Workspace, ask: Query, verdict: str
) -> None:
    """Unsure too: whoever looked need not be asked again."""
    before = ask(QUEUE, "ana")
    pair = {"left": "konac:ana", "right": "konac:ana2"}
    said = ask(JUDGE, "ana", verdict=verdict, **pair)
    after = ask(QUEUE, "ana")
    assert queue(after) == queue(before)[1:]
    assert progress(after)["judged"] == 1
    ask(UNDO, "ana", event=said["data"]["judge"]["event"])
    assert ask(QUEUE, "ana") == before


def test_clusters_settle_pairs_of_their_members(crowded: Workspace, ask: Query) -> None:
    """Joined through others, or known to differ through others: nobody is asked."""
    same, unsure = Verdict.POSITIVE, Verdict.UNSURE
    resolver_says(crowded, ("boja", "boj", same, 0.95), ("boj", "bojan", unsure, 0.7))
    assert queue(ask(QUEUE, "ana")) == [
        ("ana", "ana2"),
        ("boj", "bojan"),
        ("ana", "ana3"),
    ]
    ask(JUDGE, "ana", left="konac:boja", right="konac:bojan", verdict="NEGATIVE")
    assert queue(ask(QUEUE, "ana")) == [("ana", "ana2"), ("ana", "ana3")]
    assert progress(ask(QUEUE, "ana"))["automatic"] == 1


def test_why_an_entity_is_one(crowded: Workspace, ask: Query) -> None:
    """Who said it, when, with which score; nothing where nothing was merged."""
    assert ask(WHY, "ana", id="konac:ana")["data"]["entity"]["judgements"] == []
    resolver_says(crowded, ("boj", "bojan", Verdict.POSITIVE, 0.97))
    ask(JUDGE, "ana", left="konac:ana2", right="konac:ana3", verdict="POSITIVE")
    (word,) = ask(WHY, "ana", id="konac:ana3")["data"]["entity"]["judgements"]
    assert (word["author"], word["automatic"], word["score"]) == ("ana", False, None)
    assert word["explanation"] == "vidi se" and word["event"].startswith("e-")
    assert {word["left"], word["right"]} == {"konac:ana2", "konac:ana3"}
    (made,) = ask(WHY, "ana", id="konac:boj")["data"]["entity"]["judgements"]
    assert made["automatic"] and made["score"] == 0.97


def test_any_two_entities_can_be_compared(crowded: Workspace, ask: Query) -> None:
    """Without a judgement too; what is not there is not found."""
    text = """query($right: ID!) { candidate(left: "konac:ana", right: $right) {
      verdict score comparisons { property agreement } } }"""
    answer = ask(text, "ana", right="konac:boja")["data"]["candidate"]
    assert answer["verdict"] is None and answer["comparisons"]
    missing = ask(text, "ana", right="konac:cvetko")
    assert missing["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_a_pair_of_a_compartment_waits_for_those_who_see_it(
    crowded: Workspace, ask: Query
) -> None:
    """Not counted, not listed for others; the progress is each asker's own."""
    resolver_says(crowded, ("ana", "cvetko", Verdict.UNSURE, 0.9), part=SECRET)
    assert queue(ask(QUEUE, "boris"))[0] == ("ana", "cvetko")
    seen = ask(QUEUE, "ana")
    assert len(queue(seen)) == seen["data"]["reviewQueue"]["totalCount"] == 3
    assert progress(seen)["waiting"] == 3


def test_a_pair_that_lost_one_side_is_not_counted(
    crowded: Workspace, ask: Query
) -> None:
    """All that was said of it is withdrawn; undo brings pair and count back."""
    text = """mutation($said: [ID!]!) { withdraw(statements: $said, reason: "greška") {
      event } }"""
    before = ask(QUEUE, "ana")
    gone = [one for some in statements_of(ask, "konac:boja").values() for one in some]
    event = ask(text, "ana", said=gone)["data"]["withdraw"]["event"]
    after = ask(QUEUE, "ana")
    assert queue(after) == [("ana", "ana2"), ("ana", "ana3")]
    assert progress(after)["waiting"] == 2
    ask(UNDO, "ana", event=event)
    assert ask(QUEUE, "ana") == before


def test_contradictions_are_counted(crowded: Workspace, ask: Query) -> None:
    """A pair said to be one that other words keep apart."""
    same = Verdict.POSITIVE
    resolver_says(crowded, ("boja", "boj", same, 0.98), ("boj", "bojan", same, 0.97))
    assert progress(ask(QUEUE, "ana"))["contradictions"] == 0
    ask(JUDGE, "ana", left="konac:boja", right="konac:bojan", verdict="NEGATIVE")
    assert progress(ask(QUEUE, "ana"))["contradictions"] == 1


def test_who_is_on_no_case_sees_no_queue(crowded: Workspace, ask: Query) -> None:
    """Not found, as a case that does not exist."""
    answer = ask(QUEUE, "gost")
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_an_unsure_word_settles_what_waited_between_both(
    crowded: Workspace, ask: Query
) -> None:
    """Their other pairs too, until the resolver says something new of them."""
    resolver_says(crowded, ("boja", "boj", Verdict.POSITIVE, 0.95))
    resolver_says(crowded, ("boj", "bojan", Verdict.UNSURE, 0.7))
    ask(JUDGE, "ana", left="konac:boj", right="konac:bojan", verdict="UNSURE")
    assert queue(ask(QUEUE, "ana")) == [("ana", "ana2"), ("ana", "ana3")]
    resolver_says(crowded, ("boja", "bojan", Verdict.UNSURE, 0.9))
    assert queue(ask(QUEUE, "ana"))[0] == ("boja", "bojan")


def test_whoever_comes_second_is_told(crowded: Workspace, ask: Query) -> None:
    """Nothing is recorded where a person judged the pair in between, unless wanted."""
    text = JUDGE.replace('reason: "vidi se"', "unjudged: true")
    pair = {"left": "konac:ana2", "right": "konac:ana"}
    first = ask(text, "ana", verdict="UNSURE", **pair)
    assert first["data"]["judge"]["event"]
    second = ask(text, "boris", verdict="NEGATIVE", **pair)
    assert second["errors"][0]["extensions"]["code"] == "CONFLICT"
    look = """query { candidate(left: "konac:ana", right: "konac:ana2") {
      judgements { author automatic verdict } } }"""
    said = ask(look, "boris")["data"]["candidate"]["judgements"]
    assert [one["automatic"] for one in said] == [True, False]
    assert (said[1]["author"], said[1]["verdict"]) == ("ana", "UNSURE")
    assert ask(JUDGE, "boris", verdict="NEGATIVE", **pair)["data"]["judge"]["event"]


SEPARATE = """mutation($member: ID!) { separate(member: $member, reason: "drugi je") {
  event entities { id mergedFrom } } }"""


def test_a_member_is_taken_out_whatever_joins_it(
    crowded: Workspace, ask: Query
) -> None:
    """Out of a chain too; the others stay one, and undo makes all one again."""
    same = Verdict.POSITIVE
    resolver_says(crowded, ("boja", "boj", same, 0.91), ("boj", "bojan", same, 0.99))
    members = "query { entity(id: %s) { id mergedFrom } }"
    before = ask(members % '"konac:boja"', "ana")
    assert len(before["data"]["entity"]["mergedFrom"]) == 3
    said = ask(SEPARATE, "ana", member="konac:boja")["data"]["separate"]
    assert ask(members % '"konac:boja"', "ana")["data"]["entity"]["mergedFrom"] == []
    left = ask(members % '"konac:bojan"', "ana")["data"]["entity"]["mergedFrom"]
    assert left == ["konac:boj", "konac:bojan"]
    ask(UNDO, "ana", event=said["event"])
    assert ask(members % '"konac:boja"', "ana") == before


def test_what_is_not_merged_cannot_be_taken_out(crowded: Workspace, ask: Query) -> None:
    """And what is not there, or hidden, is not found."""
    answer = ask(SEPARATE, "ana", member="konac:bojan")
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    hidden = ask(SEPARATE, "ana", member="konac:cvetko")
    assert hidden["errors"][0]["extensions"]["code"] == "NOT_FOUND"


SPLIT = """mutation($entity: ID!, $statements: [ID!]!) {
  split(entity: $entity, statements: $statements, reason: "dvoje su") {
    event entities { id caption mergedFrom properties { name values { value } } } } }"""
SAID = """query($id: ID!) { entity(id: $id) { statements(first: 50) { edges { node {
  id property } } } } }"""


def statements_of(
    ask: Query, entity_id: str, user: str = "ana"
) -> dict[str, list[str]]:
    """Return the ids of an entity's statements by property."""
    found: dict[str, list[str]] = {}
    for edge in ask(SAID, user, id=entity_id)["data"]["entity"]["statements"]["edges"]:
        found.setdefault(edge["node"]["property"], []).append(edge["node"]["id"])
    return found


def test_statements_are_given_to_a_new_entity(crowded: Workspace, ask: Query) -> None:
    """What stays and what goes are two from then on; undo brings all back."""
    before = statements_of(ask, "konac:ana")
    made = ask(SPLIT, "ana", entity="konac:ana", statements=before["phone"])
    both = {one["id"]: one for one in made["data"]["split"]["entities"]}
    assert len(both) == 2 and "konac:ana" in both
    (fresh,) = both.keys() - {"konac:ana"}
    held = {one["name"] for one in both[fresh]["properties"]}
    assert held == {"phone"}
    assert "phone" not in statements_of(ask, "konac:ana")
    ask(UNDO, "ana", event=made["data"]["split"]["event"])
    assert statements_of(ask, "konac:ana") == before
    assert ask("query($id: ID!) { entity(id: $id) { id } }", "ana", id=fresh)[
        "data"
    ] == {"entity": None}


def test_what_is_hidden_cannot_be_split_off(crowded: Workspace, ask: Query) -> None:
    """A statement of a compartment is not found by who is not in it."""
    hidden = statements_of(ask, "konac:ana", "boris")["alias"]
    answer = ask(SPLIT, "ana", entity="konac:ana", statements=hidden)
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
