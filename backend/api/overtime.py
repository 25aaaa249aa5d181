"""Networks by window as the schema has them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import strawberry

from backend.api.asking import Ask
from backend.api.entities import Entity, make_entities
from backend.api.networks import Metric
from backend.temporal.windows import OverTime, WindowQuestion

if TYPE_CHECKING:
    from graph.analytics.changes import Changes


@strawberry.type
class Standing:
    """An entity in a window; `change` is how many ranks it rose, null when new."""

    entity: Entity
    score: float
    rank: int
    change: int | None


@strawberry.type
class WindowNetwork:
    """What a window holds: events, and the network of what fell in it, even in part."""

    from_: datetime = strawberry.field(name="from")
    to: datetime
    events: int
    nodes: int
    edges: int
    density: float | None
    scores: list[Standing]


@strawberry.type
class RankHistory:
    """An entity that was among the first: since when, and its rank in every window."""

    entity: Entity
    since: datetime
    ranks: list[int | None]
    scores: list[float | None]
    rise: int | None
    rise_at: datetime | None


@strawberry.type
class Stretch:
    """Windows of one rate: events a day, or linked pairs among pairs."""

    from_: datetime = strawberry.field(name="from")
    windows: int
    rate: float


@strawberry.type
class ChangePoints:
    """Where a rate changes; at most `level` of unchanging series show any."""

    points: list[datetime]
    stretches: list[Stretch]
    p_value: float
    level: float


@strawberry.type
class NetworkOverTime:
    """The networks of a case's windows, who was central when, and what changed."""

    metric: Metric
    window: str
    step: str
    zone: str
    windows: list[WindowNetwork]
    central: list[RankHistory]
    activity_changes: ChangePoints | None
    density_changes: ChangePoints | None
    warnings: list[str]


def entities_by_id(
    ask: Ask, ids: Iterable[str], *, all_of_them: bool = False
) -> dict[str, Entity]:
    """Return the visible entities that share their look-ups, by the id asked for.

    With `all_of_them` raises Conflict where one has gone since it was computed with.
    """
    nodes = ask.get_nodes(ids) if all_of_them else ask.find_nodes(ids)
    distinct = {node.id: node for node in nodes.values()}
    made = dict(zip(distinct, make_entities(ask, list(distinct.values())), strict=True))
    return {name: made[node.id] for name, node in nodes.items()}


def make_over_time(
    ask: Ask, metric: Metric, question: WindowQuestion, found: OverTime
) -> NetworkOverTime:
    """Return the answer of the schema. Raises Conflict where somebody has gone."""
    entities = entities_by_id(
        ask, [one.entity for one in found.rises], all_of_them=True
    )
    begins = [one.window.begin for one in found.windows]
    return NetworkOverTime(
        metric=metric,
        window=str(question.length),
        step=str(question.step or question.length),
        zone=question.zone,
        windows=[
            WindowNetwork(
                from_=one.window.begin,
                to=one.window.end,
                events=one.events,
                nodes=one.nodes,
                edges=one.edges,
                density=one.density,
                scores=[
                    Standing(
                        entity=entities[s.entity],
                        score=s.score,
                        rank=s.rank,
                        change=s.change,
                    )
                    for s in one.head
                ],
            )
            for one in found.windows
        ],
        central=[
            RankHistory(
                entity=entities[one.entity],
                since=begins[one.first],
                ranks=list(one.ranks),
                scores=list(one.scores),
                rise=one.rise[1] if one.rise else None,
                rise_at=begins[one.rise[0]] if one.rise else None,
            )
            for one in found.rises
        ],
        activity_changes=_make_changes(found.activity, begins),
        density_changes=_make_changes(found.density, begins),
        warnings=list(found.warnings),
    )


def _make_changes(
    found: "Changes | None", begins: Sequence[datetime]
) -> ChangePoints | None:
    if found is None:
        return None
    return ChangePoints(
        points=[begins[at] for at in found.points],
        stretches=[
            Stretch(from_=begins[s.begin], windows=s.end - s.begin, rate=s.rate)
            for s in found.stretches
        ],
        p_value=found.p_value,
        level=found.level,
    )
