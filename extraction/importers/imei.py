"""IMEI as networks and phones write it → the fifteen digits of a device."""

import re

from stdnum import luhn

from graph.model import Value

_BETWEEN = re.compile(r"[ \t/.-]")
_BARE = 14
"""Digits of the type's and the device's own number; the rest follows from them."""


def read_imei(text: str) -> str:
    """Return the fifteen digits of an IMEI, empty where it is none.

    Networks leave the check digit out (14 digits) or give two digits for the version
    of the software in its place (16, IMEISV): both are the same device
    (3GPP TS 23.003, 6.2). Fifteen digits stay as they are given.
    """
    digits = _BETWEEN.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        return ""
    match len(digits):
        case 15:
            return digits
        case 14 | 16:
            own = digits[:_BARE]
            return own + str(luhn.calc_check_digit(own))
    return ""


def imei_value(text: str) -> Value:
    """Return a text that is an IMEI as a value, beside it what was written."""
    imei = read_imei(text)
    return Value("imei", imei, "", "" if text == imei else text)
