"""Places with coordinates, as the schema has them."""

import strawberry

from backend.api.asking import AskInfo, bounded, own_case
from backend.api.entities import Entity
from backend.api.overtime import entities_by_id
from backend.spatial.places import find_places
from backend.spatial.positions import read_whereabouts

DEFAULT_TOP = 200
MAX_TOP = 1000
MOST_NAMED = 10


@strawberry.type
class Location:
    """A place in degrees (WGS 84); `seen` are the ten who were there most often."""

    place: Entity | None
    name: str
    latitude: float
    longitude: float
    positions: int
    seen_count: int
    seen: list[Entity]


@strawberry.type
class Places:
    """Places with coordinates; `elsewhere` positions are at places without any."""

    total: int
    elsewhere: int
    found: list[Location]


@strawberry.type
class PlaceQuery:
    """What is asked of places."""

    @strawberry.field
    def places(
        self, info: AskInfo, case: strawberry.ID, top: int | None = None
    ) -> Places:
        """Return the `top` (200) places with coordinates where most was recorded."""
        ask = info.context
        most = bounded("top", top, DEFAULT_TOP, MAX_TOP)
        where = read_whereabouts(ask.workspace.ledger, ask.view, own_case(ask, case))
        found = find_places(where)
        shown = found[:most]
        named = {one for place in shown for one in place.who[:MOST_NAMED]}
        ids = {place.place for place in shown if place.place in where.nodes}
        entities = entities_by_id(ask, sorted(named | ids))
        return Places(
            total=len(found),
            elsewhere=sum(1 for one in where.positions if one.latitude is None),
            found=[
                Location(
                    place=entities.get(one.place),
                    name=one.name,
                    latitude=one.latitude,
                    longitude=one.longitude,
                    positions=one.positions,
                    seen_count=len(one.who),
                    seen=[entities[who] for who in one.who[:MOST_NAMED]],
                )
                for one in shown
            ],
        )
