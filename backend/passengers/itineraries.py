"""What bookings show of each passenger, for criteria: hours, airports, payment."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from backend.moments import parse_moment
from backend.passengers.criteria import Facts
from graph.model import Statement, scoped_id

SCHEMATA = ("Booking", "BookingChange", "Journey", "TravelAgency")
_ENDS = ("origin", "destination")
_EXACT = len("2026-03-01T12:00")
_WORD = re.compile(r"\w+")
_FLOWN = frozenset(("checked in", "boarded", "flown"))

Told = Mapping[str, Mapping[str, Sequence[str]]]


def find_airports(case: str, said: Mapping[str, Sequence[Statement]]) -> set[str]:
    """Return the airports that journeys name; their letters are not about anybody."""
    return {
        scoped_id(case, one.value.value)
        for statements in said.values()
        for one in statements
        if one.schema == "Journey" and one.value.prop in _ENDS
    }


def read_facts(
    case: str, said: Mapping[str, Sequence[Statement]], documents: Iterable[str]
) -> Iterator[Facts]:
    """Yield what the visible statements of passenger files say of each booking.

    Once a passenger, booking and compartment; flights in the order of departure.
    """
    allowed = set(documents)
    parts: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    kinds: dict[str, str] = {}
    codes: dict[str, str] = {}
    for entity, statements in sorted(said.items()):
        for one in statements:
            if one.schema == "Airport" and one.value.prop == "code":
                codes[entity] = one.value.value
            elif one.context.document in allowed and one.schema in SCHEMATA:
                kinds[entity] = one.schema
                told = parts[one.context.compartment][entity]
                told[one.value.prop].append(one.value.value)
    for compartment, told_here in sorted(parts.items()):
        trips = _Trips(case, told_here, codes)
        yield from _read(trips, compartment, kinds)


class _Trips(NamedTuple):
    """What is told in one compartment, by entity and property; letters of airports."""

    case: str
    told: Told
    codes: Mapping[str, str]


def _read(
    trips: "_Trips", compartment: str, kinds: Mapping[str, str]
) -> Iterator[Facts]:
    case, told, _ = trips
    journeys: dict[tuple[str, str], list[str]] = defaultdict(list)
    changes: dict[str, list[str]] = defaultdict(list)
    for entity, values in told.items():
        bookings = [scoped_id(case, b) for b in values.get("booking", ())]
        if kinds[entity] == "Journey":
            for person in values.get("passenger", ()):
                for booking in bookings or [""]:
                    journeys[scoped_id(case, person), booking].append(entity)
        elif kinds[entity] == "BookingChange":
            for booking in bookings:
                changes[booking] += values.get("date", ())
    for (person, booking), flights in sorted(journeys.items()):
        trip = _Trip(trips, booking, changes[booking], flights)
        yield Facts(
            person, compartment, booking, trip.numbers(), trip.words(), trip.flags()
        )


class _Trip:
    """One passenger's flights of one booking."""

    def __init__(
        self,
        trips: _Trips,
        booking: str,
        changes: Sequence[str],
        flights: Sequence[str],
    ) -> None:
        self._case, told, self._airports = trips
        self._told = told
        self._booking: Mapping[str, Sequence[str]] = told.get(booking, {})
        self._changes = changes
        self._flights = sorted(
            (told[one] for one in flights), key=lambda f: min(f.get("startDate", [""]))
        )
        self._departures = [
            at for f in self._flights if (at := _exact(f.get("startDate", ())))
        ]

    def numbers(self) -> dict[str, float]:
        """Return what is counted, as far as it is known."""
        booking = self._booking
        found: dict[str, float | None] = {
            "booked_before_h": self._before(booking.get("date", ())),
            "ticketed_before_h": self._before(booking.get("ticketIssued", ())),
            "changed_before_h": self._changed(),
            "away_h": self._away(),
            "bags": self._bags(),
            "legs": len(self._flights),
            "travellers": self._travellers(),
        }
        return {name: number for name, number in found.items() if number is not None}

    def words(self) -> dict[str, Sequence[str]]:
        """Return letters of airports, and words of payment and agency."""
        route = self._route()
        payment = [*_words(self._booking.get("formOfPayment", ()))]
        payment += ["card"] if self._booking.get("paymentCard") else []
        agencies = [
            value
            for name in self._booking.get("agency", ())
            for values in self._told.get(scoped_id(self._case, name), {}).values()
            for value in values
        ]
        found = {
            "route": route,
            "from": route[:1],
            "to": route[-1:],
            "payment": payment,
            "agency": [*agencies, *_words(agencies)],
        }
        return {name: words for name, words in found.items() if words}

    def flags(self) -> dict[str, bool]:
        """Return whether it leads back, where its airports are known."""
        route = self._route()
        return {"one_way": route[0] != route[-1]} if len(route) > 1 else {}

    def _route(self) -> list[str]:
        codes: list[str] = []
        for flight in self._flights:
            for end in _ENDS:
                named = flight.get(end, ())
                airport = scoped_id(self._case, named[0]) if named else ""
                code = self._airports.get(airport, "")
                if code and codes[-1:] != [code]:
                    codes.append(code)
        return codes

    def _before(self, texts: Sequence[str]) -> float | None:
        at = _exact(texts)
        if at is None or not self._departures:
            return None
        return _hours(self._departures[0], at)

    def _changed(self) -> float | None:
        """Return the least hours between a change and the departure after it."""
        moments = [at for text in self._changes if (at := _exact([text]))]
        left = [
            _hours(departure, at)
            for at in moments
            for departure in self._departures
            if departure >= at
        ]
        return min(left, default=None)

    def _away(self) -> float | None:
        route = self._route()
        if len(self._departures) < 2 or not route or route[0] != route[-1]:
            return None
        return _hours(self._departures[-1], self._departures[0])

    def _bags(self) -> float | None:
        """Return pieces checked in; None where nothing tells that somebody was."""
        tags = {tag for f in self._flights for tag in f.get("baggageTag", ())}
        there = any(
            f.get("checkIn") or _FLOWN & set(f.get("status", ())) for f in self._flights
        )
        return len(tags) if tags or there else None

    def _travellers(self) -> float | None:
        said = [int(n) for n in self._booking.get("travellers", ()) if n.isdigit()]
        return max(said, default=None)


def _exact(texts: Sequence[str]) -> datetime | None:
    """Return the earliest moment, where it is known to the minute."""
    known = sorted(text for text in texts if len(text) >= _EXACT)
    return parse_moment(known[0]) if known else None


def _hours(later: datetime, earlier: datetime) -> float:
    return (later - earlier).total_seconds() / 3600


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(text.casefold())]
