"""Sums of money as extracts write them: decimal point or comma, signs, brackets."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_NUMBER = re.compile(r"\d[\d.,' \u00a0\u202f’]*|[.,]\d+")
_CURRENCY = re.compile(r"^[A-Z]{3}\s+|\s*[A-Z]{3}$|[€$£]")
_COMMA = re.compile(r".*\d,\d{1,2}\D*|.*\d\.\d{3},\d+\D*|.*\.\d{3}\.\d{3}\D*")
_POINT = re.compile(r".*\d\.\d{1,2}\D*|.*\d,\d{3}\.\d+\D*|.*,\d{3},\d{3}\D*")
MAX_DIGITS = 40


def decimal_comma(texts: Iterable[str]) -> bool:
    """Whether these amounts have a comma before the decimals rather than a point."""
    commas = points = 0
    for text in texts:
        if len(text) > MAX_DIGITS:
            continue
        text = text.strip()
        commas += bool(_COMMA.fullmatch(text))
        points += bool(_POINT.fullmatch(text))
    return commas > points


@lru_cache(maxsize=1 << 14)
def read_amount(text: str, comma: bool) -> Decimal | None:
    """Return the amount with its sign, None where the text is none.

    A sign may stand before or behind, brackets mean minus, a currency is dropped.
    """
    if len(text) > MAX_DIGITS:
        return None
    text = _CURRENCY.sub("", text.strip()).strip().replace("\u2212", "-")
    negative = text.startswith("-") or text.endswith("-")
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1]
    text = text.strip("+-").strip()
    if not _NUMBER.fullmatch(text):
        return None
    group, mark = (".", ",") if comma else (",", ".")
    text = re.sub(rf"[{re.escape(group)}'’\s]", "", text).replace(mark, ".")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return -amount if negative else amount


def show(amount: Decimal) -> str:
    """Return the amount without exponent, as it was written."""
    return format(amount, "f")
