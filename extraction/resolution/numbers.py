"""Personal numbers of the region: which are valid, and the birth date in them."""

import re
from collections.abc import Collection
from datetime import date

from stdnum.hr import oib
from stdnum.si import emso

_NID = re.compile(r"([0-9A-T])(\d)(\d\d)(\d\d)(\d{3})([A-W])")
_DECADES = "0123456789ABCDEFGHIJKLMNOPQRST"
_NID_CHECK = "WABCDEFGHIJKLMNOPQRSTUV"
_XK_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2)


def personal_number(text: str, countries: Collection[str] = ()) -> str | None:
    """Return a valid personal number as it is, None for any other.

    JMBG and EMBG (13 digits) and the Albanian NID are known by themselves; the OIB
    of 11 and Kosovo's number of 10 digits only for a person of that country, since
    their one check digit lets too many numbers of others pass.
    """
    valid = (
        bool(emso.is_valid(text))
        or _nid_date(text) is not None
        or ("hr" in countries and bool(oib.is_valid(text)))
        or ("xk" in countries and _is_kosovan(text))
    )
    return text if valid else None


def birth_date(number: str) -> str | None:
    """Return the birth date that a valid JMBG, EMBG or NID holds, in ISO form."""
    if emso.is_valid(number):
        return str(emso.get_birth_date(number).isoformat())
    found = _nid_date(number)
    return found.isoformat() if found else None


def _nid_date(text: str) -> date | None:
    """Return the birth date of a valid Albanian NID, None for anything else.

    Months count from 1, 31, 51 or 81: man or woman, citizen or foreigner.
    """
    match = _NID.fullmatch(text)
    if match is None or _NID_CHECK[_nid_sum(text)] != text[9]:
        return None
    decade, year, month, day, _, _ = match.groups()
    for start in (0, 30, 50, 80):
        if 1 <= int(month) - start <= 12:
            whole = 1800 + 10 * _DECADES.index(decade) + int(year)
            try:
                return date(whole, int(month) - start, int(day))
            except ValueError:
                return None
    return None


def _nid_sum(text: str) -> int:
    first = _NID_CHECK.find(text[0]) if text[0].isalpha() else int(text[0])
    return (first + sum(i * int(c) for i, c in enumerate(text[1:9], 1))) % 23


def _is_kosovan(text: str) -> bool:
    if len(text) != 10 or not (text.isascii() and text.isdigit()):
        return False
    total = sum(w * int(c) for w, c in zip(_XK_WEIGHTS, text, strict=False))
    check = 11 - total % 11
    return int(text[9]) == (0 if check >= 10 else check)
