"""Routes that go round a control: they do not join, stop long, or end early."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from backend.leads.model import Lead, Occurrence, make_lead
from backend.leads.travel import Passage, Travel

KIND = "broken-routes"
GAP, STOP, LEFT, OTHER_WAY = 1.0, 0.5, 1.0, 0.5
LONGEST_STOP = timedelta(hours=48)
_NOT_FLOWN = ("no show", "cancelled", "not boarded")
Ground = tuple[float, str, Sequence[Passage]]


def find_broken_routes(travel: Travel, hours: float, days: float) -> Iterator[Lead]:
    """Yield persons whose journeys, within `days` of each other, do not join.

    Told are: left from another airport than arrived at; a connection of one booking of
    `hours` or more, up to two days; a later leg of a booking that was not flown; back
    by another airport than out. The strength is the sum: 1, 0.5, 1, 0.5 each.
    """
    for person, passages in sorted(travel.by_person.items()):
        flown = _distinct([p for p in passages if p.origin and p.destination])
        grounds = [
            *_gaps(flown, timedelta(days=days)),
            *_stops(flown, timedelta(hours=hours)),
            *_left(flown),
            *_ways(flown, timedelta(days=days)),
        ]
        if sum(worth for worth, _, _ in grounds) >= STOP:
            yield _lead(person, grounds)


def _distinct(passages: Sequence[Passage]) -> list[Passage]:
    """Return one passage a flight, in order of time."""
    return list({one.flight: one for one in passages}.values())


def _is_flown(one: Passage) -> bool:
    return not any(word in status for status in one.status for word in _NOT_FLOWN)


def _gaps(flown: Sequence[Passage], within: timedelta) -> Iterator[Ground]:
    some = [one for one in flown if _is_flown(one)]
    for one, following in zip(some, some[1:], strict=False):
        apart = following.at - (one.until or one.at)
        if one.destination != following.origin and apart <= within:
            text = f"arrived at {one.destination}, left from {following.origin}"
            yield GAP, text, (one, following)


def _stops(flown: Sequence[Passage], least: timedelta) -> Iterator[Ground]:
    for one, following in zip(flown, flown[1:], strict=False):
        joined = one.destination == following.origin and one.booking
        if not joined or one.booking != following.booking or one.until is None:
            continue
        if following.destination == one.origin:
            continue
        stop = following.at - one.until
        if least <= stop <= LONGEST_STOP:
            hours = stop.total_seconds() / 3600
            yield STOP, f"{hours:.0f} h at {one.destination}", (one, following)


def _left(flown: Sequence[Passage]) -> Iterator[Ground]:
    for one, following in zip(flown, flown[1:], strict=False):
        same = one.booking and one.booking == following.booking
        joined = one.destination == following.origin
        if same and joined and _is_flown(one) and not _is_flown(following):
            text = f"did not fly on from {one.destination}"
            yield LEFT, text, (one, following)


def _ways(flown: Sequence[Passage], within: timedelta) -> Iterator[Ground]:
    """Yield a return by other airports than the way out, where either had a stop."""
    some = [one for one in flown if _is_flown(one)]
    for start, first in enumerate(some):
        route: list[Passage] = [first]
        for one in some[start + 1 :]:
            if one.origin != route[-1].destination or one.at - first.at > within:
                break
            route.append(one)
            if one.destination == first.origin:
                break
        if len(route) < 3 or route[-1].destination != first.origin:
            continue
        if ground := _other_way(route):
            yield ground
            return


def _other_way(route: Sequence[Passage]) -> Ground | None:
    """Return the ground where the stops back are not those on the way out.

    The longest stay is the end of the way out; other long stays are no stops.
    """
    stays = [b.at - (a.until or a.at) for a, b in zip(route, route[1:], strict=False)]
    turn = max(range(len(stays)), key=lambda n: stays[n])
    stops = [
        (n, one.destination)
        for n, one in enumerate(route[:-1])
        if n != turn and stays[n] <= LONGEST_STOP
    ]
    out = [place for n, place in stops if n < turn]
    back = [place for n, place in stops if n > turn]
    if out == list(reversed(back)):
        return None
    text = (
        f"out by {', '.join(out) or 'no stop'}, back by {', '.join(back) or 'no stop'}"
    )
    return OTHER_WAY, text, route


def _lead(person: str, grounds: Sequence[Ground]) -> Lead:
    told = [
        Occurrence(one.text, text, one.entity, one.said)
        for _, text, passages in grounds
        for one in passages
    ]
    flights = [one.flight for _, _, passages in grounds for one in passages]
    return make_lead(
        KIND,
        tuple(dict.fromkeys((person, *flights))),
        "; ".join(dict.fromkeys(text for _, text, _ in grounds))[:400],
        sum(worth for worth, _, _ in grounds),
        told,
    )
