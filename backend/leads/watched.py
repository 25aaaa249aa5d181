"""Passengers of a telephone, address, document or card that is watched."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backend.leads.model import Lead, Occurrence, make_lead
from backend.leads.travel import Told, Travel
from graph.errors import InvalidInput
from graph.schema import clean_phone, normal_identifier

KIND = "watched-travellers"
MOST_WATCHED = 1_000
_PROPS = {
    "phone": "phone", "contactPhone": "phone",
    "email": "mail", "contactEmail": "mail",
    "passportNumber": "document", "number": "document",
    "ticketNumber": "ticket", "frequentFlyerNumber": "frequent flyer",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WatchList:
    """What is watched, in the forms that it is compared in."""

    plain: frozenset[str]
    cards: frozenset[tuple[str, str]]


def read_watch_list(given: Sequence[str]) -> WatchList:
    """Return a list of numbers, addresses and cards ready to be compared.

    A card is its number or its first six and last four digits (`411111…1111`). Raises
    InvalidInput for none, too many, or an empty entry.
    """
    if not given or len(given) > MOST_WATCHED or not all(one.strip() for one in given):
        raise InvalidInput(
            f"name 1 to {MOST_WATCHED} telephones, mail addresses, numbers of "
            "documents or cards to watch"
        )
    cards = set()
    plain = set()
    for one in map(str.strip, given):
        if found := re.fullmatch(r"(\d{6})\D+(\d{4})", one):
            cards.add((found[1], found[2]))
            continue
        digits = re.sub(r"[\s-]", "", one)
        if digits.isdecimal() and 13 <= len(digits) <= 19:
            cards.add((digits[:6], digits[-4:]))
        plain.add(_normal(one))
    return WatchList(frozenset(plain), frozenset(cards))


def _normal(text: str) -> str:
    if "@" in text:
        return text.strip().lower()
    phone = clean_phone(text) if text.startswith(("+", "00")) else None
    return phone or normal_identifier("PassportNumber", text)


@dataclass(slots=True)
class WatchSearch:
    """Looks for what is watched in passengers, documents, bookings and cards."""

    travel: Travel
    watched: WatchList
    _hits: dict[str, list[Occurrence]] = field(default_factory=dict)
    _why: dict[str, list[str]] = field(default_factory=dict)

    def find(self) -> Iterator[Lead]:
        """Yield each passenger with a match; the strength is the number of matches."""
        for entity, told in self.travel.read("Passenger"):
            self._look(entity, entity, told)
        for schema in ("Passport", "Identification"):
            for entity, told in self.travel.read(schema):
                for holder in self._holders(told):
                    self._look(holder, entity, told)
        bookings = list(self.travel.read("Booking"))
        for entity, told in bookings:
            for person in self.travel.bookings[entity].passengers:
                self._look(person, entity, told)
        self._cards()
        flights = self.travel.by_person
        for person, said in sorted(self._hits.items()):
            on = [one.flight for one in flights.get(person, ())]
            yield make_lead(
                KIND,
                tuple(dict.fromkeys((person, *on)))[:50],
                "watched: " + ", ".join(dict.fromkeys(self._why[person])),
                len(said),
                said,
            )

    def _holders(self, told: Told) -> list[str]:
        root, case = self.travel.events.clusters.root, self.travel.events.case
        return [root(f"{case}:{one.value.value}") for one in told.get("holder", ())]

    def _look(self, person: str, entity: str, told: Told) -> None:
        for prop, what in _PROPS.items():
            for one in told.get(prop, ()):
                if _normal(one.value.value) in self.watched.plain:
                    self._hit(person, entity, what, one.id)

    def _cards(self) -> None:
        watched: defaultdict[str, list[str]] = defaultdict(list)
        for entity, told in self.travel.read("PaymentCard"):
            firsts = [one.value.value for one in told.get("firstDigits", ())]
            for last in told.get("lastDigits", ()):
                if any((f, last.value.value) in self.watched.cards for f in firsts):
                    watched[entity].append(last.id)
        for booking in self.travel.bookings.values():
            for card in booking.cards & watched.keys():
                for person in booking.passengers:
                    for statement in watched[card]:
                        self._hit(person, booking.entity, "payment card", statement)

    def _hit(self, person: str, entity: str, what: str, statement: str) -> None:
        said = self._hits.setdefault(person, [])
        if all(statement not in one.statements for one in said):
            said.append(Occurrence("", what, entity, (statement,)))
            self._why.setdefault(person, []).append(what)
