"""Ways between two entities that keep to the order in which things happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf

from backend.moments import check_period, with_zone
from backend.temporal.occurrences import FIRST, LAST, History, Occurrence
from graph.analytics.ordered import Contact, OrderedWay, find_ordered_ways
from graph.errors import InvalidInput, NotFound
from graph.model import Node
from graph.schema import is_directed
from graph.store.patterns import ALWAYS, Period

MAX_HOPS = 10
_START = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OrderQuestion:
    """How ways are looked for.

    `max_wait` is the longest time from one contact to the next. `directed` keeps to
    the direction of calls and payments. Without `undated`, what has no date is not
    passed (a number's user, say).
    """

    max_hops: int = 6
    max_wait: timedelta | None = None
    period: Period = ALWAYS
    directed: bool = False
    undated: bool = True


@dataclass(frozen=True, slots=True)
class Passed:
    """One step: to which node, by which occurrence, and the earliest moment that fits.

    `at` is None where nothing before it and nothing of it has a date.
    """

    node: Node
    occurrence: Occurrence
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TimedWay:
    """Steps from `start` on; `arrival` is the earliest moment at the end, if known."""

    start: Node
    steps: tuple[Passed, ...]
    arrival: datetime | None


def find_ways_in_order(
    history: History, source: str, target: str, question: OrderQuestion
) -> list[TimedWay]:
    """Return the ways of which none is both shorter and earlier than another.

    The first has the fewest steps, the last arrives first. No relationship is passed
    before it was there nor after it ended; what is known to the day may have been at
    any moment of it, so that a way told is one that dates do not rule out. Raises
    NotFound, InvalidInput for more than 10 hops, LimitExceeded.
    """
    check_period(question.period.after, question.period.before)
    if not 1 <= question.max_hops <= MAX_HOPS:
        raise InvalidInput(f"a way has 1 to {MAX_HOPS} hops")
    if question.max_wait is not None and question.max_wait < timedelta(0):
        raise InvalidInput("a wait is 0 at least")
    if source not in history.nodes or target not in history.nodes:
        raise NotFound("no such entity in this case")
    ids = sorted(history.nodes)
    place = {name: i for i, name in enumerate(ids)}
    used: list[Occurrence] = []
    contacts: list[Contact] = []
    for one, contact in _contacts(history, place, question):
        used.append(one)
        contacts.append(contact)
    after = question.period.after
    found = find_ordered_ways(
        contacts,
        place[source],
        place[target],
        max_hops=question.max_hops,
        max_wait=_seconds(question.max_wait),
        after=_second(with_zone(after)) if after else -inf,
    )
    return [_way(history, ids, used, way) for way in found]


def _contacts(
    history: History, place: dict[str, int], question: OrderQuestion
) -> Iterator[tuple[Occurrence, Contact]]:
    before = question.period.before and with_zone(question.period.before)
    after = question.period.after and with_zone(question.period.after)
    for one in history.occurrences:
        if not (one.is_dated or question.undated) or one.source == one.target:
            continue
        if one.source not in place or one.target not in place:
            continue
        if (before and one.begin >= before) or (after and one.end < after):
            continue
        begin = -inf if one.begin == FIRST else _second(one.begin)
        end = inf if one.end == LAST else _second(one.end)
        if before:
            end = min(end, _second(before) - 1)
        ends = place[one.source], place[one.target]
        yield one, Contact(*ends, begin, end, one.stands)
        events_only = question.directed and not one.stands
        if not (events_only and is_directed(one.schema)):
            yield one, Contact(*ends[::-1], begin, end, one.stands)


def _way(
    history: History, ids: list[str], used: list[Occurrence], way: OrderedWay
) -> TimedWay:
    steps = tuple(
        Passed(history.nodes[ids[step.node]], used[step.contact], _moment(step.at))
        for step in way.steps
    )
    return TimedWay(history.nodes[ids[way.start]], steps, _moment(way.arrival))


def _second(moment: datetime) -> float:
    return (moment - _START).total_seconds()


def _seconds(wait: timedelta | None) -> float:
    return inf if wait is None else wait.total_seconds()


def _moment(second: float) -> datetime | None:
    return None if second == -inf else _START + timedelta(seconds=second)
