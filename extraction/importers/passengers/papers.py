"""Agencies, payment cards and documents of travel as records, and how ids are made."""

from collections.abc import Iterable, Sequence

from extraction.importers.keys import derive_id
from extraction.importers.passengers import values as read
from extraction.importers.passengers.model import (
    Agency,
    Card,
    TravelDocument,
    Traveller,
)
from graph.model import Place, Record, Value

Said = Iterable[tuple[str, str | None]]


def values_of(said: Said) -> tuple[Value, ...]:
    """Return each property with a value once, in order."""
    return tuple(dict.fromkeys(Value(p, v) for p, v in said if v))


def make_id(prefix: str, parts: Sequence[str]) -> str:
    """Return an id of what these parts tell from all others."""
    return f"{prefix}-{derive_id(parts, prefix, 'travel')}"


def agency_id(made: Agency) -> str:
    """Return an agency's id: by its number, else by its office."""
    return make_id("agency", [made.number or made.office or made.name])


def agency_record(made: Agency, key: str) -> Record:
    """Return an agency as one booking names it."""
    shown = made.name or f"Agency {made.number or made.office}"
    said = (
        ("name", " ".join(part for part in (shown, made.city) if part)),
        ("agencyNumber", made.number),
        ("office", made.office),
        ("country", made.country),
    )
    return Record(agency_id(made), "TravelAgency", values_of(said), Place(record=key))


def card_id(card: Card, booking: str) -> str:
    """Return a card's id; one of which too little is known is the booking's own."""
    first, last = read.cut_card(card)
    expires = read.expiry(card.expires)
    known = [card.vendor, first, last, expires]
    return make_id("card", known if last and (first or expires) else [*known, booking])


def card_record(card: Card, booking: str, key: str) -> Record:
    """Return a card as one booking was paid with it, never its whole number."""
    first, last = read.cut_card(card)
    said = (
        ("name", f"{card.vendor} {first}…{last}".strip()),
        ("cardType", card.vendor),
        ("firstDigits", first),
        ("lastDigits", last),
        ("expires", read.expiry(card.expires)),
        ("holderName", card.holder),
        (
            "partial",
            "" if len(first) == 6 and len(last) == 4 else "few digits are known",
        ),
    )
    name = card_id(card, booking)
    return Record(name, "PaymentCard", values_of(said), Place(record=key))


_KINDS = {
    "P": "passport",
    "V": "visa",
    "I": "identity card",
    "A": "identity card",
    "C": "identity card",
    "IP": "passport card",
    "F": "approved non-standard identity document",
    "AC": "crew member certificate",
    "L": "pilot's licence",
}


def document_record(
    paper: TravelDocument, person: Traveller, holder: str, place: Place
) -> Record:
    """Return a passport, or another document of travel."""
    is_passport = paper.kind[:1] in ("P", "")
    kind = _KINDS.get(paper.kind, _KINDS.get(paper.kind[:1], paper.kind))
    name = make_id("document", [kind, paper.country, paper.number.upper()])
    said: list[tuple[str, str | None]] = [
        ("holder", holder),
        ("type", kind or "document of travel"),
        ("number", paper.number[:64]),
        ("country", paper.country),
        ("startDate", paper.issued),
        ("endDate", paper.expires),
    ]
    if is_passport:
        said += [
            ("passportNumber", paper.number),
            ("surname", person.surname),
            ("givenName", person.given),
            ("birthDate", person.born),
            ("gender", person.gender),
        ]
    schema = "Passport" if is_passport else "Identification"
    return Record(name, schema, values_of(said), place)
