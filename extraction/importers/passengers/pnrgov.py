"""PNRGOV of UN/EDIFACT (10.1 to 16.1 and later): bookings pushed to an authority."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from extraction.importers.passengers import pnrelements as elements
from extraction.importers.passengers import values as read
from extraction.importers.passengers.alone import MOST_SEGMENTS, write_alone
from extraction.importers.passengers.edifact import Fault, Segment
from extraction.importers.passengers.history import History
from extraction.importers.passengers.model import (
    MOST_LEGS,
    MOST_TRAVELLERS,
    Header,
    Itinerary,
    Leg,
    Reservation,
    Traveller,
    once,
)
from extraction.importers.passengers.pnrelements import read_leg, read_tags
from extraction.importers.passengers.screening import REMARKS
from extraction.importers.passengers.services import (
    STATUSES,
    Services,
    add_seat,
    normal,
    read_seat,
)
from extraction.importers.passengers.writing import Writer
from graph.model import Record

Item = Record | Fault
_KINDS = {"A": "adult", "C": "child", "IN": "infant", "INF": "infant", "CNN": "child"}
_FUNCTIONS = {"22": "push", "141": "update", "43": "whole flight", "188": "answer"}


@dataclass(slots=True)
class PnrgovReader:
    """Reads one message: each booking is written when it ends."""

    writer: Writer
    header: Header
    announced: int | None = None
    bookings: int = 0
    context: str = "message"
    _booking: Reservation | None = None
    _traveller: Traveller | None = None
    _leg: Itinerary | None = None
    _history: History = field(default_factory=History)
    _checked_in: str = ""
    _paid: bool = False
    _excess: list[tuple[Traveller | None, str]] = field(default_factory=list)
    _lines: list[tuple[str, str]] = field(default_factory=list)
    _wrong: list[Fault] = field(default_factory=list)
    _before: list[Segment] = field(default_factory=list)
    _kept: list[Segment] = field(default_factory=list)

    def take(self, segment: Segment) -> Iterator[Item]:
        """Take the next segment; yield what it completes and what is wrong."""
        if segment.tag == "SRC":
            yield from self._flush()
            self._begin(segment)
        elif self._booking is None:
            yield from self._top(segment)
        else:
            self._keep(segment)
            handler = _HANDLERS.get(segment.tag)
            if handler is None:
                self.writer.screen.leave(f"segments {segment.tag}")
            else:
                handler(self, segment)

    def _keep(self, segment: Segment) -> None:
        if len(self._kept) <= MOST_SEGMENTS:
            self._kept.append(segment)

    def close(self) -> Iterator[Item]:
        """Yield the last booking, and whether as many came as announced."""
        yield from self._flush()
        if self.announced is not None and self.announced != self.bookings:
            why = f"EQN announces {self.announced} bookings, {self.bookings} were read"
            yield Fault(self.header.key, why)

    @property
    def _now(self) -> Reservation:
        assert self._booking is not None
        return self._booking

    @property
    def _services(self) -> Services:
        year = int(self.header.sent[:4]) if self.header.sent else 2026
        writer = self.writer
        return Services(self._now, writer.screen, writer.country, year)

    def _tell(self) -> Iterator[Fault]:
        """Yield what is wrong with the booking, the first with the booking alone."""
        if self._wrong:
            raw = write_alone(self.header, self._before, self._kept)
            first, *others = self._wrong
            yield first._replace(raw=raw)
            yield from others
        self._wrong.clear()

    def _complain(self, segment: Segment, reason: str) -> None:
        key = f"{self.header.key}, booking {self.bookings}"
        self._wrong.append(Fault(f"{key}, {segment.place}", reason))

    # The message

    def _top(self, segment: Segment) -> Iterator[Item]:
        if segment.tag not in ("EQN", "RCI", "TIF") and len(self._before) < MOST_LEGS:
            self._before.append(segment)
        if segment.tag == "MSG":
            code = segment.get(0, 1) or segment.get(0, 0)
            self.header = replace(self.header, function=_FUNCTIONS.get(code, code))
        elif segment.tag == "TVL":
            leg = read_leg(segment)
            if not (leg.departs and leg.carrier):
                reason = "the flight's day or carrier cannot be read"
                yield Fault(f"{self.header.key}, {segment.place}", reason)
            if len(self.header.legs) < MOST_LEGS:
                self.header = replace(self.header, legs=(*self.header.legs, leg))
            yield from self.writer.leg(leg, self.header.key)
        elif segment.tag == "EQN":
            self.announced = int(n) if (n := segment.get(0)).isdecimal() else None
        elif segment.tag in ("RCI", "TIF"):
            reason = "no SRC begins this booking"
            yield Fault(f"{self.header.key}, {segment.place}", reason)
            self._begin(segment)
            _HANDLERS[segment.tag](self, segment)
        elif segment.tag not in ("ORG", "RPI"):
            self.writer.screen.leave(f"segments {segment.tag} of the message")

    def _begin(self, segment: Segment) -> None:
        self.bookings += 1
        self._booking = Reservation(place=f"segment {segment.number}")
        self._traveller, self._leg, self.context = None, None, "booking"
        self._paid, self._history = False, History()
        self._excess, self._lines = [], []
        self._kept = [segment]

    def _flush(self) -> Iterator[Item]:
        booking, number = self._booking, self.bookings
        if booking is None:
            return
        key = f"{self.header.key}, booking {number}"
        self._booking = None
        if not (booking.locator or booking.travellers or booking.itinerary):
            why = "the booking is empty: no locator, no name, no flight"
            self._wrong.append(Fault(key, why))
            yield from self._tell()
            return
        if not booking.locator:
            why = "no record locator (RCI): known by its place alone"
            self._wrong.append(Fault(key, why))
        if not booking.travellers:
            self._wrong.append(Fault(key, "the booking names no traveller (TIF)"))
        yield from self._tell()
        self._booking = booking
        self._services.history(self._lines)
        for who, text in self._excess:
            for at, one in enumerate(booking.travellers):
                if booking.itinerary and (who is None or one is who):
                    booking.itinerary[0].boarding(at).baggage.append(text)
        header = replace(self.header, key=key)
        yield from self.writer.reservation(header, booking)
        self._booking = None

    # Elements of a booking

    def _rci(self, segment: Segment) -> None:
        booking = self._now
        for parts in segment.elements:
            company, locator = ([*parts, "", ""])[:2]
            if not locator.strip():
                continue
            if self.context == "split":
                booking.splits.append((locator.strip()[:32], company.strip()))
            elif not booking.locator and self.context == "booking":
                booking.company, booking.locator = company.strip(), locator.strip()[:32]
                booking.created = elements.read_created(parts)
                if not booking.created and any(len(p.strip()) == 6 for p in parts[2:]):
                    self._complain(
                        segment, "the day of booking is none of the calendar"
                    )
            elif locator.strip() != booking.locator:
                once(booking.others, locator.strip()[:32])

    def _dat(self, segment: Segment) -> None:
        for parts in segment.elements:
            code, day, clock = ([p.strip() for p in parts] + [""] * 3)[:3]
            at = read.day_first(day, clock)
            if day and not at:
                self._complain(segment, "the date is none of the calendar")
            elif self.context == "history":
                self._history.at = at or self._history.at
            elif code == "700":
                self._now.changed = at or self._now.changed
            elif code == "710":
                self._now.ticketed = at or self._now.ticketed
            elif code == "2" and self._leg is not None:
                self._checked_in = at
            elif code:
                self.writer.screen.leave(f"dates of kind {code[:4]}")
        if self._leg is not None and self.context == "leg":
            self.context = "check-in"

    def _org(self, segment: Segment) -> None:
        if self.context != "booking":
            self.writer.screen.leave("segments ORG of check-in")
            return
        if made := elements.read_agency(segment):
            self._now.agencies.append(made)

    def _add(self, segment: Segment) -> None:
        who, country = self._traveller, self.writer.country
        elements.add_address(self._now, who, self._paid, segment, country)

    def _ebd(self, segment: Segment) -> None:
        self._excess.append((self._traveller, elements.read_excess(segment)))

    def _fti(self, segment: Segment) -> None:
        if self._traveller is not None:
            elements.add_loyalty(self._traveller, segment)

    def _far(self, segment: Segment) -> None:
        elements.add_fare(self._now, segment, self.writer.screen)

    def _tkt(self, segment: Segment) -> None:
        elements.add_ticket(self._now, self._traveller, segment)

    def _mon(self, segment: Segment) -> None:
        elements.add_money(self._now, segment)

    def _fop(self, segment: Segment) -> None:
        self._paid = True
        elements.add_payment(self._now, segment)

    def _tif(self, segment: Segment) -> None:
        surname = read.plain(segment.get(0, 0))
        given, title = read.split_title(segment.get(1, 0))
        kind, reference = segment.get(1, 1), segment.get(1, 2)
        if self.context == "history":
            text = " ".join(p for p in (given, surname) if p)
            self._history.note(self._now, "name", text, segment)
        elif self.context in ("leg", "check-in"):
            self._traveller = self._known(reference, surname, given)
        elif self.context in ("split", "other"):
            self.writer.screen.leave(f"segments TIF in {self.context} parts")
        elif not surname and not given:
            self._complain(segment, "the traveller has no name: left out")
        elif len(self._now.travellers) >= MOST_TRAVELLERS:
            self._complain(
                segment, f"more than {MOST_TRAVELLERS} in a booking: left out"
            )
        else:
            self._named(Traveller(surname, given, title), kind, reference, segment)

    def _named(
        self, one: Traveller, kind: str, reference: str, segment: Segment
    ) -> None:
        if kind and self.writer.screen.keeps_type(kind):
            one.kind = _KINDS.get(kind.upper(), "")
        one.reference = reference
        one.place = f"segment {segment.number}"
        one.has_infant = segment.get(1, 3) == "1"
        people = self._now.travellers
        adults = [t for t in people if t.kind != "infant"]
        if one.kind == "infant":
            known = [
                t for t in people if t.kind == "infant" and not t.reference
                and t.surname.upper() == one.surname.upper()
            ]  # fmt: skip
            if known:
                known[0].reference, known[0].place = one.reference, one.place
                self._traveller = known[0]
                return
            with_infant = [t for t in adults if t.has_infant] or adults
            one.adult = with_infant[-1] if with_infant else None
        people.append(one)
        self._traveller, self._paid, self.context = one, False, "traveller"

    def _known(self, reference: str, surname: str, given: str) -> Traveller | None:
        wanted = normal(reference)
        for one in self._now.travellers:
            if wanted and normal(one.reference) == wanted:
                return one
        return next(
            (
                one
                for one in self._now.travellers
                if (one.surname, one.given) == (surname, given)
            ),
            None,
        )

    def _ift(self, segment: Segment) -> None:
        code = segment.get(0, 1)
        text = read.plain(" ".join(" ".join(parts) for parts in segment.elements[1:]))
        if code == "43":
            who, where = segment.get(1), segment.get(2)
            once(self._now.billing, read.plain(", ".join(p for p in (who, where) if p)))
            if len(segment.elements) > 3:
                self.writer.screen.drop("telephones of who paid")
        elif code == "15":
            self.writer.screen.leave("calculations of fares (IFT 15)")
        elif not text:
            self.writer.screen.leave(f"codes IFT {code[:4]} without text")
        elif self.context == "history":
            self.writer.screen.drop(REMARKS)
        else:
            self._services.remark(text, self._traveller)

    def _ssr(self, segment: Segment) -> None:
        service = elements.read_service(segment)
        if self.context == "history":
            self._history.note_service(self._now, service, segment, self.writer.screen)
            return
        leg = self._leg if self.context in ("leg", "check-in") else None
        who = self._traveller
        if wrong := self._services.apply(service, who, leg):
            self._complain(segment, f"SSR {service.code}: {wrong}")

    # Legs, check-in, history

    def _tvl(self, segment: Segment) -> None:
        if self.context == "other":
            self.writer.screen.leave("hotels, cars and other services (TVL)")
            self.context = "leg"
            return
        leg = read_leg(segment)
        if self.context == "history":
            self._history.note(self._now, "segment", leg.name, segment, leg)
            return
        if not (leg.origin or leg.departs):
            self._sold_as(leg)
            return
        self._traveller, self.context, self._paid = None, "leg", False
        self._checked_in = ""
        if not leg.departs:
            self._complain(segment, "the day of the flight cannot be read")
        if len(self._now.itinerary) >= MOST_LEGS:
            self._complain(segment, f"more than {MOST_LEGS} flights: left out")
            self._leg = None
            return
        place = f"segment {segment.number}"
        self._leg = Itinerary(leg, place, segment.get(4, 1)[:4])
        self._now.itinerary.append(self._leg)

    def _sold_as(self, told: Leg) -> None:
        """Take the marketing carrier's number, which stands alone below the leg."""
        if self._leg is not None and told.number:
            carrier = told.carrier or self._leg.leg.sold_as[:2]
            number = f"{carrier}{told.number}"
            self._leg.leg = replace(self._leg.leg, sold_as=number)

    def _rpi(self, segment: Segment) -> None:
        if self._leg is not None and self.context != "history":
            code = segment.get(1).upper()
            self._leg.status = STATUSES.get(code, f"status {code}" if code else "")

    def _apd(self, segment: Segment) -> None:
        if self._leg is not None and segment.get(0) and self.context != "history":
            self._leg.leg = replace(self._leg.leg, aircraft=segment.get(0)[:10])

    def _tri(self, segment: Segment) -> None:
        self.context = "check-in" if self._leg is not None else self.context
        found = self._known(segment.get(1, 3), "", "")
        if found is not None:
            self._traveller = found
        at = self._position()
        if at is not None and self._leg is not None and self._checked_in:
            boarding = self._leg.boarding(at)
            boarding.checked_in = self._checked_in
            once(boarding.status, "checked in")

    def _ssd(self, segment: Segment) -> None:
        seat = read_seat(segment.get(0))
        if seat and self._leg is not None and self._traveller is not None:
            add_seat(self._now, self._leg, self._traveller, seat)

    def _tbd(self, segment: Segment) -> None:
        at = self._position()
        if at is None or self._leg is None:
            self._complain(segment, "it does not say whose baggage it is")
            return
        boarding = self._leg.boarding(at)
        boarding.baggage += elements.read_baggage(segment)
        for parts in segment.elements[2:]:
            for tag in read_tags(parts):
                once(boarding.tags, tag)

    def _position(self) -> int | None:
        people = self._now.travellers
        if self._traveller is None and len(people) == 1:
            return 0
        return next((n for n, t in enumerate(people) if t is self._traveller), None)

    def _eqn(self, segment: Segment) -> None:
        self.context = "split"

    def _msg(self, segment: Segment) -> None:
        self.context = "other"

    def _abi(self, segment: Segment) -> None:
        self.context, self._traveller = "history", None

    def _sac(self, segment: Segment) -> None:
        self._history.act(segment.get(2) or segment.get(0))

    def _lts(self, segment: Segment) -> None:
        text = "+".join(":".join(parts) for parts in segment.elements)
        self._lines.append((text, f"segment {segment.number}"))

    def _ref(self, segment: Segment) -> None:
        self.writer.screen.leave("references of travellers (REF)")


Handler = Callable[[PnrgovReader, Segment], None]
_HANDLERS: dict[str, Handler] = {
    tag: getattr(PnrgovReader, f"_{tag.lower()}")
    for tag in (
        "RCI DAT ORG ADD EBD TIF FTI IFT FAR TKT MON FOP SSR TVL RPI APD TRI SSD TBD "
        "EQN MSG ABI SAC LTS REF"
    ).split()
}
