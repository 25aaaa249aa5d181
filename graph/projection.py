"""Live statements of an entity → the facets it gives to nodes and links. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from itertools import combinations

from followthemoney.types import registry

from graph.ledger.feed import FeedRow
from graph.model import WHOLE_CASE, LinkFacet, NodeFacet, scoped_id, split_id
from graph.names import fold, script_of
from graph.schema import (
    common_schema,
    edge_ends,
    get_property,
    get_schema,
    identifier_country,
    identifier_id,
    identifier_schema,
    is_entity_property,
    is_identifier,
    is_tally,
    normal_identifier,
    tally_of,
)

Requirement = frozenset[str]

MOST_REQUIREMENTS = 6
"""Minimal requirements of one event that are told apart in a tally."""

_STARTS = ("startDate", "date", "publishedAt", "authoredAt")
_ENDS = ("endDate", "date", "startDate")
_NOT_OF = frozenset({"birthCountry", "detectedCountry", "contextCountry"})


@dataclass(slots=True)
class Contribution:
    """What one entity asserts: facets of its own, and its part in shared ones."""

    nodes: list[NodeFacet] = field(default_factory=list)
    links: list[LinkFacet] = field(default_factory=list)
    shared_nodes: list[NodeFacet] = field(default_factory=list)
    tallies: list[LinkFacet] = field(default_factory=list)


def project(entity: str, rows: Sequence[FeedRow]) -> Contribution:
    """Return what the live values of one entity (scoped id) assert.

    A relationship schema gives links, any other a node for each compartment, a link
    for each entity-valued property, and identifier nodes with a link to each.
    """
    made = Contribution()
    if not rows:
        return made
    schema = reduce(common_schema, sorted({row.schema for row in rows}))
    case, _ = split_id(entity)
    if edge_ends(schema):
        _add_edge(made, entity, schema, rows)
        _add_identifiers(made, case, rows)
    else:
        facets = [
            _node_facet(entity, compartment, said)
            for compartment, said in sorted(_by_compartment(rows).items())
        ]
        if is_identifier(schema):
            made.shared_nodes.extend(facets)
        else:
            made.nodes.extend(facets)
            _add_identifiers(made, case, rows)
        _add_property_links(made, entity, rows)
    return made


def _by_compartment(rows: Iterable[FeedRow]) -> dict[str, list[FeedRow]]:
    found: dict[str, list[FeedRow]] = {}
    for row in rows:
        found.setdefault(row.compartment, []).append(row)
    return found


def requirement(*compartments: str) -> Requirement:
    """Return the compartments that must be seen; the whole case's is no demand."""
    return frozenset(compartments) - {WHOLE_CASE}


def minimal(requirements: Iterable[Requirement]) -> list[Requirement]:
    """Return those that no other is part of, in a fixed order."""
    found = set(requirements)
    kept = [one for one in found if not any(other < one for other in found)]
    return sorted(kept, key=sorted)


# Nodes


def _node_facet(entity: str, compartment: str, rows: Sequence[FeedRow]) -> NodeFacet:
    schema = reduce(common_schema, sorted({row.schema for row in rows}))
    values: dict[str, Counter[str]] = {}
    for row in rows:
        values.setdefault(row.value.prop, Counter())[row.value.value] += 1
    caption = _caption(schema, values)
    shared = is_identifier(schema)
    return NodeFacet(
        id=entity,
        requirement=requirement(compartment),
        schema=schema,
        caption=caption,
        countries=_countries(schema, values),
        names=_names(schema, caption, values),
        seq=0 if shared else min(row.seq for row in rows),
    )


def _caption(schema: str, values: Mapping[str, Counter[str]]) -> str:
    """Return the most stated value of the first caption property that has one.

    Of equally stated ones Latin script comes first, then the alphabet.
    """
    for prop in get_schema(schema).caption:
        if values.get(prop):
            ranked = values[prop].items()
            return min(ranked, key=lambda v: (-v[1], script_of(v[0]) == "Cyrl", v[0]))[
                0
            ]
    return ""


@cache
def _kind(schema: str, prop: str) -> str:
    return str(get_property(schema, prop).type.name)


def _names(
    schema: str, caption: str, values: Mapping[str, Counter[str]]
) -> tuple[str, ...]:
    found = {fold(caption)} if caption else set()
    for prop, said in values.items():
        if _kind(schema, prop) == registry.name.name or prop == "number":
            found.update(fold(value) for value in said)
    return tuple(sorted(found - {""}))


def _countries(schema: str, values: Mapping[str, Counter[str]]) -> tuple[str, ...]:
    found: set[str] = set()
    for prop, said in values.items():
        if _kind(schema, prop) == registry.country.name and prop not in _NOT_OF:
            found.update(said)
    if is_identifier(schema):
        named = (identifier_country(schema, v) for v in values.get("number", ()))
        found.update(country for country in named if country)
    return tuple(sorted(found))


def _add_identifiers(made: Contribution, case: str, rows: Iterable[FeedRow]) -> None:
    """Add each identifier node once for each requirement that states it."""
    found: dict[tuple[str, Requirement], NodeFacet] = {}
    for row in rows:
        schema = identifier_schema(row.schema, row.value.prop)
        if schema is None:
            continue
        number = normal_identifier(schema, row.value.value)
        name = scoped_id(case, identifier_id(schema, number))
        needed = requirement(row.compartment)
        country = identifier_country(schema, number)
        found[name, needed] = NodeFacet(
            id=name,
            requirement=needed,
            schema=schema,
            caption=number,
            countries=(country,) if country else (),
            names=(fold(number),),
        )
    made.shared_nodes.extend(found.values())


# Links


def _target(row: FeedRow) -> str | None:
    """Return the local id of the node that a row's value stands for, if any."""
    if is_entity_property(row.schema, row.value.prop):
        return row.value.value
    schema = identifier_schema(row.schema, row.value.prop)
    if schema is None or is_identifier(row.schema):
        return None
    return identifier_id(schema, row.value.value)


def _add_property_links(
    made: Contribution, entity: str, rows: Iterable[FeedRow]
) -> None:
    case, _ = split_id(entity)
    stated: dict[tuple[str, str], set[Requirement]] = {}
    for row in rows:
        target = _target(row)
        if target is not None:
            key = (row.value.prop, target)
            stated.setdefault(key, set()).add(requirement(row.compartment))
    for (prop, target), needs in sorted(stated.items()):
        for needed in minimal(needs):
            made.links.append(
                LinkFacet(
                    id=f"{entity}~{prop}~{target}",
                    requirement=needed,
                    schema=prop,
                    source=entity,
                    target=scoped_id(case, target),
                )
            )


def _ends(schema: str, rows: Sequence[FeedRow]) -> tuple[dict[str, set[str]], ...]:
    """Return the nodes at both ends, each with the compartments that state it.

    A call whose caller nobody named runs from the number.
    """
    tally = tally_of(schema)
    found = []
    for prop, number in zip(
        edge_ends(schema) or ("", ""),
        (tally.get("source_number"), tally.get("target_number")),
        strict=True,
    ):
        named: dict[str, set[str]] = {}
        numbered: dict[str, set[str]] = {}
        for row in rows:
            target = _target(row) if row.value.prop in (prop, number) else None
            if target is not None:
                into = named if row.value.prop == prop else numbered
                into.setdefault(target, set()).add(row.compartment)
        found.append(named or numbered)
    return tuple(found)


def _add_edge(
    made: Contribution, entity: str, schema: str, rows: Sequence[FeedRow]
) -> None:
    case, local = split_id(entity)
    sources, targets = _ends(schema, rows)
    several = len(sources) * len(targets) > 1
    for source, source_in in sorted(sources.items()):
        for target, target_in in sorted(targets.items()):
            needs = minimal(requirement(a, b) for a in source_in for b in target_in)
            ends = (scoped_id(case, source), scoped_id(case, target))
            if is_tally(schema):
                name = scoped_id(case, f"{schema}~{source}~{target}")
                made.tallies.extend(_tally_facets(name, schema, ends, needs, rows))
                continue
            name = f"{entity}~{source}~{target}" if several else entity
            for needed in needs:
                made.links.append(_link_facet(name, schema, ends, needed, rows))


def _link_facet(
    name: str,
    schema: str,
    ends: tuple[str, str],
    needed: Requirement,
    rows: Sequence[FeedRow],
) -> LinkFacet:
    seen = [r for r in rows if r.compartment == WHOLE_CASE or r.compartment in needed]
    said = [(row.value.prop, row.value.value) for row in seen]
    measure = tally_of(schema).get("total", "")
    return LinkFacet(
        id=name,
        requirement=needed,
        schema=schema,
        source=ends[0],
        target=ends[1],
        first=min((v for p, v in said if p in _STARTS), default=""),
        last=max((v for p, v in said if p in _ENDS), default=""),
        total=max((_number(v) for p, v in said if p == measure), default=0.0),
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _tally_facets(
    name: str,
    schema: str,
    ends: tuple[str, str],
    needs: Sequence[Requirement],
    rows: Sequence[FeedRow],
) -> Iterator[LinkFacet]:
    """Yield facets whose visible counts add up to one, whatever is visible.

    An event stated under several requirements is counted by inclusion and exclusion.
    """
    signed: dict[Requirement, int] = {}
    needs = needs[:MOST_REQUIREMENTS]
    for size in range(1, len(needs) + 1):
        for group in combinations(needs, size):
            union = frozenset().union(*group)
            signed[union] = signed.get(union, 0) + (1 if size % 2 else -1)
    for needed, count in signed.items():
        if count:
            facet = _link_facet(name, schema, ends, needed, rows)
            yield LinkFacet(
                id=name,
                requirement=needed,
                schema=schema,
                source=ends[0],
                target=ends[1],
                count=count,
                first=facet.first,
                last=facet.last,
                total=facet.total * count,
            )
