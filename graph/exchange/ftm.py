"""FollowTheMoney entities as JSON lines: what is said of each, in its own words."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from graph.exchange.conditions import conditions
from graph.model import Statement, split_id
from graph.schema import get_schema


def entities(said: Sequence[Statement]) -> Iterator[dict[str, Any]]:
    """Yield the statements of one entity as FollowTheMoney entities, under local ids.

    One for an entity whose schemata are in one line of descent, with the narrowest of
    them; where they are not (a person and a company), one for each. Beside id, schema
    and properties stand the conditions of use: `handling`, `handling_note`,
    `evaluation`, `kind`. Values keep their recorded order, each once.
    """
    narrow = _narrowest({one.schema for one in said})
    groups: dict[str, list[Statement]] = {schema: [] for schema in narrow}
    for one in said:
        schema = next(name for name in narrow if get_schema(name).is_a(one.schema))
        groups[schema].append(one)
    for schema, own in groups.items():
        properties: dict[str, dict[str, None]] = {}
        for one in own:
            properties.setdefault(one.value.prop, {})[one.value.value] = None
        entity: dict[str, Any] = {
            "id": split_id(own[0].entity)[1],
            "schema": schema,
            "properties": {prop: list(values) for prop, values in properties.items()},
        }
        yield entity | conditions(own)


def line(entity: dict[str, Any]) -> bytes:
    """Return an entity as a line of JSON."""
    return orjson.dumps(entity, option=orjson.OPT_APPEND_NEWLINE)


def _narrowest(schemata: set[str]) -> list[str]:
    """Return the schemata that no other of them extends, by name."""
    return sorted(
        name
        for name in schemata
        if not any(o != name and get_schema(o).is_a(name) for o in schemata)
    )
