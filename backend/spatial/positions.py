"""Every statement that someone or something was at a place at a time.

Out of sightings (plates, photographs, telephones' places), crossings of borders, cells
of calls, journeys that documents tell, and events with a location. Passenger data are
left out: they are asked for an offence (backend.leads).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from backend.leads.reading import TRAVEL, CaseEvents, find_subjects
from backend.temporal.spans import Span, read_span
from graph.ledger import Ledger
from graph.model import Node, Statement, scoped_id, split_id
from graph.names import fold
from graph.schema import ontology
from graph.store import View

SIGHTING, CROSSING, CELL, JOURNEY, EVENT = (
    "sighting",
    "crossing",
    "cell",
    "journey",
    "event",
)
WAYS = ("entry", "exit")
_VAGUE = timedelta(days=1)
_DEGREES = ("latitude", "longitude")
_CELLS = ("LAC ", "cell ")
"""How cells are named by lists of calls and of masts (extraction.importers.calls)."""
_LEFT = {"Trip": ("Flight",), "Event": ("Trip", "Booking")}


@dataclass(frozen=True, slots=True)
class Position:
    """Who was where, `begin` to `end` (a moment, or the day that is said).

    `place` is the id of a node, or `cell:` or `at:` and a name where it is none. `way`
    is entry or exit at a border, else empty. `entity` is the event that says so, with
    all that take part in it sharing it; `said` its statements. Degrees are WGS 84.
    """

    who: str
    place: str
    name: str
    begin: datetime
    end: datetime
    exact: bool
    kind: str
    entity: str
    said: tuple[str, ...]
    way: str = ""
    latitude: float | None = None
    longitude: float | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Positions by begin, then by who; `vague` are those not known to the day.

    `degrees` are latitude and longitude (WGS 84) of the nodes that have them, whether
    anybody was there or not.
    """

    positions: tuple[Position, ...]
    nodes: Mapping[str, Node]
    vague: int
    degrees: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def of(self, who: str) -> list[Position]:
        """Return the positions of one, by begin."""
        return [one for one in self.positions if one.who == who]


Said = Mapping[str, Sequence[Statement]]


def read_whereabouts(ledger: Ledger, view: View, case: str) -> Whereabouts:
    """Return what a case says of who was where. Ids are the view's.

    Raises NotFound, and LimitExceeded for more than 2,000,000 events of a kind.
    """
    events = CaseEvents(ledger, view.scope, case)
    reader = _Reader(events, case)
    found = [*reader.sightings(), *reader.trips(), *reader.journeys(), *reader.events()]
    found += reader.cells()
    vague = sum(1 for one in found if one.end - one.begin > _VAGUE)
    ids = {end for one in found for end in (one.who, one.place) if _is_id(end)}
    nodes = view.find_nodes(sorted(ids | reader.degrees.keys()))
    told = []
    for one in found:
        if one.end - one.begin <= _VAGUE and one.who in nodes:
            place = nodes.get(one.place)
            if place is not None or not _is_id(one.place):
                told.append(_shown(one, nodes[one.who], place, reader.degrees))
    told.sort(key=lambda one: (one.begin, one.who, one.entity, one.place))
    shown = {node.id: node for node in nodes.values()}
    degrees = {
        node.id: at
        for node in shown.values()
        if (at := _degrees_of(node, reader.degrees)) is not None
    }
    return Whereabouts(tuple(dict.fromkeys(told)), shown, vague, degrees)


def _is_id(place: str) -> bool:
    return not place.startswith(("cell:", "at:"))


def _shown(
    one: Position,
    who: Node,
    place: Node | None,
    degrees: Mapping[str, tuple[float, float]],
) -> Position:
    if place is None:
        return replace(one, who=who.id)
    latitude, longitude = _degrees_of(place, degrees) or (None, None)
    return replace(
        one,
        who=who.id,
        place=place.id,
        name=place.caption,
        latitude=latitude,
        longitude=longitude,
        countries=place.countries,
    )


def _degrees_of(
    place: Node, degrees: Mapping[str, tuple[float, float]]
) -> tuple[float, float] | None:
    return next((degrees[one] for one in place.members if one in degrees), None)


def _read_degrees(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return degrees, None for what is no place on Earth."""
    try:
        found = float(latitude), float(longitude)
    except ValueError:
        return None
    return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None


class _Reader:
    def __init__(self, events: CaseEvents, case: str) -> None:
        self._events = events
        self._case = case
        self.degrees: dict[str, tuple[float, float]] = {}
        self._masts: dict[str, tuple[tuple[float, float], str]] = {}
        for entity, said in events.entities("Address"):
            self._locate(entity, _by_property(said))

    def _locate(self, entity: str, said: Said) -> None:
        values = [said[name][0].value.value for name in _DEGREES if name in said]
        found = _read_degrees(*values) if len(values) == len(_DEGREES) else None
        if found is not None:
            self.degrees[entity] = found
            for name in said.get("name", ()):
                if name.value.value.startswith(_CELLS):
                    self._masts.setdefault(name.value.value, (found, name.id))

    def sightings(self) -> Iterator[Position]:
        """Yield where someone or something was seen."""
        for entity, said in self._read("Sighting"):
            when, span = _when(said, "date", "startDate")
            places = self._ids(said, "place")
            if span and when and places:
                until = _when(said, "endDate")[1]
                end = max(span.end, until.end) if until else span.end
                for who, named in self._ids(said, "subject"):
                    place, _ = places[0]
                    yield _position(
                        who, place, span, end, SIGHTING, entity, (when, named)
                    )

    def trips(self) -> Iterator[Position]:
        """Yield who crossed a border, or was at the ends of a journey."""
        for entity, said in self._read("Trip"):
            way = next((s.value.value for s in said.get("summary", ())), "")
            way = way if way in WAYS else ""
            when, span = _when(said, "startDate", "date")
            until, later = _when(said, "endDate")
            begins = self._ids(said, "startLocation")
            ends = self._ids(said, "endLocation")
            for who, named in self._ids(said, "involved", "vehicle"):
                if begins and span and when:
                    yield _position(
                        who,
                        begins[0][0],
                        span,
                        span.end,
                        JOURNEY,
                        entity,
                        (when, named),
                    )
                there, at = (until, later) if begins else (when, span)
                if ends and at and there:
                    one = _position(
                        who,
                        ends[0][0],
                        at,
                        at.end,
                        JOURNEY if begins else CROSSING,
                        entity,
                        (there, named),
                    )
                    yield replace(one, way=way)

    def journeys(self) -> Iterator[Position]:
        """Yield where documents say that someone travelled to."""
        for entity, said in self._read("UnknownLink"):
            when, span = _when(said, "date", "startDate")
            travels = any(one.value.value == TRAVEL for one in said.get("role", ()))
            if not (travels and span and when):
                continue
            for who, named in self._ids(said, "subject"):
                for place, _ in self._ids(said, "object"):
                    yield _position(
                        who, place, span, span.end, JOURNEY, entity, (when, named)
                    )

    def events(self) -> Iterator[Position]:
        """Yield who took part in an event or meeting at a named place."""
        named_by = (("Event", ("involved",)), ("Meeting", ("person", "participant")))
        for schema, props in named_by:
            for entity, said in self._read(schema):
                when, span = _when(said, "date", "startDate")
                where = next(iter(said.get("location", ())), None)
                if not (when and span and where):
                    continue
                text = where.value.value
                for who, named in self._ids(said, *props):
                    one = _position(
                        who,
                        f"at:{fold(text)}",
                        span,
                        span.end,
                        EVENT,
                        entity,
                        (when, where, named),
                    )
                    yield replace(one, name=text)

    def cells(self) -> Iterator[Position]:
        """Yield where the telephone was that a list of calls is about."""
        contacts = self._events.contacts
        subjects = find_subjects(contacts)
        for one in contacts:
            who = subjects.get(one.document, one.source)
            span = read_span(one.text)
            if one.cell and who and span:
                at, said = self._find_cell(one.cell)
                latitude, longitude = at or (None, None)
                yield Position(
                    who,
                    f"cell:{one.cell}",
                    one.cell,
                    span.begin,
                    span.end,
                    span.exact,
                    CELL,
                    one.entity,
                    (one.statement, *said),
                    latitude=latitude,
                    longitude=longitude,
                )

    def _find_cell(
        self, cell: str
    ) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
        """Return where a cell is, and what says so where its own list does not.

        That is a list of masts, which may not have the areas (LAC) of cells.
        """
        if (found := _cell_degrees(cell)) is not None:
            return found, ()
        parts = [part for part in cell.split("; ") if part.startswith(_CELLS)]
        for name in dict.fromkeys(("; ".join(parts), *parts[-1:])):
            if mast := self._masts.get(name):
                at, said = mast
                return at, (said,)
        return None, ()

    def _read(self, schema: str) -> Iterator[tuple[str, Said]]:
        """Yield entities of a schema, but for those that are read elsewhere, if at all.

        Flights and bookings are passenger data.
        """
        left = _LEFT.get(schema, ())
        for entity, said in self._events.entities(schema):
            kind = ontology().schemata[said[0].schema]
            if not any(kind.is_a(name) for name in left):
                yield entity, _by_property(said)

    def _ids(self, said: Said, *props: str) -> list[tuple[str, Statement]]:
        """Return the entities that properties name, each once, with what says so."""
        found: dict[str, Statement] = {}
        for prop in props:
            for one in said.get(prop, ()):
                case, _ = split_id(one.entity)
                found.setdefault(scoped_id(case, one.value.value), one)
        return list(found.items())


def _cell_degrees(cell: str) -> tuple[float, float] | None:
    """Return where a cell is, of which a list of calls says it after all else."""
    latitude, comma, longitude = cell.rpartition(";")[2].partition(",")
    return _read_degrees(latitude, longitude) if comma else None


def _by_property(said: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for one in said:
        found.setdefault(one.value.prop, []).append(one)
    return found


def _when(said: Said, *props: str) -> tuple[Statement | None, Span | None]:
    """Return the earliest date of the first property that has one."""
    for prop in props:
        dated = sorted(said.get(prop, ()), key=lambda one: one.value.value)
        for one in dated:
            span = read_span(one.value.value)
            if span is not None:
                return one, span
    return None, None


def _position(
    who: str,
    place: str,
    span: Span,
    end: datetime,
    kind: str,
    entity: str,
    said: Iterable[Statement],
) -> Position:
    return Position(
        who,
        place,
        "",
        span.begin,
        end,
        span.exact,
        kind,
        entity,
        tuple(one.id for one in said),
    )
