"""The history of a booking as segments (ABI, SAC): what was done, when, to what."""

from dataclasses import dataclass

from extraction.importers.passengers.edifact import Segment
from extraction.importers.passengers.model import Change, Leg, Reservation
from extraction.importers.passengers.screening import REMARKS, Screen, use_of
from extraction.importers.passengers.services import Service

_ACTIONS = {"X": "cancelled", "A": "added", "C": "changed"}


@dataclass(slots=True)
class History:
    """What holds for the next entries: the moment, and what was done."""

    at: str = ""
    action: str = "changed"

    def act(self, code: str) -> None:
        """Take what a SAC says was done to what follows it."""
        self.action = _ACTIONS.get(code.upper(), "changed")

    def note(
        self,
        booking: Reservation,
        element: str,
        text: str,
        segment: Segment,
        leg: Leg | None = None,
    ) -> None:
        """Note an entry; a flight is the booking's own where that has it too."""
        known = leg
        if leg is not None:
            own = (i.leg for i in booking.itinerary if _same(i.leg, leg))
            known = next(own, leg)
        place = f"segment {segment.number}"
        change = Change(self.at, self.action, element, text, place, known)
        booking.changes.append(change)

    def note_service(
        self, booking: Reservation, service: Service, segment: Segment, screen: Screen
    ) -> None:
        """Note a service by its code and seats, where it may be kept at all."""
        if screen.is_sensitive(service.code):
            return
        if not use_of(service.code):
            screen.drop(REMARKS)
            return
        seats = " ".join(seat for seat, _ in service.given if seat)
        text = f"{service.code} {seats}".strip()
        self.note(booking, "seat" if seats else "service", text, segment)


def _same(one: Leg, other: Leg) -> bool:
    return (one.name, one.departs[:10], one.origin) == (
        other.name,
        other.departs[:10],
        other.origin,
    )
