"""Places and ways of a map's file as records: points, and where a track led."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value

_EARTH_M = 6_371_000.0
MAX_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees, WGS 84; `time` is ISO 8601 or empty."""

    latitude: float
    longitude: float
    time: str = ""


def read_point(latitude: str, longitude: str, time: str = "") -> Point | None:
    """Return a point on Earth, None where the numbers are none."""
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return Point(lat, lon, time)


def point_records(point: Point, name: str, note: str, place: Place) -> Iterator[Record]:
    """Yield the Address of a point, and an Event there where a time is known."""
    address = _address(point, name, note, place)
    yield address
    if point.time:
        where, local = _where(point), address.entity
        said = (("name", name or where), ("date", point.time), ("location", where))
        more = (("description", note[:MAX_TEXT]), ("addressEntity", local))
        values = tuple([Value(prop, value) for prop, value in (*said, *more) if value])
        key = derive_id([local, point.time, name], "seen", "places")
        yield Record(f"seen-{key}", "Event", values, place)


def _id(point: Point) -> str:
    """The same for positions that differ by less than about a metre."""
    lat, lon = f"{point.latitude:.5f}", f"{point.longitude:.5f}"
    return f"place-{lat}_{lon}"


def _degrees(number: float) -> str:
    return f"{number:.7f}".rstrip("0").rstrip(".")


def _where(point: Point) -> str:
    return f"{_degrees(point.latitude)}, {_degrees(point.longitude)}"


def _address(point: Point, name: str, note: str, place: Place) -> Record:
    said = (
        ("full", name or _where(point)),
        ("latitude", _degrees(point.latitude)),
        ("longitude", _degrees(point.longitude)),
        ("remarks", note[:MAX_TEXT]),
    )
    values = tuple([Value(prop, value) for prop, value in said if value])
    return Record(_id(point), "Address", values, place)


@dataclass(slots=True)
class Way:
    """A track as it is read, point by point: only its ends and sums are kept."""

    name: str = ""
    note: str = ""
    count: int = 0
    metres: float = 0.0
    first: Point | None = None
    last: Point | None = None
    begun: str = ""
    ended: str = ""

    def add(self, points: Iterable[Point]) -> None:
        """Go on to these points."""
        for point in points:
            if self.last is not None:
                self.metres += distance_m(self.last, point)
            self.first = self.first or point
            self.last = point
            self.count += 1
            if point.time:
                self.begun = min(self.begun or point.time, point.time)
                self.ended = max(self.ended, point.time)

    def records(self, place: Place) -> Iterator[Record]:
        """Yield the Trip and the addresses of its ends; nothing for no points."""
        if self.first is None or self.last is None:
            return
        told = f"{self.count} positions, {self.metres / 1000:.1f} km"
        said = (
            ("name", self.name or "track"),
            ("startDate", self.begun),
            ("endDate", self.ended),
            ("startLocation", _id(self.first)),
            ("endLocation", _id(self.last)),
            ("summary", told),
            ("description", self.note[:MAX_TEXT]),
        )
        values = tuple(Value(prop, value) for prop, value in said if value)
        parts = [_id(self.first), _id(self.last), self.begun, self.ended, told]
        yield Record(
            f"trip-{derive_id(parts, 'trip', 'places')}", "Trip", values, place
        )
        for point in dict.fromkeys((self.first, self.last)):
            yield _address(point, "", "", place)


def distance_m(one: Point, other: Point) -> float:
    """Return the metres between two points on a sphere (haversine)."""
    lat = radians(other.latitude - one.latitude)
    lon = radians(other.longitude - one.longitude)
    both = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return (
        2
        * _EARTH_M
        * asin(min(1.0, sqrt(sin(lat / 2) ** 2 + both * sin(lon / 2) ** 2)))
    )
