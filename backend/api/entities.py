"""Entities and relationships as the schema shows them, identity applied."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import strawberry

from backend.api.asking import Ask
from backend.api.batches import LinkBatch, NodeBatch
from backend.api.cases import Case, make_case
from backend.api.connections import Connection, connect, connect_all, read_slice
from backend.api.judgements import Judgement, make_judgements
from backend.api.nodes import Node, SchemaCount, to_id
from backend.api.passengers import masked_properties_of
from backend.api.statements import (
    Statement,
    make_statements,
    sort_statements,
    value_id,
)
from backend.moments import parse_moment
from graph import model
from graph.errors import NotFound
from graph.schema import get_property, is_entity_property


@strawberry.type
class Value:
    """One value of a property, and all that says it."""

    value: str
    caption: str
    statements: list[Statement]


@strawberry.type
class Property:
    """A property with its distinct values."""

    name: str
    values: list[Value]


@strawberry.type
class Entity(Node):
    """An entity as its visible statements and judgements make it."""

    node: strawberry.Private[model.Node]
    batch: strawberry.Private[NodeBatch]
    schema: str
    caption: str
    countries: list[str]

    @strawberry.field
    def properties(self) -> list[Property]:
        """Return the properties by name, each with its values in order."""
        return self.list_properties()

    def list_properties(self) -> list[Property]:
        """Return the same to other resolvers."""
        by_name: dict[str, dict[str, list[model.Statement]]] = {}
        for said in sort_statements(self.batch.statements.get(self.node.id, ())):
            values = by_name.setdefault(said.value.prop, {})
            values.setdefault(self._value(said), []).append(said)
        return [
            Property(name=name, values=[self._show(*item) for item in values.items()])
            for name, values in sorted(by_name.items())
        ]

    @strawberry.field
    def statements(
        self,
        property: str | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[Statement]:
        """Return the visible live statements, of one property or of all."""
        said = sort_statements(self.batch.statements.get(self.node.id, ()))
        if property is not None:
            said = [s for s in said if s.value.prop == property]
        part = read_slice(first, after)
        return connect_all(said, part, lambda s: make_statements(self.batch.ask, s))

    @strawberry.field
    def relationships(
        self,
        schemata: list[str] | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> "Connection[Relationship]":
        """Return the visible relationships by id."""
        part, ask = read_slice(first, after), self.batch.ask
        page = ask.view.links(self.node.id, schemata, part.limit, part.offset)
        return connect(make_relationships(ask, page.links), page.total, part)

    @strawberry.field
    def degree(self, schemata: list[str] | None = None) -> list[SchemaCount]:
        """Count the visible relationships by schema, without loading them."""
        counts = self.batch.degrees.get(self.node.id, {})
        return [
            SchemaCount(name=name, count=count)
            for name, count in sorted(counts.items())
            if schemata is None or name in schemata
        ]

    @strawberry.field
    def cases(self) -> list[Case]:
        """Return the cases that its visible members belong to."""
        ask = self.batch.ask
        names = sorted({model.split_id(member)[0] for member in self.node.members})
        found = (ask.workspace.ledger.get_case(ask.scope, name) for name in names)
        return [make_case(ask, stored) for stored in found]

    @strawberry.field
    def merged_from(self) -> list[strawberry.ID]:
        """Return the visible ids that are shown as this one, if more than one."""
        members = self.node.members
        return [to_id(member) for member in members] if len(members) > 1 else []

    @strawberry.field
    def masked(self) -> list[str]:
        """Return the properties whose values the law has masked; see PassengerData."""
        return masked_properties_of(self.batch.ask, self.node.members)

    @strawberry.field
    def judgements(self) -> list[Judgement]:
        """Return the live judgements between its visible members: why it is one."""
        return make_judgements(self.batch.judgements.get(self.node.id, ()))

    def _value(self, said: model.Statement) -> str:
        value = value_id(said)
        if is_entity_property(said.schema, said.value.prop):
            known = self.batch.named.get(value)
            return known.id if known else value
        return value

    def _show(self, value: str, said: Sequence[model.Statement]) -> Value:
        known = self.batch.named.get(value)
        kind = get_property(said[0].schema, said[0].value.prop).type
        caption = known.caption if known else kind.caption(value)
        return Value(
            value=value,
            caption=caption or value,
            statements=make_statements(self.batch.ask, said),
        )


@strawberry.type
class Relationship(Node):
    """What joins two entities; its statements say why."""

    link: strawberry.Private[model.Link]
    batch: strawberry.Private[LinkBatch]
    schema: str
    count: int

    @strawberry.field
    def source(self) -> Entity:
        """Return the entity it starts from."""
        return self._end(self.link.source)

    @strawberry.field
    def target(self) -> Entity:
        """Return the entity it leads to."""
        return self._end(self.link.target)

    @strawberry.field
    def start(self) -> datetime | None:
        """Return when it began, or first happened, as far as known."""
        return parse_moment(self.link.first)

    @strawberry.field
    def end(self) -> datetime | None:
        """Return when it ended, or last happened, as far as known."""
        return parse_moment(self.link.last)

    @strawberry.field
    def cross_border(self) -> bool:
        """Whether the countries of both ends are known and none is common."""
        nodes = self.batch.ends.nodes
        source, target = nodes.get(self.link.source), nodes.get(self.link.target)
        return bool(source and target and crosses_border(source, target))

    @strawberry.field
    def statements(self) -> list[Statement]:
        """Return the visible live statements that assert it."""
        said = sort_statements(self.batch.statements.get(self.link.id, ()))
        return make_statements(self.batch.ask, said)

    def _end(self, entity: str) -> Entity:
        node = self.batch.ends.nodes.get(entity)
        if node is None:
            raise NotFound("no such entity")
        return make_entity(self.batch.ends, node)


def crosses_border(source: model.Node, target: model.Node) -> bool:
    """Whether both nodes' countries are known and disjoint."""
    return (
        bool(source.countries)
        and bool(target.countries)
        and not set(source.countries) & set(target.countries)
    )


def make_entity(batch: NodeBatch, node: model.Node) -> Entity:
    """Return one entity of a batch."""
    return Entity(
        id=to_id(node.id),
        node=node,
        batch=batch,
        schema=node.schema,
        caption=node.caption or model.split_id(node.id)[1],
        countries=list(node.countries),
    )


def make_entities(ask: Ask, nodes: Sequence[model.Node]) -> list[Entity]:
    """Return entities that share their look-ups, in the order given."""
    batch = NodeBatch(ask, nodes)
    return [make_entity(batch, node) for node in nodes]


def make_relationships(ask: Ask, links: Iterable[model.Link]) -> list[Relationship]:
    """Return relationships that share their look-ups, in the order given."""
    kept = list(links)
    batch = LinkBatch(ask, kept)
    return [
        Relationship(
            id=to_id(link.id),
            link=link,
            batch=batch,
            schema=link.schema,
            count=link.count,
        )
        for link in kept
    ]


def count_names(counts: Mapping[str, int]) -> list[SchemaCount]:
    """Return counts by falling number, then by name."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [SchemaCount(name=name, count=count) for name, count in ordered]
