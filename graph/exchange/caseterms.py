"""Values as literals of XML Schema: what UCO's properties ask for."""

import re
from typing import Any

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_INTEGER = re.compile(r"[+-]?\d{1,18}")


def as_literal(text: str, kind: str) -> Any:
    """Return a string, dateTime, integer or decimal of JSON-LD; None if it is none.

    A day without time begins at midnight; a month or year is no dateTime.
    """
    if kind == "string":
        return text
    if kind == "integer":
        number = text.removesuffix(".0")
        return int(number) if _INTEGER.fullmatch(number) else None
    if kind == "decimal":
        return _typed("decimal", text) if _NUMBER.fullmatch(text) else None
    if _DAY.fullmatch(text):
        text += "T00:00:00"
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    if found[1] is None:
        text = text[:16] + ":00" + text[16:]
    return _typed("dateTime", text)


def _typed(kind: str, text: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": text}
