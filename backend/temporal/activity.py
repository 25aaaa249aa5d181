"""How busy it was: events over time, and by weekday and hour in a stated zone."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.moments import with_zone
from backend.temporal.occurrences import History, Occurrence
from backend.temporal.spans import Length, Window, find_zone, iter_windows
from graph.errors import NotFound
from graph.schema import is_identifier
from graph.store.patterns import ALWAYS, Period
from graph.store.whole import is_any

MOST_BARS = 160
_UNITS = ("day", "week", "month", "year")
THEIRS = ("BankAccount", "UserAccount", "SimCard", "Device", "CryptoWallet")
"""Things whose dealings count as those of whoever is joined to them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many events fell in a window, and of which kinds, by name."""

    window: Window
    count: int
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """Events of a case, or of some entities.

    `bars` cover the time from first to last event without a gap, `unit` each. `hours`
    has seven rows from Monday, each of 24 hours in `zone`; `by_day` the events of each
    weekday of which the hour is not known, `vague` how many are not known to the day.
    `through` are the numbers and accounts whose events are counted as well.
    """

    zone: str
    unit: str
    total: int
    bars: tuple[Bar, ...]
    hours: tuple[tuple[int, ...], ...]
    by_day: tuple[int, ...]
    vague: int
    through: tuple[str, ...]


def measure_activity(
    history: History,
    entities: Collection[str] = (),
    *,
    zone: str = "UTC",
    unit: str = "",
    period: Period = ALWAYS,
) -> Activity:
    """Return how busy a case is, or `entities` with their numbers and accounts.

    An event counts once, however many it joins. `unit` is as windows are written; the
    smallest of day, week, month and year that gives at most 160 bars where empty.
    Events begin in the period. Raises NotFound for an entity that is not of the case,
    InvalidInput for no such zone, LimitExceeded for too many bars.
    """
    place = find_zone(zone)
    through = _theirs(history, entities)
    chosen = {*entities, *through}
    events = list(_events(history, chosen if entities else None, period))
    length = Length.parse(unit) if unit else _choose_unit(events)
    hours = [[0] * 24 for _ in range(7)]
    by_day = [0] * 7
    vague = 0
    for one in events:
        if one.exact:
            local = one.begin.astimezone(place)
            hours[local.weekday()][local.hour] += 1
        elif one.end - one.begin < timedelta(days=1):
            by_day[one.begin.weekday()] += 1
        else:
            vague += 1
    return Activity(
        zone,
        str(length),
        len(events),
        tuple(_bars(events, length, zone)),
        tuple(tuple(row) for row in hours),
        tuple(by_day),
        vague,
        tuple(sorted(through)),
    )


def find_active(
    history: History, period: Period, *, states: bool = True, undated: bool = False
) -> dict[str, int]:
    """Return the relationships that were there in a period, with how many events.

    What lasts is there while it lasts, with 0 events. What has no date is not; with
    `undated` it is, with 0, where one of its ends has a dated one in the period: the
    number of who called.
    """
    found: dict[str, int] = {}
    after = period.after and with_zone(period.after)
    before = period.before and with_zone(period.before)
    for one in history.occurrences:
        if not one.is_dated or (one.stands and not states):
            continue
        if (after and one.end < after) or (before and one.begin >= before):
            continue
        found[one.link] = found.get(one.link, 0) + (0 if one.stands else 1)
    if undated:
        for one in _beside(history, found):
            found.setdefault(one.link, 0)
    return dict(sorted(found.items()))


def _beside(history: History, found: Iterable[str]) -> list[Occurrence]:
    """Return what has no date and touches an end of the relationships found."""
    links = [history.links[name] for name in found]
    ends = {end for link in links for end in (link.source, link.target)}
    return [
        one
        for one in history.occurrences
        if not one.is_dated and not ends.isdisjoint((one.source, one.target))
    ]


def _theirs(history: History, entities: Collection[str]) -> set[str]:
    """Return the numbers and accounts that are joined to any of the entities."""
    asked = set(entities)
    if any(entity not in history.nodes for entity in asked):
        raise NotFound("no such entity in this case")
    found = set()
    for link in history.links.values():
        for here, there in ((link.source, link.target), (link.target, link.source)):
            if here in asked and there not in asked and there in history.nodes:
                schema = history.nodes[there].schema
                if is_identifier(schema) or is_any(schema, THEIRS):
                    found.add(there)
    return {one for one in found if not _is_shared(history, one, asked)}


def _is_shared(history: History, thing: str, asked: set[str]) -> bool:
    """Whether a number or account has a user besides those asked for."""
    users = {
        end
        for link in history.links.values()
        if thing in (link.source, link.target)
        for end in (link.source, link.target)
        if end != thing
        and end in history.nodes
        and is_any(history.nodes[end].schema, ["LegalEntity"])
    }
    return bool(users - asked)


def _events(
    history: History, chosen: set[str] | None, period: Period
) -> Iterator[Occurrence]:
    """Yield each event once, by begin."""
    seen: set[str] = set()
    after = period.after and with_zone(period.after)
    before = period.before and with_zone(period.before)
    for one in history.events:
        if one.entity in seen:
            continue
        if chosen is not None and not chosen & {one.source, one.target, one.entity}:
            continue
        if (after and one.begin < after) or (before and one.begin >= before):
            continue
        seen.add(one.entity)
        yield one


def _choose_unit(events: list[Occurrence]) -> Length:
    if not events:
        return Length(1, "day")
    days = (events[-1].begin - events[0].begin).days + 1
    for name, long in zip(_UNITS, (1, 7, 30, 365), strict=True):
        if days / long <= MOST_BARS - 2:
            return Length.parse(name)
    return Length.parse(f"{days // 365 // MOST_BARS + 1}y")


def _bars(events: list[Occurrence], length: Length, zone: str) -> Iterator[Bar]:
    if not events:
        return
    first, last = events[0].begin, events[-1].begin
    at = 0
    for window in iter_windows(first, last, length, length, find_zone(zone)):
        kinds: dict[str, int] = {}
        begin = at
        while at < len(events) and _in(events[at].begin, window):
            kinds[events[at].schema] = kinds.get(events[at].schema, 0) + 1
            at += 1
        yield Bar(window, at - begin, tuple(sorted(kinds.items())))


def _in(moment: datetime, window: Window) -> bool:
    return moment < window.end
