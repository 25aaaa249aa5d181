"""Events counted: what each adds to the one relationship of its ends. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from followthemoney.types import registry

from graph.ends import (
    ENDS,
    NUMBERS,
    STARTS,
    end_property,
    identifier_node,
    link_facet,
    pairs_of,
    seen_under,
    target_of,
)
from graph.ledger.feed import EventRow, FeedRow
from graph.model import LinkFacet, NodeFacet, scoped_id, split_id
from graph.requirements import Requirement, requirement, shares
from graph.schema import get_schema, identifier_schema, is_tally, tally_of


def project_tallies(entity: str, rows: Sequence[FeedRow]) -> list[LinkFacet]:
    """Return what one event adds to the relationships that count it."""
    found: list[LinkFacet] = []
    for schema in sorted({row.schema for row in rows if is_tally(row.schema)}):
        found += _tallies(entity, schema, [r for r in rows if r.schema == schema])
    return found


def _tallies(entity: str, schema: str, rows: Sequence[FeedRow]) -> Iterator[LinkFacet]:
    """Count the event once for each pair of ends, whoever of the askers sees it."""
    case, _ = split_id(entity)
    measure = tally_of(schema).get("total", "")
    for (source, target), needs in pairs_of(rows).items():
        name = f"{case}:{schema}~{source}~{target}"
        ends = (scoped_id(case, source), scoped_id(case, target))
        measures = [(n, _measure(seen_under(rows, n), measure)) for n in needs]
        for needed, (count, total) in shares(measures).items():
            facet = link_facet(name, schema, ends, needed, seen_under(rows, needed))
            last = max(facet.first, facet.last)
            yield replace(facet, count=count, total=total, last=last)


def _measure(rows: Iterable[FeedRow], prop: str) -> float:
    found = (_number(r.value.value) for r in rows if r.value.prop == prop)
    return max(found, default=0.0)


@lru_cache(maxsize=1 << 14)
def _number(text: str) -> float:
    return registry.number.to_number(text) or 0.0


# Events said once, in one compartment: nearly all that lists of calls and payments say


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the properties of a counted schema mean.

    `joined` are, for source and target, the property that names a node and the one
    that stands in where none is named; `starts` and `ends_at` bound it in time;
    `measure` is what is summed; `identifiers` gives the schema of the identifiers that
    a property's values are.
    """

    joined: tuple[tuple[str, str], tuple[str, str]]
    starts: tuple[str, ...]
    ends_at: tuple[str, ...]
    measure: str
    identifiers: dict[str, str]


@cache
def _shape(schema: str) -> _Shape:
    tally = tally_of(schema)
    source, target = (
        (end_property(schema, side), tally.get(NUMBERS[side], "")) for side in (0, 1)
    )
    known = _properties(schema)
    found = ((prop, identifier_schema(schema, prop)) for prop in known)
    return _Shape(
        (source, target),
        tuple(prop for prop in STARTS if prop in known),
        tuple(prop for prop in ENDS if prop in known),
        tally.get("total", ""),
        {prop: name for prop, name in found if name is not None},
    )


def _properties(schema: str) -> list[str]:
    found = get_schema(schema).properties
    return [name for name, prop in found.items() if not prop.stub]


def count_events(
    said: Iterable[EventRow],
) -> tuple[list[LinkFacet], list[NodeFacet]]:
    """Return the tallies of events, and each with the nodes of its identifiers.

    The same as for any event: with one requirement there is only nothing to weigh.
    """
    tallies: list[LinkFacet] = []
    nodes: list[NodeFacet] = []
    for entity, schema, compartment, given in said:
        case, _ = split_id(entity)
        needed, shape = requirement(compartment), _shape(schema)
        values: dict[str, list[str]] = {}
        for value in given:
            values.setdefault(value[0], []).append(value[1])
        tallies += _count(case, schema, needed, values)
        nodes += _identified(case, shape.identifiers, needed, values)
    return tallies, nodes


def _count(
    case: str, schema: str, needed: Requirement, values: Mapping[str, list[str]]
) -> list[LinkFacet]:
    shape = _shape(schema)
    first = min(_said(values, shape.starts), default="")
    last = max(_said(values, shape.ends_at), default="")
    total = max(map(_number, values.get(shape.measure, ())), default=0.0)
    sources, targets = (_ends_said(schema, props, values) for props in shape.joined)
    return [
        LinkFacet(
            id=f"{case}:{schema}~{source}~{target}",
            requirement=needed,
            schema=schema,
            source=_scoped(case, source),
            target=_scoped(case, target),
            first=first,
            last=max(first, last),
            total=total,
        )
        for source in sources
        for target in targets
    ]


_scoped = lru_cache(maxsize=1 << 16)(scoped_id)


def _said(values: Mapping[str, list[str]], props: Iterable[str]) -> list[str]:
    return [value for prop in props if prop in values for value in values[prop]]


def _ends_said(
    schema: str, props: Iterable[str], values: Mapping[str, list[str]]
) -> list[str]:
    """Return the nodes at one end by id: those named, else those with a number."""
    for prop in props:
        if prop in values:
            nodes = {target_of(schema, prop, value) for value in values[prop]}
            if found := [node for node in nodes if node is not None]:
                return sorted(found)
    return []


def _identified(
    case: str,
    identifiers: Mapping[str, str],
    needed: Requirement,
    values: Mapping[str, list[str]],
) -> Iterable[NodeFacet]:
    found: dict[str, NodeFacet] = {}
    for prop, said in values.items():
        if prop in identifiers:
            for value in said:
                facet = identifier_node(case, identifiers[prop], value, needed)
                found[facet.id] = facet
    return found.values()
