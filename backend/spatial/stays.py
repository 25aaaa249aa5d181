"""Stays, joint presence and routes, put together of positions by stated rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from backend.spatial.positions import CROSSING, Position, Whereabouts
from graph.errors import InvalidInput, LimitExceeded

GAP_H = 12.0
MINUTES = 30.0
MOST_AT_ONCE = 200
"""Of how many at one place at once pairs are made; a stadium tells nothing."""
MOST_PAIRS = 1_000_000
"""Occasions of all pairs that one question may make."""
MOST_KEPT = 50
"""Positions of one stay, and occasions of one pair, that are told."""
_SMALL = 20_000
"""Positions among which pairs are found where it is asked."""
PLACE, BORDER, RECORD = "place", "border", "record"


@dataclass(frozen=True, slots=True)
class Stay:
    """Someone at a place from the first to the last position there, `count` of them.

    At most 50 positions are kept. Between two of them at most the gap asked for lies,
    and no position elsewhere. A crossing of a border is a stay of its own.
    """

    who: str
    place: str
    name: str
    begin: datetime
    end: datetime
    exact: bool
    count: int
    positions: tuple[Position, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the stay is known from, sorted."""
        return tuple(sorted({one.kind for one in self.positions}))


def find_stays(
    whereabouts: Whereabouts, who: str | None = None, *, gap_h: float = GAP_H
) -> list[Stay]:
    """Return the stays of one, or of all, by begin, then by who.

    Raises InvalidInput for a gap that is not 0 to 744 hours.
    """
    if not 0 <= gap_h <= 744:
        raise InvalidInput("a gap is 0 to 744 hours")
    by_who: defaultdict[str, list[Position]] = defaultdict(list)
    for one in whereabouts.positions:
        if who is None or one.who == who:
            by_who[one.who].append(one)
    gap = timedelta(hours=gap_h)
    stays = [stay for some in by_who.values() for stay in _stays(some, gap)]
    return sorted(stays, key=lambda one: (one.begin, one.who, one.place))


def _stays(positions: Iterable[Position], gap: timedelta) -> Iterator[Stay]:
    open_: list[Position] = []
    for one in positions:
        if open_ and not _goes_on(open_, one, gap):
            yield _close(open_)
            open_ = []
        open_.append(one)
    if open_:
        yield _close(open_)


def _goes_on(stay: Sequence[Position], one: Position, gap: timedelta) -> bool:
    if CROSSING in (stay[-1].kind, one.kind) or stay[-1].place != one.place:
        return False
    return one.begin - max(p.end for p in stay[-50:]) <= gap


def _close(positions: Sequence[Position]) -> Stay:
    first = positions[0]
    return Stay(
        first.who,
        first.place,
        first.name,
        first.begin,
        max(one.end for one in positions),
        all(one.exact for one in positions),
        len(positions),
        tuple(positions[:MOST_KEPT]),
    )


@dataclass(frozen=True, slots=True)
class Occasion:
    """Two at one place, or in one record, at one time; `apart_min` minutes between."""

    kind: str
    place: str
    name: str
    begin: datetime
    end: datetime
    apart_min: float
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Two who were at the same places at the same times, on `days` days.

    `weight` sums over the days the rarest place of each: 2 over the number of those
    ever seen there, so that a place of the two alone counts 1. At most 50 occasions
    are kept of `count`.
    """

    one: str
    other: str
    days: int
    weight: float
    count: int
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class JointQuestion:
    """Who was together, on so many `days` at least; with `who`, with this one.

    `place`: stays that overlap or are `minutes` apart at most. `border`: over one
    crossing the same way within `minutes`. `record`: one record (a journey, a meeting)
    names both.
    """

    who: str | None = None
    kinds: tuple[str, ...] = (PLACE, BORDER, RECORD)
    minutes: float = MINUTES
    gap_h: float = GAP_H
    days: int = 1

    @property
    def kind(self) -> str:
        """What the job is called."""
        return "together"

    def is_small(self, where: Whereabouts, /) -> bool:
        """Whether it is answered sooner where it is asked."""
        return len(where.positions) <= _SMALL

    def answer(self, where: Whereabouts, /) -> list[Joint]:
        """Return the answer; see find_joint."""
        return find_joint(where, self)


ANYBODY = JointQuestion()


def find_joint(
    whereabouts: Whereabouts, question: JointQuestion = ANYBODY
) -> list[Joint]:
    """Return pairs who were together, by weight, then by ids.

    What is known to the day alone makes no pair at a place or border. What is known
    from one event alone (a call of the two) is no joint presence. Raises InvalidInput,
    and LimitExceeded for more than 1,000,000 occasions.
    """
    who, minutes, days = question.who, question.minutes, question.days
    wanted = set(question.kinds)
    if not wanted <= {PLACE, BORDER, RECORD} or not 0 < minutes <= 1440 or days < 1:
        raise InvalidInput(
            "kinds are place, border and record; minutes up to 1440; days 1 at least"
        )
    found: defaultdict[tuple[str, str], list[Occasion]] = defaultdict(list)
    stays = find_stays(whereabouts, gap_h=question.gap_h)
    near = timedelta(minutes=minutes)
    made = chain(
        _at_places([s for s in stays if s.exact], near, wanted),
        _in_records(whereabouts.positions) if RECORD in wanted else (),
    )
    asked = ((p, o) for p, o in made if who is None or who in p)
    for number, (pair, occasion) in enumerate(asked):
        if number >= MOST_PAIRS:
            raise LimitExceeded(
                "too many were together: ask for one of them, or fewer minutes"
            )
        found[pair].append(occasion)
    users: defaultdict[str, set[str]] = defaultdict(set)
    for one in whereabouts.positions:
        users[one.place].add(one.who)
    told = [_joint(pair, some, users) for pair, some in found.items()]
    told = [one for one in told if one.days >= days]
    return sorted(told, key=lambda one: (-one.weight, one.one, one.other))


def _at_places(
    stays: Sequence[Stay], near: timedelta, wanted: set[str]
) -> Iterator[tuple[tuple[str, str], Occasion]]:
    here: defaultdict[tuple[str, str], list[Stay]] = defaultdict(list)
    for stay in stays:
        border = stay.positions[0].kind == CROSSING
        if (BORDER if border else PLACE) not in wanted:
            continue
        key = (stay.place, stay.positions[0].way if border else PLACE)
        there = here[key]
        there[:] = [other for other in there if stay.begin - other.end <= near]
        if len(there) < MOST_AT_ONCE:
            for other in there:
                if other.who != stay.who and not _same_event(other, stay):
                    yield _pair(other.who, stay.who), _meeting(other, stay, border)
        there.append(stay)


def _same_event(one: Stay, other: Stay) -> bool:
    """Whether both stays are known from one event alone: a call, a joint journey."""
    return {p.entity for p in one.positions} == {p.entity for p in other.positions}


def _meeting(earlier: Stay, later: Stay, border: bool) -> Occasion:
    end = min(earlier.end, later.end)
    apart = max((later.begin - earlier.end).total_seconds() / 60, 0.0)
    return Occasion(
        BORDER if border else PLACE,
        earlier.place,
        earlier.name,
        later.begin,
        max(end, later.begin),
        apart,
        (_nearest(earlier, later.begin), later.positions[0]),
    )


def _nearest(stay: Stay, moment: datetime) -> Position:
    return min(stay.positions, key=lambda one: abs(one.begin - moment))


def _in_records(
    positions: Iterable[Position],
) -> Iterator[tuple[tuple[str, str], Occasion]]:
    """Yield pairs in one record of a journey, a crossing, a meeting."""
    by_record: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
    for one in positions:
        if one.kind != "cell":
            by_record[one.entity, one.place].append(one)
    for some in by_record.values():
        for i, one in enumerate(some[:MOST_AT_ONCE]):
            for other in some[i + 1 : MOST_AT_ONCE]:
                if one.who != other.who:
                    yield (
                        _pair(one.who, other.who),
                        Occasion(
                            RECORD,
                            one.place,
                            one.name,
                            one.begin,
                            one.end,
                            0.0,
                            (one, other),
                        ),
                    )


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def _joint(
    pair: tuple[str, str],
    occasions: Sequence[Occasion],
    users: defaultdict[str, set[str]],
) -> Joint:
    weights: dict[date, float] = {}
    for one in occasions:
        day = one.begin.date()
        rarity = 2 / max(2, len(users[one.place]))
        weights[day] = max(weights.get(day, 0.0), rarity)
    ordered = sorted(occasions, key=lambda one: (one.begin, one.kind, one.place))
    return Joint(
        *pair,
        len(weights),
        sum(weights.values()),
        len(ordered),
        tuple(ordered[:MOST_KEPT]),
    )


@dataclass(frozen=True, slots=True)
class Leg:
    """One crossing of a route, with whom or what in the same record.

    `unrecorded` where the one before led the same way: a crossing between them is not
    in the data.
    """

    position: Position
    companions: tuple[str, ...]
    unrecorded: bool


def find_route(whereabouts: Whereabouts, who: str) -> list[Leg]:
    """Return the border crossings of someone or something, in order of time."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one in whereabouts.positions:
        if one.kind == CROSSING:
            beside[one.entity].add(one.who)
    legs: list[Leg] = []
    for one in whereabouts.of(who):
        if one.kind == CROSSING:
            before = legs[-1].position.way if legs else ""
            legs.append(
                Leg(
                    one,
                    tuple(sorted(beside[one.entity] - {who})),
                    bool(one.way) and before == one.way,
                )
            )
    return legs
