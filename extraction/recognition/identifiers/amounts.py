"""Numbers in digits and words, as the six languages write them, to decimals."""

import re
from decimal import Decimal
from functools import cache

from extraction.recognition.identifiers.scan import load, word_pattern, word_regex

_WORD = word_pattern(word for row in load("amounts")["words"].values() for word in row)
_JOINT = rf"(?:(?:\s|-)(?:(?:{word_pattern(load('amounts')['joints'])})\s)?)"
_WORDS = rf"(?:{_WORD})(?:{_JOINT}(?:{_WORD})){{0,3}}(?![a-z0-9])"
_DIGITS = (
    r"(?:[0-9]{1,3}(?:[ .,'][0-9]{3}){1,4}(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|[0-9]{1,12}(?:[.,][0-9]{1,3})?(?![0-9]))"
)
NUMBER = rf"(?:{_DIGITS}|{_WORDS})"
"""A pattern for folded text, digits or words; parse_number reads what it matches."""

_LANGUAGES_WITH_POINT = ("en",)


def parse_number(text: str, language: str | None = None) -> Decimal:
    """Return the number; the language decides what `1.840` and `1,840` mean.

    With both marks the last one is the decimal mark; one mark that is repeated, or
    stands before three digits where the language groups by it, is none.
    """
    if text[0].isalpha():
        return _parse_words(text)
    compact = re.sub(r"[ ']", "", text)
    marks = [character for character in compact if character in ".,"]
    if not marks:
        return Decimal(compact)
    decimal = _find_decimal_mark(compact, marks, language)
    grouped = compact.translate({ord(mark): None for mark in ".," if mark != decimal})
    return Decimal(grouped.replace(",", "."))


def _find_decimal_mark(text: str, marks: list[str], language: str | None) -> str:
    """Return the decimal mark of `text`, empty where every mark groups digits."""
    if len(set(marks)) > 1:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return ""
    mark = marks[0]
    whole, _, rest = text.partition(mark)
    grouping = "," if language in _LANGUAGES_WITH_POINT else "."
    if len(rest) == 3 and mark == grouping and whole.strip("0"):
        return ""
    return mark


@cache
def _word_values() -> tuple[tuple[int, "re.Pattern[str]"], ...]:
    rows = load("amounts")["words"].items()
    return tuple((int(value), word_regex(words)) for value, words in rows)


def _parse_words(text: str) -> Decimal:
    """Return the sum of the words, `dvadeset pet`; the longest reading of each."""
    total = 0
    for match in re.finditer(rf"(?<![a-z])(?:{_WORD})(?![a-z])", text):
        values = (v for v, words in _word_values() if words.fullmatch(match[0]))
        total += next(values)
    return Decimal(total)


def show_decimal(number: Decimal) -> str:
    """Return the number without trailing zeros and never with an exponent."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
