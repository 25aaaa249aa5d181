"""GPX, KML and GeoJSON: places, sightings, trips, and what is no place on Earth."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.importers.places.geoplaces import Point, distance_m
from graph.errors import InvalidInput
from tests.extraction.importers.reading import read
from tests.fuzz.extracts import GEOJSON, GPX, KML

START, END = "place-44.80000_20.40000", "place-44.90000_20.50000"


@pytest.mark.parametrize(
    ("name", "data", "trips"),
    [("gpx", GPX, 2), ("kml", KML, 2), ("geojson", GEOJSON, 1)],
)
def test_places_and_ways_are_alike_in_every_format(
    name: str, data: bytes, trips: int
) -> None:
    """A point is an address, seen when a time is known; a line is a trip."""
    found = read(f"a.{name}", data)
    assert found.importer == name and not found.rejected
    place = found.of("Address")[0]
    assert (place["id"], place["full"]) == (START, "A")
    assert (place["latitude"], place["longitude"]) == ("44.8", "20.4")
    (seen,) = found.of("Event")
    assert (seen["date"], seen["addressEntity"]) == ("2026-03-02T10:11:12", START)
    ways = found.of("Trip")
    assert len(ways) == trips
    assert (ways[0]["startLocation"], ways[0]["endLocation"]) == (START, END)
    assert ways[0]["summary"] == "2 positions, 13.6 km"


def test_a_track_has_its_name_and_its_times() -> None:
    """Each segment is a trip of its own under the track's name."""
    trip = read("a.gpx", GPX).of("Trip")[0]
    assert (trip["name"], trip["startDate"]) == ("T", "2026-03-02T10:11:12")


def test_distances_are_those_of_a_sphere() -> None:
    """A degree of latitude is 111.2 km."""
    metres = distance_m(Point(44.0, 20.0), Point(45.0, 20.0))
    assert metres == pytest.approx(111_195, abs=1)


def test_what_is_nowhere_is_named() -> None:
    """The rest stays, in a file that breaks off as well."""
    bad = GPX.replace(b'lat="44.9"', b'lat="144.9"')
    assert read("a.gpx", bad).reasons() == [
        ("line 1", "its latitude or longitude is none of the Earth")
    ]
    cut = read("a.gpx", GPX[: GPX.index(b"<rte>")])
    assert len(cut.of("Trip")) == 1 and cut.rejected[0].record == "the rest"
    mark = b"<Placemark><name>x</name></Placemark></Document>"
    found = read("a.kml", KML.replace(b"</Document>", mark))
    assert found.reasons() == [("line 1", "a placemark without a position")]
    lost = GEOJSON.replace(b"[1,2]", b"[1]")
    assert read("a.json", lost).reasons() == [
        ("feature 3", "a feature without a point or line on Earth")
    ]
    with pytest.raises(InvalidInput, match="geojson: it breaks off"):
        read("a.json", GEOJSON[:-9])


def _lines(path: Path) -> int:
    """Count segments and routes with a point, by the text alone."""
    text = path.read_text("utf-8-sig")
    whole = re.findall(r"<(trkseg|rte)>(.*?)</\1>", text, re.DOTALL)
    return sum("pt " in inside for _, inside in whole)


def test_the_corpus(shared_data: Callable[[str], Path]) -> None:
    """Every file is taken; three hold no place."""
    empty = set()
    for path in sorted(shared_data("cases/geo/gpx").iterdir()):
        try:
            found = read(path.name, path.read_bytes())
        except InvalidInput as error:
            assert str(error) == "gpx: it holds no place"
            empty.add(path.name)
            continue
        assert found.importer == "gpx" and not found.rejected
        points = path.read_text("utf-8-sig").count("<wpt ")
        assert len(found.of("Address")) >= points
        assert len(found.of("Trip")) == _lines(path)
    assert empty == {
        "custom_schema_locations.gpx",
        "default_schema_locations.gpx",
        "unicode2.gpx",
    }


def test_an_area_is_no_way() -> None:
    """Nobody went around a polygon; what stands beside it is taken."""
    ring = "20.1,44.1 20.2,44.1 20.2,44.2 20.1,44.1"
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        "<MultiGeometry><Point><coordinates>20.4,44.8</coordinates></Point><Polygon>"
        f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></MultiGeometry></Placemark></Document></kml>"
    )
    found = read("a.kml", kml.encode())
    assert not found.of("Trip") and len(found.of("Address")) == 1
    assert found.reasons() == [("line 1", "an area, neither a point nor a way")]
    area = b'{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,2]]]}},'
    found = read("a.geojson", GEOJSON.replace(b'"features":[', b'"features":[' + area))
    assert found.reasons() == [("feature 1", "an area, neither a point nor a way")]


def test_names_and_times_of_features_in_the_region() -> None:
    """`naziv` and `datum` are name and time."""
    text = (
        '{"type":"Feature","properties":{"naziv":"Skladište","datum":"3.3.2026 10:00"},'
        '"geometry":{"type":"Point","coordinates":[20.4,44.8]}}'
    )
    (event,) = read("a.geojson", text.encode()).of("Event")
    assert (event["name"], event["date"]) == ("Skladište", "2026-03-03T10:00")
