"""Ways in order of time through the events of a made case."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.temporal.ways import OrderQuestion, TimedWay, find_ways_in_order
from graph.errors import InvalidInput, NotFound
from graph.store.patterns import Period
from tests.backend.temporal.conftest import Read, local


def events(way: TimedWay) -> list[str]:
    """Return the dated steps by event."""
    return [
        step.occurrence.entity.partition(":")[2]
        for step in way.steps
        if step.occurrence.is_dated
    ]


def test_calls_before_do_not_carry_on(read: Read) -> None:
    """Ana called Bojan after his call with Cveta: only the call of March carries on."""
    (way,) = find_ways_in_order(
        read("ana"), local("ana"), local("cveta"), OrderQuestion()
    )
    assert events(way) == ["call1", "call4"]
    assert way.arrival == datetime(2025, 3, 10, 10, tzinfo=UTC)
    assert way.steps[0].at is None and len(way.steps) == 4


def test_the_shorter_way_of_who_sees_more(read: Read) -> None:
    """With the compartment a direct call, a day later: both are told."""
    short, early = find_ways_in_order(
        read(), local("ana"), local("cveta"), OrderQuestion()
    )
    assert events(short) == ["call5"] and events(early) == ["call1", "call4"]


def test_an_office_is_passed_while_it_is_held(read: Read) -> None:
    """To Dejan by the payment of March: that of May comes after the office."""
    (way,) = find_ways_in_order(
        read("ana"), local("bojan"), local("dejan"), OrderQuestion()
    )
    assert events(way) == ["call3", "office", "pay1"]
    question = OrderQuestion(max_wait=timedelta(days=11))
    (way,) = find_ways_in_order(read("ana"), local("bojan"), local("dejan"), question)
    assert events(way) == ["call4", "office", "pay1"]
    short = OrderQuestion(max_wait=timedelta(days=9))
    assert not find_ways_in_order(read("ana"), local("bojan"), local("dejan"), short)


def test_directions_periods_and_what_has_no_date(read: Read) -> None:
    """As money went; within a time; nothing undated."""
    history = read("ana")
    back = OrderQuestion(directed=True)
    assert not find_ways_in_order(history, local("dejan"), local("firma"), back)
    assert find_ways_in_order(history, local("firma"), local("dejan"), back)
    late = OrderQuestion(period=Period(datetime(2025, 4, 1, tzinfo=UTC), None))
    (way,) = find_ways_in_order(history, local("firma"), local("dejan"), late)
    assert events(way) == ["pay2"]
    dated = OrderQuestion(undated=False)
    assert not find_ways_in_order(history, local("ana"), local("cveta"), dated)


def test_what_is_not_there_or_makes_no_sense(read: Read) -> None:
    """A stranger is not found; eleven hops and a negative wait are refused."""
    history = read("ana")
    with pytest.raises(NotFound):
        find_ways_in_order(history, local("ana"), local("nobody"), OrderQuestion())
    for wrong in (OrderQuestion(11), OrderQuestion(max_wait=timedelta(days=-1))):
        with pytest.raises(InvalidInput):
            find_ways_in_order(history, local("ana"), local("cveta"), wrong)
