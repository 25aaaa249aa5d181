"""Numbers that the states of the region give to persons, with date and checksum."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from stdnum.hr import oib
from stdnum.mk import edb
from stdnum.rs import pib

from extraction.recognition.identifiers.scan import Candidate, Scan, context

_JMBG = re.compile(r"(?<![0-9])(?<![0-9][-/.])[0-9]{13}(?![0-9]|[-/.][0-9])")
_SHORT_JMBG = re.compile(r"(?<![0-9])(?<![0-9][-/.])[0-9]{12}(?![0-9]|[-/.][0-9])")
_NID = re.compile(r"(?<![a-z0-9])[a-t][0-9]{8}[a-w](?![a-z0-9])")
_JMBG_WORD = re.compile(r"(?:jmbg|embg)[^a-z]{0,3}$")
_KOSOVO = re.compile(r"(?<![0-9])(?<![0-9][-/.])[1-9][0-9]{9}(?![0-9]|[-/.][0-9])")
_OIB = re.compile(r"(?<![0-9])(?<![0-9][-/.])[0-9]{11}(?![0-9]|[-/.][0-9])")
_COMPANY = re.compile(r"(?<![0-9])[0-9]{8,9}(?![0-9])")
_JMBG_WEIGHTS = (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_KOSOVO_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2)
_NID_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV"
_MONTH_SHIFTS = (0, 30, 50, 80)  # Albanian men, foreign men, Albanian and foreign women


def find_personal_numbers(scan: Scan) -> Iterator[Candidate]:
    """Yield PERSONAL_ID: JMBG and EMBG, OIB, the Albanian NID, Kosovo's number.

    Company numbers are none: they bar others where words announce them.
    """
    yield from _find_jmbg(scan)
    yield from _find_nid(scan)
    for pattern, check in ((_KOSOVO, is_kosovo_number), (_OIB, oib.is_valid)):
        for match in pattern.finditer(scan.folded):
            words = _words_before(scan, match.start())
            if words and not _says_company(scan, match.start()):
                valid = bool(check(match[0]))
                yield _person(match, match[0], valid)
    for match in _COMPANY.finditer(scan.folded):
        if _says_company(scan, match.start()):
            yield Candidate(*match.span(), "", "", rank=11)


def _find_jmbg(scan: Scan) -> Iterator[Candidate]:
    for match in _JMBG.finditer(scan.folded):
        announced = _words_before(scan, match.start())
        if _says_company(scan, match.start()) and not announced:
            yield Candidate(*match.span(), "", "", rank=4)
        elif announced or read_jmbg_date(match[0]):
            yield _person(match, match[0], is_jmbg(match[0]))
    for match in _SHORT_JMBG.finditer(scan.folded):
        if _JMBG_WORD.search(scan.before(match.start(), 12)):
            whole = f"0{match[0]}"  # spreadsheets drop the leading zero
            valid = is_jmbg(whole)
            yield _person(match, whole if valid else match[0], valid)


def _find_nid(scan: Scan) -> Iterator[Candidate]:
    for match in _NID.finditer(scan.folded):
        number = match[0].upper()
        if _says_company(scan, match.start()):
            yield Candidate(*match.span(), "", "", rank=4)
        elif read_nid_date(number):
            yield _person(match, number, is_nid(number))
        elif _words_before(scan, match.start()):
            yield _person(match, number, False)


def _person(match: "re.Match[str]", value: str, valid: bool) -> Candidate:
    return Candidate(*match.span(), "PERSONAL_ID", value, rank=4, valid=valid)


def _words_before(scan: Scan, start: int) -> bool:
    return bool(context("personal").search(scan.before(start, 45)))


def _says_company(scan: Scan, start: int) -> bool:
    return bool(context("company").search(scan.before(start, 20)))


def is_jmbg(number: str) -> bool:
    """Whether 13 digits hold a date of birth and the right check digit (mod 11)."""
    digits = [int(digit) for digit in number]
    total = sum(w * d for w, d in zip(_JMBG_WEIGHTS, digits, strict=False))
    check = -total % 11
    return check == digits[12] and read_jmbg_date(number) is not None


def read_jmbg_date(number: str) -> date | None:
    """Return the date of birth that a JMBG or EMBG begins with, None where none."""
    year = int(number[4:7])
    year += 1000 if year >= 850 else 2000
    return _make_date(year, int(number[2:4]), int(number[:2]))


def is_nid(number: str) -> bool:
    """Whether an Albanian number holds a date and the right letter (mod 23)."""
    total = sum(
        max(1, place) * _value_of(character)
        for place, character in enumerate(number[:9])
    )
    return _NID_LETTERS[total % 23] == number[9] and read_nid_date(number) is not None


def _value_of(character: str) -> int:
    return int(character) if character.isdigit() else _NID_LETTERS.index(character)


def read_nid_date(number: str) -> date | None:
    """Return the date of birth in an Albanian number, None where it holds none."""
    year = 1900 + 10 * "ABCDEFGHIJKLMNOPQRST".index(number[0]) + int(number[1])
    month = int(number[2:4])
    for shift in _MONTH_SHIFTS:
        if 1 <= month - shift <= 12:
            return _make_date(year, month - shift, int(number[4:6]))
    return None


def is_kosovo_number(number: str) -> bool:
    """Whether the tenth digit is the check of nine (mod 11); those of 9… carry none."""
    if number.startswith("9"):
        return True
    total = sum(w * int(d) for w, d in zip(_KOSOVO_WEIGHTS, number, strict=False))
    check = 11 - total % 11
    return int(number[9]) == (check if check < 10 else 0)


def is_company_number(number: str) -> bool:
    """Whether this is a tax number of a company: a Serbian PIB or a Macedonian EDB."""
    return bool(pib.is_valid(number) or edb.is_valid(number))


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born if born <= datetime.now(UTC).date() else None
