"""Birth dates as far as known, and how two of them agree."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from graph.schema import clean_date

Day = tuple[int, int, int]
"""Year, month and day; 0 what is not known."""

LEVELS = ("same", "month", "year", "swapped", "digit", "two", "near", "day", "far")
"""From agreement to contradiction; see `agree`."""

_MIN_YEARS = 14
"""Years by which a child is younger than its parent."""


@lru_cache(maxsize=1 << 16)
def read_day(text: str) -> Day | None:
    """Return a date as far as known, None for what is none.

    Eight digits in a row are one even where no calendar has it: one of them is wrong.
    """
    found = clean_date(text)
    if found is None:
        digits = re.sub(r"[-./ ]", "", text)
        if not re.fullmatch(r"(1[89]|20)\d{6}", digits):
            return None
        found = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    parts = [int(p) for p in found[:10].split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    return year, month, day


def compare_days(left: Iterable[Day], right: Iterable[Day]) -> str:
    """Return the best agreement of any two dates, empty where a side has none."""
    found = [agree(a, b) for a in left for b in right]
    return min(found, key=LEVELS.index) if found else ""


@lru_cache(maxsize=1 << 16)
def agree(left: Day, right: Day) -> str:
    """Return how two dates agree.

    `same` to the day; `month` or `year` as far as both are known (the first of January
    counts as a year, where the days differ); `swapped` day and month; `digit`: one
    digit wrong or two exchanged; `two` of year, month and day, the years close; `near`:
    at most a year apart; `day`: same day and month of years far apart; else `far`.
    """
    if left == right and left[2]:
        return "same"
    if not (left[2] and right[2]) or (1, 1) in (left[1:], right[1:]):
        return _agree_partly(left, right)
    if left[0] == right[0] and left[1:] == right[:0:-1]:
        return "swapped"
    a, b = (f"{y:04}{m:02}{d:02}" for y, m, d in (left, right))
    if OSA.distance(a, b, score_cutoff=1) <= 1:
        return "digit" if left[0] // 10 == right[0] // 10 else "day"
    if sum(x == y for x, y in zip(left, right, strict=True)) == 2:
        return "two" if abs(left[0] - right[0]) <= 2 else "day"
    return "near" if abs(_days(left) - _days(right)) <= 400 else "far"


def _agree_partly(left: Day, right: Day) -> str:
    if left[0] != right[0]:
        a, b = f"{left[0]:04}", f"{right[0]:04}"
        if left[1:] == right[1:] and OSA.distance(a, b, score_cutoff=1) <= 1:
            return "day" if left[2] else "near"
        return "near" if abs(left[0] - right[0]) <= 1 else "far"
    known = bool(left[1] and right[1]) and (1, 1) not in (left[1:], right[1:])
    if not known:
        return "year"
    return "month" if left[1] == right[1] else "near"


def generation_apart(left: Iterable[Day], right: Iterable[Day]) -> bool:
    """Whether no two of the dates are less than a generation apart."""
    gaps = [abs(a[0] - b[0]) for a in left for b in right]
    return bool(gaps) and min(gaps) >= _MIN_YEARS


def _days(day: Day) -> int:
    return day[0] * 365 + day[1] * 30 + day[2]
