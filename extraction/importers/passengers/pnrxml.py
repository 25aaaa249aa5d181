"""PNRGOV as XML (IATA_PNRGOV_NotifRQ, of every version): names of elements decide."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extraction.importers.base import ImportOptions
from extraction.importers.passengers import values as read
from extraction.importers.passengers.model import (
    MOST_LEGS,
    MOST_TRAVELLERS,
    Agency,
    Change,
    Header,
    Itinerary,
    Leg,
    Reservation,
    once,
)
from extraction.importers.passengers.screening import REMARKS, Screen
from extraction.importers.passengers.services import STATUSES, Services
from extraction.importers.passengers.writing import Writer
from extraction.importers.passengers.xmlpassengers import (
    all_text,
    attribute,
    content,
    descendants,
    moment,
    read_passenger,
    read_service,
)
from extraction.importers.xmlstream import children, find_root, iter_elements, local
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record

_ROOT = re.compile(r"IATA_PNRGOV|PNRGOV_Notif", re.IGNORECASE)
_BOOKING = re.compile(r"<(?:[\w.-]+:)?PNR[\s>].{0,2000}BookingRefID", re.DOTALL)
_NAMES = ("Originator", "FlightLeg", "PNR")
Item = Record | Rejection


class PnrXmlImporter:
    """Bookings as XML that carriers push to authorities."""

    name = "pnr-xml"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether its root is the message's, or it holds bookings of that form."""
        root = find_root(leaf.content)
        if root is None:
            return False
        return bool(_ROOT.search(root.head[:4096]) or _BOOKING.search(root.head))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Item]:
        """Stream what each booking says, and what is wrong, with its line.

        Raises InvalidInput where there is no booking in it.
        """
        yield from _File(leaf, options.country).read()


@dataclass(slots=True)
class _File:
    """Reads one file; what stands before the bookings holds for them."""

    leaf: Leaf
    country: str | None
    _writer: Writer = field(init=False)
    _header: Header | None = None
    _messages: int = 0
    _bookings: int = 0
    _announced: str = ""

    def __post_init__(self) -> None:
        self._writer = Writer(self.leaf, self.country, Screen())

    def read(self) -> Iterator[Item]:
        """Yield what the bookings say. Raises InvalidInput where there is none."""
        total = 0
        try:
            for element in iter_elements(self.leaf.content, _NAMES):
                if local(element) == "PNR":
                    total += 1
                    yield from self._pnr(element)
                elif local(element) == "Originator":
                    yield from self._count()
                    self._begin(element, attribute(element, "AirlineCode"))
                else:
                    yield from self._flight_leg(element)
        except InvalidInput as error:
            if not total:
                raise
            yield Rejection(self.leaf.path, str(error), "the rest")
        if not total:
            raise InvalidInput("PNRGOV: there is no booking (PNR) in it")
        yield from self._count()
        yield from self._writer.note()

    def _begin(self, element: etree._Element, sender: str) -> None:
        """Begin a message: what its root says of it."""
        root: etree._Element | None = element
        while root is not None and not _ROOT.search(local(root)):
            root = root.getparent()
        self._messages += 1
        self._bookings, self._announced = 0, ""
        version = attribute(root, "Version") if root is not None else ""
        said = root if root is not None else element
        self._header = Header(
            f"message {self._messages}",
            "PNR",
            f"IATA_PNRGOV_NotifRQ {version}".strip()[:64],
            "push",
            attribute(said, "TransactionIdentifier", "CorrelationID", "EchoToken")[:64],
            sender[:16],
            attribute(said, "Target", "Receiver")[:64],
            moment(attribute(said, "TimeStamp")),
        )

    def _count(self) -> Iterator[Rejection]:
        if self._announced.isdecimal() and int(self._announced[:9]) != self._bookings:
            why = f"it announces {self._announced} bookings, {self._bookings} were read"
            yield Rejection(self.leaf.path, why, f"message {self._messages}")

    def _flight_leg(self, element: etree._Element) -> Iterator[Item]:
        if self._header is None:
            self._begin(element, attribute(element, "CarrierCode"))
        assert self._header is not None
        leg = _read_leg(element)
        if not leg.departs:
            place = f"message {self._messages}, line {element.sourceline}"
            why = "the flight's day cannot be read"
            yield Rejection(self.leaf.path, why, place)
        if len(self._header.legs) < MOST_LEGS:
            self._header = replace(self._header, legs=(*self._header.legs, leg))
        yield from self._writer.leg(leg, self._header.key)

    def _pnr(self, element: etree._Element) -> Iterator[Item]:
        if self._header is None:
            self._begin(element, "")
        assert self._header is not None
        self._bookings += 1
        above = element.getparent()
        if above is not None:
            self._announced = attribute(above, "NumberOfPnrs") or self._announced
        key = f"{self._header.key}, booking {self._bookings}"
        header = replace(self._header, key=key)
        reader = _Booking(element, header, self._writer, self.country)
        booking = reader.read()
        for line, reason in reader.wrong:
            yield Rejection(self.leaf.path, reason, f"{key}, line {line}")
        if not (booking.locator or booking.travellers):
            why = "the booking has neither a locator nor a traveller: left out"
            yield Rejection(self.leaf.path, why, f"{key}, line {element.sourceline}")
            return
        if not header.legs and booking.itinerary:
            header = replace(header, legs=(booking.itinerary[0].leg,))
        yield from self._writer.reservation(header, booking)


@dataclass(slots=True)
class _Booking:
    """Reads one PNR element. `wrong` holds (line, reason) of what is."""

    element: etree._Element
    header: Header
    writer: Writer
    country: str | None
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def read(self) -> Reservation:
        """Return the booking; what is wrong in it is kept in `wrong`."""
        pnr = self.element
        booking = Reservation(
            created=moment(attribute(pnr, "PNR_CreationDate", "CreationDate")),
            changed=moment(attribute(pnr, "PNR_TransDate", "TransDate")),
            ticketed=moment(attribute(pnr, "LastTktDate")),
            place=f"line {pnr.sourceline}",
        )
        told = attribute(pnr, "NumberOfPassengers")
        booking.announced = int(told) if told.isdecimal() and len(told) < 5 else 0
        year = int(self.header.sent[:4]) if self.header.sent else 2026
        services = Services(booking, self.writer.screen, self.country, year)
        late: list[etree._Element] = []
        for child in pnr:
            name = local(child)
            if name == "Passenger" and len(booking.travellers) < MOST_TRAVELLERS:
                read_passenger(child, services)
            elif name == "Passenger":
                why = f"more than {MOST_TRAVELLERS} in a booking: left out"
                self.wrong.append((line_of(child), why))
            elif name in ("Flight", "SSR", "DOC_SSR", "PNRHistory", "PNR_History"):
                late.append(child)
            else:
                self._take(name, child, services)
        for child in late:
            self._take_late(child, services)
        if booking.announced and booking.announced != len(booking.travellers):
            grown = [t for t in booking.travellers if t.kind != "infant"]
            if booking.announced != len(grown):
                why = (
                    f"{booking.announced} passengers are announced, {len(grown)} named"
                )
                self.wrong.append((line_of(pnr), why))
        return booking

    def _take(self, name: str, child: etree._Element, services: Services) -> None:
        booking = services.booking
        if name == "BookingRefID":
            _locator(child, booking)
        elif "Split" in name:
            for one in descendants(child, "BookingRefID"):
                company = attribute_below(one, "CompanyName", "Code")
                booking.splits.append((attribute(one, "ID")[:32], company))
        elif name == "POS":
            _agency(child, booking)
        elif name in ("ContactInfo", "Contact"):
            _contact(child, services)
        elif name in ("OSI", "Remark", "Remarks", "GeneralRemark"):
            services.remark(all_text(child), None)
        elif name in ("PrepaidBag", "ExcessBaggage"):
            pieces = attribute(child, "UnitOfMeasureQuantity")
            if pieces:
                booking.ticketing.append(f"prepaid baggage: {pieces[:20]}")
        elif name == "Text":
            services.remark(all_text(child), None)
        else:
            self.writer.screen.leave(f"elements {name[:40]} of a booking")

    def _take_late(self, child: etree._Element, services: Services) -> None:
        """Take what refers to travellers, once they are known."""
        name = local(child)
        if name == "Flight":
            self._flight(child, services)
        elif "History" in name:
            _history(child, services)
        elif wrong := read_service(child, services, None, None):
            self.wrong.append((line_of(child), wrong))

    def _flight(self, element: etree._Element, services: Services) -> None:
        leg = _read_leg(element)
        place = f"line {element.sourceline}"
        code = attribute(element, "Status").upper()
        status = STATUSES.get(code, f"status {code}" if code else "")
        cabin = attribute(element, "ResBookDesigCode")[:4]
        booked = Itinerary(leg, place, cabin, status)
        if len(services.booking.itinerary) >= MOST_LEGS:
            why = f"more than {MOST_LEGS} flights in a booking: left out"
            self.wrong.append((line_of(element), why))
            return
        services.booking.itinerary.append(booked)
        if not leg.departs:
            why = "the day of the flight cannot be read"
            self.wrong.append((line_of(element), why))
        for child in element:
            name = local(child)
            if name in ("SSR", "DOC_SSR"):
                if wrong := read_service(child, services, None, booked):
                    self.wrong.append((line_of(child), wrong))
            elif name == "BookingRefID":
                _locator(child, services.booking)
            elif name in ("OSI", "Remark", "Text"):
                services.remark(all_text(child), None)
            elif name not in _LEG_PARTS:
                _check_in(child, services, booked)


_LEG_PARTS = frozenset(
    "DepartureAirport ArrivalAirport OperatingAirline MarketingAirline Equipment "
    "GivenName Surname".split()
)


def line_of(element: etree._Element) -> int:
    """Return the line on which an element begins."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def attribute_below(element: etree._Element, name: str, *attributes: str) -> str:
    """Return an attribute of the first child of a name, empty where there is none."""
    found = children(element, name)
    return attribute(found[0], *attributes) if found else ""


def _read_leg(element: etree._Element) -> Leg:
    operating = attribute_below(element, "OperatingAirline", "Code")
    marketing = attribute_below(element, "MarketingAirline", "Code")
    flown = attribute_below(element, "OperatingAirline", "FlightNumber")
    number = attribute(element, "FlightNumber")
    carrier = (operating or attribute(element, "CarrierCode") or marketing).upper()[:4]
    sold = attribute_below(element, "MarketingAirline", "FlightNumber") or number
    return Leg(
        carrier,
        ((flown or number).lstrip("0") or number)[:8],
        attribute_below(element, "DepartureAirport", "LocationCode").upper()[:5],
        attribute_below(element, "ArrivalAirport", "LocationCode").upper()[:5],
        moment(attribute(element, "DepartureDateTime", "DepartureDate")),
        moment(attribute(element, "ArrivalDateTime", "ArrivalDate")),
        f"{marketing}{sold}"[:12]
        if operating and marketing not in ("", operating)
        else "",
        attribute_below(element, "Equipment", "AirEquipType")[:10],
    )


def _locator(element: etree._Element, booking: Reservation) -> None:
    locator = attribute(element, "ID").strip()[:32]
    company = attribute_below(element, "CompanyName", "Code")
    if locator and not booking.locator:
        booking.locator, booking.company = locator, company[:8]
    elif locator and locator != booking.locator and locator not in booking.others:
        booking.others.append(locator)


def _agency(element: etree._Element, booking: Reservation) -> None:
    for source in children(element, "Source"):
        number = attribute_below(source, "RequestorID", "ID")
        name = ""
        for asked in children(source, "RequestorID"):
            name = attribute_below(asked, "CompanyName", "Code")
        office = attribute(source, "PseudoCityCode", "ERSP_UserID")
        made = Agency(
            number[:16],
            office[:32],
            attribute(source, "AirportCode")[:32],
            read.find_country(attribute(source, "ISOCountry")) or "",
            attribute(source, "AgentSine", "AgentDutyCode")[:32],
            f"Agency {number} {name}".strip() if number or name else "",
        )
        if number or office:
            booking.agencies.append(made)


def _contact(element: etree._Element, services: Services) -> None:
    booking = services.booking
    phones = [attribute(element, "PhoneNumber")]
    phones += [attribute(e, "PhoneNumber") for e in descendants(element, "Telephone")]
    mails = [attribute(element, "EmailAddress")]
    mails += [content(e) for e in descendants(element, "Email")]
    for text in filter(None, phones):
        phone = read.read_phone(text, services.country)
        if phone:
            booking.phones.append(phone)
        elif re.search(r"\d", text):
            booking.contacts.append(read.plain(text)[:200])
    for text in filter(None, mails):
        if mail := read.read_mail(text):
            booking.emails.append(mail)
    names = ("StreetNmbr", "AddressLine", "CityName", "StateProv", "PostalCode")
    lines = [content(e) for name in names for e in descendants(element, name)]
    lines += [content(e) for e in descendants(element, "CountryName")]
    address = read.plain(", ".join(line for line in lines if line not in ("", "-")))
    if address:
        booking.addresses.append(address)


def _check_in(element: etree._Element, services: Services, booked: Itinerary) -> None:
    """Take seats and baggage of check-in, by whatever element they stand in."""
    found = False
    for one in element.iter():
        if not isinstance(one.tag, str):
            continue
        who = services.find(attribute(one, "RPH", "SurnameRefNumber"))
        people = services.booking.travellers
        at = next((n for n, t in enumerate(people) if t is who), None)
        if at is None:
            continue
        boarding = booked.boarding(at)
        seat = attribute(one, "SeatNumber", "SeatNmbr", "RowSeat").upper().lstrip("0")
        tag = attribute(one, "TagNumber", "BagTagNmbr", "SerialNumber", "BagTag")
        if seat and seat not in boarding.seats:
            once(boarding.seats, seat[:6])
            found = True
        if tag and tag not in boarding.tags:
            once(boarding.tags, f"{attribute(one, 'IssuerCode')}{tag}"[:32])
            found = True
    if not found:
        services.screen.leave(f"elements {local(element)[:40]} of a flight")


def _history(element: etree._Element, services: Services) -> None:
    """Take when a booking was changed; what its free text says is not kept."""
    for one in element.iter():
        if not isinstance(one.tag, str):
            continue
        at = moment(attribute(one, "TimeStamp", "Date", "DateTime"))
        if at:
            action = attribute(one, "Action", "ActionCode", "Type")[:20]
            change = Change(at, action.lower(), "", "", f"line {one.sourceline}")
            services.booking.changes.append(change)
        if content(one):
            services.screen.drop(REMARKS)
