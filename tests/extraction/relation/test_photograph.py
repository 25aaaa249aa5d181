"""Photos beside the text in them: where they, or who took them, were."""

from extraction.importers.base import Phone
from extraction.model import Leaf
from extraction.relation.photograph import read_photograph
from graph.model import Record
from tests.extraction.reading import photos

PHONE = Phone("device-1", "user-1", "User of the examined device", model="SM-A525F")


def say(data: bytes, phone: Phone | None = None) -> dict[str, dict[str, str]]:
    """Return by schema what a photo says."""
    records: list[Record] = read_photograph(Leaf("a/DSC1.jpg", "DSC1.jpg", data), phone)
    found = {r.schema: {v.prop: v.value for v in r.values} for r in records}
    ids = {r.schema: {"id": r.entity} for r in records}
    return {schema: ids[schema] | said for schema, said in found.items()}


def test_a_photo_was_where_it_was_taken() -> None:
    """In the cell that other sightings of the place have."""
    said = say(photos.photo(photos.tags()))
    sighting, image = said["Sighting"], said["Image"]
    assert sighting["subject"] == image["id"]
    assert sighting["place"] == said["Address"]["id"]
    assert said["Address"]["full"] == "42.440, 19.260"
    assert sighting["date"] == image["createdAt"] == "2026-03-02T08:15:30"
    assert image["generator"] == "samsung SM-A525F"
    assert "altitude 44 m" in sighting["description"]
    assert "Device" not in said


def test_a_serial_number_makes_the_camera_known() -> None:
    """The same camera took other photos."""
    said = say(photos.photo(photos.tags(serial="R58")))
    assert said["Device"]["serialNumber"] == "R58"
    link = said["UnknownLink"]
    assert link["subject"] == said["Image"]["id"]
    assert link["object"] == said["Device"]["id"]


def test_a_photo_that_the_phone_took_shows_its_user() -> None:
    """One taken by another model was only sent to it."""
    assert say(photos.photo(photos.tags()), PHONE)["Sighting"]["subject"] == "user-1"
    other = PHONE._replace(model="Pixel 7")
    said = say(photos.photo(photos.tags()), other)
    assert said["Sighting"]["subject"] == said["Image"]["id"]


def test_a_photo_without_a_place_says_nothing() -> None:
    """It stays a document."""
    assert not say(photos.photo(photos.tags(None)))
