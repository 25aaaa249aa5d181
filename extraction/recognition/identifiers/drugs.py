"""Drugs with their amounts: `1,84 kg kokaina` to `cocaine 1840 g`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from extraction.recognition.identifiers.amounts import (
    NUMBER,
    parse_number,
    show_decimal,
)
from extraction.recognition.identifiers.scan import (
    Candidate,
    Scan,
    load,
    word_pattern,
    word_regex,
)

_PROJECT = re.compile(r"(?<![a-z0-9])ap $")
"""Before the name of an analysis project: AP Heroin."""


def find_drugs(scan: Scan) -> Iterator[Candidate]:
    """Yield DRUG: its English name, and grams, pills or ml where an amount is near.

    The span runs over name and amount in the order in which they stand.
    """
    amount_first, name_first, alone = _patterns()
    for match in amount_first.finditer(scan.folded):
        yield _read(scan, match, rank=7)
    for match in name_first.finditer(scan.folded):
        yield _read(scan, match, rank=7)
    slang = word_regex(load("drugs")["only_with_amount"])
    for match in alone.finditer(scan.folded):
        if slang.fullmatch(match[0]) or _PROJECT.search(scan.before(match.start(), 4)):
            continue
        yield Candidate(*match.span(), "DRUG", _name_of(match[0]), rank=9)


def _read(scan: Scan, match: "re.Match[str]", rank: int) -> Candidate:
    number = parse_number(match["number"], scan.language)
    amount, unit = _measure(number, match["unit"])
    value = f"{_name_of(match['name'])} {show_decimal(amount)} {unit}"
    return Candidate(*match.span(), "DRUG", value, rank=rank)


@cache
def _patterns() -> tuple["re.Pattern[str]", ...]:
    data = load("drugs")
    names = word_pattern(word for words in data["names"].values() for word in words)
    units = word_pattern(w for row in data["units"].values() for w in row["words"])
    links = word_pattern(data["links"])
    between = word_pattern(data["between"])
    name = rf"(?<![a-z0-9])(?P<name>{names})(?![a-z0-9])"
    number = rf"(?<![0-9a-z])(?<![0-9][.,/-])(?P<number>{NUMBER})"
    amount = rf"{number}\s{{0,2}}(?P<unit>{units})(?![a-z0-9])"
    return (
        re.compile(
            rf"{amount}(?:\.?\s{{1,2}}[\"„”“']?(?:{links})){{0,4}}\s{{1,2}}[\"„”“']?{name}"
        ),
        re.compile(
            rf"{name}[\"”“']?(?:,?\s{{0,2}}[(:-]?\s{{0,2}}(?:{between})(?![a-z0-9])){{0,5}}"
            rf"(?:,?[ (:-]{{1,3}}|[^\n0-9.;|]{{0,40}}\s?\|\s?){amount}"
        ),
        re.compile(name),
    )


@cache
def _name_of(word: str) -> str:
    rows = load("drugs")["names"].items()
    return next(str(name) for name, words in rows if word_regex(words).fullmatch(word))


def _measure(number: Decimal, word: str) -> tuple[Decimal, str]:
    """Return the amount in grams, or in the unit that is counted."""
    row = _unit_of(word)
    if "gram" in row:
        return number * Decimal(row["gram"]), "g"
    return number, row["count"]


@cache
def _unit_of(word: str) -> dict[str, str]:
    rows = load("drugs")["units"].values()
    return next(row for row in rows if word_regex(row["words"]).fullmatch(word))
