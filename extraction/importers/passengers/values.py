"""Dates, names, contacts and cards as carriers write them → the forms that are kept."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import phonenumbers

from extraction.importers.clean import clean_text
from extraction.importers.passengers.model import Card

_MONTHS = dict(
    zip(
        "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(),
        range(1, 13),
        strict=True,
    )
)
_NAMED = re.compile(r"(\d{1,2})([A-Z]{3})(\d{4}|\d{2})")
_TITLES = "MRS MISS MSTR MR MS DR PROF SIR INF CHD".split()
_TITLE = re.compile(rf"(.*?[^ ]) +({'|'.join(_TITLES)})\.?", re.IGNORECASE)
_GLUED = re.compile(r"([A-Z]{2,})(MRS|MISS|MSTR|MR)")
_DIGITS = re.compile(r"\d(?:[ -]?\d){12,18}(?!\d)")
_CONTACT = re.compile(r"\bCTC([A-Z])\b *:?|\bCTC([A-Z])(?=[A-Z]{3} |\+?\d)")
_PHONE = re.compile(r"\+?\d[\d ()/.-]{5,30}\d")
_MAIL = re.compile(
    r"[^\s/,;:'\"()<>]{1,64}(?:@|//)[^\s/,;:'\"()<>]{1,190}\.[A-Za-z]{2,}"
)
_BLANKS = re.compile(r"\s+")
MAX_TEXT = 2000


def day_first(day: str, clock: str = "") -> str:
    """Return ISO 8601 of DDMMYY (and HHMM), as PNRGOV writes; empty for no date."""
    return _moment(day, clock, "%d%m%y", "%d%m%Y")


def year_first(day: str, clock: str = "") -> str:
    """Return ISO 8601 of YYMMDD or CCYYMMDD (and HHMM), as UNB and PAXLST write."""
    return _moment(day, clock, "%y%m%d", "%Y%m%d")


@lru_cache(maxsize=1 << 14)
def _moment(day: str, clock: str, short: str, long: str) -> str:
    day, clock = day.strip(), clock.strip()
    form = {6: short, 8: long}.get(len(day))
    if form is None or not day.isdigit():
        return ""
    timed = len(clock) in (4, 6) and clock.isdigit()
    if timed:
        form += "%H%M%S" if len(clock) == 6 else "%H%M"
    try:
        found = datetime.strptime(day + clock if timed else day, form)  # noqa: DTZ007
    except ValueError:
        return _moment(day, "", short, long) if timed else ""
    return found.strftime("%Y-%m-%dT%H:%M" if timed else "%Y-%m-%d").zfill(10)


def read_qualified(text: str, form: str) -> str:
    """Return ISO 8601 of a DTM by its format (101, 102, 201, 203), else its length."""
    digits = text.strip()
    if form in ("201", "203") or (
        form not in ("101", "102") and len(digits) in (10, 12)
    ):
        cut = 6 if form == "201" or len(digits) == 10 else 8
        return year_first(digits[:cut], digits[cut : cut + 4])
    return year_first(digits)


@lru_cache(maxsize=1 << 14)
def named_day(text: str, *, born: bool = False, year: int = 2026) -> str:
    """Return ISO 8601 of 10SEP72; a birth is not after `year`, what expires is."""
    found = _NAMED.fullmatch(text.strip().upper())
    if found is None or found[2] not in _MONTHS:
        return ""
    full = int(found[3])
    if len(found[3]) == 2:
        full += 2000
        if born and full > year:
            full -= 100
    try:
        day = datetime(full, _MONTHS[found[2]], int(found[1]))  # noqa: DTZ001
    except ValueError:
        return ""
    return day.date().isoformat()


def recent(iso: str, year: int) -> str:
    """Return a birth date of two digits' year in the century that it can be of."""
    if len(iso) >= 4 and int(iso[:4]) > year:
        return f"{int(iso[:4]) - 100}{iso[4:]}"
    return iso


def split_title(given: str) -> tuple[str, str]:
    """Return (given names, title) of `NINA MS`, and of `LIAMMR`, which is no name."""
    given = plain(given)
    if given.upper() in _TITLES:
        return "", given.upper()
    if found := _TITLE.fullmatch(given):
        return found[1], found[2].upper()
    if found := _GLUED.fullmatch(given):
        return found[1], found[2]
    return given, ""


def plain(text: str) -> str:
    """Return text on one line, of bounded length."""
    return _BLANKS.sub(" ", text[: 4 * MAX_TEXT]).strip()[:MAX_TEXT]


@lru_cache(maxsize=1 << 14)
def read_phone(text: str, country: str | None) -> str | None:
    """Return E.164 of a number as bookings hold it, often without a plus; or None."""
    text = text.strip()
    digits = re.sub(r"\D", "", text)
    if not 7 <= len(digits) <= 17:
        return None
    if text.startswith("+") or digits.startswith("00"):
        return clean_text("Booking", "contactPhone", text, None)
    if country and (found := clean_text("Booking", "contactPhone", text, country)):
        return found
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_mail(text: str) -> str | None:
    """Return an address; bookings write // for @, .. for _ and ./ for -."""
    text = text.strip()
    if "//" in text:
        text = text.replace("//", "@").replace("..", "_").replace("./", "-")
    return clean_text("Booking", "contactEmail", text, None) if "@" in text else None


def is_contact(text: str) -> bool:
    """Whether a remark is one of contact (CTCM, CTCE, CTCP…)."""
    return _CONTACT.search(text[:200]) is not None


def read_contact(text: str, country: str | None) -> tuple[str, str]:
    """Return (kind, value) of a contact remark: phone, email or address as written."""
    found = _CONTACT.search(text[:200])
    letter = (found[1] or found[2]) if found else ""
    said = text[found.end() :].strip(" :/-") if found else text
    if (mail := _MAIL.search(said)) and (address := read_mail(mail[0])):
        return "email", address
    if letter not in ("A", "E") and (number := _PHONE.search(said)):
        phone = read_phone(number[0], country)
        if phone:
            return "phone", phone
    return "contact", plain(said)[:200]


def find_country(text: str) -> str | None:
    """Return the ISO code of a country's letters, or None; D is Germany."""
    text = text.strip().upper()
    text = {"D": "DEU", "RKS": "XKX", "UNK": "XKX", "KOS": "XKX"}.get(text, text)
    if not (text.isalpha() and len(text) in (2, 3)):
        return None
    return clean_text("Person", "nationality", text, None)


def read_gender(text: str) -> str:
    """Return male, female, or empty; FI and MI are infants'."""
    return {"M": "male", "F": "female"}.get(text.strip().upper()[:1], "")


NUMBER = 4
"""Which component of a FOP is the number of a card."""
_CARD = re.compile(r"(?=(?:.*\d){4})[\dXx*•. -]{11,26}")


def hide_cards(text: str) -> str:
    """Return text in which no number can be a whole card's: but six and four digits."""

    def hide(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        return f"{digits[:6]}…{digits[-4:]}" if _is_luhn(digits) else found[0]

    return _DIGITS.sub(hide, text)


def _is_luhn(digits: str) -> bool:
    total = 0
    for at, digit in enumerate(reversed(digits)):
        worth = int(digit) * (1 + at % 2)
        total += worth - 9 if worth > 9 else worth
    return total % 10 == 0


def find_card(parts: Sequence[str]) -> int:
    """Return which component of a FOP is a card's number: the fifth where none is.

    Messages also have it elsewhere, a component too many or too few before it.
    """
    shaped = [at for at, one in enumerate(parts) if _CARD.fullmatch(one.strip())]
    return NUMBER if NUMBER in shaped else next((at for at in shaped if at), NUMBER)


def cut_card(card: Card) -> tuple[str, str]:
    """Return (first, last) digits that are kept: six and four at most."""
    number = re.sub(r"[^0-9A-Za-z*]", "", card.number)
    last = re.search(r"(\d{1,4})$", number)
    first = re.match(r"\d+", number)
    if first and len(first[0]) == len(number) and len(number) < 11:
        return "", number[-4:]
    return (first[0][:6] if first else "", last[1] if last else "")


def expiry(text: str) -> str:
    """Return YYYY-MM of MMYY or MM/YY; empty for none."""
    found = re.fullmatch(r"(\d\d)/?(?:20)?(\d\d)", text.strip())
    return f"20{found[2]}-{found[1]}" if found and 1 <= int(found[1]) <= 12 else ""
