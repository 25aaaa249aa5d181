"""Live statements of an entity → the facets it gives to nodes and links. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce

from followthemoney.types import registry

from graph.ends import (
    identifier_node,
    link_facet,
    pairs_of,
    seen_under,
    target_of,
)
from graph.ledger.feed import FeedRow
from graph.model import LinkFacet, NodeFacet, scoped_id, split_id
from graph.names import fold, script_of
from graph.requirements import EVERYONE, Requirement, minimal, requirement
from graph.schema import (
    common_schema,
    edge_ends,
    get_schema,
    identifier_country,
    identifier_id,
    identifier_schema,
    is_identifier,
    is_tally,
    normal_identifier,
)
from graph.schema.ontology import roles
from graph.tallies import project_tallies

_NOT_OF = frozenset({"birthCountry", "detectedCountry", "contextCountry"})
_NAME, _COUNTRY = str(registry.name.name), str(registry.country.name)

Values = Mapping[str, Mapping[str, int]]
"""The values of each property, with how often each is stated."""


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
    for each entity-valued property, and identifier nodes with a link to each. What
    one asker sees is never changed by what is hidden from them.
    """
    made = Contribution()
    things = [row for row in rows if not edge_ends(row.schema)]
    relationships = [row for row in rows if edge_ends(row.schema)]
    if things:
        _add_nodes(made, entity, things)
        _add_property_links(made, entity, things)
    made.tallies = project_tallies(entity, relationships)
    single = [row for row in relationships if not is_tally(row.schema)]
    if single:
        _add_edges(made, entity, single)
    _add_identifiers(made, entity, rows)
    return made


def _add_nodes(made: Contribution, entity: str, rows: Sequence[FeedRow]) -> None:
    for compartment, said in sorted(_by_compartment(rows).items()):
        facet = _node_facet(entity, compartment, said)
        shared = is_identifier(facet.schema)
        (made.shared_nodes if shared else made.nodes).append(facet)


def _by_compartment(rows: Iterable[FeedRow]) -> dict[str, list[FeedRow]]:
    found: dict[str, list[FeedRow]] = {}
    for row in rows:
        found.setdefault(row.compartment, []).append(row)
    return found


# Nodes


def _node_facet(entity: str, compartment: str, rows: Sequence[FeedRow]) -> NodeFacet:
    schema = reduce(common_schema, sorted({row.schema for row in rows}))
    values = _values(rows)
    shared = is_identifier(schema)
    caption = (_number_caption if shared else _caption)(schema, values, entity)
    return NodeFacet(
        id=entity,
        requirement=requirement(compartment),
        schema=schema,
        caption=caption,
        countries=_countries(schema, values),
        names=_names(schema, caption, values),
        seq=0 if shared else min(row.seq for row in rows),
    )


def _values(rows: Iterable[FeedRow]) -> Values:
    values: dict[str, dict[str, int]] = {}
    for row in rows:
        prop, text, *_ = row.value
        said = values.get(prop)
        if said is None:
            values[prop] = {text: 1}
        else:
            said[text] = said.get(text, 0) + 1
    return values


def _number_caption(schema: str, values: Values, entity: str) -> str:
    """Return the number that gives an identifier its id, in normal form.

    Where its entity has a name but not that number, what the number's users say stands.
    """
    _, local = split_id(entity)
    numbers = sorted(values.get("number", ()))
    for number in numbers:
        if identifier_id(schema, number) == local:
            return normal_identifier(schema, number)
    prefix = roles()["identifiers"].get(schema, {}).get("prefix", schema.lower())
    if not numbers and local.startswith(f"{prefix}-"):
        return ""
    return _caption(schema, values, entity)


def is_plain(facet: NodeFacet) -> bool:
    """Whether all that an identifier's facet says follows from its number."""
    country = identifier_country(facet.schema, facet.caption)
    names = {fold(facet.caption)} - {""}
    return set(facet.names) <= names and set(facet.countries) <= {country}


def _caption(schema: str, values: Values, _: str = "") -> str:
    """Return the most stated value of the first caption property that has one.

    First and last name together stand where nobody states a name.
    """
    for prop in get_schema(schema).caption:
        if prop == "lastName" and values.get("firstName"):
            return _full_name(values)
        if values.get(prop):
            return _most_stated(values[prop])
    return ""


def _full_name(values: Values) -> str:
    parts = (values.get("firstName"), values.get("lastName"))
    return " ".join(_most_stated(said) for said in parts if said)


def _most_stated(said: Mapping[str, int]) -> str:
    """Return the value said most often; then Latin script first, then the alphabet."""

    if len(said) == 1:
        return next(iter(said))

    def rank(value: str) -> tuple[int, bool, str]:
        return -said[value], script_of(value) == "Cyrl", value

    return min(said, key=rank)


@cache
def is_interval(schema: str) -> bool:
    """Whether entities of the schema are bounded in time, as events are."""
    return get_schema(schema).is_a("Interval")


@cache
def _kind(schema: str, prop: str) -> str:
    """Return a property's type; none where it is of an unlike schema stated as well."""
    found = get_schema(schema).get(prop)
    return "" if found is None else str(found.type.name)


def _names(schema: str, caption: str, values: Values) -> tuple[str, ...]:
    texts = {caption, _full_name(values)}
    for prop, said in values.items():
        if prop == "number" or _kind(schema, prop) == _NAME:
            texts.update(said)
    return tuple(sorted({fold(text) for text in texts} - {""}))


def _countries(schema: str, values: Values) -> tuple[str, ...]:
    found: set[str] = set()
    for prop, said in values.items():
        if _kind(schema, prop) == _COUNTRY and prop not in _NOT_OF:
            found.update(said)
    if is_identifier(schema):
        named = (identifier_country(schema, v) for v in values.get("number", ()))
        found.update(country for country in named if country)
    return tuple(sorted(found))


def _add_identifiers(made: Contribution, entity: str, rows: Iterable[FeedRow]) -> None:
    """Add each identifier node once for each requirement that states it.

    The number of an identifier's own entity is that entity's node, added already.
    """
    case, _ = split_id(entity)
    found: dict[tuple[str, Requirement], NodeFacet] = {}
    for row in rows:
        schema = identifier_schema(row.schema, row.value.prop)
        if schema is None or is_identifier(row.schema):
            continue
        needed = requirement(row.compartment)
        facet = identifier_node(case, schema, row.value.value, needed)
        found[facet.id, needed] = facet
    made.shared_nodes.extend(found.values())


# Links


def _add_property_links(
    made: Contribution, entity: str, rows: Sequence[FeedRow]
) -> None:
    case, _ = split_id(entity)
    stated: dict[tuple[str, str], set[Requirement]] = {}
    for row in rows:
        target = target_of(row.schema, row.value.prop, row.value.value)
        if target is not None:
            key = (row.value.prop, target)
            stated.setdefault(key, set()).add(requirement(row.compartment))
    bounded = [row for row in rows if is_interval(row.schema)]
    for (prop, target), needs in sorted(stated.items()):
        ends = (entity, scoped_id(case, target))
        for needed in minimal(needs):
            seen = seen_under(bounded, needed)
            name = f"{entity}~{prop}~{target}"
            made.links.append(link_facet(name, prop, ends, needed, seen))


def _add_edges(made: Contribution, entity: str, rows: Sequence[FeedRow]) -> None:
    """Link each source to each target.

    The link bears the entity's id where it is the one pair that everyone on the case
    sees; else the ends are added to it, so that no id tells of another, hidden pair.
    """
    case, _ = split_id(entity)
    pairs = pairs_of(rows)
    open_pairs = [pair for pair, needs in pairs.items() if EVERYONE in needs]
    for pair, needs in pairs.items():
        ends = (scoped_id(case, pair[0]), scoped_id(case, pair[1]))
        name = entity if open_pairs == [pair] else f"{entity}~{pair[0]}~{pair[1]}"
        for needed in needs:
            seen = seen_under(rows, needed)
            schema = reduce(common_schema, sorted({row.schema for row in seen}))
            made.links.append(link_facet(name, schema, ends, needed, seen))
