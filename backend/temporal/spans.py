"""Partial dates as spans of time, and windows of the calendar in a time zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.moments import parse_moment
from graph.errors import InvalidInput, LimitExceeded

MAX_WINDOWS = 1_000
_LENGTH = re.compile(r"(\d{0,4})\s*-?(day|week|month|year|d|w|m|y)s?", re.IGNORECASE)
_BY_LETTERS = {
    4: timedelta(days=366),
    7: timedelta(days=31),
    10: timedelta(days=1),
    13: timedelta(hours=1),
    16: timedelta(minutes=1),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last moment that a date can mean; `exact` to the hour."""

    begin: datetime
    end: datetime
    exact: bool


@cache
def read_span(text: str) -> Span | None:
    """Return what a date of FollowTheMoney means, UTC where it names no zone, or None.

    `2025-03` is all of March; what names the second is one moment.
    """
    begin = parse_moment(text)
    if begin is None:
        return None
    letters = len(text.strip())
    if letters <= 7:
        later = begin.replace(day=1) + _BY_LETTERS[4 if letters == 4 else 7]
        end = later.replace(day=1) if letters > 4 else begin.replace(year=_next(begin))
        return Span(begin, end - timedelta(seconds=1), False)
    length = _BY_LETTERS.get(letters)
    if length is None:
        return Span(begin, begin, True)
    return Span(
        begin, begin + length - timedelta(seconds=1), letters > len("2025-03-01")
    )


def _next(moment: datetime) -> int:
    return min(moment.year + 1, 9999)


@dataclass(frozen=True, slots=True)
class Length:
    """So many days, weeks or months of the calendar."""

    number: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> "Length":
        """Read `day`, `week`, `month`, `year`, `2 weeks`, `3m`. Raises InvalidInput."""
        found = _LENGTH.fullmatch(text.strip())
        if found is None or found[1].strip("0") == "" and found[1]:
            raise InvalidInput(
                "a window is day, week, month or year, or a number of them: 2w, 3m"
            )
        number = int(found[1] or 1)
        letter = found[2][0].lower()
        if letter == "y":
            return cls(12 * number, "month")
        return cls(number, {"d": "day", "w": "week", "m": "month"}[letter])

    def __str__(self) -> str:
        return self.unit if self.number == 1 else f"{self.number} {self.unit}s"

    def floor(self, day: date) -> date:
        """Return the day on which the calendar's unit of `day` begins."""
        if self.unit == "month":
            return day.replace(day=1)
        return day - timedelta(days=day.weekday() if self.unit == "week" else 0)

    def after(self, day: date) -> date:
        """Return the day so much later."""
        if self.unit == "month":
            year, month = divmod(day.year * 12 + day.month - 1 + self.number, 12)
            return date(year, month + 1, 1)
        return day + timedelta(days=self.number * (7 if self.unit == "week" else 1))


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open time [begin, end); its bounds are midnights in the zone asked for."""

    begin: datetime
    end: datetime

    @property
    def days(self) -> float:
        """How long it is, in days."""
        return (self.end - self.begin) / timedelta(days=1)

    def meets(self, begin: datetime, end: datetime) -> bool:
        """Whether something that lasts [begin, end] falls in it, even in part."""
        return begin < self.end and end >= self.begin


def find_zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name. Raises InvalidInput."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput(
            "a time zone is named as in Europe/Belgrade or UTC"
        ) from error


def iter_windows(
    begin: datetime, end: datetime, length: Length, step: Length, zone: ZoneInfo
) -> Iterator[Window]:
    """Yield windows from the one whose unit `begin` is in to the one that holds `end`.

    Weeks begin on Monday. With a step shorter than the length they overlap, with a
    longer one they leave gaps; a day that a zone skipped is none. Raises
    LimitExceeded for more than 1,000.
    """
    day = length.floor(begin.astimezone(zone).date())
    for number in range(MAX_WINDOWS + 1):
        opened = datetime(day.year, day.month, day.day, tzinfo=zone)
        if opened > end:
            return
        if number == MAX_WINDOWS:
            raise LimitExceeded(
                f"more than {MAX_WINDOWS} windows: ask for longer ones, or a shorter "
                "period"
            )
        until = length.after(day)
        closed = datetime(until.year, until.month, until.day, tzinfo=zone)
        window = Window(opened.astimezone(UTC), closed.astimezone(UTC))
        if window.begin < window.end:
            yield window
        day = step.after(day)
