"""Addresses by the word for a street: number, flat, floor and place behind it.

`rr. „Ukshin Hoti“ p.n., Prizren`, `ул. Илинденска 14`, `14 Nemanjina Street, Belgrade`.
"""

import re
from collections.abc import Iterator
from functools import cache

from extraction.recognition.gazetteer import find_places
from extraction.recognition.wording import CAPITALIZED, UPPER, load

_QUOTED = rf"[„“\"«”][{UPPER}\d][^„“\"«»”\n]{{1,50}}[“”\"»]"
_SMALL = r"[^\W\d_]{1,30}"
_LARGE = rf"(?:[{UPPER}]\w{{0,3}}\.|\d{{1,2}}\.|{CAPITALIZED})"
_NAME = rf"(?:{_SMALL}[ ])?{_LARGE}(?:(?:[ ]{_SMALL})?[ ]?{_LARGE}){{0,3}}"
_SIGN = r"(?:(?:br|бр|nr|no)\.?|broj|број|numri|numër|number)"
_HOUSE = (
    rf"(?:(?:{_SIGN}\s?)?"
    r"(?:\d{1,4}(?:[a-zA-Zа-ш](?!\w)|[ ][a-zA-Zа-ш](?=[,;)/\n]|\Z))?"
    r"(?:[/-]\d{1,4}){0,2}"
    r"|bb|бб|p\.\s?n\.?|pa\snum[eë]r))(?![\w.]*\d)(?!\w)"
)
_KINDS = (
    "Street|Road|Avenue|Boulevard|Lane|Square|Drive|Terrace|Crescent|Quay"
    r"|St\.|Blvd\.?"
)
_TAIL = 60


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand; they may overlap."""
    for matcher in _patterns():
        for match in matcher.finditer(text):
            if not any(c.isupper() for c in match.group()[4:]):
                continue
            end = match.end()
            while unit := _unit().match(text, end):
                end = unit.end()
            yield match.start(), _with_place(text, end)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns: number behind the street, before it, and in English."""
    street = rf"(?<!\w)(?i:{_any('street')})(?![^\W_])"
    quarter = rf"(?<!\w)(?i:{_any('quarters')})\s(?i:{_SIGN}\s?)?\d{{1,3}},?\s"
    number = r"(?<![\w.,/])(?:[Nn]o\.?\s)?\d{1,4}[a-z]?,?\s"
    shortest = rf"{_NAME}?(?:[ ]{_SMALL})?"
    behind = rf"(?:,?\s(?i:{_HOUSE})|{_units()})"
    return (
        re.compile(rf"(?:{quarter})?{street}\s?(?:{_QUOTED}|{shortest}){behind}"),
        re.compile(rf"(?:{quarter}|{number}){street}\s?(?:{_QUOTED}|{_NAME})"),
        re.compile(rf"{number}(?:{CAPITALIZED}\s){{1,3}}(?:{_KINDS})(?!\w)"),
    )


@cache
def _unit() -> re.Pattern[str]:
    """Return the pattern of a house, entrance, floor or flat behind a street."""
    return re.compile(rf"{_units()}|,\s(?i:{_HOUSE})")


def _units() -> str:
    number = rf"(?i:{_SIGN}\s?)?(?:\d{{1,4}}[a-zA-Z]?|[IVX]{{1,4}}|[A-ZА-Ш])(?!\w)"
    return rf",?\s(?i:{_any('address_units')})\s?{number}"


def _any(key: str) -> str:
    words = sorted(load("cues")[key], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


def _with_place(text: str, end: int) -> int:
    """Return the end of an address with the postal code and place behind it."""
    tail = re.match(
        rf"(?:,?\s\d{{4,5}})?,?\s(?:\d{{4,5}}\s)?({CAPITALIZED}(?:\s{CAPITALIZED})?)",
        text[end : end + _TAIL],
    )
    if not tail:
        return end
    piece = text[end + tail.start(1) : end + tail.end(1)]
    for found in find_places(piece):
        if found.start == 0:
            return end + tail.start(1) + found.end
    return end
