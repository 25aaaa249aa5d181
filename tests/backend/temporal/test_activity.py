"""How busy a made case is: bars, weekdays and hours."""

from datetime import UTC, datetime

import pytest

from backend.temporal.activity import find_active, measure_activity
from graph.errors import InvalidInput, NotFound
from graph.store.patterns import Period
from tests.backend.temporal.conftest import Read, local, phone


def test_hours_are_of_the_zone(read: Read) -> None:
    """Half past eight on a Monday in UTC is half past nine in Belgrade."""
    found = measure_activity(read())
    assert found.hours[0][8] == found.hours[0][22] == found.hours[6][10] == 1
    assert sum(map(sum, found.hours)) == 6
    assert (sum(found.by_day), found.by_day[3], found.vague) == (1, 1, 1)
    there = measure_activity(read(), zone="Europe/Belgrade")
    assert there.hours[0][9] == there.hours[0][23] == 1 and there.zone != "UTC"
    with pytest.raises(InvalidInput):
        measure_activity(read(), zone="Mars/Olympus")


def test_an_entity_with_its_number(read: Read) -> None:
    """Cveta's calls are those of her number; who sees less counts less."""
    found = measure_activity(read("ana"), [local("cveta")])
    assert (found.total, found.through) == (2, (phone("cveta"),))
    assert measure_activity(read("boris"), [local("cveta")]).total == 4
    with pytest.raises(NotFound):
        measure_activity(read("ana"), [local("nobody")])


def test_bars_cover_the_time_without_a_gap(read: Read) -> None:
    """By month: the empty ones too."""
    found = measure_activity(read(), unit="month")
    assert [bar.count for bar in found.bars] == [3, 0, 4, 0, 1]
    assert dict(found.bars[2].kinds) == {"Call": 3, "Payment": 1}
    assert measure_activity(read()).unit == "day"
    nothing = measure_activity(
        read(), period=Period(datetime(2030, 1, 1, tzinfo=UTC), None)
    )
    assert (nothing.total, nothing.bars) == (0, ())


def test_what_was_there_in_a_time(read: Read) -> None:
    """Links with their events of the time; offices while held; nothing undated."""
    history = read()
    march = Period(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 3, 12, tzinfo=UTC))
    found = {
        (history.links[name].schema, count)
        for name, count in find_active(history, march).items()
    }
    assert found == {("Call", 1), ("Directorship", 0)}
    assert len(find_active(history, march)) == 3
    beside = find_active(history, march, undated=True)
    numbers = sorted(n for n in beside if history.links[n].schema == "phone")
    assert len(beside) == 6 and len(numbers) == 3
    january = Period(None, datetime(2025, 1, 6, tzinfo=UTC))
    assert len(find_active(history, january, undated=True)) == 3
    assert find_active(history, january, states=False).keys() <= {
        name for name, link in history.links.items() if link.schema == "Call"
    }
