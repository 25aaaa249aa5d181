"""Bookings made, paid or changed at the last moment before a flight."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from backend.leads.model import Lead, Occurrence, make_lead
from backend.leads.travel import Booked, Changed, Passage, Travel

KIND = "late-changes"
_EXACT = len("2026-03-01T12:00")


def find_late_changes(travel: Travel, hours: float) -> Iterator[Lead]:
    """Yield bookings made, ticketed or changed within `hours` before a departure.

    Of what is known by the day alone nothing is said. The strength is the number of
    such things, and less than one more for how close the last of them was.
    """
    flights: defaultdict[str, list[Passage]] = defaultdict(list)
    for one in travel.passages:
        flights[one.booking].append(one)
    changes: defaultdict[str, list[Changed]] = defaultdict(list)
    for change in travel.changes:
        changes[change.booking].append(change)
    for name, booking in sorted(travel.bookings.items()):
        if flights[name]:
            found = _Late(flights[name], timedelta(hours=hours))
            lead = found.look(booking, changes[name])
            if lead is not None:
                yield lead


class _Late:
    """Looks at one booking's moments against its departures."""

    def __init__(self, passages: Sequence[Passage], within: timedelta) -> None:
        self._passages = passages
        self._within = within
        self._closest = within

    def look(self, booking: Booked, changes: Sequence[Changed]) -> Lead | None:
        """Return a lead where it was booked, ticketed or changed late, else None."""
        told: list[Occurrence] = []
        first = self._passages[0]
        said = booking.statements
        for at, text, what, prop in (
            (booking.made, booking.made_text, "booked", "date"),
            (booking.ticketed, booking.ticketed_text, "ticketed", "ticketIssued"),
        ):
            if at is not None and len(text) >= _EXACT and self._is_late(at, first):
                told.append(Occurrence(text, what, booking.entity, (said[prop],)))
        for change in changes:
            flight = next(
                (p for p in self._passages if p.flight == change.flight),
                next((p for p in self._passages if p.at >= change.at), None),
            )
            exact = len(change.text) >= _EXACT
            if flight is not None and exact and self._is_late(change.at, flight):
                told.append(
                    Occurrence(
                        change.text,
                        change.what,
                        change.entity,
                        (change.statement, *flight.said),
                    )
                )
        return self._lead(booking, told) if told else None

    def _is_late(self, at: datetime, flight: Passage) -> bool:
        before = flight.at - at
        if not timedelta() <= before <= self._within or len(flight.text) < _EXACT:
            return False
        self._closest = min(self._closest, before)
        return True

    def _lead(self, booking: Booked, told: list[Occurrence]) -> Lead:
        hours = self._closest.total_seconds() / 3600
        whats = ", ".join(dict.fromkeys(one.text for one in told))
        flights = [one.flight for one in self._passages]
        return make_lead(
            KIND,
            tuple(dict.fromkeys((booking.entity, *booking.passengers, *flights)))[:50],
            f"{whats}, the last {hours:.1f} h before the flight",
            len(told) + 0.99 * (1 - self._closest / self._within),
            told,
        )
