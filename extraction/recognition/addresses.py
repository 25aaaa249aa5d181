"""Addresses by the word for a street: number, flat, floor and place behind it.

`rr. „Ukshin Hoti“ p.n., Prizren`, `ул. Илинденска 14`, `14 Nemanjina Street, Belgrade`.
"""

import re
from collections.abc import Iterator
from functools import cache

from extraction.recognition.gazetteer import find_place, find_places
from extraction.recognition.wording import CAPITALIZED, UPPER, fold, load

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
_QUARTER = rf"(?:(?i:{_SIGN}\s?)?\d{{1,3}}|{_QUOTED}|{CAPITALIZED}(?:\s{CAPITALIZED})?)"
_KINDS = (
    "Street|Road|Avenue|Boulevard|Lane|Square|Drive|Terrace|Crescent|Quay"
    r"|St\.|Blvd\.?"
)
_LANDMARK = (
    r",\s(?i:pas|përballë|pranë|mbi|afër|prapa|iza|kod|kraj|pored|preko\sputa|спроти|зад)"
    r"\s\w+(?=,)"
)
"""What an address is beside, between commas: `, mbi plazhin,`."""

_TAIL = 60
_LIVING = re.compile(
    r"(?:prebivalist|boravist|nastanjen|stanuj|stanov|prijavljen|zivi|boravi|stanom|"
    r"adresom|zivee|ziveaistem|prestojuva|banim|banon|banues)\w*(?: je| se)? "
    r"(?:u|na|vo|ne) \Z"
)
_SEAT = re.compile(
    r"(?:(?:sedist|sjedist|selia|seline|office|registered)\w*:?(?: u| vo| na| ne| in)?|"
    r"(?<!\w)iz) \Z"
)
"""A firm's seat and an origin keep their town, as contracts write them."""

_LIVING_BACK = 30


def town_before_street(text: str, start: int, end: int) -> int:
    """Return how long the town is before a comma and the street, else 0.

    It is a place of its own: `nastanjen u Tuzli, ul. Titova 5`, `Klinë, rr. 1 nr. 8`.
    """
    comma = text.find(",", start, end)
    if comma < 0 or not any(c.isdigit() for c in text[comma:end]):
        return 0
    town = text[start:comma]
    if any(c.isdigit() for c in town) or not town[:1].isupper():
        return 0
    before = fold(text[max(0, start - _LIVING_BACK) : start])
    if _SEAT.search(before):
        return 0
    lives = _LIVING.search(before)
    street = re.match(rf"(?i:{_any('street')}|{_any('quarters')})", town)
    known = find_place(town) is not None
    return comma - start if known or (lives and not street) else 0


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses stand; they may overlap."""
    for matcher in _patterns():
        for match in matcher.finditer(text):
            named = any(map(str.isupper, match[0][4:]))
            if not named and not _numbered_quarter().match(match[0]):
                continue
            end = match.end()
            while unit := _unit().match(text, end):
                end = unit.end()
            yield match.start(), with_place(text, end)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns: number behind the street, before it, and in English."""
    street = rf"(?<!\w)(?i:{_any('street')})(?![^\W_])"
    quarter = rf"(?<!\w)(?i:{_any('quarters')})\s{_QUARTER},?\s"
    number = r"(?<![\w.,/])(?:[Nn]o\.?\s)?\d{1,4}[a-z]?,?\s"
    shortest = rf"{_NAME}?(?:[ ]{_SMALL})?"
    behind = rf"(?:,?\s(?i:{_HOUSE})|{_units()})"
    return (
        re.compile(rf"(?:{quarter})?{street}\s?(?:{_QUOTED}|{shortest}){behind}"),
        re.compile(rf"(?:{quarter}|{number}){street}\s?(?:{_QUOTED}|{_NAME})"),
        re.compile(rf"{quarter.removesuffix(',?' + chr(92) + 's')}{_units()}"),
        re.compile(rf"{number}(?:{CAPITALIZED}\s){{1,3}}(?:{_KINDS})(?!\w)"),
    )


@cache
def _numbered_quarter() -> re.Pattern[str]:
    """Return the pattern of a quarter that has a number for a name."""
    return re.compile(rf"(?i:{_any('quarters')})\s(?i:{_SIGN}\s?)?\d")


@cache
def _unit() -> re.Pattern[str]:
    """Return the pattern of a house, entrance, floor or flat behind a street."""
    return re.compile(rf"{_units()}|,\s(?i:{_HOUSE})|{_LANDMARK}")


def _units() -> str:
    number = (
        rf"(?i:{_SIGN}\s?)?"
        r"(?:[A-Z]?\d{1,4}[a-zA-Z]?|[IVX]{1,4}|[A-ZА-Ш])(?!\w)"
    )
    return rf",?\s(?i:{_any('address_units')})\s?{number}"


def _any(key: str) -> str:
    words = sorted(load("cues")[key], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


def with_place(text: str, end: int) -> int:
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
