"""Which statements a relationship rests on, found by how its id was made."""

from collections.abc import Iterator

from graph.ledger import tables
from graph.ledger.statements import StatementReader, record_query
from graph.model import Link, Statement, split_id
from graph.schema import (
    edge_ends,
    identifier_id,
    identifier_schema,
    is_entity_property,
    is_tally,
    ontology,
    tally_of,
)

MOST_EVENTS = 200
"""Statements of a tally that are looked up; the rest is counted, not listed."""


def link_statements(reader: StatementReader, link: Link) -> list[Statement]:
    """Return the visible statements behind a link, in recorded order.

    Of a tally (calls, payments) those of its first events.
    """
    case, local = split_id(link.id)
    if is_tally(link.schema):
        return _of_tally(reader, case, local.split("~"), link.schema)
    if link.schema in ontology().schemata:
        edge = f"{case}:{local.split('~')[0]}"
        return reader.find([edge]).get(edge, [])
    owner, _, target = local.partition(f"~{link.schema}~")
    said = reader.find([f"{case}:{owner}"]).get(f"{case}:{owner}", [])
    return [s for s in said if s.value.prop == link.schema and target in _targets(s)]


def _targets(said: Statement) -> Iterator[str]:
    """Yield the local id of the node that the statement's value stands for."""
    if is_entity_property(said.schema, said.value.prop):
        yield said.value.value
        return
    identifier = identifier_schema(said.schema, said.value.prop)
    if identifier:
        yield identifier_id(identifier, said.value.value)


def _of_tally(
    reader: StatementReader, case: str, parts: list[str], schema: str
) -> list[Statement]:
    source, target = parts[1], parts[-1]
    ends = edge_ends(schema) or ("", "")
    tally = tally_of(schema)
    props = (
        {ends[0], tally.get("source_number")},
        {ends[1], tally.get("target_number")},
    )
    query = record_query().where(
        tables.record.c.schema == schema,
        tables.record.c.context.in_(reader.visible_contexts(case)),
    )
    events: dict[str, list[Statement]] = {}
    matches: dict[str, list[bool]] = {}
    for said in reader.read(query):
        events.setdefault(said.entity, []).append(said)
        match = matches.setdefault(said.entity, [False, False])
        for side, wanted in enumerate((source, target)):
            if said.value.prop in props[side] and wanted in _targets(said):
                match[side] = True
    out: list[Statement] = []
    for entity, match in matches.items():
        if all(match) and len(out) < MOST_EVENTS:
            out.extend(events[entity])
    return out
