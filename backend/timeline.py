"""What happened in a case and when, from the statements on event-like entities."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from backend.moments import in_period
from graph.ledger import Ledger
from graph.model import Scope, Statement, scoped_id, split_id
from graph.schema import (
    get_property,
    identifier_id,
    identifier_schema,
    is_entity_property,
    is_event,
    ontology,
)

_STARTS = ("startDate", "date", "publishedAt", "createdAt")
_ENDS = ("endDate",)
_CAPTIONS = ("name", "title", "subject", "summary", "purpose")


@dataclass(frozen=True, slots=True)
class Happening:
    """One dated entity: `start` and `end` ISO 8601 as far as known, `end` may be empty.

    `id` and `entities` are scoped ids; taking part are entities named by its
    properties, and the numbers of calls.
    """

    id: str
    schema: str
    caption: str
    start: str
    end: str
    entities: tuple[str, ...]
    latitude: float | None
    longitude: float | None

    def is_within(self, after: datetime | None, before: datetime | None) -> bool:
        """Whether it begins in [after, before)."""
        return in_period(self.start, after, before)


@cache
def event_schemata() -> tuple[str, ...]:
    """Return the names of all schemata that belong on a timeline."""
    return tuple(sorted(name for name in ontology().schemata if is_event(name)))


def iter_happenings(ledger: Ledger, scope: Scope, case: str) -> list[Happening]:
    """Return the dated events of a case, by start, then by id. Raises NotFound."""
    ledger.get_case(scope, case)
    said: dict[str, list[Statement]] = {}
    for one in ledger.iter_schema_statements(scope, case, event_schemata()):
        said.setdefault(one.entity, []).append(one)
    found = (_happening(entity, some) for entity, some in said.items())
    return sorted((h for h in found if h.start), key=lambda h: (h.start, h.id))


def _happening(entity: str, said: list[Statement]) -> Happening:
    values: dict[str, list[str]] = {}
    for one in said:
        values.setdefault(one.value.prop, []).append(one.value.value)
    taking_part = [i for one in said for i in _named(one)]
    return Happening(
        id=entity,
        schema=said[0].schema,
        caption=_first(values, _CAPTIONS, max) or said[0].schema,
        start=_first(values, _STARTS, min),
        end=_first(values, _ENDS, max),
        entities=tuple(dict.fromkeys([entity, *sorted(taking_part)])),
        latitude=_number(values.get("latitude")),
        longitude=_number(values.get("longitude")),
    )


def _named(said: Statement) -> Iterator[str]:
    case, (prop, value) = split_id(said.entity)[0], said.value[:2]
    if is_entity_property(said.schema, prop):
        yield scoped_id(case, value)
        return
    identifier = identifier_schema(said.schema, prop)
    if identifier and get_property(said.schema, prop).type.name == "phone":
        yield scoped_id(case, identifier_id(identifier, value))


def _first(
    values: dict[str, list[str]],
    names: Iterable[str],
    choose: Callable[[list[str]], str],
) -> str:
    return next((choose(values[name]) for name in names if name in values), "")


def _number(texts: list[str] | None) -> float | None:
    try:
        return float(texts[0]) if texts else None
    except ValueError:
        return None
