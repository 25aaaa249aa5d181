"""GPX and KML: places, routes and tracks of navigators, phones and maps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extraction.importers.base import ImportOptions
from extraction.importers.moments import read_moment
from extraction.importers.places.geoplaces import Point, Way, point_records, read_point
from extraction.importers.xmlstream import children, find_root, iter_elements, local
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record

Row = Record | Rejection
_FRACTION = re.compile(r"\.\d+(?=Z|[+-]|$)")
_SHAPES = ("{*}Point", "{*}LineString", "{*}Track", "{*}LinearRing")
_AREA = "an area, neither a point nor a way"
_BAD_POINT = "its latitude or longitude is none of the Earth"


@dataclass(slots=True)
class _Importer:
    """What the two formats share: by their root, entry by entry, the rest told."""

    name: str
    root: str
    version: str = "1"
    streams: bool = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the root element is the format's."""
        root = find_root(leaf.content)
        return root is not None and root.name.lower() == self.root

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Row]:
        """Stream an Address (and Event) a point, a Trip a track or route.

        Where the XML breaks off what came before stays, and the rest is a rejection.
        Raises InvalidInput where there is no place in it.
        """
        reader = _GpxReader(leaf) if self.name == "gpx" else _KmlReader(leaf)
        found = False
        try:
            for row in reader.read():
                found = True
                yield row
        except InvalidInput as error:
            if not found:
                raise InvalidInput(f"{self.name}: {error}") from error
            yield Rejection(leaf.path, str(error), "the rest")
            return
        if not found:
            raise InvalidInput(f"{self.name}: it holds no place")


GPX = _Importer("gpx", "gpx")
KML = _Importer("kml", "kml")


def _text(element: etree._Element, *path: str) -> str:
    found = children(element, *path)
    return (found[0].text or "").strip() if found else ""


def _time(text: str) -> str:
    return read_moment(_FRACTION.sub("", text[:40])) or "" if text else ""


def _note(element: etree._Element, *names: str) -> str:
    found = dict.fromkeys(_text(element, name) for name in names)
    return " ".join(text for text in found if text)


@dataclass(slots=True)
class _GpxReader:
    leaf: Leaf
    _way: Way = field(default_factory=Way)
    _name: str = ""
    _segments: list[tuple[Way, str]] = field(default_factory=list)

    def read(self) -> Iterator[Row]:
        """Yield places as they are met, and a track's segments when it ends."""
        names = ("wpt", "trkpt", "rtept", "trkseg", "trk", "rte")
        for element in iter_elements(self.leaf.content, names):
            name, where = local(element), f"line {element.sourceline}"
            if name in ("wpt", "trkpt", "rtept"):
                point = read_point(
                    str(element.get("lat", "")),
                    str(element.get("lon", "")),
                    _time(_text(element, "time")),
                )
                if point is None:
                    yield Rejection(self.leaf.path, _BAD_POINT, where)
                elif name == "wpt":
                    note = _note(element, "desc", "cmt")
                    called = _text(element, "name")
                    yield from point_records(point, called, note, Place(record=where))
                else:
                    self._way.add((point,))
            elif name == "trkseg":
                self._segments.append((self._way, where))
                self._way = Way()
            else:
                self._segments.append((self._way, where))
                self._way = Way()
                yield from self._end(_text(element, "name"), _note(element, "desc"))

    def _end(self, name: str, note: str) -> Iterator[Record]:
        for way, where in self._segments:
            way.name, way.note = name, note
            yield from way.records(Place(record=where))
        self._segments.clear()


@dataclass(slots=True)
class _KmlReader:
    leaf: Leaf

    def read(self) -> Iterator[Row]:
        """Yield what each Placemark shows."""
        for mark in iter_elements(self.leaf.content, ("Placemark",)):
            yield from self._mark(mark, f"line {mark.sourceline}")

    def _mark(self, mark: etree._Element, where: str) -> Iterator[Row]:
        name, note = _text(mark, "name"), _text(mark, "description")
        when = _time(_text(mark, "TimeStamp", "when"))
        begin, end = (_time(_text(mark, "TimeSpan", n)) for n in ("begin", "end"))
        found = area = False
        for shape in mark.iter(*_SHAPES):
            kind = local(shape)
            if kind == "LinearRing":
                area = True
                continue
            points = list(_points(shape, kind))
            if not points:
                continue
            found = True
            if kind == "Point":
                point = Point(points[0].latitude, points[0].longitude, when or begin)
                yield from point_records(point, name, note, Place(record=where))
                continue
            way = Way(name, note)
            way.add(points)
            way.begun, way.ended = way.begun or begin or when, way.ended or end
            yield from way.records(Place(record=where))
        if area or not found:
            reason = _AREA if area else "a placemark without a position"
            yield Rejection(self.leaf.path, reason, where)


def _points(shape: etree._Element, kind: str) -> Iterator[Point]:
    """Yield the points of a shape: `lon,lat,height …`, or times beside `lon lat`."""
    if kind == "Track":
        times = [_time((x.text or "").strip()) for x in children(shape, "when")]
        spots = [(x.text or "").split() for x in children(shape, "coord")]
        for time, spot in zip(times, spots, strict=False):
            if len(spot) >= 2 and (point := read_point(spot[1], spot[0], time)):
                yield point
        return
    for triple in _text(shape, "coordinates").split():
        longitude, _, rest = triple.partition(",")
        if point := read_point(rest.partition(",")[0], longitude):
            yield point
