"""Where a SIM card is at home: there national numbers that its phone keeps are read."""

from functools import cache
from pathlib import Path

import phonenumbers
import yaml

from extraction.importers.calls.calls import read_number

_TELECOM = "89"
"""What the number of every telephone's card begins with, before the calling code."""


def home_of_card(imsi: str, iccid: str, number: str) -> str:
    """Return the card's country, empty where nothing tells it.

    By IMSI, else by the calling code in the ICCID, else by a number given in full.
    """
    return _by_imsi().get(imsi[:3]) or _by_iccid(iccid) or _by_number(number)


@cache
def _by_imsi() -> dict[str, str]:
    path = Path(__file__).with_name("homes.yaml")
    loaded: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def _by_iccid(iccid: str) -> str:
    if not iccid.startswith(_TELECOM) or not iccid.isascii():
        return ""
    for size in (3, 2, 1):
        code = iccid[2 : 2 + size]
        region = _region(int(code)) if code.isdecimal() else ""
        if region:
            return region
    return ""


def _region(code: int) -> str:
    """Return the country of a calling code, empty for none and for worldwide ones."""
    region = phonenumbers.region_code_for_country_code(code).lower()
    return region if region.isalpha() and region != "zz" else ""


def _by_number(number: str) -> str:
    found = read_number(number.strip(), None)
    if not found:
        return ""
    return (
        phonenumbers.region_code_for_number(phonenumbers.parse(found)) or ""
    ).lower()
