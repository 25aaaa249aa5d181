"""PAXLST of UN/EDIFACT (D.02B, D.05B and kin): lists of passengers and crew (API).

What is kept is the list of Article 4 of Regulations (EU) 2025/12 and 2025/13; places of
birth and residence, which messages for other states carry, are removed and counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from extraction.importers.passengers import values as read
from extraction.importers.passengers.alone import MOST_SEGMENTS, write_alone
from extraction.importers.passengers.edifact import Fault, Segment
from extraction.importers.passengers.model import (
    Boarding,
    Header,
    Itinerary,
    Leg,
    TravelDocument,
    Traveller,
    once,
)
from extraction.importers.passengers.screening import OUTSIDE
from extraction.importers.passengers.services import read_seat
from extraction.importers.passengers.writing import Writer, person_id
from graph.model import Record

Item = Record | Fault
_LISTS = {
    "745": "passenger list", "250": "crew list", "336": "master crew list",
    "266": "flight close-out", "655": "gate pass", "98": "change of passenger data",
}  # fmt: skip
_KINDS = {
    "FL": "", "FM": "crew", "DDU": "in transit", "DDT": "crew in transit",
    "BA": "cancelled", "PAX": "", "CR": "crew",
}  # fmt: skip
_CAPTURED = {
    "173": "verified", "174": "not verified", "ZZZ": "read by machine",
    "MRZ": "read by machine", "MAN": "typed by hand",
}  # fmt: skip
MOST_LEGS = 12
_OUTSIDE = frozenset(("174", "180", "22", "172"))
"""Places of residence, of birth, of clearance: no element of the list."""


@dataclass(slots=True)
class _Leg:
    origin: str = ""
    destination: str = ""
    departs: str = ""
    arrives: str = ""
    flight: str = ""
    carrier: str = ""

    def leg(self) -> Leg:
        """Return the leg, its flight's carrier and number parted."""
        carrier, number = _split_flight(self.flight, self.carrier)
        return Leg(
            carrier, number, self.origin, self.destination, self.departs, self.arrives
        )


@dataclass(slots=True)
class _Person:
    traveller: Traveller
    segment: Segment
    locator: str = ""
    embarks: str = ""
    leaves: str = ""
    boarding: Boarding = field(default_factory=Boarding)
    papers: list[TravelDocument] = field(default_factory=list)


@dataclass(slots=True)
class PaxlstReader:
    """Reads one message: each person is written when the next begins."""

    writer: Writer
    header: Header
    people: int = 0
    announced: dict[str, int] = field(default_factory=dict)
    _legs: list[_Leg] = field(default_factory=list)
    _person: _Person | None = None
    _crew: int = 0
    _wrong: list[Fault] = field(default_factory=list)
    _before: list[Segment] = field(default_factory=list)
    _kept: list[Segment] = field(default_factory=list)

    def take(self, segment: Segment) -> Iterator[Item]:
        """Take the next segment; yield what it completes and what is wrong."""
        if segment.tag == "NAD" or segment.tag in ("CNT", "UNS"):
            yield from self._flush()
        if self._person is None and segment.tag != "NAD":
            if len(self._before) < 5 * MOST_LEGS and not self.people:
                self._before.append(segment)
        elif segment.tag == "NAD":
            self._kept = [segment]
        elif len(self._kept) <= MOST_SEGMENTS:
            self._kept.append(segment)
        handler = _HANDLERS.get(segment.tag)
        if handler is None and segment.tag != "UNS":
            self.writer.screen.leave(f"segments {segment.tag}")
        elif handler is not None:
            handler(self, segment)
        if self._person is None:
            yield from self._tell("")

    def _tell(self, raw: str) -> Iterator[Fault]:
        """Yield what is wrong, the first with the person alone."""
        for at, fault in enumerate(self._wrong):
            yield fault._replace(raw="" if at else raw)
        self._wrong.clear()

    def close(self) -> Iterator[Item]:
        """Yield the last person, and whether as many came as announced."""
        yield from self._flush()
        seen = {"42": self.people - self._crew, "41": self._crew}
        for code, count in self.announced.items():
            if code in seen and count not in (seen[code], self.people):
                what = "crew" if code == "41" else "passengers"
                why = f"CNT announces {count} {what}, {seen[code]} were read"
                yield Fault(self.header.key, why)
        if not self.people:
            yield Fault(self.header.key, "the list names nobody")

    def _complain(self, segment: Segment, reason: str) -> None:
        self._wrong.append(Fault(f"{self.header.key}, {segment.place}", reason))

    def _flush(self) -> Iterator[Item]:
        person, self._person = self._person, None
        if person is None:
            return
        if not self.people:
            self.header = replace(
                self.header, legs=tuple(leg.leg() for leg in self._legs)
            )
            for leg in self.header.legs:
                yield from self.writer.leg(leg, self.header.key)
        one = person.traveller
        self.people += 1
        self._crew += one.kind.startswith("crew")
        nameless = not (one.surname or one.given)
        if nameless:
            self._complain(person.segment, "the person has no name: left out")
        if self._wrong:
            yield from self._tell(write_alone(self.header, self._before, self._kept))
        if nameless:
            return
        one.documents = [p for p in person.papers if p.number]
        yield from self._write(person)

    def _write(self, person: _Person) -> Iterator[Item]:
        one, legs = person.traveller, self._travelled(person)
        header = replace(self.header, key=f"{self.header.key}, person {self.people}")
        if legs:
            header = replace(header, legs=(legs[-1], *header.legs))
        entity = person_id(one, legs[0] if legs else None)
        yield from self.writer.transfer(header, entity)
        yield from self.writer.traveller(header, one, entity)
        booking = ""
        if person.locator:
            booking, record = self.writer.named_booking(
                header, person.locator, legs[0] if legs else None, entity
            )
            yield record
        for leg in legs:
            place = f"segment {person.segment.number}"
            booked = Itinerary(leg, place)
            if one.kind == "cancelled":
                booked.status = "cancelled"
            ends = person.embarks, person.leaves
            yield self.writer.journey(
                header, booked, person.boarding, entity, booking, ends, one.captured
            )

    def _travelled(self, person: _Person) -> list[Leg]:
        """Return the legs from where the person embarks to where they leave."""
        legs = list(self.header.legs)
        starts = [n for n, leg in enumerate(legs) if leg.origin == person.embarks]
        ends = [n for n, leg in enumerate(legs) if leg.destination == person.leaves]
        first = starts[0] if starts else 0
        last = ends[-1] if ends else len(legs) - 1
        return legs[first : last + 1] if first <= last else legs

    # Segments

    def _bgm(self, segment: Segment) -> None:
        code = segment.get(0)
        told = " ".join(p for p in (_LISTS.get(code, code), segment.get(1)) if p)
        self.header = replace(self.header, function=told)

    def _tdt(self, segment: Segment) -> None:
        carrier = segment.get(4) or segment.get(3)
        if len(self._legs) >= MOST_LEGS:
            self._complain(segment, f"more than {MOST_LEGS} flights: left out")
            return
        self._legs.append(_Leg(flight=segment.get(1), carrier=carrier))

    def _loc(self, segment: Segment) -> None:
        code, where = segment.get(0), segment.get(1).upper()[:5]
        person = self._person
        if person is None:
            self._route(code, where)
        elif code == "178":
            person.embarks = where
        elif code == "179":
            person.leaves = where
        elif code == "91":
            country = read.find_country(segment.get(1))
            if country is None:
                self._complain(segment, "the issuing country is none")
            elif person.papers:
                person.papers[-1] = replace(person.papers[-1], country=country)
        elif code in _OUTSIDE:
            self.writer.screen.drop(OUTSIDE)
        else:
            self.writer.screen.leave(f"places of kind {code[:4]}")

    def _route(self, code: str, where: str) -> None:
        """Take an airport of the flight: departure first, then arrival."""
        if not self._legs:
            self._legs.append(_Leg())
        leg = self._legs[-1]
        if code in ("125", "188", "5") or (code == "92" and not leg.origin):
            leg = self._next_leg(leg) if leg.origin else leg
            leg.origin = where
        elif code in ("87", "61", "8") or code == "92":
            if leg.destination:
                leg = self._next_leg(leg)
            if not leg.origin and len(self._legs) > 1:
                leg.origin = self._legs[-2].destination
            leg.destination = where
        else:
            self.writer.screen.leave(f"places of kind {code[:4]} of the flight")

    def _next_leg(self, leg: _Leg) -> _Leg:
        """Return another leg of the same flight."""
        following = _Leg(flight=leg.flight, carrier=leg.carrier)
        if len(self._legs) < MOST_LEGS:
            self._legs.append(following)
        return following

    def _dtm(self, segment: Segment) -> None:
        code, text, form = segment.get(0, 0), segment.get(0, 1), segment.get(0, 2)
        at = read.read_qualified(text, form)
        person = self._person
        if not at and text:
            self._complain(segment, "the date is none of the calendar")
        elif person is None and self._legs and code in ("189", "136", "186", "133"):
            self._legs[-1].departs = self._legs[-1].departs or at
        elif person is None and self._legs and code in ("232", "178", "132"):
            self._legs[-1].arrives = self._legs[-1].arrives or at
        elif person is not None and code == "329":
            year = int(self.header.sent[:4]) if self.header.sent else 2026
            person.traveller.born = read.recent(at, year)
        elif person is not None and code == "36" and person.papers:
            person.papers[-1] = replace(person.papers[-1], expires=at)
        elif person is not None and code in ("182", "137") and person.papers:
            person.papers[-1] = replace(person.papers[-1], issued=at)
        else:
            self.writer.screen.leave(f"dates of kind {code[:4]}")

    def _nad(self, segment: Segment) -> None:
        role = segment.get(0).upper()
        if role not in _KINDS:
            if role != "MS":
                self.writer.screen.leave(f"parties of kind {role[:4]}")
            return
        names = [p.strip() for p in segment.all(3)] + [""] * 3
        given, title = read.split_title(" ".join(n for n in names[1:] if n))
        one = Traveller(read.plain(names[0]), given, title, _KINDS[role])
        one.place = f"segment {segment.number}"
        if any(segment.get(n) for n in range(4, 9)):
            self.writer.screen.drop(OUTSIDE)
        self._person = _Person(one, segment)

    def _att(self, segment: Segment) -> None:
        if self._person is not None and segment.get(0) == "2":
            gender = read.read_gender(segment.get(2) or segment.get(1))
            self._person.traveller.gender = gender
        else:
            self.writer.screen.leave("segments ATT of another kind")

    def _nat(self, segment: Segment) -> None:
        country = read.find_country(segment.get(1))
        if country is None:
            self._complain(segment, "the nationality is no country")
        elif self._person is not None:
            self._person.traveller.nationality = country

    def _rff(self, segment: Segment) -> None:
        code, text = segment.get(0, 0).upper(), segment.get(0, 1)
        person = self._person
        if person is None:
            self.writer.screen.leave("references of the message (RFF)")
        elif code == "AVF":
            person.locator = text[:32]
        elif code == "SEA":
            seat = read_seat(text)
            if seat:
                once(person.boarding.seats, seat)
        else:
            self.writer.screen.leave(f"references of kind {code[:4]} (RFF)")

    def _doc(self, segment: Segment) -> None:
        if self._person is None:
            return
        number = segment.get(1, 0)
        if not number:
            self._complain(segment, "the document has no number")
        paper = TravelDocument(segment.get(0, 0).upper()[:4], number[:35])
        if len(self._person.papers) < MOST_LEGS:
            self._person.papers.append(paper)

    def _gei(self, segment: Segment) -> None:
        if self._person is not None:
            code = segment.get(1, 0)
            self._person.traveller.captured = _CAPTURED.get(code, f"code {code[:10]}")

    def _mea(self, segment: Segment) -> None:
        if self._person is None:
            return
        unit, amount = segment.get(2, 0), segment.get(2, 1)
        if segment.get(0) == "CT" and amount:
            once(self._person.boarding.baggage, f"{amount[:10]} pieces")
        elif segment.get(0) == "WT" and amount:
            word = {"KGM": "kg", "LBR": "lb"}.get(unit.upper(), unit[:5])
            once(self._person.boarding.baggage, f"{amount[:10]} {word}")
        else:
            self.writer.screen.leave("measures of another kind (MEA)")

    def _ftx(self, segment: Segment) -> None:
        if self._person is None or segment.get(0) != "BAG":
            self.writer.screen.leave("free text (FTX)")
            return
        for parts in segment.elements[3:] or segment.elements[1:]:
            for tag in _read_bag(parts):
                once(self._person.boarding.tags, tag)

    def _com(self, segment: Segment) -> None:
        if self._person is not None:
            self.writer.screen.drop(OUTSIDE)

    def _emp(self, segment: Segment) -> None:
        if self._person is not None:
            self._person.traveller.kind = "crew"

    def _cnt(self, segment: Segment) -> None:
        code, count = segment.get(0, 0), segment.get(0, 1)
        if count.isdecimal():
            self.announced[code] = int(count[:9])


def _read_bag(parts: list[str]) -> Iterator[str]:
    """Yield tags: `AA123456` with how many follow each other behind a colon."""
    text = parts[0].strip().upper()
    digits = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    count = parts[1].strip() if len(parts) > 1 else ""
    if not digits.isdecimal() or len(digits) > 15:
        return
    many = int(count) if count.isdecimal() and len(count) < 4 else 1
    for at in range(max(1, min(many, 100))):
        number = int(digits) + at
        yield f"{text[: len(text) - len(digits)]}{number:0{len(digits)}}"


def _split_flight(text: str, carrier: str) -> tuple[str, str]:
    """Return (carrier, number) of `UA0989`, or of the number and its carrier apart."""
    text = text.strip().upper()
    carrier = carrier.strip().upper()
    for length in (len(carrier), 3, 2):
        head, rest = text[:length], text[length:]
        if carrier and length == len(carrier):
            fits = head == carrier
        elif length == 3:
            fits = head.isalpha()
        else:
            fits = head.isalnum() and not head.isdecimal()
        if length and fits and rest[:1].isdigit():
            return head, rest.lstrip("0")[:8] or rest[:8]
    return carrier[:4], text.lstrip("0")[:8]


Handler = Callable[[PaxlstReader, Segment], None]
_HANDLERS: dict[str, Handler] = {
    tag: getattr(PaxlstReader, f"_{tag.lower()}")
    for tag in "BGM TDT LOC DTM NAD ATT NAT RFF DOC GEI MEA FTX COM EMP CNT".split()
}
