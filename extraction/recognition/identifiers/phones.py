"""Phone numbers to E.164: with a country code anywhere, local ones by the country."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from extraction.recognition.gazetteer import find_places
from extraction.recognition.identifiers.scan import (
    Candidate,
    Scan,
    context,
    fold,
    load,
    word_regex,
)
from graph.names import given_names

_NUMBER = re.compile(
    r"(?<![a-z0-9+/.,@#_-])(?:(?<![0-9] )|(?=\+))(?:\+ ?|\(\+|\(?00|\(?(?=0))?"
    r"[0-9](?:[ ()/.\-]{0,3}[0-9]){5,60}(?![0-9a-z@_])"
)
_BARE = re.compile(
    r"(?<![a-z0-9+/.,@#_-])(?<![0-9] )[1-9](?:[ ()/.\-]{0,3}[0-9]){5,11}(?![0-9a-z@_])"
)
_DATE_LIKE = re.compile(
    r"[0-9]{1,2}[./-] ?[0-9]{1,2}[./-] ?(?:19|20)?[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2}(?![0-9])"
)
_AMOUNT_LIKE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{2})?")
_YEARLY = re.compile(r"[0-9]{1,6}[/-](?:19|20)[0-9]{2}")
_LOCAL_SHAPE = re.compile(
    r"\(?0[0-9]{1,3}\)?[ /.-]{0,3}[0-9]{2,4}(?:[ .-]?[0-9]{2,4}){0,4}|0[0-9]{7,10}"
)
_BREAKS = re.compile(r"[ ()/.\-]+")
_FOLLOWING = re.compile(r"[ /]{1,3}(?=0[0-9])")
_APART = re.compile(r" [ /]{0,2}(?=0[0-9])")
"""Behind what is no number only a blank begins another: `11-3/02-230` is a file's."""
_LABEL_REACH = 30
_MIN_DIGITS, _MAX_DIGITS = 7, 15


def find_phones(scan: Scan) -> Iterator[Candidate]:
    """Yield PHONE in E.164; not valid where no such number can have been given out.

    Local numbers need a leading zero, or a word for phones before them, and a country:
    the one given, else those of the language.
    """
    end = -1
    for match in _NUMBER.finditer(scan.folded):
        for found in _read_run(scan, match.start(), match.end()):
            end = found.end
            yield found
    for match in _BARE.finditer(scan.folded):
        if match.start() >= end and _is_labelled(scan, match.start()):
            yield from _read_run(scan, match.start(), match.end())


def _read_run(scan: Scan, start: int, end: int) -> Iterator[Candidate]:
    """Read the numbers in a run of digits: one, or several with blanks between."""
    while start < end:
        found = _read(scan, start, scan.folded[start:end])
        if found:
            yield found
        between = _FOLLOWING if found else _APART
        following = between.search(scan.folded, found.end if found else start, end)
        if not following:
            return
        start = following.end()


def _read(scan: Scan, start: int, run: str) -> Candidate | None:
    """Read the longest beginning of the run, cut at its breaks, that is a number.

    One that cannot have been given out is cut only where its line ends.
    """
    opened = run.startswith("(") and ")" not in run
    start, run = start + opened, run[opened:]
    labelled = _is_labelled(scan, start)
    if _is_other(run) or (not labelled and _other().search(scan.before(start, 30))):
        return None
    whole: Candidate | None = None
    for end in _cuts(run):
        text = run[:end]
        number = _parse(scan, text, labelled)
        if number is None or _is_other(text):
            continue
        valid = phonenumbers.is_valid_number(number)
        value = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        found = Candidate(start, start + end, "PHONE", value, rank=10, valid=valid)
        if valid and (whole is None or scan.text[start + end] == "\n"):
            return found
        if end == len(run):
            whole = found
    return whole


def _cuts(run: str) -> list[int]:
    return [len(run), *(m.start() for m in reversed(list(_BREAKS.finditer(run))))]


def _is_other(text: str) -> bool:
    if text.startswith(("+", "(+")):
        return False
    patterns = (_DATE_LIKE, _AMOUNT_LIKE, _YEARLY)
    return bool(patterns[0].match(text)) or any(p.fullmatch(text) for p in patterns[1:])


def _parse(scan: Scan, text: str, labelled: bool) -> PhoneNumber | None:
    digits = re.sub(r"[^0-9]", "", text)
    if not _MIN_DIGITS <= len(digits) <= _MAX_DIGITS + 2:
        return None
    if text.lstrip("(").startswith("+"):
        return _try(f"+{digits}", None, loose=True)
    if digits.startswith("00"):
        return _try(f"+{digits[2:]}", None, loose=labelled)
    if not labelled and not _LOCAL_SHAPE.fullmatch(text):
        return None
    regions, likeliest = _regions(scan)
    asked = regions if labelled else regions[:likeliest]
    numbers = (_try(digits, region, loose=False) for region in asked)
    found = next((number for number in numbers if number), None)
    if found or not labelled:
        return found
    return _try(digits, regions[0], loose=True) if regions else None


def _try(digits: str, region: str | None, loose: bool) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, region)
    except NumberParseException:
        return None
    check = phonenumbers.is_possible_number if loose else phonenumbers.is_valid_number
    return number if check(number) else None


def _regions(scan: Scan) -> tuple[Sequence[str], int]:
    """Return the regions of local numbers: the country's own, else the language's.

    With how many of them are the likeliest.
    """
    if scan.country:
        return [scan.country.upper()], 1
    return _regions_of(scan.text, scan.folded, scan.language)


@lru_cache(maxsize=8)
def _regions_of(
    text: str, folded: str, language: str | None
) -> tuple[Sequence[str], int]:
    """Return the regions of a language, those first of which a page says most.

    A language that is at home nowhere has those that are named alone. A place that is
    a first name too (`Vlora`) says nothing. With how many are named as often as the
    first.
    """
    data = load("phones")
    known: Sequence[str] = data["languages"].get(language, ())
    counts = Counter(
        found.place.country
        for found in find_places(text)
        if fold(text[found.start : found.end]) not in _given()
    )
    for country in known:
        words = data["signs"].get(country)
        counts[country] += len(word_regex(words).findall(folded)) if words else 0
    if language not in data["home"]:
        known = [country for country in known if counts[country]]
    elif known:
        counts[known[0]] += data["home"][language]
    ordered = sorted(known, key=lambda c: -counts[c])
    likeliest = sum(counts[one] == counts[ordered[0]] for one in ordered)
    return [one.upper() for one in ordered], likeliest


@cache
def _given() -> frozenset[str]:
    """Return all first names, folded."""
    lists = (names for sex in given_names().values() for names in sex.values())
    return frozenset(fold(name) for names in lists for name in names)


def _is_labelled(scan: Scan, start: int) -> bool:
    return bool(context("phone").search(scan.before(start, _LABEL_REACH)))


@cache
def _other() -> re.Pattern[str]:
    words = word_regex(load("phones")["other"]).pattern
    return re.compile(rf"(?:{words})(?:[ .:,]{{1,3}}(?:br|broj|nr|no))?[ .:,]{{0,4}}$")
