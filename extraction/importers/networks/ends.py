"""The ends of drawn links: what a link is drawn as where both of them fit."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extraction.importers.networks.kinds import ends_of, fits
from extraction.importers.networks.values import MAX_TEXT
from graph.model import Value
from graph.schema import (
    get_schema,
    identifier_schema,
    is_entity_property,
    is_identifier,
    is_tally,
    ontology,
    tally_of,
)


class End(NamedTuple):
    """An entity that links may name: its id, schema, and number if it is one."""

    id: str
    schema: str
    number: str = ""


Made = tuple[str, tuple[Value, ...]]


def draw(way: str, source: End, target: End) -> Made | None:
    """Return schema and ends of a link drawn so, None where the ends do not fit.

    Of `.property` the schema is the bearer's, with its id as the first value.
    """
    if way.endswith("<"):
        source, target, way = target, source, way[:-1]
    if way.startswith("."):
        prop = way[1:]
        schema = source.schema or _declaring(prop)
        if not schema or (target.schema and not fits(schema, prop, target.schema)):
            return None
        return schema, (Value("", source.id), Value(prop, target.id))
    one, other = ends_of(way)
    numbers = tally_of(way) if is_tally(way) else {}
    first = _as_end(way, one, numbers.get("source_number", ""), source)
    last = _as_end(way, other, numbers.get("target_number", ""), target)
    return (way, (first, last)) if first and last else None


@cache
def is_number(prop: str) -> bool:
    """Whether a property holds numbers, which its entity's own row states."""
    return any(
        prop in schema.properties
        and not schema.properties[prop].stub
        and identifier_schema(name, prop) is not None
        for name, schema in ontology().schemata.items()
        if not schema.abstract
    )


@cache
def _declaring(prop: str) -> str:
    """Return the one schema that declares an entity property, empty for several."""
    found = [
        name
        for name, schema in ontology().schemata.items()
        if prop in schema.properties and schema.properties[prop].schema is schema
    ]
    known = len(found) == 1 and is_entity_property(found[0], prop)
    return found[0] if known and not get_schema(found[0]).abstract else ""


def _as_end(schema: str, prop: str, number: str, end: End) -> Value | None:
    """Return how a link names its end: by id, or by number where calls are counted.

    What stands in another file is taken for what the link says it is.
    """
    if not end.schema:
        return Value(prop, end.id)
    if number and is_entity_property(schema, number):
        if fits(schema, number, end.schema):
            return Value(number, end.id)
    elif number and identifier_schema(schema, number) == end.schema:
        return (
            Value(number, end.number) if end.number[:1] == "+" else Value(prop, end.id)
        )
    if fits(schema, prop, end.schema) or (
        is_tally(schema) and is_identifier(end.schema)
    ):
        return Value(prop, end.id)
    return None


def property_of(
    schema: str, ends: tuple[Value, ...]
) -> tuple[str, str, tuple[Value, ...]]:
    """Return who bears what is named, its schema, and that alone as values."""
    bearer, named = ends
    return bearer.value, schema, (named,)


def role_of(schema: str, text: str) -> Iterator[Value]:
    """Yield the link's own word, unless it is the schema's name."""
    if not text or text == schema or schema.casefold() == text.casefold():
        return
    known = get_schema(schema)
    for prop in ("role", "relationship", "summary"):
        if known.get(prop) is not None:
            yield Value(prop, text[:MAX_TEXT])
            return
