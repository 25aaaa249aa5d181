"""Small photos with what cameras write into them."""

import io
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

Ratio = tuple[int, int]


def tags(
    latitude: tuple[str, Any] | None = ("N", (42.0, 26.0, 24.0)),
    longitude: tuple[str, Any] = ("E", (19.0, 15.0, 36.0)),
    *,
    offset: str = "+02:00",
    serial: str = "",
) -> Image.Exif:
    """Return what a telephone writes of a photo taken in Podgorica."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "samsung", "SM-A525F"
    inner = exif.get_ifd(0x8769)
    inner[0x9003] = "2026:03:02 10:15:30"
    if offset:
        inner[0x9011] = offset
    if serial:
        inner[0xA431] = serial
    if latitude is not None:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = latitude
        gps[3], gps[4] = longitude
        gps[5], gps[6], gps[17] = b"\x00", 44.0, 271.5
        gps[7], gps[29] = (8.0, 15.0, 29.0), "2026:03:02"
    return exif


def photo(exif: Image.Exif | None, form: str = "JPEG") -> bytes:
    """Return a picture without text of a format, with this EXIF."""
    out = io.BytesIO()
    more: dict[str, object] = {"exif": exif} if exif is not None else {}
    if exif is not None and form == "TIFF":
        info = ImageFileDirectory_v2()
        for tag, value in exif.items():
            info[tag] = value
        for tag in (0x8769, 0x8825):
            info[tag] = dict(exif.get_ifd(tag))
        more = {"tiffinfo": info}
    Image.new("RGB", (48, 32), (90, 120, 150)).save(out, form, **more)
    return out.getvalue()


def heic(exif: Image.Exif) -> bytes:
    """Return what begins as HEIC and holds the block; its picture is left out."""
    begin = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
    return begin + bytes(32) + b"\x00\x00\x00\x06" + exif.tobytes() + bytes(64)


PHOTOS = (
    photo(tags(serial="X1")),
    photo(tags(), "PNG"),
    photo(tags(), "TIFF"),
    photo(tags(), "WEBP"),
    heic(tags()),
)
