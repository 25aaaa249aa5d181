"""Reservations and lists as records: what every format of passenger data becomes.

Each record says by its place which passenger record it is from: the key of the booking
or person in its message (`message 1, booking 2`), then the segment. Periods of keeping,
masking and erasure find by it all that one transfer said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from extraction.importers.passengers import values as read
from extraction.importers.passengers.model import (
    Boarding,
    Change,
    Header,
    Itinerary,
    Leg,
    Reservation,
    Traveller,
)
from extraction.importers.passengers.papers import (
    agency_id,
    agency_record,
    card_id,
    card_record,
    document_record,
    make_id,
    values_of,
)
from extraction.importers.passengers.screening import Screen
from extraction.importers.recent import Recent
from extraction.model import Leaf
from graph.model import Place, Record, Value
from graph.names import fold


@lru_cache(maxsize=1 << 12)
def leg_id(leg: Leg) -> str:
    """Return a flight's id: by carrier, number and day, and from where to where."""
    number = leg.number.lstrip("0") or leg.number
    return make_id(
        "flight", [leg.carrier, number, leg.departs[:10], leg.origin, leg.destination]
    )


def airport_id(code: str) -> str:
    """Return the id of an airport."""
    return f"airport-{code.lower()}"


def booking_key(company: str, locator: str, created: str) -> str:
    """Return what a booking is known by: locators are given anew after some time."""
    return ":".join(part for part in (company, locator, created[:10]) if part)


@dataclass(slots=True)
class Writer:
    """Writes what the messages of one file say; flights and airports once."""

    leaf: Leaf
    country: str | None
    screen: Screen
    _said: Recent = field(default_factory=Recent)

    def leg(self, leg: Leg, where: str) -> Iterator[Record]:
        """Yield a flight and its airports under the message, not under a person."""
        if not self._is_new(leg):
            return
        place = Place(record=where)
        for code in (leg.origin, leg.destination):
            if code and self._is_new("airport", code):
                said = (("code", code), ("full", code))
                yield Record(airport_id(code), "Airport", values_of(said), place)
        route = "–".join(code for code in (leg.origin, leg.destination) if code)
        said_of = (
            ("name", " ".join(p for p in (leg.name, route, leg.departs[:10]) if p)),
            ("flightNumber", leg.name),
            ("carrier", leg.carrier),
            ("marketedAs", leg.sold_as),
            ("aircraft", leg.aircraft),
            ("startDate", leg.departs),
            ("endDate", leg.arrives),
            ("startLocation", airport_id(leg.origin) if leg.origin else ""),
            ("endLocation", airport_id(leg.destination) if leg.destination else ""),
        )
        yield Record(leg_id(leg), "Flight", values_of(said_of), place)

    def _is_new(self, *said: object) -> bool:
        return self._said.meet(said) == 1

    def transfer(self, header: Header, subject: str) -> Iterator[Record]:
        """Yield the passenger record itself: whose, for which flight, when, by whom."""
        flight = leg_id(header.legs[0]) if header.legs else ""
        parts = [header.sender, header.reference, header.sent, header.key, subject]
        said = (
            ("subject", subject),
            ("flight", flight),
            ("system", header.system),
            ("date", header.sent),
            ("messageType", header.kind),
            ("function", header.function),
            ("messageReference", header.reference[:64]),
            ("sender", header.sender),
            ("receiver", header.receiver),
        )
        name = make_id("passenger-record", parts)
        yield Record(name, "PassengerRecord", values_of(said), Place(record=header.key))

    def reservation(self, header: Header, booking: Reservation) -> Iterator[Record]:
        """Yield all that one booking says, the transfer first."""
        key = booking_key(booking.company, booking.locator, booking.created)
        if not booking.locator:
            key = ":".join((header.sender, header.reference, header.key))
        name = make_id("booking", [key])
        yield from self.transfer(header, name)
        people = _name_people(name, booking.travellers)
        yield self._booking(header, booking, name, key, people)
        for traveller, entity in zip(booking.travellers, people, strict=True):
            adult = traveller.adult
            with_adult = next(
                (
                    p
                    for t, p in zip(booking.travellers, people, strict=True)
                    if t is adult
                ),
                "",
            )
            yield from self.traveller(header, traveller, entity, with_adult)
        for made in booking.agencies:
            yield agency_record(made, header.key)
        for card in booking.cards:
            yield card_record(card, name, header.key)
        for leg in booking.itinerary:
            yield from self._journeys(header, leg, name, people)
        for locator, company in booking.splits:
            other = booking_key(company, locator, booking.created)
            said = (("locator", locator), ("bookingKey", other), ("splitWith", name))
            where = Place(record=header.key)
            yield Record(make_id("booking", [other]), "Booking", values_of(said), where)
        for number, change in enumerate(booking.changes):
            yield from self._change(header, change, name, number)

    def _booking(
        self,
        header: Header,
        booking: Reservation,
        name: str,
        key: str,
        people: Sequence[str],
    ) -> Record:
        travels = sorted(i.leg.departs[:10] for i in booking.itinerary if i.leg.departs)
        said: list[tuple[str, str | None]] = [
            ("locator", booking.locator or None),
            ("name", f"Booking {booking.locator}" if booking.locator else key),
            ("bookingKey", key[:64]),
            *(("otherLocator", other) for other in booking.others),
            ("date", booking.created),
            ("changedAt", booking.changed),
            ("ticketIssued", booking.ticketed),
            *(("travelDate", day) for day in travels),
            *(("passenger", person) for person in people),
            ("travellers", str(booking.announced or len(people) or "")),
            *(("agency", agency_id(made)) for made in booking.agencies),
            *(("agent", made.agent) for made in booking.agencies),
            *(("paymentCard", card_id(card, name)) for card in booking.cards),
            *(("formOfPayment", text) for text in booking.payments),
            *(("billingAddress", text) for text in booking.billing),
            *(("contactPhone", number) for number in booking.phones),
            *(("contactEmail", mail) for mail in booking.emails),
            *(("contactAddress", text) for text in booking.addresses),
            *(("contact", text) for text in booking.contacts),
            *(("fare", text) for text in booking.fares),
            *(("ticketing", text) for text in booking.ticketing),
            *(("remark", text) for text in booking.remarks),
        ]
        return Record(name, "Booking", values_of(said), _at(header.key, booking.place))

    def traveller(
        self, header: Header, person: Traveller, entity: str, adult: str = ""
    ) -> Iterator[Record]:
        """Yield a traveller, then the documents of travel."""
        whole = " ".join(part for part in (person.given, person.surname) if part)
        passports = [d.number for d in person.documents if d.kind[:1] in ("P", "")]
        said: list[tuple[str, str | None]] = [
            ("name", whole),
            ("firstName", person.given),
            ("lastName", person.surname),
            ("title", person.title),
            ("birthDate", person.born),
            ("gender", person.gender),
            ("nationality", person.nationality),
            ("passengerType", person.kind),
            *(("passportNumber", number) for number in passports),
            *(("phone", number) for number in person.phones),
            *(("email", mail) for mail in person.emails),
            *(("address", text) for text in person.addresses),
            *(("ticketNumber", ticket) for ticket in person.tickets),
            *(
                ("frequentFlyer", " ".join(p for p in one if p))
                for one in person.loyalty
            ),
            *(
                ("frequentFlyerNumber", one[0] + one[1])
                for one in person.loyalty
                if one[1]
            ),
            ("accompaniedBy", adult),
        ]
        place = _at(header.key, person.place)
        yield Record(entity, "Passenger", values_of(said), place)
        for paper in person.documents:
            yield document_record(paper, person, entity, place)

    def _journeys(
        self, header: Header, booked: Itinerary, booking: str, people: Sequence[str]
    ) -> Iterator[Record]:
        yield from self.leg(booked.leg, header.key.rpartition(", ")[0])
        for number, entity in enumerate(people):
            boarding = booked.boardings.get(number, Boarding())
            yield self.journey(header, booked, boarding, entity, booking)

    def journey(
        self,
        header: Header,
        booked: Itinerary,
        boarding: Boarding,
        entity: str,
        booking: str = "",
        ends: tuple[str, str] = ("", ""),
        captured: str = "",
    ) -> Record:
        """Return that a traveller is on a flight; `ends` are of the whole journey."""
        leg = booked.leg
        said: list[tuple[str, str | None]] = [
            ("passenger", entity),
            ("flight", leg_id(leg)),
            ("booking", booking),
            ("origin", airport_id(leg.origin) if leg.origin else ""),
            ("destination", airport_id(leg.destination) if leg.destination else ""),
            ("embarked", airport_id(ends[0]) if ends[0] else ""),
            ("disembarks", airport_id(ends[1]) if ends[1] else ""),
            ("startDate", leg.departs),
            ("endDate", leg.arrives),
            *(("status", text) for text in [booked.status, *boarding.status]),
            *(("seat", seat) for seat in boarding.seats),
            ("cabin", booked.cabin),
            ("soldAs", leg.sold_as),
            *(("baggageTag", tag) for tag in boarding.tags),
            *(("baggage", text) for text in boarding.baggage),
            ("checkIn", boarding.checked_in),
            ("captured", captured),
        ]
        name = make_id("journey", [entity, leg_id(leg)])
        return Record(name, "Journey", values_of(said), _at(header.key, booked.place))

    def named_booking(
        self, header: Header, locator: str, leg: Leg | None, person: str
    ) -> tuple[str, Record]:
        """Return (id, record) of the booking that a list names by its locator.

        Lists tell neither its system nor its day: it is the carrier's, for this flight.
        """
        carrier, day = (leg.carrier, leg.departs[:10]) if leg else ("", "")
        key = ":".join(p for p in (carrier, locator, f"for {day}") if p)
        said = (
            ("locator", locator),
            ("name", f"Booking {locator}"),
            ("bookingKey", key[:64]),
            ("travelDate", day),
            ("passenger", person),
        )
        name = make_id("booking", [key])
        return name, Record(name, "Booking", values_of(said), Place(record=header.key))

    def _change(
        self, header: Header, change: Change, booking: str, number: int
    ) -> Iterator[Record]:
        if change.leg is not None:
            yield from self.leg(change.leg, header.key.rpartition(", ")[0])
        said = (
            ("booking", booking),
            ("flight", leg_id(change.leg) if change.leg else ""),
            ("date", change.at),
            ("action", change.action),
            ("element", change.element),
            ("summary", read.hide_cards(change.text)),
        )
        parts = [booking, change.at, change.action, change.element, change.text]
        if not change.text and change.leg is None:
            parts.append(str(number))
        elif change.leg is not None:
            parts.append(leg_id(change.leg))
        where = _at(header.key, change.place)
        yield Record(
            make_id("booking-change", parts), "BookingChange", values_of(said), where
        )

    def note(self) -> Iterator[Record]:
        """Yield what of the file was removed and what not read, where there is any."""
        told = self.screen.told()
        if told:
            name = f"Not taken of {self.leaf.name}"
            values = (Value("name", name), *(Value("description", t) for t in told))
            digest = sha256(self.leaf.content).hexdigest()[:40]
            where = Place(record="file")
            yield Record(f"passengers-left-{digest}", "Note", values, where)


def _at(key: str, place: str) -> Place:
    return Place(record=f"{key}, {place}" if place else key)


def _name_people(booking: str, travellers: Sequence[Traveller]) -> list[str]:
    """Return an id for each, the same in every message of the booking."""
    alike: dict[tuple[str, str], int] = {}
    found = []
    for one in travellers:
        name = fold(one.surname), fold(one.given)
        alike[name] = alike.get(name, 0) + 1
        found.append(make_id("passenger", [booking, *name, str(alike[name])]))
    return found


def person_id(one: Traveller, leg: Leg | None) -> str:
    """Return the id of someone on a list: name, birth, document and first flight."""
    papers = sorted(paper.number.upper() for paper in one.documents)
    flight = leg_id(leg) if leg is not None else ""
    parts = [flight, fold(one.surname), fold(one.given), one.born, *papers[:1]]
    return make_id("passenger", parts)
