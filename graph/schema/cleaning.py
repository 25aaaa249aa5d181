"""Values as they come → values as FollowTheMoney keeps them, or None for no value."""

import re
from functools import lru_cache

import phonenumbers
from followthemoney.types import registry

from graph.model import check_local
from graph.schema.identifiers import identifier_schema, normal_identifier
from graph.schema.ontology import get_property

_POSSIBLE = phonenumbers.ValidationResult.IS_POSSIBLE
_DAY_FIRST = re.compile(
    r"\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?"
    r"(?:[ T,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?\s*(?:h|č|ч)?\s*"
)


_YEAR_FIRST = re.compile(r"(\d{4})(?:[./](\d{1,2})[./](\d{1,2})|(\d\d)(\d\d))\.?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})\.?")
_YEAR = re.compile(r"(\d{4})\.")
_DECIMAL_COMMA = re.compile(r"([+-]?(?:\d{1,3}(?:[.\s]\d{3})+|\d+)),(\d{1,2})(\D*)")


def clean_date(text: str) -> str | None:
    """Return ISO 8601 as far as known; 12.03.1978 and 24/08/2017 are day first.

    Where the day cannot come first (08/24/2017) the month does. 20170824, 2017/08/24,
    08.2017 and 2017. are read too; a day that no calendar has is None.
    """
    match = _DAY_FIRST.fullmatch(text)
    if match:
        day, month, year, hour, minute, second = match.groups()
        if int(month) > 12:
            day, month = month, day
        clock = "" if hour is None else f"T{int(hour):02d}:{minute}:{second or '00'}"
        return _iso_date(f"{year}-{int(month):02d}-{int(day):02d}{clock}")
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        month, day = match[2] or match[4], match[3] or match[5]
        return _iso_date(f"{match[1]}-{int(month):02d}-{int(day):02d}")
    if match := _MONTH_YEAR.fullmatch(text):
        return _iso_date(f"{match[2]}-{int(match[1]):02d}")
    return _iso_date(text.removesuffix(".") if _YEAR.fullmatch(text) else text)


def _iso_date(text: str) -> str | None:
    return registry.date.clean(text) or None


def clean_amount(text: str) -> str:
    """Return a number with a decimal point: 1.234,50 EUR is 1234.50 EUR."""
    match = _DECIMAL_COMMA.fullmatch(text.strip())
    if match is None:
        return text
    whole = re.sub(r"[.\s]", "", match[1])
    return f"{whole}.{match[2]}{match[3]}"


def clean_phone(text: str, country: str | None = None) -> str | None:
    """Return E.164, or None; a local number needs the country it is dialled in.

    With a prefix any possible number is taken; a local one must be valid there, or a
    short code would become a subscriber's number.
    """
    text = text.strip()
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, country.upper() if country else None)
    except phonenumbers.NumberParseException:
        return None
    international = text.startswith("+")
    if not international and not phonenumbers.is_valid_number(number):
        return None
    if phonenumbers.is_possible_number_with_reason(number) != _POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def clean_email(text: str) -> str | None:
    """Return FollowTheMoney's form of an address, its domain worked out once."""
    if not (text.isascii() and text.isprintable()):
        return registry.email.clean(text, fuzzy=True)
    local, at, domain = text.strip().removeprefix("mailto:").rpartition("@")
    if not at or registry.email.LOCAL_RE.match(local) is None:
        return None
    found = _clean_domain(domain)
    return None if found is None else f"{local}@{found}"


@lru_cache(maxsize=1 << 14)
def _clean_domain(domain: str) -> str | None:
    return registry.email.clean_domain_part(domain)


def clean_value(
    schema: str, prop: str, text: str, country: str | None = None
) -> str | None:
    """Return the value in its kept form, or None where it is no such value.

    `country` (ISO alpha-2) reads local phone numbers. Identifiers come in their normal
    form. Raises InvalidInput for an unknown schema or property.
    """
    found = get_property(schema, prop)
    kind = found.type.name
    if kind == "entity":
        return check_local(text) if text else None
    if kind == "date":
        return clean_date(text)
    if kind == "phone":
        return clean_phone(text, country)
    if kind == "number":
        text = clean_amount(text)
    if kind == "email":
        cleaned = clean_email(text)
    else:
        cleaned = found.type.clean(text, fuzzy=True, format=found.format)
    if cleaned is None or len(cleaned) > found.max_length:
        return None
    identifier = identifier_schema(schema, prop)
    return normal_identifier(identifier, cleaned) if identifier else str(cleaned)
