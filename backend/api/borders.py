"""What crosses borders as the schema has it, each pair of areas with its evidence."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import strawberry

from backend.api.asking import Ask, AskInfo, bounded, own_case
from backend.api.entities import Entity, Relationship, make_relationships
from backend.api.nodes import SchemaCount
from backend.api.overtime import entities_by_id
from backend.borders.crossing import Crossings, Flow, find_crossings
from backend.borders.drawing import DEFAULT, find_drawing, list_views
from backend.borders.drawing import BorderView as StoredView
from graph import model

MAX_EVIDENCE = 1_000
DEFAULT_EVIDENCE = 50

Code = Annotated[str | None, strawberry.argument(name="from")]


@strawberry.type
class Money:
    """The sum of payments in one currency, empty where none is said."""

    currency: str
    amount: float
    payments: int


@strawberry.type
class CountryPair:
    """What leads from one area to another; `events` are the calls and payments in it.

    `persons` are at an end, or have a number or an account that is one.
    """

    crossing: strawberry.Private["_Crossing"]
    flow: strawberry.Private[Flow]
    from_: str = strawberry.field(name="from")
    to: str
    count: int
    events: int
    person_count: int
    kinds: list[SchemaCount]
    money: list[Money]

    @strawberry.field
    def persons(self) -> list[Entity]:
        """Return the persons by id."""
        found = entities_by_id(self.crossing.ask, self.flow.persons)
        return [found[name] for name in self.flow.persons if name in found]

    @strawberry.field
    def edges(self, first: int | None = None) -> list[Relationship]:
        """Return the first (50) relationships by id, each with its statements."""
        most = bounded("first", first, DEFAULT_EVIDENCE, MAX_EVIDENCE)
        links = [self.crossing.links[name] for name in self.flow.links[:most]]
        return make_relationships(self.crossing.ask, links)


@strawberry.type
class BorderArea:
    """A territory, or several shown as one."""

    code: str
    name: str
    members: list[str]


@strawberry.type
class BorderView:
    """Which territories are shown as one or apart: a dated file."""

    id: str
    title: str
    version: date
    jurisdiction: str | None
    source: str


@strawberry.type
class CrossBorder:
    """The relationships that cross a border as a view draws it, and areas in pairs.

    `notes` must stand wherever the areas are shown.
    """

    crossing: strawberry.Private["_Crossing"]
    view: BorderView
    on: date
    areas: list[BorderArea]
    notes: list[str]
    truncated: bool

    @strawberry.field
    def matrix(self, from_: Code = None, to: str | None = None) -> list[CountryPair]:
        """Return the pairs of areas that anything joins, by code; or one of them."""
        return [
            _make_pair(self.crossing, flow)
            for flow in self.crossing.found.flows
            if from_ in (None, flow.source) and to in (None, flow.target)
        ]

    @strawberry.field
    def edges(self) -> list[Relationship]:
        """Return the crossing relationships by id."""
        return make_relationships(self.crossing.ask, self.crossing.found.links)


class _Crossing:
    def __init__(self, ask: Ask, found: Crossings) -> None:
        self.ask = ask
        self.found = found
        self.links: Mapping[str, model.Link] = {one.id: one for one in found.crossing}


@strawberry.type
class BorderQuery:
    """What is asked of borders."""

    @strawberry.field
    def border_views(self, info: AskInfo) -> list[BorderView]:
        """Return the ways of drawing borders there are, by id."""
        folder = info.context.workspace.home / "borders"
        return [_make_view(one) for one in list_views(folder)]

    @strawberry.field
    def cross_border(
        self,
        info: AskInfo,
        case: strawberry.ID,
        view: str | None = None,
        on: date | None = None,
    ) -> CrossBorder:
        """Return the relationships of a case that cross a border.

        `view` says which territories are shown as one or apart, as of a day (today).
        """
        ask = info.context
        drawing = find_drawing(
            view or DEFAULT, on, folder=ask.workspace.home / "borders"
        )
        name = own_case(ask, case)
        found = find_crossings(ask.workspace.ledger, ask.view, name, drawing)
        return _make_cross_border(ask, found)


def _make_view(one: StoredView) -> BorderView:
    return BorderView(
        id=one.id,
        title=one.title.en,
        version=one.version,
        jurisdiction=one.jurisdiction or None,
        source=one.source,
    )


def _make_pair(crossing: _Crossing, flow: Flow) -> CountryPair:
    return CountryPair(
        crossing=crossing,
        flow=flow,
        from_=flow.source,
        to=flow.target,
        count=flow.count,
        events=flow.events,
        person_count=len(flow.persons),
        kinds=[SchemaCount(name=k, count=n) for k, n in flow.kinds],
        money=[
            Money(currency=m.currency, amount=m.amount, payments=m.payments)
            for m in flow.money
        ],
    )


def _make_cross_border(ask: Ask, found: Crossings) -> CrossBorder:
    crossing, drawing = _Crossing(ask, found), found.drawing
    return CrossBorder(
        crossing=crossing,
        view=_make_view(drawing.view),
        on=drawing.on,
        areas=[
            BorderArea(
                code=code, name=drawing.name(code), members=list(drawing.members(code))
            )
            for code in found.codes
        ],
        notes=drawing.footnotes(found.codes),
        truncated=found.truncated,
    )
