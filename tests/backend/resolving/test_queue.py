"""What waits for a person: likeliest first, and nothing that somebody may not see."""

from backend.access import Principal, Role
from backend.resolving.queue import read_queue
from graph.model import Verdict
from tests.backend.resolving.conftest import CASE, People

OUTSIDER = Principal("ana", frozenset({Role.INVESTIGATOR}), {CASE: frozenset()})


def doubt(
    people: People, left: str, right: str, score: float, part: str = "case"
) -> None:
    """Let the resolver be unsure of a pair."""
    with people.ledger.commit(kind="resolve", case=CASE, actor="u") as tx:
        tx.judge(
            f"{CASE}:{left}",
            f"{CASE}:{right}",
            Verdict.UNSURE,
            score=score,
            compartment=part,
        )


def waiting(people: People, principal: Principal | None = None) -> list[str]:
    """Return the pairs that wait, as text."""
    queue = read_queue(people.workspace, principal or people.operator, CASE, 50)
    return [one["left"] + one["right"] for one in queue.as_json()["waiting"]]


def test_the_likeliest_first_and_each_question_once(people: People) -> None:
    """Two clusters are one question; what is one, or two, is none."""
    for entity in "abcdef":
        people.say(entity, name=f"Osoba {entity}")
    doubt(people, "a", "c", 0.7)
    doubt(people, "b", "c", 0.8)
    doubt(people, "d", "e", 0.9)
    assert waiting(people) == ["de", "bc", "ac"]
    people.judge("a", "b", Verdict.POSITIVE)
    assert waiting(people) == ["de", "bc"]
    people.judge("d", "f", Verdict.POSITIVE)
    people.judge("e", "f", Verdict.NEGATIVE)
    assert waiting(people) == ["bc"]
    people.judge("a", "c", Verdict.UNSURE)
    assert waiting(people) == []


def test_contradictions_are_listed_with_what_they_violate(people: People) -> None:
    """Until the word against them falls."""
    for entity in "abc":
        people.say(entity, name=f"Osoba {entity}")
    people.judge("a", "b", Verdict.POSITIVE)
    people.judge("b", "c", Verdict.POSITIVE)
    against = people.judge("a", "c", Verdict.NEGATIVE)
    queue = read_queue(people.workspace, people.operator, CASE, 50)
    (told,) = queue.as_json()["contradictions"]
    assert told == {"left": "b", "right": "c", "against": ["a", "c"]}
    people.undo(against)
    queue = read_queue(people.workspace, people.operator, CASE, 50)
    assert queue.contradictions == () and people.groups() == [("a", "b", "c")]


def test_need_to_know(people: People) -> None:
    """Neither a hidden pair nor a contradiction that names someone hidden is told."""
    for entity in "ab":
        people.say(entity, name=f"Osoba {entity}")
    people.say("h", part="sources", name="Skriven")
    doubt(people, "a", "h", 0.7, "sources")
    doubt(people, "b", "h", 0.8)
    people.judge("a", "h", Verdict.POSITIVE)
    people.judge("a", "h", Verdict.NEGATIVE)
    assert waiting(people) == ["bh"]
    assert waiting(people, OUTSIDER) == []
    queue = read_queue(people.workspace, OUTSIDER, CASE, 50)
    assert (queue.total, queue.contradictions) == (0, ())
