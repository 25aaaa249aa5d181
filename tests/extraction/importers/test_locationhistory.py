"""Google's location history in its three shapes: stays in a cell, visits, ways."""

import json

import pytest

from extraction.importers.base import ImportOptions, Phone
from extraction.importers.places.locationhistory import LocationHistoryImporter
from extraction.model import Leaf
from graph.errors import InvalidInput
from graph.model import Record
from tests.extraction.importers.reading import Found, read
from tests.fuzz.extracts import LOCATIONS, TIMELINE, TIMELINE_LIST, VISITS


def sightings(found: Found) -> list[tuple[str, str]]:
    """Return (moment, description) of each sighting."""
    assert found.importer == "locations"
    return [(s["date"], s["description"]) for s in found.of("Sighting")]


def test_positions_in_one_cell_are_one_sighting() -> None:
    """From the first to the last of them; the account stands for the file."""
    found = read("Records.json", LOCATIONS)
    assert sightings(found) == [
        (
            "2026-03-01T10:00:00",
            "44.810000, 20.460000; until 2026-03-01T10:05:00; 2 positions",
        ),
        ("2026-03-01T10:30:00", "44.820000, 20.470000"),
    ]
    (account,) = found.of("UserAccount")
    assert {s["subject"] for s in found.of("Sighting")} == {account["id"]}
    assert account["service"] == "Google" and len(found.of("Address")) == 2
    ((_, reason),) = found.reasons()
    assert reason == "no position on Earth, or no time"


def test_visits_and_the_ends_of_ways() -> None:
    """Semantic Location History names places."""
    assert sightings(read("2026_MARCH.json", VISITS)) == [
        (
            "2026-03-01T09:00:00",
            "44.810000, 20.460000; until 2026-03-01T10:00:00; visit, Kafana, Ulica 1",
        ),
        ("2026-03-01T10:00:00", "44.810000, 20.460000; in passenger vehicle begins"),
        ("2026-03-01T10:40:00", "45.250000, 19.830000; in passenger vehicle ends"),
    ]


@pytest.mark.parametrize("data", [TIMELINE, TIMELINE_LIST])
def test_a_telephone_s_own_timeline(data: bytes) -> None:
    """Degrees as text, with offsets from UTC, on Android and on an iPhone."""
    assert sightings(read("Timeline.json", data)) == [
        (
            "2026-03-01T09:00:00",
            "44.810000, 20.460000; until 2026-03-01T10:00:00; visit HOME",
        ),
        ("2026-03-01T10:00:00", "44.810000, 20.460000"),
        ("2026-03-01T10:10:00", "44.820000, 20.470000"),
    ]


def test_they_are_the_user_s_of_the_telephone() -> None:
    """Where the file belongs to an extraction."""
    leaf = Leaf("Records.json", "Records.json", LOCATIONS)
    options = ImportOptions(phone=Phone("device-1", "user-1"))
    rows = list(LocationHistoryImporter().read(leaf, options))
    records = [row for row in rows if isinstance(row, Record)]
    seen = [r for r in records if r.schema == "Sighting"]
    subjects = {v.value for r in seen for v in r.values if v.prop == "subject"}
    assert subjects == {"user-1"}
    assert not any(r.schema == "UserAccount" for r in records)


def test_cut_files() -> None:
    """What came before stays where the file is read piece by piece."""
    found = read("Records.json", LOCATIONS[:-30])
    assert found.of("Sighting")
    assert "breaks off" in found.reasons()[-1][1]
    with pytest.raises(InvalidInput, match="cut off at line 1"):
        read("Timeline.json", TIMELINE_LIST[:-5])
    with pytest.raises(InvalidInput, match="neither an object nor a list"):
        list(LocationHistoryImporter().read(Leaf("a", "a", b"1"), ImportOptions()))


def test_other_json_is_none() -> None:
    """A list of places without Google's fields is left to others."""
    data = json.dumps({"locations": [{"lat": 44.8, "lon": 20.4}]}).encode()
    assert not LocationHistoryImporter().recognizes(
        Leaf("a.json", "a.json", data), ImportOptions()
    )
