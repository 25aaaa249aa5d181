"""Values made valid before they are said; what cannot be is the caller's to report."""

from datetime import datetime
from functools import cache, lru_cache

from extraction.importers.tables.mapping import PropertyMapping
from graph.errors import InvalidInput
from graph.schema import check_property, clean_value, get_schema

_PRECISIONS = (
    ("%Y-%m-%dT%H:%M:%S", ("%S", "%X", "%c", "%T")),
    ("%Y-%m-%dT%H:%M", ("%M", "%H", "%I", "%R")),
    ("%Y-%m-%d", ("%d", "%x", "%j", "%D")),
    ("%Y-%m", ("%m", "%b", "%B")),
)


@cache
def type_name(schema: str, prop: str) -> str:
    """Return the name of a property's type: `date`, `phone`…

    Raises InvalidInput for an unknown schema or property.
    """
    check_property(schema, prop)
    return str(get_schema(schema).properties[prop].type.name)


@lru_cache(maxsize=1 << 16)
def clean_text(schema: str, prop: str, text: str, country: str | None) -> str | None:
    """Return the valid form of a property's text, or None where it has none.

    A phone's own number that is not E.164 (a short code) stays as it is given. Raises
    InvalidInput for an unknown schema or property.
    """
    if schema == "PhoneNumber" and prop == "number":
        return clean_value("Call", "callerNumber", text, country) or text
    if type_name(schema, prop) == "entity":
        try:
            return clean_value(schema, prop, text)
        except InvalidInput:
            return None
    return clean_value(schema, prop, text, country)


def parse_format(schema: str, spec: PropertyMapping, text: str) -> str:
    """Return a date written in the mapping's `format` as ISO 8601, else the text.

    As precise as the format; empty where the text does not follow it.
    """
    if spec.format is None or type_name(schema, spec.prop) != "date":
        return text
    return parse_date(text, spec.format) or ""


@lru_cache(maxsize=1 << 14)
def parse_date(text: str, form: str) -> str | None:
    """Return ISO 8601 as precise as the strptime format, or None."""
    try:
        read = datetime.strptime(text, form)  # noqa: DTZ007
    except ValueError:
        return None
    for iso, directives in _PRECISIONS:
        if any(directive in form for directive in directives):
            return read.strftime(iso)
    return read.strftime("%Y")
