"""Windows cover time without gap or overlap, whatever the zone and the clocks."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.temporal.activity import measure_activity
from backend.temporal.occurrences import History, Occurrence
from backend.temporal.spans import Length, find_zone, iter_windows
from backend.temporal.windows import WindowQuestion, networks_over_time
from graph.model import Node

ZONES = ("UTC", "Europe/Belgrade", "America/St_Johns", "Pacific/Apia")
lengths = st.builds(
    Length, st.integers(1, 5), st.sampled_from(["day", "week", "month"])
)
START = datetime(2010, 1, 1, tzinfo=UTC)
moments = st.integers(0, 882 * 24 * 60).map(lambda n: START + timedelta(minutes=n))
slow = settings(deadline=None, max_examples=60)


@example(datetime(2011, 12, 28, tzinfo=UTC), 6, Length(1, "day"), "Pacific/Apia")
@slow
@given(moments, st.integers(0, 500), lengths, st.sampled_from(ZONES))
def test_windows_follow_each_other(
    begin: datetime, days: int, length: Length, zone: str
) -> None:
    """The first holds the beginning, the last the end, and each begins at midnight."""
    end = begin + timedelta(days=days)
    place = find_zone(zone)
    windows = list(iter_windows(begin, end, length, length, place))
    assert windows[0].begin <= begin < windows[0].end
    assert windows[-1].begin <= end < windows[-1].end
    assert all(a.end == b.begin for a, b in pairwise(windows))
    assert all(w.begin < w.end for w in windows)
    for window in windows:
        local = window.begin.astimezone(place)
        assert (local.hour, local.minute) == (0, 0)
        assert length.unit != "month" or local.day == 1
        assert length.unit != "week" or length.number > 1 or local.weekday() == 0


@slow
@given(st.lists(moments, min_size=1, max_size=30), lengths, st.sampled_from(ZONES))
def test_each_moment_is_in_one_window(
    times: list[datetime], length: Length, zone: str
) -> None:
    """The events of all windows, bars and hours are those there are."""
    found = sorted(
        (
            Occurrence("a~b", "Call", "a", "b", f"k{n}", at, at)
            for n, at in enumerate(times)
        ),
        key=lambda one: (one.begin, one.entity),
    )
    nodes = {name: Node(name, "Person", name) for name in "ab"}
    history = History(nodes, tuple(found))
    question = WindowQuestion(length, metric="", zone=zone)
    told = networks_over_time(history, question)
    assert sum(one.events for one in told.windows) == len(times)
    busy = measure_activity(history, zone=zone, unit=str(length))
    assert sum(bar.count for bar in busy.bars) == len(times) == busy.total
    assert sum(map(sum, busy.hours)) == len(times)
