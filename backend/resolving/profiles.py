"""Statements of a case → what the engine compares: values and neighbours."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from extraction.resolution import Link, Profile
from graph.ledger import Ledger
from graph.model import Scope, Statement, scoped_id
from graph.schema import (
    edge_ends,
    identifier_id,
    identifier_schema,
    is_edge,
    is_entity_property,
    is_identifier,
    is_tally,
    ontology,
)

CROWD = 100
"""Entities with one number or neighbour in common up to which a new one counts anew
for them all; beyond it the number or neighbour says nothing anyway."""

Values = dict[str, dict[str, None]]
Shared = tuple[str, str]


@dataclass(slots=True)
class _Said:
    """What one compartment says of one entity."""

    schema: str
    values: Values = field(default_factory=dict)


class CaseContent:
    """What a scope sees of a case's entities, by compartment: read once a run."""

    def __init__(self, ledger: Ledger, scope: Scope, case: str) -> None:
        self._case = case
        self._said: dict[str, dict[str, _Said]] = defaultdict(dict)
        self._links: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._read(ledger.iter_schema_statements(scope, case, resolved_schemata()))
        edges: dict[tuple[str, str], dict[str, set[str]]] = {}
        schemata = _linking_schemata()
        for one in ledger.iter_schema_statements(scope, case, schemata):
            if is_entity_property(one.schema, one.value.prop):
                ends = edges.setdefault((one.entity, one.context.compartment), {})
                end = scoped_id(case, one.value.value)
                ends.setdefault(one.value.prop, set()).add(end)
                ends.setdefault("", set()).add(one.schema)
        self._tie(edges)

    def _read(self, statements: Iterable[Statement]) -> None:
        for one in statements:
            part = self._said[one.context.compartment]
            said = part.setdefault(one.entity, _Said(one.schema))
            said.schema = one.schema
            said.values.setdefault(one.value.prop, {})[one.value.value] = None
            if is_entity_property(one.schema, one.value.prop):
                self._link(
                    one.context.compartment,
                    one.value.prop,
                    one.entity,
                    scoped_id(self._case, one.value.value),
                )

    def _tie(self, edges: Mapping[tuple[str, str], Mapping[str, set[str]]]) -> None:
        for (_, part), ends in edges.items():
            for schema in ends[""]:
                source, target = edge_ends(schema) or ("", "")
                for one in ends.get(source, ()):
                    for other in ends.get(target, ()):
                        self._link(part, schema, one, other)

    def _link(self, part: str, kind: str, one: str, other: str) -> None:
        if one != other:
            self._links[part] += [(one, kind, other), (other, kind, one)]

    def parts(self) -> list[str]:
        """Return the compartments that say anything, by name."""
        return sorted(self._said)

    def entities(self, part: str) -> Collection[str]:
        """Return the entities that one compartment speaks of."""
        return self._said.get(part, {}).keys()

    def profiles(self, visible: Iterable[str]) -> Iterator[Profile]:
        """Yield the entities as who sees these compartments knows them, by id."""
        parts = [part for part in visible if part in self._said]
        links: dict[str, dict[Link, None]] = defaultdict(dict)
        for part in visible:
            for entity, kind, other in self._links.get(part, ()):
                links[entity][Link(kind, other)] = None
        for entity in sorted({e for part in parts for e in self._said[part]}):
            held = [self._said[p][entity] for p in parts if entity in self._said[p]]
            values: Values = {}
            for said in held:
                for prop, texts in said.values.items():
                    values.setdefault(prop, {}).update(texts)
            kept = {prop: tuple(texts) for prop, texts in values.items()}
            around = tuple(sorted(links.get(entity, ())))
            yield Profile(entity, held[-1].schema, kept, self._case, around)

    def touching(self, changed: Collection[str], more: Collection[Shared]) -> set[str]:
        """Return the entities with a number or neighbour in common with `changed`.

        `more` are numbers and neighbours that changed ones had before.
        """
        holders: dict[Shared, set[str]] = defaultdict(set)
        for said in self._said.values():
            for entity, one in said.items():
                for shared in _numbers(one.schema, one.values):
                    holders[shared].add(entity)
        for links in self._links.values():
            for entity, _, other in links:
                holders["", other].add(entity)
        return {
            entity
            for shared, some in holders.items()
            if len(some) <= CROWD and (shared in more or not some.isdisjoint(changed))
            for entity in some
        }


def shared_of(said: Iterable[Statement]) -> set[Shared]:
    """Return the numbers and neighbours that statements name."""
    found: set[Shared] = set()
    for one in said:
        if is_entity_property(one.schema, one.value.prop):
            found.add(("", scoped_id(one.context.case, one.value.value)))
        else:
            found.update(_numbers(one.schema, {one.value.prop: [one.value.value]}))
    return found


def _numbers(schema: str, values: Mapping[str, Iterable[str]]) -> Iterator[Shared]:
    for prop, texts in values.items():
        kind = identifier_schema(schema, prop)
        if kind is not None:
            for text in texts:
                yield kind, identifier_id(kind, text)


@cache
def resolved_schemata() -> tuple[str, ...]:
    """Return the schemata whose entities are compared."""
    return tuple(
        sorted(
            name
            for name, schema in ontology().schemata.items()
            if schema.is_a("Thing") and not is_edge(name) and not is_identifier(name)
        )
    )


@cache
def _linking_schemata() -> tuple[str, ...]:
    """Return the relationships that make neighbours: calls and payments do not."""
    return tuple(
        sorted(
            name
            for name in ontology().schemata
            if edge_ends(name) and not is_tally(name)
        )
    )
