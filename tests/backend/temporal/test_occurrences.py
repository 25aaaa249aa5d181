"""Relationships taken apart into the times at which they were there."""

from datetime import UTC, datetime

from graph.model import Verdict
from tests.backend.conftest import CASE
from tests.backend.temporal.conftest import Read, local, phone


def test_events_of_the_ledger_and_states_of_the_view(read: Read) -> None:
    """Each call by itself; an office from day to day; a number's user at any time."""
    history = read()
    events = [one.entity.partition(":")[2] for one in history.events]
    assert events == [
        "call3", "call1", "call2", "call4", "call5", "call6", "pay1", "pay2",
    ]  # fmt: skip
    first = next(history.events)
    assert (first.source, first.target) == (phone("bojan"), phone("cveta"))
    assert first.begin == first.end == datetime(2025, 1, 5, 10, tzinfo=UTC)
    assert first.link in history.links and history.links[first.link].count == 2
    (office,) = [o for o in history.occurrences if o.schema == "Directorship"]
    assert office.stands and office.begin == datetime(2025, 2, 1, tzinfo=UTC)
    assert office.end == datetime(2025, 4, 30, 23, 59, 59, tzinfo=UTC)
    undated = [o for o in history.occurrences if not o.is_dated]
    assert {o.schema for o in undated} == {"phone"} and all(o.stands for o in undated)
    vague = [o for o in history.events if o.entity == local("pay2")][0]
    assert not vague.exact and (vague.begin.day, vague.end.day) == (1, 31)
    assert vague.amount == 100


def test_what_is_hidden_does_not_happen(read: Read) -> None:
    """Without the compartment two calls are missing, with it they are there."""
    seen = {who: {o.entity for o in read(who).events} for who in ("ana", "boris")}
    assert seen["boris"] - seen["ana"] == {local("call5"), local("call6")}
    assert len(seen["ana"]) == 6


def test_who_is_one_is_one(timed: object, read: Read) -> None:
    """A judgement joins two numbers; their calls with each other are none."""
    from backend.workspace import Workspace

    assert isinstance(timed, Workspace)
    with timed.ledger.commit(kind="judge", case=CASE, actor="test") as tx:
        tx.judge(phone("ana"), phone("bojan"), Verdict.POSITIVE)
    history = read(layers=["Call"])
    assert {o.entity for o in history.occurrences} == {
        local(f"call{n}") for n in (3, 4, 5, 6)
    }
    assert len({o.source for o in history.occurrences}) == 1
