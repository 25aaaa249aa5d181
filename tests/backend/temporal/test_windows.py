"""Networks by window of cases whose windows were worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.temporal.occurrences import History, Occurrence
from backend.temporal.spans import Length, find_zone, iter_windows, read_span
from backend.temporal.windows import WindowQuestion, networks_over_time
from graph.errors import InvalidInput, LimitExceeded
from graph.model import Node
from graph.store.patterns import Period
from tests.backend.temporal.conftest import Read, local, phone

MONTH = Length(1, "month")


def test_windows_are_half_open_and_of_the_zone() -> None:
    """Months from midnight to midnight there, over the change of the clocks."""
    zone = find_zone("Europe/Belgrade")
    begin = datetime(2025, 3, 31, 23, tzinfo=UTC)
    (april, may) = iter_windows(
        begin, datetime(2025, 5, 1, tzinfo=UTC), MONTH, MONTH, zone
    )
    assert april.begin == datetime(2025, 3, 31, 22, tzinfo=UTC)
    assert april.end == may.begin == datetime(2025, 4, 30, 22, tzinfo=UTC)
    weeks = list(
        iter_windows(
            datetime(2025, 1, 1, tzinfo=UTC),
            datetime(2025, 1, 13, tzinfo=UTC),
            Length.parse("2 weeks"),
            Length.parse("w"),
            find_zone("UTC"),
        )
    )
    assert [(w.begin.day, w.end.day) for w in weeks] == [(30, 13), (6, 20), (13, 27)]


def test_what_makes_no_window() -> None:
    """Words that are none, a zone that is none, and too many."""
    for wrong in ("", "0d", "fortnight", "3", "-1d"):
        with pytest.raises(InvalidInput):
            Length.parse(wrong)
    with pytest.raises(InvalidInput):
        find_zone("../etc/passwd")
    day, utc = Length(1, "day"), find_zone("UTC")
    years = datetime(2000, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    with pytest.raises(LimitExceeded):
        list(iter_windows(*years, day, day, utc))


def test_a_date_lasts_as_long_as_it_is_vague() -> None:
    """A year, a month, a day; a second is a moment; a zone is applied."""
    for text, days, exact in (
        ("2024", 366, False),
        ("2025-02", 28, False),
        ("2025-12", 31, False),
        ("2025-02-03", 1, False),
    ):
        span = read_span(text)
        assert span is not None and span.exact is exact
        assert span.end - span.begin == timedelta(days=days, seconds=-1)
    moment = read_span("2025-02-03T12:00:00+01:00")
    assert moment and moment.begin == moment.end and moment.begin.hour == 11
    assert read_span("soon") is None


def test_a_case_by_months(read: Read) -> None:
    """Counted by hand: events, entities, links, density, and who is central."""
    found = networks_over_time(read(), WindowQuestion(MONTH, metric="strength"))
    told = [(w.events, w.nodes, w.edges) for w in found.windows]
    assert told == [(3, 3, 2), (0, 2, 1), (4, 6, 4), (0, 2, 1), (1, 2, 1)]
    assert found.windows[0].density == pytest.approx(2 / 3)
    head = found.windows[0].head
    assert [(s.entity, s.score, s.rank) for s in head] == [
        (phone("bojan"), 3.0, 1),
        (phone("ana"), 2.0, 2),
        (phone("cveta"), 1.0, 3),
    ]
    by_name = {one.entity: one for one in found.rises}
    assert by_name[local("dejan")].first == 2
    assert by_name[local("firma")].ranks == (None, 1, 2, 1, 1)
    assert by_name[local("firma")].rise == (3, 1)
    cveta = by_name[phone("cveta")]
    assert cveta.ranks[0] == 3 and cveta.ranks[2] == 1


def test_states_undated_and_persons(read: Read) -> None:
    """Offices can be left out; persons are joined by their numbers' calls."""
    history = read("ana")
    plain = WindowQuestion(MONTH, with_states=False)
    assert [w.edges for w in networks_over_time(history, plain).windows] == [
        2, 0, 2, 0, 1,
    ]  # fmt: skip
    people = WindowQuestion(MONTH, persons="Person", undated=True)
    first = networks_over_time(history, people).windows[0]
    assert [s.entity for s in first.head][0] == local("bojan")
    assert first.edges == 2


def test_a_period_bounds_the_windows(read: Read) -> None:
    """Half-open as well: what begins at its end is outside."""
    period = Period(datetime(2025, 1, 6, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC))
    found = networks_over_time(read(), WindowQuestion(MONTH, period=period))
    assert [w.events for w in found.windows] == [2, 0]
    with pytest.raises(InvalidInput):
        networks_over_time(read(), WindowQuestion(MONTH, metric="fame"))


def test_a_busier_time_is_found() -> None:
    """Two calls a week, then nine, told at the week in which that begins."""
    begin = datetime(2025, 1, 6, tzinfo=UTC)
    calls = [
        Occurrence(f"l{n % 7}", "Call", "a", f"b{n % 7}", f"c{week}-{n}", at, at)
        for week in range(24)
        for n in range(2 if week < 14 else 9)
        for at in (begin + timedelta(weeks=week, hours=n * 18),)
    ]
    nodes = {name: Node(name, "Person", name) for name in ("a", "b0")}
    history = History(nodes, tuple(calls))
    found = networks_over_time(history, WindowQuestion(Length(1, "week")))
    assert found.activity is not None and found.activity.points == (14,)
    assert found.activity.p_value < 0.05
    rates = [7 * s.rate for s in found.activity.stretches]
    assert rates == pytest.approx([2, 9], rel=0.1)
    over = WindowQuestion(Length(2, "week"), Length(1, "week"))
    told = networks_over_time(history, over)
    assert told.activity is None and "overlap" in told.warnings[0]
    few = networks_over_time(history, WindowQuestion(Length(2, "month")))
    assert few.activity is None and "fewer than 5" in few.warnings[0]


def test_a_vague_event_counts_once(read: Read) -> None:
    """A payment of some day in May is in the network of each week, counted in one."""
    period = Period(datetime(2025, 5, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC))
    weeks = WindowQuestion(Length(1, "week"), period=period)
    found = networks_over_time(read(), weeks).windows
    assert [w.edges for w in found] == [1] * 5
    assert [w.events for w in found] == [1, 0, 0, 0, 0]


def test_nothing_dated_is_no_window() -> None:
    """An empty answer, no error."""
    assert networks_over_time(History({}, ()), WindowQuestion(MONTH)).windows == ()
