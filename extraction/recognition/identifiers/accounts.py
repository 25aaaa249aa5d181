"""Bank accounts: IBANs of Europe by their checksum; local numbers bar phones."""

import re
from collections.abc import Iterator

from stdnum.iso7064 import mod_97_10

from extraction.recognition.identifiers.scan import Candidate, Scan, context, load

_START = re.compile(r"(?<![a-z0-9])[a-z]{2}[0-9]{2}(?=[ -]?[a-z0-9])")
_GAPS = " -."
_LOCAL = re.compile(r"(?<![0-9/.-])([0-9]{3})-([0-9]{1,13})-([0-9]{2})(?![0-9/-])")
_WHOLE = re.compile(r"(?<![0-9/.-])[0-9]{15,18}(?![0-9/-])")


def find_accounts(scan: Scan) -> Iterator[Candidate]:
    """Yield IBAN, without blanks; those with a wrong checksum as not valid.

    A local account number has no type of its own: it only keeps others away.
    """
    for match in _START.finditer(scan.folded):
        if found := _read_iban(scan, match.start()):
            yield found
    for match in _LOCAL.finditer(scan.folded):
        if to_iban(match[0]):
            yield Candidate(*match.span(), "", "", rank=3)
    for match in _WHOLE.finditer(scan.folded):
        if context("iban").search(scan.before(match.start(), 40)):
            yield Candidate(*match.span(), "", "", rank=12)


def to_iban(account: str) -> str | None:
    """Return the Serbian IBAN of a local number (`160-123-45`), None where wrong.

    The number's own check digits make the IBAN's always 35.
    """
    match = _LOCAL.fullmatch(account)
    if not match:
        return None
    number = match[1] + match[2].zfill(13) + match[3]
    return f"RS35{number}" if int(number) % 97 == 1 else None


def _read_iban(scan: Scan, start: int) -> Candidate | None:
    """Read as many letters and digits as the country's IBANs have."""
    form = load("accounts")["iban"].get(scan.folded[start : start + 2])
    if form is None:
        return None
    span = _take(scan.folded, start, form["length"])
    if span is None:
        return None
    end, value = span
    digits = value[2:].isdigit()
    if form["digits"] and not digits:
        return None
    valid = mod_97_10.is_valid(value[4:] + value[:4])
    named = bool(context("iban").search(scan.before(start, 40)))
    if not valid and not (named or digits):
        return None
    return Candidate(start, end, "IBAN", value.upper(), rank=3, valid=valid)


def _take(folded: str, start: int, length: int) -> tuple[int, str] | None:
    """Return the end and the characters, at most one gap between two of them."""
    taken: list[str] = []
    position = start
    while position < len(folded) and len(taken) < length:
        character = folded[position]
        if character.isascii() and character.isalnum():
            taken.append(character)
        elif character not in _GAPS or folded[position - 1] in _GAPS:
            return None
        position += 1
    if len(taken) < length or folded[position : position + 1].isalnum():
        return None
    return position, "".join(taken)
