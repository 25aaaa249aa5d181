"""Where and when a photo was taken and by what, as its camera wrote it (EXIF 2.32)."""

import io
import math
import re
import struct
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from PIL import Image

from extraction.reading.ocr.pictures import FORMATS

_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _CHANGED = 0x010F, 0x0110, 0x0132
_TAKEN, _OFFSET, _SERIAL = 0x9003, 0x9011, 0xA431
_LATITUDE, _LONGITUDE, _ALTITUDE = (1, 2), (3, 4), (5, 6)
_GPS_TIME, _GPS_DAY, _BEARING = 7, 29, 17
_BLOCK = b"Exif\x00\x00"
_MOST = 1 << 18
_STAMP = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_ZONE = re.compile(r"([+-])(\d\d):(\d\d)")
_DAMAGE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
    OverflowError, ZeroDivisionError, AttributeError, struct.error,
    Image.DecompressionBombError,
)  # fmt: skip

Tags = Mapping[int, Any]


class Photo(NamedTuple):
    """What EXIF says of a photo that says where it was taken.

    `position` is latitude and longitude in degrees; `moment` ISO 8601, in UTC where
    the photo says its zone; `altitude` metres, `bearing` degrees from north.
    """

    position: tuple[float, float]
    moment: str = ""
    make: str = ""
    model: str = ""
    serial: str = ""
    altitude: float | None = None
    bearing: float | None = None


def read_photo(data: bytes) -> Photo | None:
    """Return what a photo's EXIF says; None where it says no place, or cannot be read.

    JPEG, TIFF, PNG and WebP by their own structure; HEIC and AVIF by the block in them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read_boxed(data) if data[4:8] == b"ftyp" else _read_image(data)
        except _DAMAGE:
            return None


def _read_boxed(data: bytes) -> Photo | None:
    """Read the block of a file of boxes, as HEIC is, wherever in it that stands."""
    at = data.find(_BLOCK)
    if at < 0:
        return None
    exif = Image.Exif()
    exif.load(data[at : at + _MOST])
    return _read(exif)


def _read_image(data: bytes) -> Photo | None:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        return _read(image.getexif())


def _read(main: Image.Exif) -> Photo | None:
    exif, gps = main.get_ifd(_EXIF), main.get_ifd(_GPS)
    latitude = _degrees(gps, *_LATITUDE, "S", 90)
    longitude = _degrees(gps, *_LONGITUDE, "W", 180)
    if latitude is None or longitude is None or not (latitude or longitude):
        return None
    altitude, bearing = _number(gps.get(_ALTITUDE[1])), _number(gps.get(_BEARING))
    if altitude is not None and gps.get(_ALTITUDE[0]) in (1, b"\x01"):
        altitude = -altitude
    return Photo(
        (latitude, longitude),
        _moment(main, exif, gps),
        _text(main.get(_MAKE)),
        _text(main.get(_MODEL)),
        _text(exif.get(_SERIAL)),
        altitude,
        bearing,
    )


def _degrees(gps: Tags, way: int, at: int, negative: str, most: int) -> float | None:
    given = gps.get(at)
    parts = [_number(one) for one in given] if isinstance(given, tuple) else []
    if not 1 <= len(parts) <= 3:
        return None
    degrees = 0.0
    for part, unit in zip(parts, (1, 60, 3600), strict=False):
        if part is None or part < 0:
            return None
        degrees += part / unit
    if _text(gps.get(way)).upper().startswith(negative):
        degrees = -degrees
    return degrees if -most <= degrees <= most else None


def _number(given: object) -> float | None:
    try:
        found = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def _text(given: object) -> str:
    if isinstance(given, bytes):
        given = given.decode("utf-8", "replace")
    text = given if isinstance(given, str) else ""
    return " ".join(text.replace("\x00", " ").split())[:200]


def _moment(main: Tags, exif: Tags, gps: Tags) -> str:
    """Return when it was taken: by its own zone, else by the satellites, else local."""
    local = _stamp(_text(exif.get(_TAKEN)) or _text(main.get(_CHANGED)))
    zone = _ZONE.fullmatch(_text(exif.get(_OFFSET)))
    found = _satellites(gps) or local
    if local is not None and zone is not None:
        offset = timedelta(hours=int(zone[2]), minutes=int(zone[3]))
        found = local - offset if zone[1] == "+" else local + offset
    return found.strftime("%Y-%m-%dT%H:%M:%S").zfill(19) if found else ""


def _satellites(gps: Tags) -> datetime | None:
    clock = gps.get(_GPS_TIME)
    parts = [_number(one) for one in clock] if isinstance(clock, tuple) else []
    if len(parts) != 3 or any(part is None for part in parts):
        return None
    hour, minute, second = (int(part or 0) for part in parts)
    day = _text(gps.get(_GPS_DAY))
    return _stamp(f"{day} {hour:02d}:{minute:02d}:{second:02d}")


def _stamp(text: str) -> datetime | None:
    found = _STAMP.fullmatch(text)
    try:
        return datetime(*map(int, found.groups()), tzinfo=UTC) if found else None  # type: ignore[misc, arg-type]
    except ValueError:
        return None
