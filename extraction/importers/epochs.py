"""Moments that databases count from an epoch to ISO 8601 in UTC."""

import re
from datetime import date
from functools import lru_cache
from math import floor

from extraction.importers.moments import read_moment

_WRITTEN = re.compile(r"(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})(?!\d).{0,30}")
_UNIX = date(1970, 1, 1).toordinal()
_COCOA = date(2001, 1, 1).toordinal()
_WEBKIT = date(1601, 1, 1).toordinal()
_EARLIEST, _LATEST = date(1990, 1, 1).toordinal(), date(2100, 1, 1).toordinal()
_DAY_S = 24 * 3600
UNKNOWN_YEAR = 1604
"""What Apple's programs write as the year of a day whose year nobody knows."""


def from_unix(value: object) -> str | None:
    """Return the moment of seconds, milli-, micro- or nanoseconds since 1970.

    The unit follows from the size; None for what is no number or no time of ours.
    A moment written out, `2026-03-02 09:00:00`, is what it says.
    """
    seconds = _number(value)
    if seconds is None:
        return _written(value)
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if seconds / unit < 4_102_444_800:
            return _moment(_UNIX, seconds / unit)
    return None


def from_cocoa(value: object) -> str | None:
    """Return the moment of seconds or nanoseconds since 2001, as Apple counts them."""
    seconds = _number(value)
    if seconds is None:
        return _written(value)
    return _moment(_COCOA, seconds / 1_000_000_000 if seconds > 1e11 else seconds)


def birthday_from_cocoa(value: object) -> str:
    """Return the day that Apple's address book keeps, `--05-17` without its year.

    It may lie before 2001. Apple writes 1604 where no year is known; empty for no day.
    """
    try:
        days = floor(float(str(value)) / _DAY_S)
        found = date.fromordinal(_COCOA + days)
    except (ValueError, OverflowError):
        return _written(value) or ""
    return f"--{found:%m-%d}" if found.year == UNKNOWN_YEAR else found.isoformat()


def from_webkit(value: object) -> str | None:
    """Return the moment of microseconds since 1601, as Chromium counts them."""
    microseconds = _number(value)
    if microseconds is None:
        return _written(value)
    return _moment(_WEBKIT, microseconds / 1_000_000)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if 0 < found < 1e20 else None


def _written(value: object) -> str | None:
    """Return a date that is written out, with its time where that stands there."""
    if not isinstance(value, str) or not _WRITTEN.fullmatch(value):
        return None
    return read_moment(value)


def _moment(epoch: int, seconds: float) -> str | None:
    """Return the moment so long after the begin of a day; None for no time of ours."""
    days, second = divmod(int(seconds), _DAY_S)
    day = epoch + days
    return f"{_day(day)}T{_clock(second)}" if _EARLIEST <= day < _LATEST else None


@lru_cache(maxsize=1 << 12)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@lru_cache(maxsize=1 << 14)
def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
