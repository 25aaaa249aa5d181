"""Dates in six languages and both scripts, to ISO 8601 as far as they are known."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from extraction.recognition.identifiers.scan import (
    Candidate,
    Scan,
    context,
    load,
    word_pattern,
    word_regex,
)

_DAY = r"(0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"((?:19|20)[0-9]{2})"
_NUMERIC = re.compile(
    rf"(?<![0-9a-z])(?<![0-9][./,-]){_DAY}(?:\. ?|/|-)(0?[1-9]|1[0-9]|2[0-9]|3[01])"
    rf"(?:\. ?|/|-){_YEAR}(?![0-9a-z]|[/-][0-9]|\.[0-9])"
)
_SHORT = re.compile(
    rf"(?<![0-9a-z])(?<![0-9][./,-]){_DAY}\. ?(0?[1-9]|1[0-2])\. ?([0-9]{{2}})"
    r"(?![0-9a-z]|[./:-][0-9])"
)
_ISO = re.compile(
    rf"(?<![0-9a-z])(?<![0-9][./,-]){_YEAR}([-/.])(0[1-9]|1[0-2])\2"
    r"(0[1-9]|[12][0-9]|3[01])(?![0-9]|[-/.][0-9])"
)
_ROMAN = re.compile(
    rf"(?<![0-9a-z]){_DAY}\. ?(i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}})\.? ?"
    rf"{_YEAR}(?![0-9a-z])"
)
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii".split()
_YEAR_BEFORE = re.compile(
    rf"(?<![0-9a-z/.-]){_YEAR}\.?\s{{0,2}}(?:godin|godist|god\.|g\.)"
)
_YEAR_AFTER = re.compile(
    rf"(?<![a-z])(?:viti|vitin|vitit|godin[aeu]|(?:in\sthe\s)?course\sof|in|since|during|throughout|year)\s{{1,2}}{_YEAR}(?![0-9a-z]|[/.,-][0-9])"
)
_YEARS = re.compile(
    rf"(?<![a-z])(?:od|from|between|nga|prej|midis|mes|izmedju|period\w{{0,3}}|periudh\w{{1,3}})\s"
    rf"(?:vit\w{{1,3}}\s)?{_YEAR}\.?\s{{1,2}}"
    rf"(?:do|to|until|till|and|i|dhe|(?:e\s)?deri)\s(?:(?:me|ne)\s)?(?:{_YEAR}(?![0-9a-z]|[/.,-][0-9]))?"
)
_UNIT = (
    r"(?:eur|evr|den|din|dolar|frank|lek|mark|pound|usd|rsd|chf|km|kg|g|kilogram|gram|"
    r"litar|litr|ton|kom|copa|met|m2|sati|hours?|hrs|osob|ljud|person|kut|paket|tablet)"
)
_BOUND_YEAR = r"((?:199|20[0-3])[0-9])"
_YEAR_BOUND = re.compile(
    rf"(?<![a-z])(?:(?:od|do|iz|u|u\stoku|tokom|pocetkom|sredinom|krajem)\s{_BOUND_YEAR}"
    rf"(?=\.\s(?!{_UNIT}\w*)[a-z])"
    r"|(?:until|till|before|after|(?:spring|summer|autumn|winter|beginning|end)\sof|prej|deri\s(?:me|ne)|qysh\s(?:me|ne|prej)|vo|od|do)\s"
    rf"{_BOUND_YEAR}(?=[,;)]|\.?\n|\.?\s(?!{_UNIT})[a-z]))"
)
"""A year that only a preposition announces, where no unit follows."""

_YEAR_BORN = re.compile(
    rf"(?<![a-z])(?:rodj?(?:en\w{{0,3}})?|r\.|lindur|born)[.,:]?\s{{0,2}}"
    rf"(?:(?:me|vo|u|in)\s)?{_YEAR}(?![0-9a-z]|[/.,-][0-9])"
)
_ENGLISH_ONLY = re.compile(r"(?:in|since|during|throughout|year|course)\s")
_YEAR_SUFFIX = re.compile(r"\.?\s{0,2}(?:god|g\.)")
_PIVOT = 40


def find_dates(scan: Scan) -> Iterator[Candidate]:
    """Yield DATE as YYYY-MM-DD, YYYY-MM or YYYY; impossible days are none.

    Numbers read day first, month first only where nothing else fits. Two-digit years
    need a word for a date beside them.
    """
    yield from _find_numeric(scan)
    yield from _find_named(scan)
    yield from _find_years(scan)


def _find_numeric(scan: Scan) -> Iterator[Candidate]:
    for match in _NUMERIC.finditer(scan.folded):
        day, month, year = int(match[1]), int(match[2]), int(match[3])
        yield from _dated(match, _iso(year, month, day) or _iso(year, day, month))
    for match in _ISO.finditer(scan.folded):
        yield from _dated(match, _iso(int(match[1]), int(match[3]), int(match[4])))
    for match in _ROMAN.finditer(scan.folded):
        month = _ROMANS.index(match[2]) + 1
        yield from _dated(match, _iso(int(match[3]), month, int(match[1])))
    for match in _SHORT.finditer(scan.folded):
        if _is_announced(scan, match):
            short = int(match[3])
            year = short + (2000 if short < _PIVOT else 1900)
            yield from _dated(match, _iso(year, int(match[2]), int(match[1])))


def _is_announced(scan: Scan, match: "re.Match[str]") -> bool:
    words = context("date").search(scan.before(match.start(), 20))
    return bool(words or _YEAR_SUFFIX.match(scan.folded, match.end()))


def _find_named(scan: Scan) -> Iterator[Candidate]:
    day_first, month_first, month_only = _named_patterns()
    for match in day_first.finditer(scan.folded):
        iso = _iso(int(match[3]), _month_of(match[2]), int(match[1]))
        yield from _dated(match, iso)
    for match in month_first.finditer(scan.folded):
        iso = _iso(int(match[3]), _month_of(match[1]), int(match[2]))
        yield from _dated(match, iso)
    for match in month_only.finditer(scan.folded):
        value = f"{match[2]}-{_month_of(match[1]):02}"
        yield Candidate(*match.span(), "DATE", value, rank=8)


def _find_years(scan: Scan) -> Iterator[Candidate]:
    for match in _YEARS.finditer(scan.folded):
        for group in (1, 2):
            if match[group]:
                span = match.span(group)
                yield Candidate(*span, "DATE", match[group], rank=9)
    for pattern in (_YEAR_BEFORE, _YEAR_BORN):
        for match in pattern.finditer(scan.folded):
            yield Candidate(*match.span(1), "DATE", match[1], rank=9)
    for match in _YEAR_BOUND.finditer(scan.folded):
        group = 1 if match[1] else 2
        yield Candidate(*match.span(group), "DATE", match[group], rank=9)
    for match in _YEAR_AFTER.finditer(scan.folded):
        english = _ENGLISH_ONLY.match(match[0])
        if not english or scan.language == "en":
            yield Candidate(*match.span(1), "DATE", match[1], rank=9)


@cache
def _named_patterns() -> tuple["re.Pattern[str]", ...]:
    words = [word for names in load("months").values() for word in names]
    month = rf"({word_pattern(words)})"
    ordinal = r"(?:\.|st|nd|rd|th|-?[tmvr][aei]|-?og|-?ga)?"
    return (
        re.compile(
            rf"(?<![0-9a-z])(?<![0-9][./,-]){_DAY}{ordinal}\s{{0,3}}(?:of\s|mesec\w*\s)?"
            rf"{month}(?:\.|,|\ste|\se)?\s{{0,3}}(?:te\s|viti\w{{0,2}}\s)?{_YEAR}(?![0-9a-z])"
        ),
        re.compile(
            rf"(?<![0-9a-z]){month}\.?\s{{1,3}}{_DAY}(?:st|nd|rd|th)?,?\s{{1,3}}{_YEAR}"
            r"(?![0-9a-z])"
        ),
        re.compile(rf"(?<![0-9a-z]){month}(?:\.|,)?\s{{1,3}}{_YEAR}(?![0-9a-z])"),
    )


@cache
def _month_patterns() -> tuple[tuple[int, "re.Pattern[str]"], ...]:
    months = load("months").items()
    return tuple((number, word_regex(names)) for number, names in months)


@cache
def _month_of(word: str) -> int:
    return next(number for number, names in _month_patterns() if names.fullmatch(word))


def _dated(match: "re.Match[str]", iso: str | None) -> Iterator[Candidate]:
    if iso:
        yield Candidate(*match.span(), "DATE", iso, rank=8)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
