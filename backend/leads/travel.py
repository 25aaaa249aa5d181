"""Passenger data of a case as the asker sees it: journeys, bookings, changes, cards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from backend.leads.model import Crossing
from backend.leads.reading import CaseEvents
from backend.moments import parse_moment
from graph.model import Statement, scoped_id

Told = Mapping[str, list[Statement]]


@dataclass(frozen=True, slots=True)
class Passage:
    """One passenger on one flight. Ids are canonical; times local, as said.

    `statements` are those of the passenger, a seat, and each tag, by property.
    """

    entity: str
    person: str
    flight: str
    booking: str
    at: datetime
    text: str
    until: datetime | None
    origin: str
    destination: str
    seats: tuple[str, ...]
    tags: tuple[str, ...]
    status: tuple[str, ...]
    statements: Mapping[str, str]

    @property
    def said(self) -> tuple[str, ...]:
        """The statement that this person is on this flight."""
        return (self.statements["passenger"],)


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking: who, by whom, paid and reached how, when made."""

    entity: str
    passengers: tuple[str, ...]
    agencies: frozenset[str]
    cards: frozenset[str]
    contacts: frozenset[str]
    made: datetime | None
    made_text: str
    ticketed: datetime | None
    ticketed_text: str
    statements: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of a booking at a known time; `flight` is empty where none is named."""

    entity: str
    booking: str
    flight: str
    at: datetime
    text: str
    what: str
    statement: str


@dataclass(frozen=True)
class Travel:
    """Reads passenger data when asked for. Raises LimitExceeded for too much of it."""

    events: CaseEvents

    @cached_property
    def passages(self) -> list[Passage]:
        """Journeys with a time, by time, then by id; each once."""
        found = [self._passage(entity, told) for entity, told in self._read("Journey")]
        known = (one for one in found if one is not None)
        return sorted(known, key=lambda one: (one.at, one.entity))

    @cached_property
    def bookings(self) -> Mapping[str, Booked]:
        """The bookings by canonical id."""
        found = {}
        for entity, told in self._read("Booking"):
            made, made_text = _when(told, "date")
            ticketed, ticketed_text = _when(told, "ticketIssued")
            root = self._root(entity)
            contacts = [*told.get("contactPhone", ()), *told.get("contactEmail", ())]
            found[root] = Booked(
                root,
                tuple(dict.fromkeys(self._ends(told, "passenger"))),
                frozenset(self._ends(told, "agency")),
                frozenset(self._ends(told, "paymentCard")),
                frozenset(one.value.value for one in contacts),
                made,
                made_text,
                ticketed,
                ticketed_text,
                {prop: some[0].id for prop, some in told.items()},
            )
        return found

    @cached_property
    def changes(self) -> list[Changed]:
        """Changes with a time and a booking, by time, then by id."""
        found = []
        for entity, told in self._read("BookingChange"):
            at, text = _when(told, "date")
            booking = next(iter(self._ends(told, "booking")), "")
            flight = next(iter(self._ends(told, "flight")), "")
            if at is None or not booking or "action" not in told:
                continue
            said = [told[p][0].value.value for p in ("element", "action") if p in told]
            statement = told["action"][0].id
            one = Changed(entity, booking, flight, at, text, " ".join(said), statement)
            found.append(one)
        return sorted(found, key=lambda one: (one.at, one.entity))

    @cached_property
    def by_person(self) -> Mapping[str, list[Passage]]:
        """Each person's journeys, by time."""
        found: defaultdict[str, list[Passage]] = defaultdict(list)
        for one in self.passages:
            found[one.person].append(one)
        return found

    @cached_property
    def by_flight(self) -> Mapping[str, list[Passage]]:
        """The passengers of each flight, by person, each once."""
        found: defaultdict[str, dict[str, Passage]] = defaultdict(dict)
        for one in self.passages:
            found[one.flight].setdefault(one.person, one)
        return {
            flight: [some[person] for person in sorted(some)]
            for flight, some in found.items()
        }

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The letters of each airport."""
        return {
            self._root(entity): told["code"][0].value.value
            for entity, told in self._read("Airport")
            if "code" in told
        }

    @property
    def crossings(self) -> list[Crossing]:
        """Each journey as a crossing, for questions to calls around it."""
        return [
            Crossing(
                one.entity,
                one.at,
                one.text,
                one.person,
                one.flight,
                len(one.text) > len("2026-03-01"),
                one.said[0],
            )
            for one in self.passages
        ]

    def read(self, schema: str) -> Iterator[tuple[str, Told]]:
        """Yield each entity's canonical id with its statements by property."""
        for entity, told in self._read(schema):
            yield self._root(entity), told

    def _read(self, schema: str) -> Iterator[tuple[str, Told]]:
        for entity, said in self.events.entities(schema):
            told: defaultdict[str, list[Statement]] = defaultdict(list)
            for one in said:
                told[one.value.prop].append(one)
            yield entity, told

    def _root(self, entity: str) -> str:
        return self.events.clusters.root(entity)

    def _ends(self, told: Told, prop: str) -> Iterator[str]:
        for one in told.get(prop, ()):
            yield self._root(scoped_id(self.events.case, one.value.value))

    def _passage(self, entity: str, told: Told) -> Passage | None:
        at, text = _when(told, "startDate")
        person = next(iter(self._ends(told, "passenger")), "")
        flight = next(iter(self._ends(told, "flight")), "")
        if at is None or not person or not flight:
            return None
        return Passage(
            entity,
            person,
            flight,
            next(iter(self._ends(told, "booking")), ""),
            at,
            text,
            _when(told, "endDate")[0],
            self.places.get(next(iter(self._ends(told, "origin")), ""), ""),
            self.places.get(next(iter(self._ends(told, "destination")), ""), ""),
            _texts(told.get("seat", ())),
            _texts(told.get("baggageTag", ())),
            _texts(told.get("status", ())),
            {prop: some[0].id for prop, some in told.items()},
        )


def _texts(said: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.value.value for one in said))


def _when(told: Told, prop: str) -> tuple[datetime | None, str]:
    """Return (moment, as written) of the earliest that is said."""
    texts = sorted(one.value.value for one in told.get(prop, ()))
    return (parse_moment(texts[0]), texts[0]) if texts else (None, "")
