"""What an analysis answers: scores in order with ranks, or groups, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.analytics.regrowth import Regrown
from graph.model import Subgraph

Parameters = Mapping[str, bool | int | float | str | None]

_TIE = 1e-10


class Score(NamedTuple):
    """A node's score; rank 1 is the highest, ties share it; None where undefined."""

    id: str
    label: str
    score: float | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """What every answer tells of itself; `edges` counts them after summing."""

    metric: str
    engine: str
    parameters: Parameters
    nodes: int
    edges: int
    seconds: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CentralityResult(Result):
    """Scores by rank, then by id; undefined ones last."""

    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupsResult(Result):
    """Disjoint groups of ids, largest first, then by first id; ids sorted."""

    groups: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticulationResult(Result):
    """Nodes and edges without which a component falls apart, sorted by id."""

    cut_nodes: tuple[str, ...] = ()
    cut_edges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BridgesResult(Result):
    """Edges without which a component falls in two, by id.

    `sides` are the sizes of the parts that each would leave, at its first end first.
    """

    bridges: tuple[tuple[str, str], ...] = ()
    sides: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TriadsResult(Result):
    """How many triples of nodes are of each of the sixteen classes."""

    triads: Mapping[str, int] = field(default_factory=dict)


class MixingPair(NamedTuple):
    """How many edges lead from a group to a group; undirected ones count both ways."""

    source: str
    target: str
    edges: int


@dataclass(frozen=True, slots=True)
class MixingResult(Result):
    """How much groups keep to themselves; None where it is undefined.

    1 where all edges stay inside, 0 as by chance. `nodes` and `edges` are of those
    whose groups are known, `unknown` how many nodes are left out.
    """

    coefficient: float | None = None
    pairs: tuple[MixingPair, ...] = ()
    unknown: int = 0


class Broker(NamedTuple):
    """A node, its group, and in how many open paths it stands in each position.

    `pairs` are the groups that it stands between, from and to, and on how many paths:
    the most first, then by names.
    """

    id: str
    label: str
    group: str
    coordinator: int
    itinerant: int
    gatekeeper: int
    representative: int
    liaison: int
    pairs: tuple[MixingPair, ...] = ()

    @property
    def total(self) -> int:
        """Open paths through the node."""
        return sum(pair.edges for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class BrokerageResult(Result):
    """Brokers by falling total, then by id; `unknown` nodes are left out."""

    brokers: tuple[Broker, ...] = ()
    unknown: int = 0


class DisruptionStep(NamedTuple):
    """Who was taken out, and the size of the largest component then left."""

    removed: str
    largest_component: int


@dataclass(frozen=True, slots=True)
class RolesLost:
    """How many roles are held before and after each removal; who alone holds one.

    `broken` is the number of removals after which a position of the chain is empty,
    None where it never is, or no chain was given.
    """

    before: int
    left: tuple[int, ...]
    unique: tuple[tuple[str, str], ...]
    broken: int | None = None


@dataclass(frozen=True, slots=True)
class DisruptionResult(Result):
    """Removals in order; `before` is the largest component of the whole network.

    `regrowth` is of as many removals, each chosen in the mended network.
    """

    before: int = 0
    steps: tuple[DisruptionStep, ...] = ()
    regrowth: Regrown | None = None
    roles: RolesLost | None = None


@dataclass(frozen=True, slots=True)
class KeyPlayersResult(Result):
    """A set, ids sorted; `bound` is what no set can exceed, None where unknown.

    `value` is between 0 and 1; `optimal` where no other set is better for certain.
    """

    members: tuple[str, ...] = ()
    value: float = 0.0
    bound: float | None = None
    optimal: bool = False


@dataclass(frozen=True, slots=True)
class SummaryResult(Result):
    """Figures of the whole graph; None where one is undefined."""

    figures: Mapping[str, float | int | None] = field(default_factory=dict)


def rank(
    subgraph: Subgraph, values: NDArray[np.float64], top: int | None
) -> tuple[Score, ...]:
    """Return the nodes by falling value, then id, with competition ranks.

    Values that only rounding tells apart tie. NaN is undefined and comes last.
    """
    defined = np.flatnonzero(~np.isnan(values))
    order = defined[np.argsort(-values[defined], kind="stable")]
    ranks = _ranks(values[order])
    placed = order[np.lexsort((order, ranks))][:top]
    scores = [
        Score(subgraph.ids[i], subgraph.labels[i], score, place)
        for i, score, place in zip(
            placed.tolist(), values[placed].tolist(), ranks[:top].tolist(), strict=True
        )
    ]
    scores += [
        Score(subgraph.ids[i], subgraph.labels[i], None, None)
        for i in np.flatnonzero(np.isnan(values))[:top].tolist()
    ]
    return tuple(scores[:top])


def ranks_of(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each position's competition rank, 0 where its value is NaN."""
    defined = np.flatnonzero(~np.isnan(values))
    order = defined[np.argsort(-values[defined], kind="stable")]
    ranks = np.zeros(len(values), dtype=np.int64)
    ranks[order] = _ranks(values[order])
    return ranks


def groups(
    subgraph: Subgraph, membership: Sequence[int]
) -> tuple[tuple[str, ...], ...]:
    """Return the ids by group, largest first, then by first id."""
    found: dict[int, list[str]] = {}
    for name, group in zip(subgraph.ids, membership, strict=True):
        found.setdefault(int(group), []).append(name)
    parts = [tuple(sorted(part)) for part in found.values()]
    return tuple(sorted(parts, key=lambda part: (-len(part), part)))


def _ranks(falling: NDArray[np.float64]) -> NDArray[np.int64]:
    ranks = np.empty(len(falling), dtype=np.int64)
    leader, place = np.inf, 0
    for i, value in enumerate(falling.tolist()):
        if i == 0 or value < leader - _TIE * abs(leader) - 1e-15:
            leader, place = value, i + 1
        ranks[i] = place
    return ranks
