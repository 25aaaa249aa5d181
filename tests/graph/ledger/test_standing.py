"""What stands when two say the same and one is undone; what can be withdrawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound
from graph.ledger import Ledger
from graph.ledger.ids import Sealer, frame
from graph.model import Context, Event, Kind, Place, Record, Scope, Value, Verdict

OPERATOR = Scope("operator", everything=True)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger with the empty cases a and b."""
    made = Ledger.open(str(tmp_path / "ledger.db"))
    for case in "ab":
        made.create_case(case, "A case", None, "operator")
    yield made
    made.close()


def say(ledger: Ledger, *names: str, case: str = "a") -> Event:
    """Say names of one person in one record."""
    values = tuple(Value("name", name) for name in names)
    with ledger.commit(kind="add", case=case, actor="ana") as tx:
        tx.append(Context(case, "test/1"), [Record("p", "Person", values)])
    return tx.event


def undo(ledger: Ledger, event: Event) -> Event:
    """Take an event back."""
    with ledger.commit(kind="undo", case=event.case, actor="ana") as tx:
        tx.undo(event.id)
    return tx.event


def ids(ledger: Ledger, entity: str = "a:p") -> dict[str, str]:
    """Return the ids of live statements by value."""
    found = ledger.find_statements(OPERATOR, [entity]).get(entity, [])
    return {said.value.value: said.id for said in found}


def test_what_two_events_say_stands_until_both_are_undone(ledger: Ledger) -> None:
    """Counts, look-ups by id and by entity agree on it."""
    first = say(ledger, "Ana", "Anka")
    second = say(ledger, "Ana", "Vera")
    name = ids(ledger)["Ana"]
    taken = undo(ledger, first)
    assert set(ids(ledger)) == {"Ana", "Vera"}
    assert ledger.counts(OPERATOR, "a").statements == 2
    assert not ledger.get_statement(OPERATOR, name).withdrawn
    undo(ledger, second)
    assert ids(ledger) == {} and ledger.counts(OPERATOR, "a").statements == 0
    assert ledger.get_statement(OPERATOR, name).withdrawn
    undo(ledger, taken)
    assert set(ids(ledger)) == {"Ana", "Anka"}
    assert ledger.counts(OPERATOR, "a").statements == 2


def test_counts_are_those_of_their_time(ledger: Ledger) -> None:
    """As of an earlier event what was undone later still counts."""
    first = say(ledger, "Ana", "Anka")
    second = say(ledger, "Ana", "Vera")
    undo(ledger, first)
    then = Scope("operator", everything=True, as_of=second.seq)
    assert ledger.counts(then, "a").statements == 3
    assert ledger.counts(OPERATOR, "a").statements == 2


def test_only_what_the_case_holds_is_withdrawn(ledger: Ledger) -> None:
    """Unknown ids and those of another case are not found, and nothing changes."""
    say(ledger, "Ana")
    say(ledger, "Vera", case="b")
    other = ids(ledger, "b:p")["Vera"]
    for target in (other, "0" * 64, "w-" + "0" * 64, "j-" + "0" * 64, "x", ""):
        with (
            pytest.raises(NotFound),
            ledger.commit(kind="withdraw", case="a", actor="ana") as tx,
        ):
            tx.withdraw([ids(ledger)["Ana"], target], "mistaken")
    assert set(ids(ledger)) == {"Ana"} and set(ids(ledger, "b:p")) == {"Vera"}


def test_judgements_and_withdrawals_are_withdrawn_alike(ledger: Ledger) -> None:
    """Both have ids of their own, and withdrawing one again restores what was."""
    say(ledger, "Ana")
    with ledger.commit(kind="judge", case="a", actor="ana") as tx:
        judged = tx.judge("a:p", "a:q", Verdict.POSITIVE)
    with ledger.commit(kind="withdraw", case="a", actor="ana") as tx:
        taken = tx.withdraw([judged, ids(ledger)["Ana"]], "mistaken")
    assert ledger.find_judgements(OPERATOR) == [] and ids(ledger) == {}
    with ledger.commit(kind="withdraw", case="a", actor="ana") as tx:
        tx.withdraw(taken, "it was right")
    assert len(ledger.find_judgements(OPERATOR)) == 1
    assert set(ids(ledger)) == {"Ana"}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.none() | st.integers(0, 2**40)


@given(
    st.builds(Value, TEXTS, TEXTS, TEXTS),
    st.builds(Place, NUMBERS, NUMBERS, NUMBERS, st.none() | TEXTS),
    st.sets(st.sampled_from(["H1", "H2", "H3"])).map(frozenset),
    TEXTS,
    st.sampled_from(Kind),
)
def test_statements_are_signed_in_their_canonical_form(
    value: Value, place: Place, handling: frozenset[str], note: str, kind: Kind
) -> None:
    """What is put together part by part is the RFC 8785 form of the whole."""
    context = Context("a", "x/1", "ab" * 32, handling=handling, handling_note=note)
    record = Record("p", "Person", (value,), place, kind)
    shared = frame("a:p", record, context)
    said = {"language": value.lang, "property": value.prop, "value": value.value}
    (form,) = Sealer(b"key", context).forms("a:p", record)
    assert form == rfc8785.dumps({**shared, **said})  # type: ignore[dict-item]
