"""The resolver's words in a case: what is new is compared, what people say stands."""

import random
from collections.abc import Callable

import pytest

from backend.access import Principal, Role
from backend.resolving import running
from graph.model import Scope, Verdict
from tests.backend.resolving.conftest import CASE, JMBG, People

SAME, APART = Verdict.POSITIVE, Verdict.NEGATIVE
OUTSIDER = Principal("ana", frozenset({Role.INVESTIGATOR}), {CASE: frozenset()})


def two(people: People) -> None:
    """Say the same person twice."""
    people.say("a", name="Ana Anić", birthDate="1980-05-01")
    people.say("b", name="Ана Анић", birthDate="1980-05-01")


def test_a_run_judges_and_the_next_adds_nothing(people: People) -> None:
    """No event at all: not even one that says that it ran."""
    two(people)
    first = people.resolve()
    assert (first.judgements, first.for_review, first.compared) == (1, 0, 2)
    assert people.words() == {("a", "b", "positive")}
    last = people.ledger.last_seq()
    again = people.resolve()
    assert (again.judgements, again.compared, again.withdrawn) == (0, 0, 0)
    assert people.ledger.last_seq() == last


def test_only_what_changed_is_compared(people: People) -> None:
    """A new entity, and whoever a word or a number ties to it."""
    two(people)
    for n in range(20):
        people.say(f"p{n:02}", name=f"Osoba Broj{n:02}", birthDate="1970-01-01")
    people.resolve()
    people.say("c", name="Ana Anić", birthDate="1980-05-01")
    report = people.resolve()
    assert report.compared == 1
    assert people.groups() == [("a", "b", "c")]
    people.say("b", phone="+381641234567")
    assert people.resolve().compared == 3


def test_a_relationship_that_is_new_compares_its_ends(people: People) -> None:
    """Neighbours are what is known of an entity as well."""
    two(people)
    people.say("k", schema="Company", name="Zmaj d.o.o.")
    people.say("x", name="Osoba Sama")
    people.resolve()
    people.say("o", schema="Ownership", owner="x", asset="k")
    assert people.resolve().compared == 2


def test_an_undone_word_is_not_said_again(people: People) -> None:
    """Not by the next run, not when more is known, not through a third."""
    two(people)
    people.resolve()
    (event,) = [
        e for e in people.ledger.events(_scope(people), CASE) if e.kind == "resolve"
    ]
    taken = people.undo(event.id)
    assert people.resolve().judgements == 0
    people.say("a", idNumber=JMBG[0])
    people.say("b", idNumber=JMBG[0])
    assert people.resolve().judgements == 0
    people.say("c", name="Ana Anić", birthDate="1980-05-01", idNumber=JMBG[0])
    people.resolve()
    assert not any({"a", "b"} <= set(group) for group in people.groups())
    people.undo(taken)
    assert any({"a", "b"} <= set(group) for group in people.groups())


def _scope(people: People) -> Scope:
    return people.workspace.scope(people.operator)


def test_contradicting_data_withdraw_a_word(people: People) -> None:
    """Two valid personal numbers forbid: the earlier word is withdrawn by the run."""
    two(people)
    people.resolve()
    people.say("a", idNumber=JMBG[0])
    people.say("b", idNumber=JMBG[1])
    report = people.resolve()
    assert (report.withdrawn, report.judgements) == (1, 0)
    assert people.groups() == []
    assert people.resolve().withdrawn == 0


def test_doubt_puts_an_earlier_word_to_review(people: People) -> None:
    """What made it certain is gone: withdrawn and unsure in one event."""
    two(people)
    sure = people.say("a", phone="+381641234567")
    people.say("b", phone="+381641234567")
    people.resolve()
    people.undo(sure)
    for entity in ("a", "b"):
        said = people.ledger.find_statements(_scope(people), [f"{CASE}:{entity}"])
        born = [
            one.id for one in said[f"{CASE}:{entity}"] if one.value.prop == "birthDate"
        ]
        with people.ledger.commit(kind="withdraw", case=CASE, actor="u") as tx:
            tx.withdraw(born, "wrong")
    report = people.resolve()
    assert (report.withdrawn, report.for_review) == (1, 1)
    assert people.words() == {("a", "b", "unsure")}
    people.undo(f"e-{people.ledger.last_seq()}")
    assert people.words() == {("a", "b", "positive")}


def test_what_a_person_restored_is_not_withdrawn_again(people: People) -> None:
    """The run withdraws a word once; undone, it stays."""
    two(people)
    people.resolve()
    people.say("a", idNumber=JMBG[0])
    people.say("b", idNumber=JMBG[1])
    people.resolve()
    people.undo(f"e-{people.ledger.last_seq()}")
    people.say("b", phone="+38164999888")
    assert people.resolve().withdrawn == 0
    assert people.groups() == [("a", "b")]


@pytest.mark.parametrize("verdict", [APART, Verdict.UNSURE])
def test_a_persons_word_is_left_alone(people: People, verdict: Verdict) -> None:
    """The pair is not judged, nor joined through a third where people say no."""
    two(people)
    people.judge("a", "b", verdict)
    assert people.resolve().pairs == ()
    people.say("c", name="Ana Anić", birthDate="1980-05-01")
    people.resolve()
    if verdict is APART:
        assert not any({"a", "b"} <= set(group) for group in people.groups())


def test_need_to_know(people: People) -> None:
    """What a compartment adds is judged within it; outsiders neither see nor spoil."""
    people.say("a", name="Ana Anić")
    people.say("b", name="Ana Anić")
    people.say("a", part="sources", birthDate="1980-05-01", phone="+381641234567")
    people.say("b", part="sources", birthDate="1980-05-01", phone="+381641234567")
    people.say("h", part="sources", name="Hana Hodžić", birthDate="1981-01-01")
    people.say("i", part="sources", name="Hana Hodžić", birthDate="1981-01-01")
    report = people.resolve(OUTSIDER)
    assert {(p.left, p.right) for p in report.pairs} <= {(f"{CASE}:a", f"{CASE}:b")}
    assert people.groups(OUTSIDER) == []
    people.resolve()
    assert ("h", "i") in people.groups()
    assert people.groups(OUTSIDER) == []
    assert not any("h" in word for word in people.words(OUTSIDER))
    assert people.resolve().pairs == people.resolve(OUTSIDER).pairs == ()


def test_a_dry_run_records_nothing(people: People) -> None:
    """It says what the run then does."""
    two(people)
    last = people.ledger.last_seq()
    told = running.resolve(people.workspace, people.operator, CASE, dry_run=True)
    assert people.ledger.last_seq() == last and told.judgements == 1
    assert people.resolve().pairs == told.pairs


def test_batches_are_told_when_durable(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is an event; a run cut short goes on where it was."""
    monkeypatch.setattr(running, "BATCH", 2)
    family = (
        "Petrović",
        "Hodžić",
        "Krasniqi",
        "Stojanovski",
        "Babić",
        "Kovač",
        "Tomić",
    )
    for n, name in enumerate(family):
        for copy in "xy":
            born = f"197{n}-0{n + 1}-1{n}"
            people.say(f"{copy}{n}", name=f"Marko {name}", birthDate=born)
    durable: list[int] = []

    def follow(step: running.Step) -> None:
        if step.durable:
            durable.append(step.committed)
            assert len(people.words()) == step.committed
            if step.committed == 4:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.resolve(people.workspace, people.operator, CASE, follow)
    assert durable == [2, 4]
    assert people.resolve().judgements == 3
    assert len(people.groups()) == 7


NAMES = ("Ana Anić", "Ана Анић", "Bojan Bojić", "Bojan Bojic", "Ana Bojić")
BORN = ("1980-05-01", "1981-06-02")
PHONES = ("+381641234567", "+381641234568")


@pytest.mark.parametrize("seed", range(12))
def test_step_by_step_is_as_from_scratch(
    make_people: Callable[[], People], seed: int
) -> None:
    """Runs in between leave the same words as one run at the end."""
    chance = random.Random(seed)
    often, once = make_people(), make_people()
    said: list[tuple[str, str]] = []
    for _ in range(14):
        if said and chance.random() < 0.15:
            mine, other = said.pop(chance.randrange(len(said)))
            often.undo(mine)
            once.undo(other)
        else:
            entity = f"p{chance.randrange(8)}"
            values = {"name": chance.choice(NAMES)}
            if chance.random() < 0.6:
                values["birthDate"] = chance.choice(BORN)
            if chance.random() < 0.4:
                values["phone"] = chance.choice(PHONES)
            if chance.random() < 0.2:
                values["idNumber"] = chance.choice(JMBG)
            said.append((often.say(entity, **values), once.say(entity, **values)))
        if chance.random() < 0.5:
            often.resolve()
    often.resolve()
    once.resolve()
    assert often.words() == once.words()
