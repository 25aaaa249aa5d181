"""Licence plates of the region, by registration area or by a word of vehicles near."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extraction.recognition.identifiers.scan import Candidate, Scan, context, fold, load

_LATIN = dict(
    zip("АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ", "ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ", strict=True)
) | {"Џ": "DŽ", "Љ": "LJ", "Њ": "NJ", "Ѓ": "GJ", "Ќ": "KJ", "Ѕ": "DZ"}
_REACH = 60
_ANY = "any"
_BEFORE = 30
_TOLD = re.compile(
    r"(?:tablic\w*|oznak\w*|registracij\w*|registarsk\w*|\breg|\bozn|\bbr|targ\w*|"
    r"plates?|registration)(?:\s[a-z]{3,12})?[\s.,:„“\"(]{1,3}\Z"
)
_CYCLE = re.compile(
    r"(?<![a-z])(?:moto|motor|motorr|motoc\w*|skuter\w*|scooter\w*|motorin|motorit|"
    r"motorom|motora|motoru|motorcycle|motorbike|moped\w*)"
    r"(?:[ ,(„“\"]+(?:me targa|targa|tablica|registarskih oznaka|plates?))?"
    r"[ ,(:„“\"]+\Z"
)


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    areas: frozenset[str] | None
    named: bool
    beside: bool
    told: bool
    cycle: bool


@cache
def _load_forms() -> tuple[_Form, ...]:
    data = load("plates")
    areas = {name: frozenset(map(fold, data[name])) for name in data if name != "forms"}
    areas[_ANY] = frozenset().union(*areas.values())
    return tuple(
        _Form(
            re.compile(
                rf"(?<![a-z0-9./-])(?:{row['pattern']})(?![a-z0-9]|[-/][a-z0-9])"
            ),
            areas.get(row.get("areas", "")),
            row.get("named", False),
            row.get("beside", False),
            row.get("told", False),
            row.get("cycle", False),
        )
        for row in data["forms"]
    )


def find_plates(scan: Scan) -> Iterator[Candidate]:
    """Yield VEHICLE: the plate in Latin capitals without separators.

    The letters must stand as capitals in the text.
    """
    for form in _load_forms():
        for match in form.pattern.finditer(scan.folded):
            if _fits(scan, form, match):
                value = _normalize(scan.text[match.start() : match.end()])
                yield Candidate(*match.span(), "VEHICLE", value, rank=7)


def _fits(scan: Scan, form: _Form, match: "re.Match[str]") -> bool:
    text = scan.text[match.start() : match.end()]
    if text != text.upper():
        return False
    if form.areas is not None and match[1] not in form.areas:
        return False
    before = scan.folded[max(0, match.start() - _BEFORE) : match.start()]
    if form.beside and not _beside().search(before):
        return False
    if form.told and not _TOLD.search(before):
        return False
    if form.cycle and not _CYCLE.search(before):
        return False
    return not form.named or bool(
        context("plate").search(scan.around(*match.span(), _REACH))
    )


@cache
def _beside() -> "re.Pattern[str]":
    """Match where a word of vehicles stands at the end, or two words before it."""
    return re.compile(
        rf"{context('plate').pattern}(?: [a-z]{{1,10}}){{0,2}}[ ,:(„“\"]{{1,4}}\Z"
    )


def _normalize(text: str) -> str:
    letters = (_LATIN.get(c, c) for c in text if c.isalnum())
    return "".join(letters)
