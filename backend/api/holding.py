"""What holds of a network: as it mends, as roles go, as groups are asked for anew."""

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from backend.api.asking import Ask
from backend.api.entities import Entity, make_entities

if TYPE_CHECKING:
    from graph import analytics


@strawberry.enum
class RegrowthRule(Enum):
    """How who lost a tie finds another: by ties, by distance, by friends in common."""

    PREFERENTIAL = "preferential"
    DISTANCE = "distance"
    TRIADIC = "triadic"


@strawberry.type
class Regrowth:
    """The largest component after each removal from a network that mends itself.

    Mean over runs, and what bounds nine in ten of them.
    """

    rule: RegrowthRule
    runs: int
    rate: float
    mean: list[float]
    low: list[int]
    high: list[int]
    new_ties: float


@strawberry.type
class UniqueRole:
    """An entity that alone holds a role."""

    entity: Entity
    role: str


@strawberry.type
class RolesLost:
    """How many roles are held before and after each removal, and who alone holds one.

    `broken` is the removal after which a position of the chain is empty.
    """

    before: int
    left: list[int]
    unique: list[UniqueRole]
    broken: int | None


def make_regrowth(result: "analytics.DisruptionResult") -> Regrowth | None:
    """Return how a network mends, as the schema has it; None where nobody asked."""
    found = result.regrowth
    if found is None:
        return None
    return Regrowth(
        rule=RegrowthRule(found.rule),
        runs=found.runs,
        rate=found.rate,
        mean=list(found.mean),
        low=list(found.low),
        high=list(found.high),
        new_ties=found.new_ties,
    )


def make_roles(ask: Ask, result: "analytics.DisruptionResult") -> RolesLost | None:
    """Return which roles go, as the schema has it; None where nobody asked."""
    found = result.roles
    if found is None:
        return None
    nodes = ask.get_nodes(name for name, _ in found.unique)
    entities = make_entities(ask, [nodes[name] for name, _ in found.unique])
    return RolesLost(
        before=found.before,
        left=list(found.left),
        unique=[
            UniqueRole(entity=entity, role=role)
            for entity, (_, role) in zip(entities, found.unique, strict=True)
        ],
        broken=found.broken,
    )


@strawberry.type
class Likeness:
    """How alike two methods' groups are on average, or one's over seeds: 1 is equal."""

    first: str
    second: str
    adjusted_rand: float
    mutual_information: float


@strawberry.type
class GroupMethod:
    """What a method says on average over the seeds."""

    name: str
    groups: float
    modularity: float | None


@strawberry.type
class Stability:
    """How far the groups of `communities` hold.

    `held` is for each of them the share of its pairs that stay together in the groups
    of all methods and seeds, on average; null for a group of one.
    """

    runs: int
    methods: list[GroupMethod]
    likeness: list[Likeness]
    held: list[float | None]
    warnings: list[str]


def make_stability(found: "analytics.Stability", warnings: Sequence[str]) -> Stability:
    """Return how far groups hold, as the schema has it."""
    return Stability(
        runs=found.runs,
        methods=[
            GroupMethod(name=one.name, groups=one.groups, modularity=one.modularity)
            for one in found.methods
        ],
        likeness=[
            Likeness(
                first=one.first,
                second=one.second,
                adjusted_rand=one.adjusted_rand,
                mutual_information=one.mutual_information,
            )
            for one in found.likeness
        ],
        held=list(found.held),
        warnings=list(warnings),
    )
