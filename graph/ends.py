"""What relationships join: values → nodes, pairs of nodes, and who sees them. Pure."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from graph.ledger.feed import FeedRow
from graph.model import LinkFacet, NodeFacet, scoped_id
from graph.names import fold
from graph.requirements import Requirement, minimal, requirement
from graph.schema import (
    edge_ends,
    identifier_country,
    identifier_id,
    identifier_schema,
    is_entity_property,
    is_identifier,
    normal_identifier,
    tally_of,
)

STARTS = ("startDate", "date", "publishedAt", "authoredAt")
ENDS = ("endDate", "date")
NUMBERS = ("source_number", "target_number")


@lru_cache(maxsize=1 << 16)
def target_of(schema: str, prop: str, value: str) -> str | None:
    """Return the local id of the node that a value stands for, if any."""
    if is_entity_property(schema, prop):
        return value
    identifier = identifier_schema(schema, prop)
    if identifier is None or is_identifier(schema):
        return None
    return identifier_id(identifier, value)


@lru_cache(maxsize=1 << 16)
def identifier_node(
    case: str, schema: str, value: str, needed: Requirement
) -> NodeFacet:
    """Return what a value says of the node of its identifier, seen under `needed`."""
    number = normal_identifier(schema, value)
    country, folded = identifier_country(schema, number), fold(number)
    return NodeFacet(
        id=scoped_id(case, identifier_id(schema, number)),
        requirement=needed,
        schema=schema,
        caption=number,
        countries=(country,) if country else (),
        names=(folded,) if folded else (),
    )


Ends = dict[str, set[Requirement]]
"""Local ids of nodes at one end, each with the requirements under which it is."""


def _ends(rows: Sequence[FeedRow], side: int) -> Ends:
    """Return the nodes at one end of a relationship.

    A call whose caller nobody named runs from the number: for each asker, whether or
    not a name is hidden from them.
    """
    named: Ends = {}
    numbered: Ends = {}
    for row in rows:
        number = tally_of(row.schema).get(NUMBERS[side])
        for into, prop in (
            (named, end_property(row.schema, side)),
            (numbered, number),
        ):
            if row.value.prop != prop:
                continue
            target = target_of(row.schema, prop, row.value.value)
            if target is not None:
                into.setdefault(target, set()).add(requirement(row.compartment))
    known = set().union(*named.values()) if named else set()
    for target, needs in numbered.items():
        needs = {one for one in needs if not any(other <= one for other in known)}
        if needs:
            named.setdefault(target, set()).update(needs)
    return named


def end_property(schema: str, side: int) -> str:
    """Return the property of a relationship's source (0) or target (1), or nothing."""
    return (edge_ends(schema) or ("", ""))[side]


def pairs_of(rows: Sequence[FeedRow]) -> dict[tuple[str, str], list[Requirement]]:
    """Return the pairs of ends with what must be seen to see both."""
    sources, targets = _ends(rows, 0), _ends(rows, 1)
    return {
        (source, target): minimal(a | b for a in source_in for b in target_in)
        for source, source_in in sorted(sources.items())
        for target, target_in in sorted(targets.items())
    }


def seen_under(rows: Iterable[FeedRow], needed: Requirement) -> list[FeedRow]:
    """Return the rows that are seen under a requirement."""
    return [row for row in rows if requirement(row.compartment) <= needed]


def link_facet(
    name: str,
    schema: str,
    ends: tuple[str, str],
    needed: Requirement,
    seen: Sequence[FeedRow],
) -> LinkFacet:
    """Return a link with the bounds in time that the seen rows give it."""
    said = [(row.value.prop, row.value.value) for row in seen]
    return LinkFacet(
        id=name,
        requirement=needed,
        schema=schema,
        source=ends[0],
        target=ends[1],
        first=min((v for p, v in said if p in STARTS), default=""),
        last=max((v for p, v in said if p in ENDS), default=""),
    )
