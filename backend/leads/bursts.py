"""Calls that crowd around a crossing: more than the person's other days explain."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scipy.stats import poisson

from backend.leads.model import Contact, Crossing, Lead, Occurrence, make_lead

KIND = "call-bursts"
FEWEST = 5
CHANCE = 0.01
MOST_PARTIES = 50
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Burst:
    """What is asked: hours before and after, and how many times the usual rate."""

    hours: float
    factor: float


def find_bursts(
    contacts: Sequence[Contact],
    crossings: Sequence[Crossing],
    numbers: Mapping[str, frozenset[str]],
    asked: Burst,
) -> Iterator[Lead]:
    """Yield crossings with at least `factor` times the person's usual calls around.

    The usual rate is that of the time from the first to the last call less the window;
    a burst has five calls or more, and would come by chance (Poisson) once in a hundred
    windows at most. A crossing known to the day has a window of that day and the hours
    around it. The strength is the number of times the usual rate.
    """
    by_party = _by_party(contacts)
    for crossing in crossings:
        parties = {crossing.person, *numbers.get(crossing.person, ())}
        calls = sorted(
            {c.entity: c for p in parties for c in by_party.get(p, ())}.values(),
            key=lambda c: (c.at, c.entity),
        )
        lead = _look(calls, crossing, asked)
        if lead is not None:
            yield lead


def _look(calls: Sequence[Contact], crossing: Crossing, asked: Burst) -> Lead | None:
    start, end = _window(crossing, asked.hours)
    times = [c.at for c in calls]
    inside = calls[bisect_left(times, start) : bisect_right(times, end)]
    if len(inside) < FEWEST:
        return None
    span = max(times[-1], end) - min(times[0], start)
    width = end - start
    usual = (len(calls) - len(inside)) * (width / (span - width)) if span > width else 0
    if len(inside) < asked.factor * usual:
        return None
    if poisson.sf(len(inside) - 1, max(usual, 1.0)) > CHANCE:
        return None
    others = sorted({p for c in inside for p in (c.source, c.target) if p})
    crossed = (crossing.statement,)
    parties = (crossing.person, crossing.place, *others)
    return make_lead(
        KIND,
        tuple(filter(None, dict.fromkeys(parties)))[:MOST_PARTIES],
        f"{len(inside)} calls around the crossing, {usual:.1f} expected",
        len(inside) / max(usual, 1.0),
        [
            Occurrence(crossing.text, "the crossing", crossing.entity, crossed),
            *(Occurrence(c.text, "a call", c.entity, (c.statement,)) for c in inside),
        ],
    )


def _window(crossing: Crossing, hours: float) -> tuple[datetime, datetime]:
    around = timedelta(hours=hours)
    until = crossing.at if crossing.exact else crossing.at + _DAY
    return crossing.at - around, until + around


def _by_party(contacts: Sequence[Contact]) -> Mapping[str, list[Contact]]:
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for one in contacts:
        for party in {one.source, one.target} - {""}:
            found[party].append(one)
    return found
