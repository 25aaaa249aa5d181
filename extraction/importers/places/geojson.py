"""GeoJSON (RFC 7946): features as places and ways."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from extraction.importers.base import ImportOptions
from extraction.importers.moments import read_moment
from extraction.importers.places.geoplaces import Point, Way, point_records, read_point
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record

_HEAD = 1 << 16
MAX_BYTES = 64 << 20
_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:FeatureCollection|Feature|Point|LineString|GeometryCollection|'
    rb'MultiPoint|MultiLineString|Polygon|MultiPolygon)"'
)
_PART_OF_SECOND = re.compile(r"\.\d+(?=Z|[+-]|$)")
_TIMES = (
    *("time", "timestamp", "datetime", "date", "when", "start"),
    *("datum", "vreme", "vrijeme", "datum_vreme", "data", "koha", "zeit", "zeitpunkt"),
)
_NAMES = (
    *("name", "title", "label", "naziv", "ime", "naslov", "emri", "titulli"),
    *("bezeichnung", "id"),
)
_NOTES = (
    *("description", "desc", "comment", "address", "opis", "napomena", "komentar"),
    *("adresa", "pershkrimi", "përshkrimi", "beschreibung", "adresse"),
)
_AREAS = frozenset(("Polygon", "MultiPolygon"))


class GeojsonImporter:
    """Features with points and lines; what is no geometry is told."""

    name = "geojson"
    version = "1"
    streams = False

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is a JSON object of one of the types, with what that type has."""
        head = leaf.content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
        if not head.startswith(b"{") or not _TYPE.search(head):
            return False
        return any(x in head for x in (b'"features"', b'"geometry"', b'"coordinates"'))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream an Address (and Event) a point, a Trip a line.

        Raises InvalidInput where it is too large, broken, or shows no place.
        """
        if len(leaf.data) > MAX_BYTES:
            raise InvalidInput(f"geojson: larger than {MAX_BYTES >> 20} MB")
        try:
            whole = orjson.loads(leaf.data.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            at = f"line {error.lineno}"
            raise InvalidInput(f"geojson: it breaks off or is damaged, {at}") from error
        found = False
        for number, feature in enumerate(_features(whole), start=1):
            where = f"feature {number}"
            try:
                rows = list(_read(feature, Place(record=where)))
            except (TypeError, ValueError, KeyError, IndexError, AttributeError):
                rows = []
            found = found or bool(rows)
            yield from rows
            if not rows:
                reason = "a feature without a point or line on Earth"
                if _is_area(feature):
                    reason = "an area, neither a point nor a way"
                yield Rejection(leaf.path, reason, where)
        if not found:
            raise InvalidInput("geojson: it shows no place")


def _features(whole: Any) -> Iterator[Any]:
    if not isinstance(whole, dict):
        return
    if isinstance(whole.get("features"), list):
        yield from whole["features"]
    else:
        yield whole


def _read(feature: Any, place: Place) -> Iterator[Record]:
    said = feature.get("properties")
    said = said if isinstance(said, dict) else {}
    geometry = feature.get("geometry") or feature
    folded = {key.lower(): value for key, value in said.items()}
    name, note = _first(folded, _NAMES), _first(folded, _NOTES)
    time = read_moment(_PART_OF_SECOND.sub("", _first(folded, _TIMES)[:40])) or ""
    for shape in _shapes(geometry):
        points = [p for pair in shape if (p := _point(pair)) is not None]
        if len(shape) == 1 and points:
            point = Point(points[0].latitude, points[0].longitude, time)
            yield from point_records(point, name, note, place)
        elif points:
            way = Way(name, note)
            way.add(points)
            way.begun = time
            yield from way.records(place)


def _is_area(feature: Any) -> bool:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    whole = geometry if isinstance(geometry, dict) else feature
    return isinstance(whole, dict) and whole.get("type") in _AREAS


def _first(folded: dict[str, Any], names: tuple[str, ...]) -> str:
    """Return the first of these properties that is a text or a number."""
    for name in names:
        found = folded.get(name)
        if isinstance(found, str | int):
            return str(found).strip()
    return ""


def _shapes(geometry: dict[str, Any], depth: int = 0) -> Iterator[list[Any]]:
    """Yield the lists of positions of a geometry; one position is a point."""
    kind, inside = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection" and depth < 8:
        for one in geometry["geometries"]:
            yield from _shapes(one, depth + 1)
    elif kind == "Point":
        yield [inside]
    elif kind == "MultiPoint" and inside is not None:
        yield from ([pair] for pair in inside)
    elif kind == "LineString" and inside is not None:
        yield inside
    elif kind == "MultiLineString" and inside is not None:
        yield from inside


def _point(pair: Any) -> Point | None:
    return read_point(str(pair[1]), str(pair[0])) if len(pair) > 1 else None
