"""Time as the schema has it: networks by window, ways in order, activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from backend.api.asking import Ask, AskInfo, bounded, or_default, own_case
from backend.api.entities import Entity, Relationship, make_relationships
from backend.api.ids import own_id
from backend.api.networks import Metric
from backend.api.nodes import SchemaCount
from backend.api.overtime import NetworkOverTime, entities_by_id, make_over_time
from backend.api.statements import Statement, make_statements
from backend.temporal.activity import Activity as FoundActivity
from backend.temporal.activity import find_active, measure_activity
from backend.temporal.keeping import distinct_layers
from backend.temporal.occurrences import History
from backend.temporal.spans import Length
from backend.temporal.ways import OrderQuestion, TimedWay, find_ways_in_order
from backend.temporal.windows import WindowQuestion
from graph import model
from graph.store.patterns import Period

MAX_TOP = 50
DEFAULT_TOP = 10
MAX_ACTIVE = 50_000

From = Annotated[strawberry.ID, strawberry.argument(name="from")]


@strawberry.input
class Windows:
    """Windows of time: `length` and `step` as `day`, `week`, `month`, `2w`, `3m`.

    They are half-open and begin at midnight in `zone` (UTC); weeks on Monday.
    """

    length: str = "month"
    step: str | None = None
    zone: str = "UTC"


@strawberry.type
class Bar:
    """How many events began in [from, to)."""

    from_: datetime = strawberry.field(name="from")
    to: datetime
    count: int
    kinds: list[SchemaCount]


@strawberry.type
class Activity:
    """When it was busy: `hours` are seven rows from Monday of 24 hours in `zone`.

    `byDay` counts what is known to the day alone, `vague` what not even to that.
    """

    zone: str
    unit: str
    total: int
    bars: list[Bar]
    hours: list[list[int]]
    by_day: list[int]
    vague: int
    through: list[Entity]


@strawberry.type
class OrderedStep:
    """How the next entity is reached, and the earliest moment that fits.

    `at` is null where nothing so far has a date; `exact` where the hour is known.
    """

    edge: Relationship
    entity: Entity
    at: datetime | None
    dated: bool
    exact: bool
    statements: list[Statement]


@strawberry.type
class OrderedPath:
    """A way that keeps to the order of time; `arrival` at the end, where known."""

    length: int
    start: Entity
    steps: list[OrderedStep]
    arrival: datetime | None


@strawberry.type
class TimeQuery:
    """What is asked of time."""

    @strawberry.field
    def network_over_time(
        self,
        info: AskInfo,
        case: strawberry.ID,
        metric: Metric = Metric.DEGREE,
        windows: Windows | None = None,
        top: int | None = None,
        directed: bool = False,
        layers: list[str] | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        persons: str | None = None,
        undated: bool = False,
    ) -> NetworkOverTime:
        """Return a metric in each window; the `top` (10) of each count as central.

        Counted relationships weigh their events in the window; what has no date is in
        none, or with `undated` in all.
        """
        ask, how = info.context, windows or Windows()
        question = WindowQuestion(
            Length.parse(how.length),
            Length.parse(how.step) if how.step else None,
            metric.value,
            Period(after, before),
            how.zone,
            persons,
            directed=directed,
            weighted=metric is Metric.STRENGTH,
            top=bounded("top", top, DEFAULT_TOP, MAX_TOP),
            undated=undated,
        )
        part = distinct_layers(layers)
        found = ask.compute(
            own_case(ask, case), part, question, lambda: _history(ask, case, layers)
        )
        return make_over_time(ask, metric, question, found)

    @strawberry.field
    def activity(
        self,
        info: AskInfo,
        case: strawberry.ID,
        entities: list[strawberry.ID] | None = None,
        zone: str = "UTC",
        unit: str = "",
        layers: list[str] | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
    ) -> Activity:
        """Return when a case was busy, or entities with their numbers and accounts.

        An event counts once. `unit` of the bars as windows have it, or what fits.
        """
        ask = info.context
        history = _history(ask, case, layers)
        ids = [ask.view.get_node(own_id(one)).id for one in entities or ()]
        found = measure_activity(
            history, ids, zone=zone, unit=unit, period=Period(after, before)
        )
        return _make_activity(ask, found)

    @strawberry.field
    def active(
        self,
        info: AskInfo,
        case: strawberry.ID,
        after: datetime | None = None,
        before: datetime | None = None,
        states: bool = True,
        undated: bool = False,
    ) -> JSON:
        """Return the relationships there in [after, before): {id: events}, by id.

        What lasts (an office held) is there with 0 events, unless `states` is false;
        what has no date is not, or with `undated` beside what is. Cut by id after
        50,000.
        """
        history = _history(info.context, case, None)
        found = find_active(
            history, Period(after, before), states=states, undated=undated
        )
        return JSON(dict(list(found.items())[:MAX_ACTIVE]))

    @strawberry.field
    def paths_in_order(
        self,
        info: AskInfo,
        from_: From,
        to: strawberry.ID,
        case: strawberry.ID,
        max_hops: int | None = None,
        max_wait_hours: float | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        directed: bool = False,
        undated: bool = True,
    ) -> list[OrderedPath]:
        """Return ways that use no relationship before it was there, nor after it ended.

        Of these none is both shorter and earlier than another: the first has the
        fewest steps, the last arrives first. `maxWaitHours` is the longest time from
        one contact to the next; without `undated`, what has no date is not passed.
        """
        ask = info.context
        wait = None if max_wait_hours is None else _hours(max_wait_hours)
        question = OrderQuestion(
            or_default(max_hops, OrderQuestion().max_hops),
            wait,
            Period(after, before),
            directed=directed,
            undated=undated,
        )
        ends = [ask.view.get_node(own_id(one)).id for one in (from_, to)]
        history = _history(ask, case, None)
        found = find_ways_in_order(history, ends[0], ends[1], question)
        return _make_paths(ask, history, found)


def _hours(number: float) -> timedelta:
    from graph.errors import InvalidInput

    try:
        return timedelta(hours=number)
    except (OverflowError, ValueError) as error:
        raise InvalidInput("a wait is a number of hours") from error


def _history(ask: Ask, case: str, layers: Sequence[str] | None) -> History:
    return ask.workspace.histories.read(ask.view, own_case(ask, case), layers)


def _make_activity(ask: Ask, found: FoundActivity) -> Activity:
    through = entities_by_id(ask, found.through)
    return Activity(
        zone=found.zone,
        unit=found.unit,
        total=found.total,
        bars=[
            Bar(
                from_=bar.window.begin,
                to=bar.window.end,
                count=bar.count,
                kinds=[SchemaCount(name=k, count=n) for k, n in bar.kinds],
            )
            for bar in found.bars
        ],
        hours=[list(row) for row in found.hours],
        by_day=list(found.by_day),
        vague=found.vague,
        through=[through[name] for name in found.through if name in through],
    )


@dataclass(frozen=True, slots=True)
class _Looked:
    """What ways share: their relationships and statements, looked up at once."""

    edges: dict[str, Relationship]
    said: dict[str, model.Statement]


def _make_paths(
    ask: Ask, history: History, found: Sequence[TimedWay]
) -> list[OrderedPath]:
    steps = [step for way in found for step in way.steps]
    names = sorted({step.occurrence.link for step in steps})
    edges = make_relationships(ask, [history.links[name] for name in names])
    said = [step.occurrence.said for step in steps if step.occurrence.said]
    looked = _Looked(
        dict(zip(names, edges, strict=True)),
        ask.workspace.ledger.find_statements_by_id(ask.scope, said) if said else {},
    )
    ids = [way.start.id for way in found] + [step.node.id for step in steps]
    entities = entities_by_id(ask, ids)
    return [
        OrderedPath(
            length=len(way.steps),
            start=entities[way.start.id],
            arrival=way.arrival,
            steps=[
                OrderedStep(
                    edge=looked.edges[step.occurrence.link],
                    entity=entities[step.node.id],
                    at=step.at,
                    dated=step.occurrence.is_dated,
                    exact=step.occurrence.exact,
                    statements=make_statements(
                        ask,
                        [
                            looked.said[s]
                            for s in [step.occurrence.said]
                            if s in looked.said
                        ],
                    ),
                )
                for step in way.steps
            ],
        )
        for way in found
    ]
