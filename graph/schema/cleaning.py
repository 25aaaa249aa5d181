"""Values as they come → values as FollowTheMoney keeps them, or None for no value."""

import re

import phonenumbers

from graph.model import check_local
from graph.schema.identifiers import identifier_schema, normal_identifier
from graph.schema.ontology import get_property

_POSSIBLE = phonenumbers.ValidationResult.IS_POSSIBLE
_DAY_FIRST = re.compile(
    r"\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?"
    r"(?:[ T,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?\s*(?:h|č|ч)?\s*"
)


def clean_date(text: str) -> str | None:
    """Return ISO 8601 as far as known; 12.03.1978 and 24/08/2017 are day first."""
    from followthemoney.types import registry

    match = _DAY_FIRST.fullmatch(text)
    if match:
        day, month, year, hour, minute, second = match.groups()
        text = f"{year}-{int(month):02d}-{int(day):02d}"
        if hour is not None:
            text += f"T{int(hour):02d}:{minute}:{second or '00'}"
    cleaned = registry.date.clean(text)
    return str(cleaned) if cleaned else None


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
    cleaned = found.type.clean(text, fuzzy=True, format=found.format)
    if cleaned is None or len(cleaned) > found.max_length:
        return None
    identifier = identifier_schema(schema, prop)
    return normal_identifier(identifier, cleaned) if identifier else str(cleaned)
