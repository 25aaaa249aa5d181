"""Coordinates: decimal degrees, or degrees, minutes and seconds."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extraction.recognition.identifiers.scan import Candidate, Scan

_DECIMAL = re.compile(
    r"(?<![\w.,-])(-?[0-9]{1,2}\.[0-9]{3,10})\s?°?\s?([ns])?\s{0,2}[,;/ ]\s{0,3}"
    r"(-?[0-9]{1,3}\.[0-9]{3,10})\s?°?\s?([ew])?(?![\w]|\.[0-9])"
)
_PART = (
    r"([0-9]{1,3})\s?°\s?([0-9]{1,2}(?:[.,][0-9]{1,6})?)\s?['′’]"
    r"\s?(?:([0-9]{1,2}(?:[.,][0-9]{1,6})?)\s?(?:\"|″|”|''|′′))?\s?"
)
_SEXAGESIMAL = re.compile(rf"(?<![\w.]){_PART}([nsj])\s?[,;/]?\s?{_PART}([ewiz])(?!\w)")
_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180


def find_coordinates(scan: Scan) -> Iterator[Candidate]:
    """Yield COORDINATES as `lat,lon` in degrees, with at most six decimals.

    Decimal pairs need three decimals each; N S E W and the region's S (sever), J, I, Z
    are read in degrees, minutes and seconds.
    """
    for match in _DECIMAL.finditer(scan.folded):
        latitude = Decimal(match[1]) * (-1 if match[2] == "s" else 1)
        longitude = Decimal(match[3]) * (-1 if match[4] == "w" else 1)
        yield from _place(match, latitude, longitude)
    for match in _SEXAGESIMAL.finditer(scan.folded):
        south = match[4] == "j" or (match[4] == "s" and match[8] in "ew")
        west = match[8] in "wz"
        latitude = _to_degrees(match[1], match[2], match[3]) * (-1 if south else 1)
        longitude = _to_degrees(match[5], match[6], match[7]) * (-1 if west else 1)
        yield from _place(match, latitude, longitude)


def _place(
    match: "re.Match[str]", latitude: Decimal, longitude: Decimal
) -> Iterator[Candidate]:
    if abs(latitude) <= _MAX_LATITUDE and abs(longitude) <= _MAX_LONGITUDE:
        value = f"{_show(latitude)},{_show(longitude)}"
        yield Candidate(*match.span(), "COORDINATES", value, rank=4)


def _to_degrees(degrees: str, minutes: str, seconds: str | None) -> Decimal:
    parts = [Decimal((part or "0").replace(",", ".")) for part in (minutes, seconds)]
    return Decimal(degrees) + parts[0] / 60 + parts[1] / 3600


def _show(degrees: Decimal) -> str:
    exact = degrees if -degrees.as_tuple().exponent <= 6 else round(degrees, 6)  # type: ignore[operator]
    return f"{exact.normalize():f}" if exact != exact.to_integral() else f"{exact:.0f}"
