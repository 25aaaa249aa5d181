"""Groups, key players, removals and patterns, as the schema has them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from backend.api.asking import Ask
from backend.api.entities import Entity, make_entities
from backend.api.holding import Regrowth, RolesLost, make_regrowth, make_roles
from backend.api.nodes import SchemaCount
from backend.moments import check_period
from backend.networks import Choice, choose
from graph.model import Node
from graph.store import patterns

if TYPE_CHECKING:
    from graph.analytics import DisruptionResult, GroupsResult, KeyPlayersResult


@strawberry.enum
class Direction(Enum):
    """Which way a step goes along a relationship; undirected ones lead both ways."""

    OUT = "out"
    IN = "in"
    ANY = "any"


@strawberry.input
class PatternStep:
    """One step of a pattern: an entity, and how the next is reached.

    `minAmount` bounds a relationship's sum of amounts (of seconds, for calls).
    """

    schema: str | None = None
    direction: Direction | None = None
    relationship: str | None = None
    after: datetime | None = None
    before: datetime | None = None
    min_amount: float | None = None
    max_hops: int | None = None


def read_step(given: PatternStep) -> patterns.Step:
    """Return a step of the store. Raises InvalidInput for a period that ends early."""
    check_period(given.after, given.before)
    says = (
        given.direction,
        given.relationship,
        given.after,
        given.before,
        given.min_amount,
        given.max_hops,
    )
    if all(one is None for one in says):
        return patterns.Step(given.schema)
    way = patterns.Way(
        given.relationship,
        patterns.Direction((given.direction or Direction.ANY).value),
        patterns.Period(given.after, given.before),
        given.min_amount,
        1 if given.max_hops is None else given.max_hops,
    )
    return patterns.Step(given.schema, way)


@strawberry.type
class Community:
    """A group that is joined more closely inside than to the rest."""

    ask: strawberry.Private[Ask]
    nodes: strawberry.Private[Sequence[Node]]
    id: int
    size: int
    countries: list[SchemaCount]

    @strawberry.field
    def members(self) -> list[Entity]:
        """Return the entities by id."""
        return make_entities(self.ask, self.nodes)


def make_communities(ask: Ask, result: "GroupsResult") -> list[Community]:
    """Return groups of the schema, numbered from 1, the largest first."""
    known = ask.find_nodes(name for group in result.groups for name in group)
    found = []
    for number, group in enumerate(result.groups, 1):
        nodes = [known[name] for name in group if name in known]
        lands = Counter(land for node in nodes for land in node.countries)
        countries = [
            SchemaCount(name=name, count=count)
            for name, count in sorted(lands.items(), key=lambda one: (-one[1], one[0]))
        ]
        found.append(
            Community(
                ask=ask, nodes=nodes, id=number, size=len(nodes), countries=countries
            )
        )
    return found


@strawberry.enum
class Objective(Enum):
    """What a set of key players is for (Borgatti 2006)."""

    FRAGMENTATION = "fragmentation"
    REACH = "reach"


@strawberry.type
class KeyPlayers:
    """A set of entities; `bound` is what no set can exceed, null where unknown."""

    objective: Objective
    entities: list[Entity]
    value: float
    bound: float | None
    optimal: bool
    warnings: list[str]


def make_key_players(
    ask: Ask, objective: Objective, result: "KeyPlayersResult"
) -> KeyPlayers:
    """Return a set of the schema."""
    nodes = ask.find_nodes(result.members)
    return KeyPlayers(
        objective=objective,
        entities=make_entities(ask, [nodes[i] for i in result.members if i in nodes]),
        value=result.value,
        bound=result.bound,
        optimal=result.optimal,
        warnings=list(result.warnings),
    )


@strawberry.enum
class Strategy(Enum):
    """Who is taken out next, measured again after every removal."""

    DEGREE = "degree"
    BETWEENNESS = "betweenness"
    COLLECTIVE_INFLUENCE = "collective-influence"
    ROLE = "role"
    VALUE_CHAIN = "value-chain"
    RANDOM = "random"


@strawberry.type
class Removal:
    """Who was taken out, and the size of the largest component then left."""

    removed: Entity
    largest_component: int


@strawberry.type
class Disruption:
    """Removals in order; `before` is the largest component of the whole network."""

    strategy: Strategy
    nodes: int
    before: int
    steps: list[Removal]
    regrowth: Regrowth | None
    roles: RolesLost | None


def make_disruption(
    ask: Ask, strategy: Strategy, result: "DisruptionResult"
) -> Disruption:
    """Return removals of the schema."""
    nodes = ask.get_nodes(step.removed for step in result.steps)
    entities = make_entities(ask, [nodes[step.removed] for step in result.steps])
    return Disruption(
        strategy=strategy,
        nodes=result.nodes,
        before=result.before,
        steps=[
            Removal(removed=entity, largest_component=step.largest_component)
            for entity, step in zip(entities, result.steps, strict=True)
        ],
        regrowth=make_regrowth(result),
        roles=make_roles(ask, result),
    )


@strawberry.type
class Tie:
    """Two persons joined through what they share, or what is theirs deals in."""

    source: Entity
    target: Entity
    weight: float
    through: list[Entity]


@strawberry.type
class Projection:
    """A network derived of persons: its strongest ties, by weight, then by ids."""

    nodes: int
    edges: int
    ties: list[Tie]
    truncated: bool
    warnings: list[str]


def project_case(ask: Ask, case: str, part: Choice, limit: int) -> Projection:
    """Return a derived network of the schema. Raises InvalidInput."""
    chosen = choose(ask.view, case, part, ask.workspace.histories)
    assert chosen.derived is not None
    graph, through = chosen.derived.subgraph, chosen.derived.through
    ends = list(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
    order = sorted(range(len(ends)), key=lambda i: (-graph.weight[i], ends[i]))[:limit]
    names = {graph.ids[end] for i in order for end in ends[i]}
    nodes = ask.find_nodes([*names, *(name for i in order for name in through[i])])
    known = sorted({node.id: node for node in nodes.values()})
    by_id = dict(zip(known, make_entities(ask, [nodes[i] for i in known]), strict=True))
    ties = [
        Tie(
            source=by_id[graph.ids[ends[i][0]]],
            target=by_id[graph.ids[ends[i][1]]],
            weight=float(graph.weight[i]),
            through=[by_id[name] for name in through[i] if name in by_id],
        )
        for i in order
    ]
    return Projection(
        nodes=len(graph.ids),
        edges=len(ends),
        ties=ties,
        truncated=len(ties) < len(ends),
        warnings=list(chosen.warnings),
    )
