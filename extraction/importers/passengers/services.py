"""SSR, OSI and history of a booking: what their texts say of who travels how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.importers.passengers import values as read
from extraction.importers.passengers.model import (
    MOST_TRAVELLERS,
    MOST_VALUES,
    Change,
    Itinerary,
    Reservation,
    TravelDocument,
    Traveller,
    once,
)
from extraction.importers.passengers.screening import (
    REMARKS,
    Screen,
    baggage_word,
    use_of,
)

_SEAT = re.compile(r"(?<![A-Z0-9])0*(\d{1,3}[A-HJ-L])(?![A-Z])")
_SEAT_RUN = re.compile(r"\.0*(\d{1,3}[A-HJ-L])N?|(?<=N)0*(\d{1,3}[A-HJ-L])N?")
_TICKET = re.compile(r"\b(INF)?(\d{13})(?:C(\d))?\b")
_INFANT = re.compile(r"([A-Z '-]+)/([A-Z '-]+?)[ /](\d{1,2}[A-Z]{3}\d{2,4})")
_HISTORY = re.compile(r"(\d{1,4})/([A-Z]?)/(?:([A-Z]{2})/)?(.*)", re.DOTALL)
_STAMP = re.compile(r"(\d\d ?[A-Z] ?[A-Z] ?[A-Z]) ?(\d{4})Z")
_FLIGHT = re.compile(r"([A-Z0-9]{2}) ?0*(\d{1,4})\b")
STATUSES = {
    "HK": "confirmed",
    "KK": "confirmed",
    "KL": "confirmed",
    "RR": "reconfirmed",
    "TK": "confirmed, times changed",
    "HL": "wait-listed",
    "HN": "requested",
    "NN": "requested",
    "HX": "cancelled by the carrier",
    "XX": "cancelled",
    "XK": "cancelled",
    "UN": "flight does not operate",
    "UC": "refused",
    "NO": "no action taken",
    "GK": "held elsewhere",
    "BK": "held elsewhere",
    "YG": "held elsewhere",
    "DK": "confirmed",
}
_ACTIONS = {
    "A": "added", "X": "cancelled", "C": "changed", "O": "original", "S": "split",
}  # fmt: skip
_ELEMENTS = {
    "NM": "name", "SS": "segment", "TK": "ticket", "AP": "contact", "FP": "payment",
    "SR": "service", "SA": "service", "FA": "ticket", "FE": "ticket", "FH": "ticket",
}  # fmt: skip
_ADDRESSES = {"R": "residence", "D": "destination"}


class Service(NamedTuple):
    """A special service: its code and text, and for whom and which seat."""

    code: str
    status: str
    carrier: str
    text: str
    origin: str
    place: str
    given: tuple[tuple[str, str], ...] = ()


def normal(reference: str) -> str:
    """Return a traveller's reference without leading zeros: 002 is 2, 1.1 stays."""
    return reference.strip().lstrip("0")


@dataclass(slots=True)
class Services:
    """Applies services to one booking. `year` is the message's."""

    booking: Reservation
    screen: Screen
    country: str | None
    year: int

    def find(self, reference: str) -> Traveller | None:
        """Return the traveller of a reference."""
        wanted = normal(reference)
        if not wanted:
            return None
        return next(
            (t for t in self.booking.travellers if normal(t.reference) == wanted), None
        )

    def apply(
        self, service: Service, traveller: Traveller | None, leg: Itinerary | None
    ) -> str:
        """Take one service; return what is wrong with it, empty where nothing is.

        `traveller` and `leg` are those that it stands under.
        """
        code = service.code.upper()
        if self.screen.is_sensitive(code):
            return ""
        who = self._whom(service, traveller)
        use = use_of(code)
        if use == "documents":
            return self._document(service, who)
        if use == "visas":
            return self._visa(service, who)
        if use == "addresses":
            self._address(service, who)
        elif use == "seats":
            self._seats(service, who, leg)
        elif use == "tickets":
            self._tickets(service, who)
        elif use == "infants":
            self._infant(service, who)
        elif use == "loyalty":
            self._loyalty(service, who)
        elif use in ("children", "minors"):
            self._minor(service, who, use)
        elif use == "contacts":
            self.contact(f"{code} {service.text}", who)
        elif word := baggage_word(code):
            self._baggage(word, who, leg)
        elif read.is_contact(service.text):
            self.contact(service.text, who)
        else:
            self.screen.drop(REMARKS)
        return ""

    def _whom(self, service: Service, under: Traveller | None) -> Traveller | None:
        named = next((t for _, r in service.given if (t := self.find(r))), None)
        if named or under:
            return named or under
        people = self.booking.travellers
        return people[0] if len(people) == 1 else None

    def _document(self, service: Service, who: Traveller | None) -> str:
        parts = _parts(service.text)
        if len(parts) < 7:
            return "its text is no document of travel: too few parts between slashes"
        parts += [""] * (10 - len(parts))
        kind, issuer, number, nationality, born, gender, expires = parts[1:8]
        surname, given = parts[8], " ".join(p for p in parts[9:11] if p)
        owner = self._owner(who, surname, given, gender)
        if owner is None:
            return "it does not say whose document of travel it is"
        birth = read.named_day(born, born=True, year=self.year)
        owner.born = owner.born or birth
        owner.gender = owner.gender or read.read_gender(gender)
        owner.nationality = owner.nationality or read.find_country(nationality) or ""
        if number:
            issuing = read.find_country(issuer) or ""
            ends = read.named_day(expires)
            _add(owner, TravelDocument(kind or "P", number, issuing, ends))
        if born and not birth:
            return "the date of birth is none of the calendar"
        return ""

    def _owner(
        self, who: Traveller | None, surname: str, given: str, gender: str
    ) -> Traveller | None:
        """Return whose document it is: an infant's stands under the adult."""
        if gender.endswith("I") and who is not None:
            infants = [t for t in self.booking.travellers if t.adult is who]
            if not infants:
                infant, _ = read.split_title(given)
                infants = [self._add_infant(surname, infant, who)]
            return infants[0]
        if who is None and surname:
            first = given.split(" ")[0].upper()
            for one in self.booking.travellers:
                alike = one.given.upper().startswith(first[:4])
                if one.surname.upper() == surname.upper() and alike:
                    return one
        return who

    def _visa(self, service: Service, who: Traveller | None) -> str:
        parts = _parts(service.text) + [""] * 7
        kind, number, _, issued, country = parts[2:7]
        if not number or who is None:
            return "" if not number else "it does not say whose visa it is"
        day = read.named_day(issued)
        found = read.find_country(country) or ""
        _add(who, TravelDocument(kind or "V", number, found, "", day))
        return ""

    def _address(self, service: Service, who: Traveller | None) -> None:
        kind, *said = _parts(service.text)[1:]
        order = [*said[1:], said[0]] if said else []
        text = read.plain(", ".join(part for part in order if part))
        if not text or kind not in _ADDRESSES:
            self.screen.drop(REMARKS)
        elif who is not None:
            once(who.addresses, text)
        else:
            once(self.booking.addresses, text)

    def _seats(
        self, service: Service, who: Traveller | None, leg: Itinerary | None
    ) -> None:
        if leg is None:
            leg = next(
                (i for i in self.booking.itinerary if i.leg.origin == service.origin),
                None,
            )
        if leg is None:
            return
        told = [(seat, self.find(ref)) for seat, ref in service.given if seat.strip()]
        if not told and service.text:
            runs = [a or b for a, b in _SEAT_RUN.findall(service.text)]
            seats = runs or _SEAT.findall(service.text)
            people: Sequence[Traveller | None] = self.booking.travellers
            if who is not None and len(seats) == 1:
                people = [who]
            if len(seats) == len(people):
                told = list(zip(seats, people, strict=True))
        for text, one in told:
            if (seat := read_seat(text)) and one is not None:
                add_seat(self.booking, leg, one, seat)

    def _tickets(self, service: Service, who: Traveller | None) -> None:
        for infant, number, _ in _TICKET.findall(service.text):
            owner = who
            if infant and who is not None:
                owner = next(
                    (t for t in self.booking.travellers if t.adult is who), None
                )
            if owner is not None:
                once(owner.tickets, number)

    def _infant(self, service: Service, who: Traveller | None) -> None:
        found = _INFANT.search(service.text.upper())
        if found is None or who is None:
            return
        infant = self._add_infant(found[1].strip(), found[2].strip(), who)
        infant.born = infant.born or read.named_day(found[3], born=True, year=self.year)

    def _add_infant(self, surname: str, given: str, adult: Traveller) -> Traveller:
        for one in self.booking.travellers:
            if one.kind == "infant" and one.surname.upper() == surname.upper():
                one.adult = one.adult or adult
                return one
        infant = Traveller(
            surname, given, kind="infant", place=adult.place, adult=adult
        )
        if len(self.booking.travellers) < MOST_TRAVELLERS:
            self.booking.travellers.append(infant)
        return infant

    def _loyalty(self, service: Service, who: Traveller | None) -> None:
        text = service.text.strip().lstrip("/")
        found = re.match(r"(?:([A-Z0-9]{2}) ?)?([A-Z]{0,2}\d{5,16})", text)
        if found is not None and who is not None:
            one = (found[1] or service.carrier, found[2], "")
            known = [number for _, number, _ in who.loyalty]
            if one[1] not in known and len(known) < MOST_VALUES:
                who.loyalty.append(one)

    def _minor(self, service: Service, who: Traveller | None, use: str) -> None:
        if who is not None:
            who.kind = "child" if use == "children" else "unaccompanied minor"
            born = read.named_day(service.text.strip(), born=True, year=self.year)
            who.born = who.born or born
        text = read.plain(service.text)
        if use == "minors" and text and self.screen.keeps(text):
            self.booking.remarks.append(text)

    def _baggage(self, word: str, who: Traveller | None, leg: Itinerary | None) -> None:
        legs = [leg] if leg is not None else self.booking.itinerary[:1]
        for one in legs:
            for at, person in enumerate(self.booking.travellers):
                if who is None or person is who:
                    once(one.boarding(at).baggage, word)

    def contact(self, text: str, who: Traveller | None) -> None:
        """Take a remark of contact, of the traveller it stands under or the booking."""
        kind, value = read.read_contact(text, self.country)
        if not value or (kind == "contact" and not self.screen.keeps(value)):
            return
        if kind == "contact":
            once(self.booking.contacts, value)
        elif kind == "phone":
            once(who.phones if who else self.booking.phones, value)
        else:
            once(who.emails if who else self.booking.emails, value)

    def remark(self, text: str, who: Traveller | None) -> None:
        """Take a remark of contact; any other may not be kept."""
        if read.is_contact(text):
            self.contact(text, who)
        else:
            self.screen.drop(REMARKS)

    def history(self, lines: Sequence[tuple[str, str]]) -> None:
        """Take a history kept as lines of text: (line, place) each."""
        dates: dict[str, str] = {"0": self.booking.created}
        entries: list[tuple[str, Change]] = []
        for text, place in lines:
            found = _HISTORY.fullmatch(text.strip())
            if found is None:
                self.screen.leave("lines of history (LTS) of another form")
                continue
            number, action, element, said = found.groups()
            if action == "Z" or not element:
                dates.setdefault(number, self._stamp(said))
                self.screen.leave("stamps of history (LTS), but for their time")
                continue
            if change := self._entry(action, element, said, place):
                entries.append((number, change))
        for number, change in entries:
            at = dates.get(number, "")
            self.booking.changes.append(
                Change(
                    at,
                    change.action,
                    change.element,
                    change.text,
                    place=change.place,
                    leg=change.leg,
                )
            )

    def _entry(self, action: str, element: str, said: str, place: str) -> Change | None:
        what = _ELEMENTS.get(element)
        if what is None:
            self.screen.drop(REMARKS)
            return None
        text = read.plain(said)
        if what == "service":
            code = re.search(r"SSR ([A-Z]{4})", text)
            if code is None or not use_of(code[1]):
                if code is None or not self.screen.is_sensitive(code[1]):
                    self.screen.drop(REMARKS)
                return None
        if what not in ("name", "segment") and not self.screen.keeps(text):
            return None
        leg = self._leg_of(text) if what == "segment" else None
        word = _ACTIONS.get(action, "changed")
        return Change("", word, what, text, place, leg.leg if leg else None)

    def _leg_of(self, text: str) -> Itinerary | None:
        found = _FLIGHT.match(text.strip())
        if found is None:
            return None
        name = f"{found[1]}{found[2]}"
        return next((i for i in self.booking.itinerary if i.leg.name == name), None)

    def _stamp(self, text: str) -> str:
        """Return the moment of a stamp (27MAY0718Z) in the message's year or before."""
        found = _STAMP.search(text)
        if found is None:
            return ""
        for year in (self.year, self.year - 1):
            day = read.named_day(f"{found[1].replace(' ', '')}{year}")
            if day and day >= self.booking.created[:10]:
                return f"{day}T{found[2][:2]}:{found[2][2:]}"
        return ""


def read_seat(text: str) -> str:
    """Return a seat as `39G`; empty for none (XXX stands for an unassigned one)."""
    found = re.fullmatch(r"\.?0*(\d{1,3})([A-Z])N?", text.strip().upper())
    return f"{found[1]}{found[2]}" if found else ""


def add_seat(
    booking: Reservation, leg: Itinerary, traveller: Traveller, seat: str
) -> None:
    """Note a traveller's seat on a leg, once."""
    for at, one in enumerate(booking.travellers):
        if one is traveller:
            once(leg.boarding(at).seats, seat)


def _parts(text: str) -> list[str]:
    """Return the parts of a document's text; the slash before the first may lack."""
    text = text.strip()
    return [part.strip() for part in f"/{text.removeprefix('/')}".split("/")]


def _add(who: Traveller, paper: TravelDocument) -> None:
    if paper not in who.documents and len(who.documents) < MOST_VALUES:
        who.documents.append(paper)
