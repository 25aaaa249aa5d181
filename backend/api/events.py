"""What happened when: dated entities and calls as the timeline shows them."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from backend.api.asking import Ask
from backend.api.entities import Entity, make_entities
from backend.api.nodes import to_id
from backend.moments import parse_moment
from backend.timeline import Happening


@strawberry.type
class Event:
    """One thing that happened, and the visible entities that took part."""

    id: strawberry.ID
    schema: str
    caption: str
    start: datetime | None
    end: datetime | None
    entities: list[Entity]
    latitude: float | None
    longitude: float | None


def make_events(ask: Ask, found: Sequence[Happening]) -> list[Event]:
    """Return events of the schema that share their look-ups, in the order given."""
    nodes = ask.find_nodes(i for h in found for i in h.entities)
    shown = {node.id: node for node in nodes.values()}
    entities = dict(
        zip(shown, make_entities(ask, list(shown.values())), strict=True),
    )
    return [
        Event(
            id=to_id(one.id),
            schema=one.schema,
            caption=one.caption,
            start=parse_moment(one.start),
            end=parse_moment(one.end),
            entities=[
                entities[i]
                for i in dict.fromkeys(nodes[e].id for e in one.entities if e in nodes)
            ],
            latitude=one.latitude,
            longitude=one.longitude,
        )
        for one in found
    ]
