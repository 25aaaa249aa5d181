"""Single segments of PNRGOV: flights, addresses, tickets, payments, baggage."""

import re
from collections.abc import Iterator

from extraction.importers.passengers import values as read
from extraction.importers.passengers.edifact import Segment
from extraction.importers.passengers.model import (
    Agency,
    Card,
    Leg,
    Reservation,
    Traveller,
    once,
)
from extraction.importers.passengers.screening import Screen
from extraction.importers.passengers.services import Service

_PAYMENTS = {
    "CC": "card", "DC": "debit card", "CA": "cash", "CK": "cheque",
    "MS": "miscellaneous", "EF": "electronic transfer", "GR": "government request",
    "AGT": "agency", "TP": "travel credit",
}  # fmt: skip
_BAG_UNITS = {"700": "kg", "701": "lb", "KGM": "kg", "LBR": "lb"}
_POOLS = {"MP": "pooled with others", "TP": "pooled with others", "HP": "head of pool"}


def read_leg(segment: Segment) -> Leg:
    """Return the flight of a TVL. Times that lack a day have the departure's."""
    times = [part.strip() for part in segment.all(0)] + [""] * 4
    day, clock, end_day, end_clock = times[:4]
    if len(end_day) == 4 and end_day.isdigit() and not end_clock:
        end_day, end_clock = "", end_day
    departs = read.day_first(day, clock)
    arrives = read.day_first(end_day or day, end_clock)
    if not end_day and arrives < departs:
        arrives = ""
    marketing, operating = segment.get(3, 0), segment.get(3, 1)
    number = segment.get(4, 0).lstrip("0") or segment.get(4, 0)
    return Leg(
        (operating or marketing).upper()[:4],
        number[:8],
        segment.get(1).upper()[:5],
        segment.get(2).upper()[:5],
        departs,
        arrives if end_clock or end_day else "",
        marketing.upper()[:4] if operating and operating != marketing else "",
    )


def read_created(parts: list[str]) -> str:
    """Return when a booking was made by an RCI's components: no place of it is sure."""
    said = [part.strip() for part in parts[2:]]
    day = next((p for p in said if len(p) == 6 and p.isdigit()), "")
    clock = next((p for p in said if p != day and p.isdigit()), "")
    return read.day_first(day, clock[:4])


def read_service(segment: Segment) -> Service:
    """Return an SSR: its code, text, and the seat and reference of each traveller."""
    text = read.plain(" ".join(part for part in segment.all(0)[8:] if part))
    given = tuple(
        (parts[0].strip(), parts[2].strip() if len(parts) > 2 else "")
        for parts in segment.elements[1:]
    )
    return Service(
        segment.get(0, 0).upper(),
        segment.get(0, 1),
        segment.get(0, 3),
        text,
        segment.get(0, 6),
        segment.place,
        given,
    )


def read_agency(segment: Segment) -> Agency | None:
    """Return who made the booking by an ORG: an agency, else the carrier's office."""
    number, office = segment.get(1, 0), segment.get(1, 1)
    if not (number or office):
        office = ":".join(part.strip() for part in segment.all(0) if part.strip())
    if not (number or office):
        return None
    country = read.find_country(segment.get(5)) or ""
    city, agent = segment.get(2)[:32], segment.get(6)[:32]
    return Agency(number[:16], office[:32], city, country, agent)


def add_address(
    booking: Reservation,
    who: Traveller | None,
    paid: bool,
    segment: Segment,
    country: str | None,
) -> None:
    """Take an ADD: of billing behind a payment, of the traveller or of the booking."""
    for parts in segment.elements:
        said = [part.strip() for part in parts] + [""] * 8
        if not any(said[1:]):
            continue
        lines, last = [*said[1:5], said[6], said[5]], said[7]
        digits = re.sub(r"\D", "", last)
        if len(digits) < 7:
            lines.insert(-1, last)
        address = read.plain(", ".join(line for line in lines if line))
        mine = who.addresses if who else booking.addresses
        once(booking.billing if paid else mine, address)
        phone = read.read_phone(last, country) if len(digits) >= 7 else None
        if phone:
            once(who.phones if who else booking.phones, phone)
        elif len(digits) >= 7:
            once(booking.contacts, last[:200])


def read_excess(segment: Segment) -> str:
    """Return an EBD in words: how many pieces, at what price."""
    pieces = segment.get(1, 0) or "?"
    price = " ".join(p for p in (segment.get(0, 1), segment.get(0, 0)) if p)
    return f"excess baggage: {pieces} pieces, {price}".rstrip(", ")[:100]


def add_loyalty(who: Traveller, segment: Segment) -> None:
    """Take an FTI: programme, number and status."""
    for parts in segment.elements:
        said = [part.strip() for part in parts]
        if len(said) > 1 and said[1]:
            status = next((part for part in reversed(said[3:]) if part), "")
            who.loyalty.append((said[0], said[1][:32], status))


def add_fare(booking: Reservation, segment: Segment, screen: Screen) -> None:
    """Take a FAR's basis, where its kind reveals nothing that is protected."""
    basis = segment.get(5) or segment.get(4)
    if basis and screen.keeps_type(basis):
        once(booking.ticketing, f"fare basis {basis[:20]}")


def add_ticket(booking: Reservation, who: Traveller | None, segment: Segment) -> None:
    """Take a TKT of a traveller, else of the booking."""
    number = segment.get(0, 0)[:32]
    if number and who is not None:
        once(who.tickets, number)
    elif number:
        once(booking.ticketing, f"ticket {number}")


def add_money(booking: Reservation, segment: Segment) -> None:
    """Take a MON: what the ticket costs."""
    words = {"T": "total", "B": "base", "E": "equivalent", "C": "charge"}
    said = [
        " ".join(part.strip() for part in (words.get(parts[0], parts[0]), *parts[1:3]))
        for parts in segment.elements
        if len(parts) > 1
    ]
    once(booking.fares, read.plain(", ".join(said)))


def add_payment(booking: Reservation, segment: Segment) -> None:
    """Take a FOP: how it was paid, and a card's number, which is cut when written."""
    for parts in segment.elements:
        at = read.find_card(parts)
        kind, *said = (*(part.strip() for part in parts), *[""] * 6)
        amount, vendor, number, until = ["", "", *said][at - 1 : at + 3]
        word = _PAYMENTS.get(kind.upper(), read.hide_cards(kind[:20]))
        once(booking.payments, " ".join(p for p in (word, amount[:20]) if p))
        card = Card(vendor[:4].upper(), number[:32], until)
        if kind.upper() in ("CC", "DC") and number and card not in booking.cards:
            booking.cards.append(card)


def read_baggage(segment: Segment) -> list[str]:
    """Return what a TBD says of pieces, weight and pool, in words."""
    found = []
    told = segment.all(1) if segment.get(1) else segment.all(0)
    pieces, weight, unit = ([part.strip() for part in told] + [""] * 3)[:3]
    if pieces:
        words = f"{pieces.lstrip('0') or '0'} pieces"
        if weight:
            words += f", {weight} {_BAG_UNITS.get(unit, unit)}".rstrip()
        found.append(words[:60])
    if pool := _POOLS.get(segment.get(3)):
        found.append(pool)
    return found


def read_tags(parts: list[str]) -> Iterator[str]:
    """Yield the tags of a run: carrier, first number, how many follow each other."""
    carrier, number, count = ([p.strip() for p in parts] + ["", "", ""])[:3]
    if len(parts) < 2 or not number.isdecimal() or len(number) > 15:
        return
    many = int(count) if count.isdecimal() and len(count) < 4 else 1
    for at in range(max(1, min(many, 100))):
        yield f"{carrier}{int(number) + at:0{len(number)}}"
