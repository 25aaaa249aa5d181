"""Passports: numbers that a word for a passport announces."""

import re
from collections.abc import Iterator

from extraction.recognition.identifiers.scan import Candidate, Scan, context

_NUMBER = re.compile(
    r"(?<![a-z0-9])(?:[a-z]{1,2} ?[0-9]{6,8}|[0-9]{7,9}|[a-z][0-9]{2}[a-z]{2}[0-9]{3,4}"
    r"|[0-9]{2}[a-z]{2}[0-9]{5}|[a-z](?=(?:[a-z]*[0-9]){4})[a-z0-9]{8})(?![a-z0-9]|[-/.][0-9])"
)
_NEXT = re.compile(r"\s{0,2}(?:,|;|i|and|dhe|и|ili|or|ose)\s{1,2}")
_BARRIER = re.compile(
    r"[;\n]|(?<![a-z])(?:tel|mob|jmbg|embg|lk|licn|imei|iban|rac|vozac|telefon)"
)
_REACH = 60


def find_passports(scan: Scan) -> Iterator[Candidate]:
    """Yield PASSPORT, in capitals without blanks, one after another in a list."""
    for word in context("passport").finditer(scan.folded):
        position, limit = word.end(), word.end() + _REACH
        while match := _NUMBER.search(scan.folded, position, limit):
            gap = scan.folded[position : match.start()]
            first = position == word.end()
            if _BARRIER.search(gap) or not (first or _NEXT.fullmatch(gap)):
                break
            if any(character.isdigit() for character in gap):
                break
            value = match[0].replace(" ", "").upper()
            yield Candidate(*match.span(), "PASSPORT", value, rank=6)
            position, limit = match.end(), match.end() + _REACH
