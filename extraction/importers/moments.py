"""Dates, times and durations as operators' lists write them, day before month."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from graph.names import fold

_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?:[T ]\s*(.+))?")
_LOCAL = re.compile(
    r"(\d{1,2})[-./ ]\s?(\d{1,2})[-./ ]\s?(\d{4}|\d{2})\.?(?:[T ,]\s*(.+))?"
)
_NAMED = re.compile(
    r"(\d{1,2})[-./ ]\s?([^\W\d_]{3,10})[-./ ,]\s?(\d{4}|\d{2})\.?(?:[T ,]\s*(.+))?"
)
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("jan",),
            ("feb", "shk"),
            ("mar", "mae"),
            ("apr", "pri"),
            ("may", "maj", "mai"),
            ("jun", "qer"),
            ("jul", "kor"),
            ("aug", "avg", "gus"),
            ("sep", "sht"),
            ("oct", "okt", "tet"),
            ("nov", "nen"),
            ("dec", "dez", "dhj"),
        ),
        start=1,
    )
    for name in names
}
"""The first letters of months' names in the region's languages, English and German."""

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_TIME = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?:[:.m](\d{2})(?:[.,]\d+)?s?)?\s*h?\s*(am|pm)?"
    r"\s*\(?(z|[-+]\d\d(?::?\d\d)?|(?:utc|gmt) ?(?:[-+]\d{1,2}(?::?\d\d)?)?"
    r"|ces?t|mes?z|eest|eet)?\)?",
    re.IGNORECASE,
)
_NAMED_ZONES = {"cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3}
"""Hours before UTC of zones by the names that Europe's programs give them."""
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,]\d+)?")
_UNITS = re.compile(
    r"(?:(\d+)\s*(?:h|hod|sati?|ore)\w*\.?)?\s*(?:(\d+)\s*m\w*\.?)?\s*"
    r"(?:(\d+)\s*s\w*\.?)?",
    re.IGNORECASE,
)
MAX_DURATION_S = 7 * 24 * 3600
_LONGEST = 64
"""No date, time or duration is longer; patterns grow with the cube of blanks."""


def month_first(texts: Iterable[str]) -> bool:
    """Whether dates like 03/25/2026 show that the month comes first in all of them."""
    given = (text.strip()[:_LONGEST] for text in texts)
    found = [m for text in given if (m := _LOCAL.fullmatch(text))]
    second = any(int(m[2]) > 12 for m in found)
    return second and not any(int(m[1]) > 12 for m in found)


def read_moment(text: str, clock: str = "", *, us_order: bool = False) -> str | None:
    """Return ISO 8601 of a date with or without time, None where it is neither.

    As precise as written. An offset from UTC is applied; without one the local time
    stays as it stands. `clock` is the time where a column of its own has it.
    """
    text, clock = text.strip(), clock.strip()
    if max(len(text), len(clock)) > _LONGEST:
        return None
    if _EPOCH.fullmatch(text) and not clock:
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return _iso(datetime.fromtimestamp(seconds, UTC), precise=True)
    day, rest = _read_day(text, us_order)
    if day is None:
        return None
    clock = clock or rest
    return _with_clock(day, clock) if clock else day.isoformat()


@lru_cache(maxsize=1 << 12)
def _read_day(text: str, us_order: bool) -> tuple[date | None, str]:
    if found := _COMPACT.fullmatch(text):
        parts, rest = (found[1], found[2], found[3]), ""
        if found[4]:
            rest = ":".join(part for part in found.groups()[3:] if part)
    elif found := _ISO.fullmatch(text):
        parts, rest = (found[1], found[2], found[3]), found[4] or ""
    elif found := _LOCAL.fullmatch(text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        day, month = (found[2], found[1]) if us_order else (found[1], found[2])
        parts, rest = (year, month, day), found[4] or ""
    elif found := _NAMED.fullmatch(text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        month = str(_MONTHS.get(fold(found[2])[:3], 0))
        parts, rest = (year, month, found[1]), found[4] or ""
    else:
        return None, ""
    try:
        return date(*(int(part) for part in parts)), rest
    except ValueError:
        return None, ""


def _with_clock(day: date, clock: str) -> str | None:
    read = _read_clock(clock)
    if read is None:
        return None
    at, offset, precise = read
    moment = datetime.combine(day, at)
    try:
        return _iso(moment - offset if offset else moment, precise=precise)
    except OverflowError:
        return None


@lru_cache(maxsize=1 << 17)
def _read_clock(clock: str) -> tuple[time, timedelta, bool] | None:
    """Return the time of a day, its offset from UTC, and whether it has seconds."""
    found = _TIME.fullmatch(clock.strip())
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    zone = (found[5] or "").lower()
    if len(zone) == 3 and zone[0] in "+-" and found[3] is None:
        return None  # 10:00-12 is from ten to twelve
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        at = time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None
    return at, _offset(zone), found[3] is not None


def _offset(zone: str) -> timedelta:
    if zone in _NAMED_ZONES:
        return timedelta(hours=_NAMED_ZONES[zone])
    digits = zone.lstrip("zutcgm +-").replace(":", "")
    if not digits:
        return timedelta()
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    sign = -1 if "-" in zone else 1
    return sign * timedelta(hours=int(hours), minutes=int(minutes))


def _iso(moment: datetime, *, precise: bool) -> str:
    return moment.isoformat()[: 19 if precise else 16]


@lru_cache(maxsize=1 << 14)
def read_duration(text: str, *, minutes: bool = False) -> int | None:
    """Return seconds of `61`, `61 s`, `1:01`, `0:01:01`, `1 min 1 s`; None if none.

    A bare number counts seconds, or minutes where the column says so.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    seconds = None
    if found := re.fullmatch(r"(\d+)(?:[.,](\d+))?", text):
        amount = float(f"{found[1]}.{found[2] or 0}")
        seconds = round(amount * 60 if minutes else amount)
    elif found := _CLOCK.fullmatch(text):
        hours, mins, secs = (int(part or 0) for part in found.groups())
        seconds = hours * 3600 + mins * 60 + secs
    elif text and (found := _UNITS.fullmatch(text)):
        hours, mins, secs = (int(part or 0) for part in found.groups())
        seconds = hours * 3600 + mins * 60 + secs
    return seconds if seconds is not None and seconds <= MAX_DURATION_S else None
