"""Sums of money: amount and currency in either order, to `EUR 1234.50`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from extraction.recognition.identifiers.amounts import NUMBER, parse_number
from extraction.recognition.identifiers.scan import (
    Candidate,
    Scan,
    fold,
    load,
    word_pattern,
    word_regex,
)

_GROUPED = re.compile(r"[1-9][0-9]{0,2}[,.][0-9]{3}")
"""No sum has thousandths: `9,500 euro` is in thousands in every language."""
_DIVIDED = frozenset({"BTC", "ETH"})
"""But coins have: `1.250 BTC`."""
_CENT = Decimal("0.01")
_MAX_AMOUNT = Decimal(10) ** 15
_ONLY_CODES = re.compile(r"[a-z]{3}|[€$£]")


def find_money(scan: Scan) -> Iterator[Candidate]:
    """Yield MONEY as code and amount with two decimals; words for thousands count."""
    behind, before = _patterns()
    for match in behind.finditer(scan.folded):
        yield from _read(scan, match, match["after"])
    for match in before.finditer(scan.folded):
        if _ONLY_CODES.fullmatch(match["before"]):
            yield from _read(scan, match, match["before"])


def _read(scan: Scan, match: "re.Match[str]", word: str) -> Iterator[Candidate]:
    currency = _currency_of(word, scan.language)
    text = scan.text[match.start() : match.end()]
    if currency is None or (currency.capitals and word.upper() not in _plain(text)):
        return
    number = match["number"]
    grouped = currency.code not in _DIVIDED and _GROUPED.fullmatch(number)
    if grouped and not match["factor"]:
        number = number.replace(",", "").replace(".", "")
    amount = parse_number(number, scan.language)
    if factor := match["factor"]:
        amount *= _factor_of(factor)
    if amount >= _MAX_AMOUNT:
        return
    value = f"{currency.code} {amount.quantize(_CENT, ROUND_HALF_UP)}"
    yield Candidate(*match.span(), "MONEY", value, rank=8)


def _plain(text: str) -> str:
    """Return the capitals of the text in Latin, everything else blanked."""
    return "".join(fold(c).upper() if c.isupper() else " " for c in text)


@cache
def _patterns() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    data = load("money")
    words = [word for row in data["currencies"] for word in row["words"]]
    signs = [sign for row in data["currencies"] for sign in row.get("signs", ())]
    factors = [word for row in data["multipliers"].values() for word in row]
    signed = re.escape("".join(signs))
    either = rf"(?:{word_pattern(words)})(?![a-z0-9]|/[a-z])|[{signed}]"
    factor = rf"(?:\s{{0,2}}(?P<factor>{word_pattern(factors)})\.?(?![a-z]))?"
    number = rf"(?<![0-9a-z])(?<![0-9][.,/-])(?P<number>{NUMBER})(?:,--?|,-)?{factor}"
    spelled = r"(?:\s?\([^()\n]{1,80}\))?"
    codes = "|".join(row["code"].lower() for row in data["currencies"])
    before = rf"(?<![a-z0-9])(?P<before>{codes}|[{signed}])\s{{0,2}}"
    return (
        re.compile(rf"{number}{spelled}\s{{0,2}}(?P<after>{either})"),
        re.compile(rf"{before}(?P<number>{NUMBER}){factor}(?![a-z0-9])"),
    )


@dataclass(frozen=True, slots=True)
class _Currency:
    code: str
    words: "re.Pattern[str]"
    languages: frozenset[str]
    capitals: bool


@cache
def _currencies() -> tuple[_Currency, ...]:
    return tuple(_read_currency(row) for row in load("money")["currencies"])


def _read_currency(row: dict[str, Any]) -> _Currency:
    signs = "".join(row.get("signs", ())) or "\x00"
    words = re.compile(rf"{word_regex(row['words']).pattern}|[{re.escape(signs)}]")
    languages = frozenset(row.get("languages", ()))
    return _Currency(row["code"], words, languages, row.get("capitals", False))


@cache
def _currency_of(word: str, language: str | None) -> _Currency | None:
    for currency in _currencies():
        spoken = not (language and currency.languages) or language in currency.languages
        if spoken and currency.words.fullmatch(word):
            return currency
    return None


@cache
def _factor_of(word: str) -> int:
    rows = load("money")["multipliers"].items()
    return next(int(n) for n, words in rows if word_regex(words).fullmatch(word))
