"""Space as the schema has it: what crosses borders, stays, joint presence, routes."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

import strawberry

from backend.api.asking import Ask, AskInfo, bounded, own_case
from backend.api.borders import BorderQuery
from backend.api.entities import Entity
from backend.api.ids import own_id
from backend.api.overtime import entities_by_id
from backend.api.statements import Statement, make_statements
from backend.spatial import stays as rules
from backend.spatial.positions import Position as FoundPosition
from backend.spatial.positions import Whereabouts, read_whereabouts
from graph import model

MAX_EVIDENCE = 1_000
DEFAULT_TOP = 50
MAX_TOP = 500


@strawberry.enum
class Togetherness(Enum):
    """At a place, over a border one after the other, or named in one record."""

    PLACE = "place"
    BORDER = "border"
    RECORD = "record"


@strawberry.type
class Position:
    """What says that somebody was somewhere."""

    placing: strawberry.Private["_Placing"]
    said: strawberry.Private[tuple[str, ...]]
    kind: str
    way: str | None
    from_: datetime = strawberry.field(name="from")
    to: datetime
    exact: bool
    latitude: float | None
    longitude: float | None

    @strawberry.field
    def statements(self) -> list[Statement]:
        """Return the statements that say it."""
        return self.placing.statements(self.said)


@strawberry.type
class Stay:
    """Somebody at a place from the first to the last position there."""

    who: Entity
    place: Entity | None
    name: str
    from_: datetime = strawberry.field(name="from")
    to: datetime
    exact: bool
    count: int
    kinds: list[str]
    latitude: float | None
    longitude: float | None
    evidence: list[Position]


@strawberry.type
class Stays:
    """Stays by begin; `vague` positions are not known to the day and left out."""

    total: int
    vague: int
    found: list[Stay]


@strawberry.type
class Occasion:
    """Two at one place, or in one record, `apartMinutes` apart."""

    kind: Togetherness
    name: str
    from_: datetime = strawberry.field(name="from")
    to: datetime
    apart_minutes: float
    evidence: list[Position]


@strawberry.type
class Together:
    """Two who were together on `days`; `weight` counts places of few for more."""

    one: Entity
    other: Entity
    days: int
    weight: float
    count: int
    occasions: list[Occasion]


@strawberry.type
class Leg:
    """A crossing of a border; `unrecorded` where one before it is not in the data."""

    place: Entity | None
    name: str
    companions: list[Entity]
    unrecorded: bool
    position: Position


@strawberry.type
class SpaceQuery(BorderQuery):
    """What is asked of space."""

    @strawberry.field
    def stays(
        self,
        info: AskInfo,
        case: strawberry.ID,
        entity: strawberry.ID | None = None,
        gap_hours: float = rules.GAP_H,
        top: int | None = None,
    ) -> Stays:
        """Return the first `top` (50) stays of a case, or of one in it.

        Positions at one place are one stay where at most `gapHours` lie between and
        none elsewhere.
        """
        ask = info.context
        most = bounded("top", top, DEFAULT_TOP, MAX_TOP)
        placing, who = _look(ask, case, entity)
        found = rules.find_stays(placing.where, who, gap_h=gap_hours)
        return _make_stays(placing, found, most)

    @strawberry.field
    def together(
        self,
        info: AskInfo,
        case: strawberry.ID,
        entity: strawberry.ID | None = None,
        kinds: list[Togetherness] | None = None,
        minutes: float = rules.MINUTES,
        days: int = 1,
        top: int | None = None,
    ) -> list[Together]:
        """Return the `top` (50) pairs who were at one place, or travelled, together."""
        ask = info.context
        most = bounded("top", top, DEFAULT_TOP, MAX_TOP)
        placing, who = _look(ask, case, entity)
        asked = rules.JointQuestion(
            who,
            tuple(sorted({kind.value for kind in kinds or Togetherness})),
            minutes,
            days=days,
        )
        found = ask.compute(own_case(ask, case), None, asked, lambda: placing.where)
        return _make_together(placing, found[:most])

    @strawberry.field
    def route(
        self, info: AskInfo, case: strawberry.ID, entity: strawberry.ID
    ) -> list[Leg]:
        """Return the border crossings of a person or vehicle in order of time."""
        placing, who = _look(info.context, case, entity)
        legs = rules.find_route(placing.where, who or "")
        positions = [leg.position for leg in legs]
        companions = [one for leg in legs for one in leg.companions]
        placing.learn(positions, companions)
        return [
            Leg(
                place=placing.entities.get(leg.position.place),
                name=leg.position.name,
                companions=[placing.entities[one] for one in leg.companions],
                unrecorded=leg.unrecorded,
                position=placing.position(leg.position),
            )
            for leg in legs
        ]


class _Placing:
    """Positions shown side by side: their entities and statements at once."""

    def __init__(self, ask: Ask, where: Whereabouts) -> None:
        self.ask = ask
        self.where = where
        self.entities: dict[str, Entity] = {}
        self._said: list[str] = []
        self._known: dict[str, model.Statement] | None = None

    def learn(
        self, positions: Sequence[FoundPosition], others: Sequence[str] = ()
    ) -> None:
        """Look up who and where these positions are."""
        ids = {end for one in positions for end in (one.who, one.place)}
        wanted = [name for name in {*ids, *others} if name in self.where.nodes]
        self.entities |= entities_by_id(self.ask, sorted(wanted), all_of_them=True)
        self._said += [said for one in positions for said in one.said]

    def position(self, one: FoundPosition) -> Position:
        """Return a position of the schema."""
        return Position(
            placing=self,
            said=one.said,
            kind=one.kind,
            way=one.way or None,
            from_=one.begin,
            to=one.end,
            exact=one.exact,
            latitude=one.latitude,
            longitude=one.longitude,
        )

    def statements(self, said: Sequence[str]) -> list[Statement]:
        """Return statements; all that were learnt are looked up with the first."""
        if self._known is None:
            self._known = {}
            ledger, wanted = self.ask.workspace.ledger, list(dict.fromkeys(self._said))
            for at in range(0, len(wanted), 500):
                part = wanted[at : at + 500]
                self._known |= ledger.find_statements_by_id(self.ask.scope, part)
        found = [self._known[one] for one in said if one in self._known]
        return make_statements(self.ask, found)


def _look(ask: Ask, case: str, entity: str | None) -> tuple[_Placing, str | None]:
    name = own_case(ask, case)
    who = None if entity is None else ask.view.get_node(own_id(entity)).id
    where = read_whereabouts(ask.workspace.ledger, ask.view, name)
    return _Placing(ask, where), who


def _make_stays(placing: _Placing, found: Sequence[rules.Stay], most: int) -> Stays:
    shown = found[:most]
    placing.learn([one for stay in shown for one in stay.positions])
    return Stays(
        total=len(found),
        vague=placing.where.vague,
        found=[
            Stay(
                who=placing.entities[stay.who],
                place=placing.entities.get(stay.place),
                name=stay.name,
                from_=stay.begin,
                to=stay.end,
                exact=stay.exact,
                count=stay.count,
                kinds=list(stay.kinds),
                latitude=stay.positions[0].latitude,
                longitude=stay.positions[0].longitude,
                evidence=[placing.position(one) for one in stay.positions],
            )
            for stay in shown
        ],
    )


def _make_together(placing: _Placing, found: Sequence[rules.Joint]) -> list[Together]:
    occasions = [occasion for one in found for occasion in one.occasions]
    placing.learn([position for one in occasions for position in one.positions])
    return [
        Together(
            one=placing.entities[one.one],
            other=placing.entities[one.other],
            days=one.days,
            weight=one.weight,
            count=one.count,
            occasions=[
                Occasion(
                    kind=Togetherness(occasion.kind),
                    name=occasion.name,
                    from_=occasion.begin,
                    to=occasion.end,
                    apart_minutes=occasion.apart_min,
                    evidence=[placing.position(p) for p in occasion.positions],
                )
                for occasion in one.occasions
            ],
        )
        for one in found
    ]
