"""Sums of money: amount and currency in either order, to `EUR 1234.50`."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from extraction.recognition.identifiers.amounts import NUMBER, parse_number
from extraction.recognition.identifiers.scan import (
    Candidate,
    Scan,
    load,
    word_pattern,
    word_regex,
)

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
    code = _code_of(word, scan.language)
    if code is None or (word in ("all", "try") and not _is_code(scan, match, word)):
        return
    amount = parse_number(match["number"], scan.language)
    if factor := match["factor"]:
        amount *= _factor_of(factor)
    if amount >= _MAX_AMOUNT:
        return
    value = f"{code} {amount.quantize(_CENT, ROUND_HALF_UP)}"
    yield Candidate(*match.span(), "MONEY", value, rank=8)


def _is_code(scan: Scan, match: "re.Match[str]", word: str) -> bool:
    """Whether a code that is also an English word stands in capitals."""
    return word.upper() in scan.text[match.start() : match.end()]


@cache
def _patterns() -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    data = load("money")
    words = [word for row in data["currencies"] for word in row["words"]]
    signs = [sign for row in data["currencies"] for sign in row.get("signs", ())]
    factors = [word for row in data["multipliers"].values() for word in row]
    either = rf"(?:{word_pattern(words)})(?![a-z0-9])|[{re.escape(''.join(signs))}]"
    factor = rf"(?:\s{{0,2}}(?P<factor>{word_pattern(factors)})\.?(?![a-z]))?"
    number = rf"(?<![0-9a-z])(?<![0-9][.,/-])(?P<number>{NUMBER})(?:,--?|,-)?{factor}"
    codes = "|".join(row["code"].lower() for row in data["currencies"])
    return (
        re.compile(rf"{number}\s{{0,2}}(?P<after>{either})"),
        re.compile(
            rf"(?:(?<![a-z0-9])(?P<before>{codes}|[{re.escape(''.join(signs))}])\s{{0,2}})"
            rf"(?P<number>{NUMBER}){factor}(?![a-z0-9])"
        ),
    )


@cache
def _currencies() -> tuple[tuple[str, "re.Pattern[str]", frozenset[str]], ...]:
    rows = []
    for row in load("money")["currencies"]:
        signs = "".join(row.get("signs", ())) or "\x00"
        words = re.compile(rf"{word_regex(row['words']).pattern}|[{re.escape(signs)}]")
        rows.append((row["code"], words, frozenset(row.get("not_in", ()))))
    return tuple(rows)


@cache
def _code_of(word: str, language: str | None) -> str | None:
    for code, words, barred in _currencies():
        if words.fullmatch(word) and language not in barred:
            return str(code)
    return None


@cache
def _factor_of(word: str) -> int:
    rows = load("money")["multipliers"].items()
    return next(int(n) for n, words in rows if word_regex(words).fullmatch(word))
