"""Where and when photos were taken."""

import pytest
from PIL import Image

from extraction.reading.exif import read_photo
from tests.extraction.reading import photos


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP", "HEIC"])
def test_photos_of_all_formats_tell_place_and_time(form: str) -> None:
    """With the zone that the camera wrote, in UTC."""
    exif = photos.tags(serial="R58")
    data = photos.heic(exif) if form == "HEIC" else photos.photo(exif, form)
    found = read_photo(data)
    assert found is not None
    assert found.position == pytest.approx((42.44, 19.26))
    assert found.moment == "2026-03-02T08:15:30"
    assert (found.make, found.model, found.serial) == ("samsung", "SM-A525F", "R58")
    assert found.altitude == 44.0 and found.bearing == 271.5


def test_south_and_west_are_negative() -> None:
    """By the letter beside them."""
    exif = photos.tags(("S", (1.0, 30.0, 0.0)), ("W", (2.0, 15.0, 0.0)))
    found = read_photo(photos.photo(exif))
    assert found is not None and found.position == pytest.approx((-1.5, -2.25))


def test_without_a_zone_the_satellites_time_is_taken() -> None:
    """It is UTC."""
    found = read_photo(photos.photo(photos.tags(offset="")))
    assert found is not None and found.moment == "2026-03-02T08:15:29"


@pytest.mark.parametrize(
    "exif",
    [
        None,
        photos.tags(None),
        photos.tags(("N", (0.0, 0.0, 0.0)), ("E", (0.0, 0.0, 0.0))),
        photos.tags(("N", (91.0, 0.0, 0.0))),
        photos.tags(("N", (1.0, 2.0, 3.0, 4.0))),
    ],
)
def test_photos_without_a_place_tell_nothing(exif: Image.Exif | None) -> None:
    """Nor those whose place is none on Earth, or nought and nought."""
    assert read_photo(photos.photo(exif)) is None


def test_what_is_no_photo_tells_nothing() -> None:
    """Nor what is cut off."""
    assert read_photo(b"") is None and read_photo(b"%PDF-1.4") is None
    assert read_photo(photos.heic(photos.tags())[:60]) is None
