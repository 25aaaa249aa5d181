"""What joins entities: common neighbours, who connects groups, what cases share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import strawberry

from backend.api import ids
from backend.api.asking import Ask, AskInfo, bounded, or_default, own_case
from backend.api.entities import Entity, make_entities
from backend.api.networks import Path, make_path
from backend.moments import check_period
from graph import model
from graph.store.patterns import Period

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
DEFAULT_MAX_HOPS = 4


@strawberry.type
class CommonNeighbor:
    """An entity, and which of those asked for it is joined to."""

    entity: Entity
    near: list[Entity]


@strawberry.type
class CommonNeighbors:
    """Common neighbours, of most first, then by id; `total` counts them all."""

    found: list[CommonNeighbor]
    total: int
    truncated: bool


@strawberry.type
class Connector:
    """An entity on shortest ways between two groups: of how many pairs, how many."""

    entity: Entity
    pairs: int
    ways: int


@strawberry.type
class Between:
    """Who connects two groups, of most pairs first.

    Of the `pairs`, `joined` have a way between them and `direct` are next to each
    other. `unfinished` where the search took too long for all of them.
    """

    connectors: list[Connector]
    pairs: int
    joined: int
    direct: int
    truncated: bool
    unfinished: bool


@strawberry.type
class Ways:
    """Paths by their ids; `truncated` when there are others."""

    found: list[Path]
    truncated: bool


@strawberry.type
class Overlap:
    """An entity of a case, and what it is in others that the asker sees.

    `identity` where it was judged to be the same; else it is the same identifier.
    """

    entity: Entity
    elsewhere: list[Entity]
    identity: bool


@strawberry.type
class Overlaps:
    """What cases share, by id; `truncated` when some are left out."""

    found: list[Overlap]
    truncated: bool


From = Annotated[strawberry.ID, strawberry.argument(name="from")]


@strawberry.type
class JoiningQuery:
    """Questions about several entities, or several cases, at once."""

    @strawberry.field
    def common_neighbors(
        self,
        info: AskInfo,
        ids: list[strawberry.ID],
        least: int | None = None,
        schemata: list[str] | None = None,
        limit: int | None = None,
    ) -> CommonNeighbors:
        """Return up to `limit` (100) next to at least `least` (all) of the ids."""
        ask, most = info.context, _limit(limit)
        found = ask.view.common(_own(ids), least, schemata, most)
        known = _entities(
            ask, [n for one in found.found for n in (one.node, *one.near)]
        )
        return CommonNeighbors(
            found=[
                CommonNeighbor(
                    entity=known[one.node.id], near=[known[n.id] for n in one.near]
                )
                for one in found.found
            ],
            total=found.total,
            truncated=found.truncated,
        )

    @strawberry.field
    def between(
        self,
        info: AskInfo,
        left: list[strawberry.ID],
        right: list[strawberry.ID],
        max_hops: int | None = None,
        schemata: list[str] | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        limit: int | None = None,
    ) -> Between:
        """Return up to `limit` (100) entities on shortest ways between two groups.

        Ways have at most `maxHops` (4) links and pass no other member of the groups.
        """
        check_period(after, before)
        ask, most = info.context, _limit(limit)
        found = ask.view.between(
            _own(left),
            _own(right),
            or_default(max_hops, DEFAULT_MAX_HOPS),
            schemata,
            Period(after, before),
            most,
        )
        known = _entities(ask, [one.node for one in found.connectors])
        return Between(
            connectors=[
                Connector(entity=known[one.node.id], pairs=one.pairs, ways=one.ways)
                for one in found.connectors
            ],
            pairs=found.pairs,
            joined=found.joined,
            direct=found.direct,
            truncated=found.truncated,
            unfinished=found.unfinished,
        )

    @strawberry.field
    def shortest_paths(
        self,
        info: AskInfo,
        from_: From,
        to: strawberry.ID,
        max_hops: int | None = None,
        schemata: list[str] | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        limit: int | None = None,
    ) -> Ways:
        """Return up to `limit` (100) of all shortest paths of at most `maxHops` (6)."""
        check_period(after, before)
        ask, most = info.context, _limit(limit)
        found = ask.view.shortest_paths(
            ids.own_id(from_),
            ids.own_id(to),
            or_default(max_hops, 6),
            schemata,
            Period(after, before),
            most,
        )
        return Ways(
            found=[make_path(ask, path) for path in found.paths],
            truncated=found.truncated,
        )

    @strawberry.field
    def overlaps(
        self, info: AskInfo, case: strawberry.ID, limit: int | None = None
    ) -> Overlaps:
        """Return up to `limit` (100) entities that the asker's other cases have too."""
        ask, most = info.context, _limit(limit)
        others = [one.id for one in ask.workspace.ledger.iter_cases(ask.scope)]
        found = ask.view.overlaps(own_case(ask, case), others, most)
        known = _entities(
            ask, [n for one in found.overlaps for n in (one.node, *one.elsewhere)]
        )
        return Overlaps(
            found=[
                Overlap(
                    entity=known[one.node.id],
                    elsewhere=[known[n.id] for n in one.elsewhere],
                    identity=one.identity,
                )
                for one in found.overlaps
            ],
            truncated=found.truncated,
        )


def _limit(given: int | None) -> int:
    return bounded("limit", given, DEFAULT_LIMIT, MAX_LIMIT)


def _own(given: Iterable[str]) -> list[str]:
    return [ids.own_id(one) for one in given]


def _entities(ask: Ask, nodes: Iterable[model.Node]) -> dict[str, Entity]:
    """Return entities of the schema by id, each made once."""
    known = {node.id: node for node in nodes}
    return dict(zip(known, make_entities(ask, list(known.values())), strict=True))
