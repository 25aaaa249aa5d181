"""What was found in a document → records for the ledger, each with its place."""

from collections.abc import Iterator

from extraction.model import Extraction, Mention, Relation
from extraction.recognition.gazetteer import find_country, find_places
from extraction.relation.details import find_details
from extraction.relation.entities import IDENTIFIERS, Entities, schema_of
from graph.model import Place, Record, Value
from graph.schema import check_property, clean_value

_NAME_PROP = {
    "Person": "name",
    "Company": "name",
    "Organization": "name",
    "Vehicle": "registrationNumber",
    "Address": "full",
}

EDGES = {
    "family": ("Family", "person", "relative"),
    "associate": ("Associate", "person", "associate"),
    "meeting": ("Meeting", "person", "participant"),
    "ownership": ("Ownership", "owner", "asset"),
    "directorship": ("Directorship", "director", "organization"),
    "employment": ("Employment", "employee", "employer"),
    "membership": ("Membership", "member", "organization"),
    "vehicle_user": ("VehicleUse", "user", "vehicle"),
    "payment": ("Payment", "payer", "beneficiary"),
    "travel": ("UnknownLink", "subject", "object"),
}
"""Relation types that become relationships of their own: schema, source, target."""


def to_records(extraction: Extraction, country: str | None = None) -> list[Record]:
    """Return the records of a document, in order of their places; local ids.

    Each mention of a person, organization, vehicle, address or identifier states its
    name there; each relation states the link at its sentence. Pure: the same document
    gives the same records. `country` reads local phone numbers.
    """
    entities = Entities(extraction)
    mentions = {m.id: m for m in extraction.mentions}
    linked = {end for r in extraction.relations for end in (r.source, r.target)}
    records: list[Record] = []
    for mention in extraction.mentions:
        if mention.type != "LOC" or mention.id in linked:
            records += _naming(entities, mention, country)
    for relation in extraction.relations:
        source, target = mentions[relation.source], mentions[relation.target]
        records += _relating(entities, relation, source, target, extraction, country)
    records += find_details(extraction, entities)
    return [record for record in records if record.values]


def _place(mention: Mention) -> Place:
    return Place(mention.page, mention.start, mention.end)


def _naming(
    entities: Entities, mention: Mention, country: str | None
) -> Iterator[Record]:
    entity = entities.id_of(mention)
    if entity is None:
        return
    schema = schema_of(mention)
    prop = _NAME_PROP.get(schema, "number")
    values = [*_cleaned(schema, prop, mention.value, mention.text, country)]
    where = _country(mention)
    if where:
        values.append(Value("country", where))
    yield Record(entity, schema, tuple(values), _place(mention))


def _cleaned(
    schema: str, prop: str, value: str, original: str, country: str | None
) -> Iterator[Value]:
    check_property(schema, prop)
    cleaned = clean_value(schema, prop, value, country)
    if cleaned:
        yield Value(prop, cleaned, "", original if original != cleaned else "")


def _country(mention: Mention) -> str | None:
    """Return the country that a company's, address's or place's own words name."""
    if mention.type == "ORG":
        places = [found.place for found in find_places(mention.value)]
        return places[-1].country or None if places else None
    if mention.type == "LOC":
        return find_country(mention.value)
    if mention.type == "ADDRESS":
        last = mention.value.rsplit(",", 1)[-1].strip()
        return find_country(last)
    return None


def _relating(
    entities: Entities,
    relation: Relation,
    source: Mention,
    target: Mention,
    extraction: Extraction,
    country: str | None,
) -> Iterator[Record]:
    one, other = entities.id_of(source), entities.id_of(target)
    if one is None or other is None or one == other:
        return
    place = Place(relation.page, relation.start, relation.end)
    if relation.type in EDGES:
        schema, left, right = EDGES[relation.type]
        ends = sorted((one, other)) if relation.type == "family" else [one, other]
        if relation.type in ("meeting", "associate"):
            ends = sorted(ends)
        values = [Value(left, ends[0]), Value(right, ends[1])]
        values += _measures(relation, extraction)
        if relation.type == "travel":
            values.append(Value("role", "travel"))
        edge = entities.made(schema.lower(), ends + _told_apart(relation))
        yield Record(edge, schema, tuple(values), place, relation.kind)
    elif relation.type == "call":
        yield _call(entities, relation, source, target, place)
    else:
        prop = _property(relation.type, target)
        if prop == "addressEntity":
            values = [Value(prop, other)]
            where = _country(target)
            if where:
                values.append(Value("country", where))
        else:
            values = [*_cleaned("Person", prop, target.value, target.text, country)]
        yield Record(one, "Person", tuple(values), place, relation.kind)


def _property(kind: str, target: Mention) -> str:
    if kind == "phone_user":
        return "phone"
    if kind == "identified_by":
        return "passportNumber" if target.type == "PASSPORT" else "idNumber"
    return "addressEntity"


def _told_apart(relation: Relation) -> list[str]:
    """Return what makes two payments or journeys between one pair two."""
    if relation.type in ("payment", "travel", "meeting"):
        return [str(relation.page), str(relation.start)]
    return []


def _measures(relation: Relation, extraction: Extraction) -> Iterator[Value]:
    """Yield the date and amount that stand in the relation's sentence, if just one."""
    inside = [
        m
        for m in extraction.mentions
        if m.page == relation.page
        and relation.start <= m.start
        and m.end <= relation.end
    ]
    schema = EDGES[relation.type][0]
    dates = {m.value for m in inside if m.type == "DATE" and len(m.value) >= 7}
    if len(dates) == 1 and relation.type in ("meeting", "payment", "travel"):
        prop = "date"
        check_property(schema, prop)
        yield Value(prop, dates.pop())
    sums = {m.value for m in inside if m.type == "MONEY"}
    if relation.type == "payment" and len(sums) == 1:
        currency, _, amount = sums.pop().partition(" ")
        yield Value("amount", amount)
        yield Value("currency", currency)


def _call(
    entities: Entities,
    relation: Relation,
    source: Mention,
    target: Mention,
    place: Place,
) -> Record:
    values = []
    for prop, mention in (("caller", source), ("receiver", target)):
        if mention.type in IDENTIFIERS:
            values.append(Value(f"{prop}Number", mention.value))
        else:
            values.append(Value(prop, entities.id_of(mention) or ""))
    edge = entities.made("call", [v.value for v in values] + [str(relation.start)])
    return Record(edge, "Call", tuple(values), place, relation.kind)
