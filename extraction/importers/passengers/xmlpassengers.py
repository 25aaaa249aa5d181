"""Travellers of bookings as XML: names, documents, tickets, payments, services."""

import re
from collections.abc import Iterator

from lxml import etree

from extraction.importers.passengers import values as read
from extraction.importers.passengers.model import (
    Card,
    Itinerary,
    TravelDocument,
    Traveller,
    once,
)
from extraction.importers.passengers.services import Service, Services
from extraction.importers.xmlstream import children, local

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?)?")
_KINDS = {
    "ADT": "adult", "CHD": "child", "CNN": "child", "INF": "infant", "INS": "infant",
    "UNN": "unaccompanied minor", "UMNR": "unaccompanied minor",
}  # fmt: skip


def attribute(element: etree._Element, *names: str) -> str:
    """Return the first attribute of these names: versions differ in case and `_`."""
    wanted = [name.lower().replace("_", "") for name in names]
    found = {
        str(key).rpartition("}")[2].lower().replace("_", ""): str(value).strip()
        for key, value in element.attrib.items()
    }
    return next((found[name] for name in wanted if found.get(name)), "")


def content(element: etree._Element) -> str:
    """Return an element's own text on one line."""
    return read.plain(element.text or "")


def all_text(element: etree._Element) -> str:
    """Return the text of an element and of what is below it, on one line."""
    return read.plain(" ".join(str(part) for part in element.itertext()))


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield elements of a local name at any depth."""
    for one in element.iter():
        if isinstance(one.tag, str) and local(one) == name:
            yield one


def moment(text: str) -> str:
    """Return ISO 8601 without zone of a date with or without time; empty for none."""
    found = _MOMENT.match(text.strip())
    if found is None:
        return read.year_first(text[:8]) or read.named_day(text)
    day = read.year_first(found[1].replace("-", ""))
    return f"{day}T{found[2]}" if day and found[2] else day


def read_passenger(element: etree._Element, services: Services) -> None:
    """Take a traveller with all that stands below."""
    names = [content(e) for e in children(element, "GivenName")]
    given, title = read.split_title(" ".join(name for name in names if name))
    surname = " ".join(content(e) for e in children(element, "Surname"))
    one = Traveller(read.plain(surname), given, title)
    one.reference = attribute(element, "RPH", "SurnameRefNumber")
    one.place = f"line {element.sourceline}"
    one.has_infant = attribute(element, "AccompaniedByInfantInd").lower() == "true"
    kind = attribute(element, "PassengerTypeCode", "PTC", "TravelerType")
    if kind and services.screen.keeps_type(kind):
        one.kind = _KINDS.get(kind.upper(), "")
    if one.kind == "infant":
        grown = [t for t in services.booking.travellers if t.kind != "infant"]
        with_infant = [t for t in grown if t.has_infant] or grown
        one.adult = with_infant[-1] if with_infant else None
    services.booking.travellers.append(one)
    for child in element:
        if isinstance(child.tag, str):
            _take(local(child), child, one, services)


def _take(name: str, child: etree._Element, one: Traveller, services: Services) -> None:
    booking = services.booking
    if name in ("GivenName", "Surname"):
        return
    if name in ("NamePrefix", "NameTitle"):
        one.title = one.title or content(child).upper()[:10]
    elif name == "CustLoyalty":
        number = attribute(child, "MembershipID")[:32]
        status = attribute(child, "LoyalLevel", "LoyaltyLevel")
        if number:
            one.loyalty.append((attribute(child, "ProgramID")[:16], number, status))
    elif name == "FareInfo":
        _fare(child, one, services)
    elif name == "TicketDocument":
        _ticket(child, one, services)
    elif name == "PaymentInfo":
        _payment(child, services)
    elif name in ("SSR", "DOC_SSR", "DOCSSR"):
        read_service(child, services, one, None)
    elif name == "ExcessBaggage":
        tag = attribute(child, "SerialNumber")
        pieces = attribute(child, "UnitOfMeasureQuantity", "SequenceCount")
        told = " ".join(p for p in ("excess baggage", pieces, tag) if p)
        booking.ticketing.append(told[:100])
    elif name in ("OSI", "Remark", "Text"):
        services.remark(all_text(child), one)
    else:
        services.screen.leave(f"elements {name[:40]} of a traveller")


def _fare(element: etree._Element, one: Traveller, services: Services) -> None:
    kind = attribute(element, "PTC_Code", "PTC")
    if kind and services.screen.keeps_type(kind):
        one.kind = one.kind or _KINDS.get(kind.upper(), "")
    basis = attribute(element, "FareBasis", "FareBasisCode")
    if basis and services.screen.keeps_type(basis):
        once(services.booking.ticketing, f"fare basis {basis[:20]}")


def _ticket(element: etree._Element, one: Traveller, services: Services) -> None:
    number = attribute(element, "TicketDocumentNbr", "TicketNumber")
    if number:
        once(one.tickets, number[:32])
    issued = moment(attribute(element, "DateOfIssue"))
    services.booking.ticketed = services.booking.ticketed or issued
    for total in descendants(element, "TotalFare"):
        amount = attribute(total, "Amount")
        told = f"total {amount} {attribute(total, 'CurrencyCode')}".strip()
        once(services.booking.fares, told[:60])
    for payment in descendants(element, "PaymentInfo"):
        _payment(payment, services)


def _payment(element: etree._Element, services: Services) -> None:
    booking = services.booking
    kind = attribute(element, "PaymentType").upper()
    words = {"CC": "card", "CA": "cash", "CK": "cheque", "DC": "debit card"}
    amount = attribute(element, "PaymentAmount")
    told = " ".join(p for p in (words.get(kind, kind[:20]), amount[:20]) if p)
    if told:
        once(booking.payments, told)
    number = attribute(element, "AccountNbr", "CardNumber", "AccountNumber")
    if number:
        vendor = attribute(element, "VendorCode", "CardCode").upper()[:4]
        holder = read.plain(attribute(element, "CardHolderName"))
        until = attribute(element, "ExpiryDate")
        card = Card(vendor, number[:32], until, holder)
        if card not in booking.cards:
            booking.cards.append(card)
    lines = [
        content(e)
        for name in ("AddressLine", "CityName", "PostalCode", "CountryName")
        for e in descendants(element, name)
    ]
    if any(lines):
        once(booking.billing, read.plain(", ".join(x for x in lines if x)))


def read_service(
    element: etree._Element,
    services: Services,
    under: Traveller | None,
    leg: Itinerary | None,
) -> str:
    """Take an SSR; return what is wrong with it, empty where nothing is."""
    code = attribute(element, "SSR_Code", "Code").upper()
    who = services.find(attribute(element, "RPH", "SurnameRefNumber")) or under
    for name in ("DOCS", "DOCA", "DOCO"):
        for told in children(element, name):
            _document(name, told, who, services)
            code = ""
    if not code:
        return ""
    texts = [content(e) for n in ("Text", "TEXT") for e in children(element, n)]
    text = " ".join(t for t in texts if t) or content(element)
    seat = attribute(element, "SeatNumber", "SeatNmbr") or (
        text if code == "SEAT" else ""
    )
    given = ((seat, who.reference),) if who is not None and seat else ()
    airline = children(element, "Airline")
    carrier = attribute(airline[0], "Code") if airline else ""
    service = Service(
        code, attribute(element, "Status"), carrier, text,
        attribute(element, "BoardPoint"), "", given,
    )  # fmt: skip
    wrong = services.apply(service, who, leg)
    return f"SSR {code}: {wrong}" if wrong else ""


def _document(
    name: str, told: etree._Element, who: Traveller | None, services: Services
) -> None:
    """Take a document or an address whose parts are attributes."""
    if name == "DOCA":
        parts = ("Address", "CityName", "PostalCode", "StateProvCounty", "Country")
        lines = [attribute(told, part) for part in parts]
        text = read.plain(", ".join(line for line in lines if line))
        if text:
            (who.addresses if who else services.booking.addresses).append(text)
        return
    if who is None:
        surname = attribute(told, "Surname").upper()
        known = [t for t in services.booking.travellers if t.surname.upper() == surname]
        if len(known) != 1:
            return
        who = known[0]
    born = attribute(told, "DateOfBirth")
    who.born = who.born or _day(born, born=True, year=services.year)
    who.gender = who.gender or read.read_gender(attribute(told, "Gender"))
    nation = read.find_country(attribute(told, "PaxNationality", "Nationality"))
    who.nationality = who.nationality or nation or ""
    number = attribute(told, "TravelDocNbr", "DocNumber", "TravelDocNumber")
    issuer = attribute(told, "IssuingLoc", "CountryState", "PlaceOfIssue")
    if number:
        kind = attribute(told, "TravelDocType", "DocType").upper()
        paper = TravelDocument(
            kind or ("V" if name == "DOCO" else "P"),
            number[:35],
            read.find_country(issuer) or "",
            _day(attribute(told, "ExpiryDate")),
            _day(attribute(told, "DateOfIssue")),
        )
        if paper not in who.documents:
            who.documents.append(paper)


def _day(text: str, *, born: bool = False, year: int = 2026) -> str:
    return moment(text)[:10] or read.named_day(text, born=born, year=year)
