"""Letters that OCR confuses, set right where the page itself tells which is meant."""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from extraction.recognition.identifiers.persons import is_jmbg, is_nid

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_ABBREVIATION = re.compile(
    r"(?<![\w.,])(?:[^\W\d_]|0)(?:\.(?:[^\W\d_]|0))+\.?(?![\w.])"
)
_DASH = re.compile(r"(?<=\s)—(?=\s)")
_ADDRESS = re.compile(r"\S*(?:@|www\.|://)\S*")
_TOKEN = re.compile(r"(?<!\S)[(\[\"„“+]*(\S{4,}?)[)\],;:.!?\"“”]*(?!\S)")
_FORMS = re.compile(
    r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|\d+[.,]\d{2}"
    r"|0\d{1,2}[/-]\d{3}[-/]?\d{2,4}(?:-\d{2,3})?|(?:00)?38[1-79]\d{7,10}"
)


def join_halves(word: str) -> str:
    """Return a word whose first letter is whole again, where it was read as two."""
    first = _load()["halves"].get(word[:2])
    small = word[2:3].islower() and _CYRILLIC.match(word[2:3])
    return first + word[2:] if first and small else word


def correct(text: str) -> str:
    """Return a page's text of the same length with what is certainly misread set right.

    A number with a check digit that is wrong as it stands and right with digits in
    place of letters; letters among the digits of a date, sum or telephone number;
    letters of the other script in a word of one; a zero among the letters of an
    abbreviation (`d.0.o.`); letters that no language here has; a dash between blanks,
    whose length cannot be seen, is the one that these languages print.
    """
    text = _DASH.sub("–", text.translate(_table("never")))
    text = _ABBREVIATION.sub(_restore_o, _correct_scripts(text))
    for pattern, is_valid in _CHECKED:
        text = pattern.sub(partial(_check, is_valid), text)
    return _TOKEN.sub(_correct_form, text)


def _is_iban(number: str) -> bool:
    letters, rest = number[:4], number[4:]
    if not (15 <= len(number) <= 34 and letters[:2].isalpha() and number.isalnum()):
        return False
    return number.isascii() and bool(mod_97_10.is_valid(rest + letters))


def _is_jmbg(number: str) -> bool:
    return len(number) == 13 and number.isdecimal() and is_jmbg(number)


def _is_imei(number: str) -> bool:
    return len(number) == 15 and number.isdecimal() and bool(luhn.is_valid(number))


def _is_albanian(number: str) -> bool:
    return len(number) == 10 and number[1:9].isdecimal() and is_nid(number)


_D = r"[0-9OoQDОоIliZЗбSЅBВ|]"


def _number(head: str, digits: str, tail: str = "") -> "re.Pattern[str]":
    parts = f"(?P<head>{head})(?P<digits>{digits})(?P<tail>{tail})"
    return re.compile(rf"(?<!\w){parts}(?!\w)")


_CHECKED: tuple[tuple["re.Pattern[str]", Callable[[str], bool]], ...] = (
    (_number("[A-Z]{2}", rf"{_D}{{2}}(?: ?{_D}{{1,4}}){{3,8}}"), _is_iban),
    (_number("", rf"{_D}{{13}}"), _is_jmbg),
    (_number("", rf"{_D}{{15}}"), _is_imei),
    (_number("[A-Z]", rf"{_D}{{8}}", "[A-Z]"), _is_albanian),
)


def _check(is_valid: Callable[[str], bool], match: "re.Match[str]") -> str:
    """Return a number with its digits restored, where only that makes it valid."""
    restored = match["head"] + match["digits"].translate(_table("digits"))
    restored += match["tail"]
    plain, better = match[0].replace(" ", ""), restored.replace(" ", "")
    return restored if not is_valid(plain) and is_valid(better) else match[0]


def _correct_form(match: "re.Match[str]") -> str:
    token = match[1]
    digits = sum(character.isdecimal() for character in token)
    if digits * 2 < len(token) or digits == len(token):
        return match[0]
    restored = token.translate(_table("plain_digits"))
    if restored == token or not _FORMS.fullmatch(restored.lstrip("+")):
        return match[0]
    start = match.start(1) - match.start()
    return match[0][:start] + restored + match[0][start + len(token) :]


def _correct_scripts(text: str) -> str:
    """Return the text with each line's look-alikes in the line's own script."""
    whole = _script_of(text)
    if whole is None or not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return text
    lines = text.split("\n")
    return "\n".join(_correct_line(line, _script_of(line) or whole) for line in lines)


def _script_of(text: str) -> str | None:
    """Return the script of the letters that only one script has."""
    latin, cyrillic = _table("cyrillic_of_latin"), _latin_of_cyrillic()
    plain = _ADDRESS.sub(" ", text)
    in_latin = sum(ord(c) not in latin for c in _LATIN.findall(plain))
    in_cyrillic = sum(ord(c) not in cyrillic for c in _CYRILLIC.findall(plain))
    if in_latin == in_cyrillic:
        return None
    return "Latn" if in_latin > in_cyrillic else "Cyrl"


def _correct_line(line: str, script: str) -> str:
    apart = [match.span() for match in _ADDRESS.finditer(line)]

    def unify(match: "re.Match[str]") -> str:
        start, end = match.span()
        if any(first <= start < last for first, last in apart):
            return match[0]
        if line[start - 1 : start].isdigit() or line[end : end + 1].isdigit():
            return match[0]
        return _unify(match[0], script)

    return _WORD.sub(unify, line)


def _unify(word: str, script: str) -> str:
    """Return a word of two scripts in one, and one of look-alikes in the line's own.

    Capitals alone stay: they may be a plate, a company or an abbreviation.
    """
    mixed = _LATIN.search(word) and _CYRILLIC.search(word)
    if not mixed and word.isupper():
        return word
    tables = {"Cyrl": _table("cyrillic_of_latin"), "Latn": _latin_of_cyrillic()}
    foreign = {"Cyrl": _LATIN, "Latn": _CYRILLIC}
    for wanted in (script, "Latn" if script == "Cyrl" else "Cyrl"):
        turned = word.translate(tables[wanted])
        if not foreign[wanted].search(turned):
            return turned if mixed or wanted == script else word
    return word


def _restore_o(match: "re.Match[str]") -> str:
    """Return an abbreviation of single letters with an o in place of a zero."""
    letters = [c for c in match[0] if c.isalpha()]
    if not letters or "0" not in match[0]:
        return match[0]
    cyrillic = bool(_CYRILLIC.search(match[0]))
    small = "о" if cyrillic else "o"
    return match[0].replace("0", small if letters[0].islower() else small.upper())


@cache
def _table(name: str) -> Mapping[int, str]:
    return {ord(wrong): right for wrong, right in _load()[name].items()}


@cache
def _latin_of_cyrillic() -> Mapping[int, str]:
    pairs = _load()["cyrillic_of_latin"].items()
    return {ord(cyrillic): latin for latin, cyrillic in pairs}


@cache
def _load() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("confusions.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return data
