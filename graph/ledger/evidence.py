"""Which statements a relationship rests on, found by how its id was made."""

from collections.abc import Collection, Iterator

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
    return links_statements(reader, [link]).get(link.id, [])


def links_statements(
    reader: StatementReader, links: Collection[Link]
) -> dict[str, list[Statement]]:
    """Return the visible statements behind links that are not tallied, by link id.

    In recorded order; of a link that rests on nothing visible there is no entry.
    """
    owners = {link.id: _owners(link.id) for link in links}
    said = reader.find(owner for some in owners.values() for owner in some)
    found: dict[str, list[Statement]] = {}
    for link in links:
        for owner in owners[link.id]:
            behind = _behind(link, owner, said.get(owner, []))
            if behind:
                found.setdefault(link.id, []).extend(behind)
    return found


def _owners(link: str) -> list[str]:
    """Return the ids that may own a link: what stands before any `~` of its own."""
    parts = link.split("~")
    return ["~".join(parts[:n]) for n in range(1, len(parts) + 1)]


def _behind(link: Link, owner: str, said: list[Statement]) -> list[Statement]:
    """Return what an entity says of a link, nothing where the link is not its own."""
    rest = link.id[len(owner) :]
    if link.schema not in ontology().schemata:
        stated = (s for s in said if s.value.prop == link.schema)
        return [s for s in stated if rest in _suffixes(link.schema, s)]
    edge = [s for s in said if edge_ends(s.schema)]
    ends = [target for s in edge for target in _targets(s)]
    if rest and not any(rest == f"~{a}~{b}" for a in ends for b in ends):
        return []
    return edge


def _suffixes(prop: str, said: Statement) -> set[str]:
    return {f"~{prop}~{target}" for target in _targets(said)}


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
