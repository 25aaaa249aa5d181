"""How members of a case are placed: bridges, brokers, who stands alike."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

import strawberry

from backend.api.asking import Ask, AskInfo, bounded, own_case
from backend.api.entities import Entity, make_entities
from backend.api.structures import Community, make_communities
from backend.networks import Choice

if TYPE_CHECKING:
    from backend.computing.question import Analysis
    from graph.analytics import Result
    from graph.analytics.result import MixingPair

MAX_TOP = 1000
DEFAULT_TOP = 100

T = TypeVar("T", bound="Result")


@strawberry.type
class Bridge:
    """Two entities whose tie alone holds two parts together, and their sizes."""

    source: Entity
    target: Entity
    source_side: int
    target_side: int


@strawberry.type
class MixedPair:
    """How many edges, or paths, lead from one country to another."""

    from_: str = strawberry.field(name="from")
    to: str
    count: int


@strawberry.type
class Mixing:
    """How much countries keep to themselves: 1 wholly, 0 as by chance, null undefined.

    `unknown` entities have no country and are left out; one of several countries is of
    a group of its own (`me+rs`). Undirected, each tie counts both ways.
    """

    coefficient: float | None
    pairs: list[MixedPair]
    nodes: int
    edges: int
    unknown: int
    warnings: list[str]


@strawberry.type
class Broker:
    """In how many open paths an entity stands in each position (Gould, Fernandez).

    `pairs` are the countries that it stands between, the most paths first.
    """

    entity: Entity
    group: str
    coordinator: int
    itinerant: int
    gatekeeper: int
    representative: int
    liaison: int
    total: int
    pairs: list[MixedPair]


@strawberry.type
class TriadCount:
    """How many triads are of a class; a number beyond what an Int holds stays whole."""

    name: str
    count: float


@strawberry.type
class Brokerage:
    """Brokers between countries, by falling total, then by id."""

    nodes: int
    edges: int
    unknown: int
    brokers: list[Broker]
    warnings: list[str]


@strawberry.input
class Part:
    """What of a case is looked at: kinds of relationships, persons alone."""

    layers: list[str] | None = None
    persons: str | None = None


def _pairs(found: "Iterable[MixingPair]") -> list[MixedPair]:
    return [
        MixedPair(from_=one.source, to=one.target, count=one.edges) for one in found
    ]


def _choice(part: Part | None) -> Choice:
    return Choice() if part is None else Choice(part.layers, persons=part.persons)


def _ask(
    info: AskInfo, case: str, part: Part | None, asked: "Analysis", kind: type[T]
) -> tuple[T, list[str]]:
    ask = info.context
    answer = ask.analyze(own_case(ask, case), _choice(part), asked)
    assert isinstance(answer.result, kind)
    return answer.result, list(answer.warnings)


def _entities(ask: Ask, ids: list[str]) -> dict[str, Entity]:
    nodes = ask.get_nodes(ids)
    names = list(nodes)
    made = make_entities(ask, [nodes[name] for name in names])
    return dict(zip(names, made, strict=True))


@strawberry.type
class PositionQuery:
    """What is computed of how members of a case are placed."""

    @strawberry.field
    def bridges(
        self,
        info: AskInfo,
        case: strawberry.ID,
        part: Part | None = None,
        limit: int | None = None,
    ) -> list[Bridge]:
        """Return the `limit` (100) bridges that cut most off, then by ids."""
        from backend.computing.question import Analysis
        from graph.analytics import BridgesResult

        most = bounded("limit", limit, DEFAULT_TOP, MAX_TOP)
        found, _ = _ask(info, case, part, Analysis("bridges"), BridgesResult)
        rows = sorted(
            zip(found.bridges, found.sides, strict=True),
            key=lambda row: (-min(row[1]), row[0]),
        )[:most]
        known = _entities(info.context, [end for ends, _ in rows for end in ends])
        return [
            Bridge(
                source=known[a],
                target=known[b],
                source_side=sides[0],
                target_side=sides[1],
            )
            for (a, b), sides in rows
        ]

    @strawberry.field
    def brokerage(
        self,
        info: AskInfo,
        case: strawberry.ID,
        part: Part | None = None,
        directed: bool = False,
        top: int | None = None,
    ) -> Brokerage:
        """Return the `top` (100) brokers between countries."""
        from backend.computing.question import Analysis
        from graph.analytics import BrokerageResult

        most = bounded("top", top, DEFAULT_TOP, MAX_TOP)
        asked = Analysis("brokerage", directed=directed, top=most)
        found, warnings = _ask(info, case, part, asked, BrokerageResult)
        known = _entities(info.context, [one.id for one in found.brokers])
        return Brokerage(
            nodes=found.nodes,
            edges=found.edges,
            unknown=found.unknown,
            warnings=warnings,
            brokers=[
                Broker(
                    entity=known[one.id],
                    group=one.group,
                    coordinator=one.coordinator,
                    itinerant=one.itinerant,
                    gatekeeper=one.gatekeeper,
                    representative=one.representative,
                    liaison=one.liaison,
                    total=one.total,
                    pairs=_pairs(one.pairs),
                )
                for one in found.brokers
            ],
        )

    @strawberry.field
    def assortativity(
        self,
        info: AskInfo,
        case: strawberry.ID,
        part: Part | None = None,
        directed: bool = False,
    ) -> Mixing:
        """Return how much the countries of a case keep to themselves."""
        from backend.computing.question import Analysis
        from graph.analytics import MixingResult

        asked = Analysis("assortativity", directed=directed)
        found, warnings = _ask(info, case, part, asked, MixingResult)
        return Mixing(
            coefficient=found.coefficient,
            pairs=_pairs(found.pairs),
            nodes=found.nodes,
            edges=found.edges,
            unknown=found.unknown,
            warnings=warnings,
        )

    @strawberry.field
    def triads(
        self,
        info: AskInfo,
        case: strawberry.ID,
        part: Part | None = None,
        directed: bool = True,
    ) -> list[TriadCount]:
        """Count the triads of each of the sixteen classes.

        Undirected, all ties are mutual.
        """
        from backend.computing.question import Analysis
        from graph.analytics import TriadsResult

        asked = Analysis("triads", directed=directed)
        found, _ = _ask(info, case, part, asked, TriadsResult)
        return [
            TriadCount(name=name, count=float(number))
            for name, number in found.triads.items()
        ]

    @strawberry.field
    def equivalence(
        self,
        info: AskInfo,
        case: strawberry.ID,
        part: Part | None = None,
        cut: float | None = None,
        directed: bool = False,
    ) -> list[Community]:
        """Return groups that are placed alike: who shares most neighbours.

        Jaccard distance, average linkage up to `cut` (0.5).
        """
        from backend.computing.question import Analysis
        from graph.analytics import GroupsResult

        asked = Analysis("equivalence", directed=directed, cut=cut)
        found, _ = _ask(info, case, part, asked, GroupsResult)
        return make_communities(info.context, found)
