"""An extraction → the records that a case keeps: entities, links, and where they stand.

Pure: equal extractions give equal records, with the same local ids.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extraction.model import Extraction, Mention, Relation
from extraction.recognition.particulars import find_particulars
from extraction.relation.countries import Found, find_countries
from extraction.relation.entities import (
    Entity,
    country_of,
    document_id,
    name_entities,
)
from extraction.relation.events import find_events
from graph.model import Kind, Place, Record, Value
from graph.schema import clean_value, get_schema, identifier_country, is_identifier


class _Link(NamedTuple):
    """The schema of a relation and the properties of its ends."""

    schema: str
    source: str
    target: str
    role: str = ""


_LINKS = {
    "family": _Link("Family", "person", "relative"),
    "associate": _Link("Associate", "person", "associate"),
    "ownership": _Link("Ownership", "owner", "asset"),
    "directorship": _Link("Directorship", "director", "organization"),
    "employment": _Link("Employment", "employee", "employer"),
    "membership": _Link("Membership", "member", "organization"),
    "payment": _Link("Payment", "payer", "beneficiary"),
    "meeting": _Link("Meeting", "person", "participant"),
    "vehicle_user": _Link("VehicleUse", "user", "vehicle"),
    "call": _Link("Call", "caller", "receiver"),
    "travel": _Link("UnknownLink", "subject", "object", "travel"),
}
_ANY = _Link("UnknownLink", "subject", "object")
_DATED = frozenset({"Payment", "Meeting", "Call", "UnknownLink"})
_ROLES = {
    "Family": "relationship",
    "Associate": "relationship",
    "Ownership": "role",
    "Directorship": "role",
    "Employment": "role",
    "Membership": "role",
}
_OWNED = frozenset({"ownership", "directorship", "employment"})
_PROPS = {
    ("phone_user", "PHONE"): "phone",
    ("identified_by", "PERSONAL_ID"): "idNumber",
    ("identified_by", "PASSPORT"): "passportNumber",
}


@dataclass(frozen=True, slots=True)
class _Case:
    """An extraction with its mentions by id and the entities they name."""

    extraction: Extraction
    mentions: Mapping[str, Mention]
    entities: Mapping[str, Entity]
    said: Sequence[Found]
    country: str | None
    places: Sequence[tuple[int, int]]

    def inside(self, relation: Relation) -> Sequence[Mention]:
        """Return the mentions of the sentence that states a relation."""
        first = bisect_left(self.places, (relation.page, relation.start))
        last = bisect_left(self.places, (relation.page, relation.end))
        return self.extraction.mentions[first:last]


def to_records(extraction: Extraction, country: str | None = None) -> list[Record]:
    """Return the records of a document: what each mention names, then what links them.

    Ids of the document's own begin with `doc-` and the file's hash; identifiers,
    vehicles and known places have ids that the whole case shares. `country` (ISO
    alpha-2) reads local numbers. Values that are none after cleaning are left out.
    """
    ordered = sorted(extraction.mentions, key=lambda m: (m.page, m.start))
    extraction = replace(extraction, mentions=tuple(ordered))
    owned = {r.target for r in extraction.relations if r.type in _OWNED}
    entities = name_entities(extraction.document, extraction.mentions, frozenset(owned))
    mentions = {m.id: m for m in extraction.mentions}
    document = extraction.document
    beside = find_particulars(document.pages, extraction.mentions, document.language)
    said = (*find_countries(extraction), *(Found(*one) for one in beside))
    places = [(m.page, m.start) for m in extraction.mentions]
    case = _Case(extraction, mentions, entities, said, country, places)
    stages: tuple[Callable[[_Case], Iterable[Record]], ...] = (
        _from_mentions,
        _from_relations,
        _from_countries,
        _from_events,
    )
    return [record for stage in stages for record in stage(case)]


def _from_mentions(case: _Case) -> Iterator[Record]:
    for mention in case.extraction.mentions:
        entity = case.entities.get(mention.id)
        if entity is None:
            continue
        values = [_value(case, entity.schema, entity.prop, entity.value, mention.text)]
        own = _own_country(entity)
        if own:
            values.append(_value(case, entity.schema, "country", own))
        kept = tuple(v for v in values if v is not None)
        if kept:
            place = Place(mention.page, mention.start, mention.end)
            yield Record(entity.id, entity.schema, kept, place)


def _own_country(entity: Entity) -> str | None:
    """Return the country that an address, a company's name or a number names."""
    if entity.schema in ("Address", "Company", "Organization"):
        return country_of(entity.value)
    if is_identifier(entity.schema) and entity.schema != "PersonalNumber":
        return identifier_country(entity.schema, entity.value)
    return None


def _from_relations(case: _Case) -> Iterator[Record]:
    for relation in case.extraction.relations:
        source = case.entities.get(relation.source)
        target = case.entities.get(relation.target)
        if source and target and source.id != target.id:
            record = _relation_record(case, relation, source, target)
            if record is not None:
                yield record


def _relation_record(
    case: _Case, relation: Relation, source: Entity, target: Entity
) -> Record | None:
    place = Place(relation.page, relation.start, relation.end)
    mention = case.mentions[relation.target]
    prop = _PROPS.get((relation.type, mention.type))
    if prop:
        value = _value(case, source.schema, prop, mention.value, mention.text)
        values = (value,) if value else ()
        return _record(source.id, source.schema, values, place, relation.kind)
    if relation.type == "resides_at":
        values = (Value("addressEntity", target.id),)
        return _record(source.id, source.schema, values, place, relation.kind)
    return _edge_record(case, relation, source, target)


def _edge_record(
    case: _Case, relation: Relation, source: Entity, target: Entity
) -> Record | None:
    link = _LINKS.get(relation.type, _ANY)
    if not (_fits(link, link.source, source) and _fits(link, link.target, target)):
        link = _ANY._replace(role=relation.type)
    key = f"{relation.type} {source.id} {target.id}"
    local = document_id(case.extraction.document, relation.type, key)
    values = [Value(link.source, source.id), Value(link.target, target.id)]
    if link.role:
        values.append(Value("role", link.role))
    values += _particulars(case, relation, link.schema)
    place = Place(relation.page, relation.start, relation.end)
    return _record(local, link.schema, tuple(values), place, relation.kind)


def _fits(link: _Link, prop: str, entity: Entity) -> bool:
    """Whether the property of the link's schema may point to the entity."""
    found = get_schema(link.schema).get(prop)
    wanted = found.range if found is not None else None
    return wanted is not None and bool(get_schema(entity.schema).is_a(wanted))


def _particulars(case: _Case, relation: Relation, schema: str) -> list[Value]:
    """Return role, and the date, place and sum that the sentence gives just one of."""
    inside: dict[str, set[str]] = {}
    for mention in case.inside(relation):
        inside.setdefault(mention.type, set()).add(mention.value)
    values: list[Value | None] = []
    if relation.role and schema in _ROLES:
        values.append(_value(case, schema, _ROLES[schema], relation.role))
    dates = inside.get("DATE", set())
    dates -= {f.value for f in case.said if f.prop == "birthDate"}
    if len(dates) == 1 and schema in _DATED:
        values.append(_value(case, schema, "date", dates.pop()))
    places = inside.get("LOC", set())
    if len(places) == 1 and schema == "Meeting":
        values.append(_value(case, schema, "location", places.pop()))
    sums = inside.get("MONEY", set())
    if len(sums) == 1 and schema == "Payment":
        currency, _, amount = sums.pop().partition(" ")
        values.append(_value(case, schema, "amount", amount))
        values.append(_value(case, schema, "currency", currency))
    return [v for v in values if v is not None]


def _from_countries(case: _Case) -> Iterator[Record]:
    for found in case.said:
        entity = case.entities.get(found.mention)
        if entity is None:
            continue
        prop = found.prop if get_schema(entity.schema).get(found.prop) else "country"
        value = _value(case, entity.schema, prop, found.value)
        place = Place(found.page, found.start, found.end)
        if value:
            yield Record(entity.id, entity.schema, (value,), place)


def _from_events(case: _Case) -> Iterator[Record]:
    for event in find_events(case.extraction):
        key = f"{event.page} {event.start} {event.name}"
        local = document_id(case.extraction.document, "seizure", key)
        values = [_value(case, "Seizure", p, v) for p, v in event.values]
        person = case.entities.get(event.person)
        if person:
            values.append(Value("seizedFrom", person.id))
        kept = tuple(v for v in values if v is not None)
        yield Record(local, "Seizure", kept, Place(event.page, event.start, event.end))


def _value(
    case: _Case, schema: str, prop: str, text: str, original: str = ""
) -> Value | None:
    """Return the cleaned value, or None; what it stood as is kept where it differs."""
    cleaned = clean_value(schema, prop, text, case.country)
    if not cleaned:
        return None
    flat = re.sub(r"\s+", " ", original)
    return Value(prop, cleaned, original=flat if flat != cleaned else "")


def _record(
    entity: str, schema: str, values: tuple[Value, ...], place: Place, kind: Kind
) -> Record | None:
    return Record(entity, schema, values, place, kind) if values else None
