"""Devices: IMEI, by its Luhn digit."""

import re
from collections.abc import Iterator

from stdnum import luhn

from extraction.recognition.identifiers.scan import Candidate, Scan, context

_IMEI = re.compile(
    r"(?<![0-9])(?<![0-9][-/.])[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{2}"
    r"[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{1,2}(?![0-9]|[-/.][0-9])"
)
_REPORTERS = ("01", "35", "86", "91", "99")
_LENGTH = 15


def find_devices(scan: Scan) -> Iterator[Candidate]:
    """Yield IMEI, 15 digits; one with a software version gets its check digit.

    Without the word only an unbroken number with the right digit of a known body.
    """
    for match in _IMEI.finditer(scan.folded):
        digits = re.sub(r"[ -]", "", match[0])
        named = bool(context("imei").search(scan.before(match.start(), 40)))
        if len(digits) == _LENGTH:
            valid = luhn.is_valid(digits)
            plain = valid and match[0] == digits and digits.startswith(_REPORTERS)
            if named or plain:
                yield Candidate(*match.span(), "IMEI", digits, rank=6, valid=valid)
        elif named and len(digits) == _LENGTH + 1:
            value = digits[:14] + luhn.calc_check_digit(digits[:14])
            yield Candidate(*match.span(), "IMEI", value, rank=6)
