"""Places that have coordinates, and who was there."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from backend.spatial.positions import Whereabouts


@dataclass(frozen=True, slots=True)
class Location:
    """A place in degrees (WGS 84), and who was there, most positions first.

    `place` is the id of a node, or `cell:` and a name; `positions` are those of all
    who were there.
    """

    place: str
    name: str
    latitude: float
    longitude: float
    positions: int
    who: tuple[str, ...]


def find_places(where: Whereabouts) -> list[Location]:
    """Return the places with coordinates, the most positions first, then by id.

    Also those where nobody was, as an address that has coordinates.
    """
    degrees = dict(where.degrees)
    names = {place: where.nodes[place].caption for place in degrees}
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in where.positions:
        if one.latitude is not None and one.longitude is not None:
            degrees.setdefault(one.place, (one.latitude, one.longitude))
            names.setdefault(one.place, one.name)
            seen[one.place][one.who] += 1
    found = []
    for place, (latitude, longitude) in degrees.items():
        order = sorted(seen[place].items(), key=lambda one: (-one[1], one[0]))
        total = sum(number for _, number in order)
        who = tuple(name for name, _ in order)
        found.append(Location(place, names[place], latitude, longitude, total, who))
    return sorted(found, key=lambda one: (-one.positions, one.place))
