"""From one script to the other and back, with the way home for every offset."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Script = Literal["Latn", "Cyrl"]

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Converted:
    """A text and where in its source each of its code points comes from.

    `offsets` has one more entry than `text`: the source's length.
    """

    text: str
    offsets: Sequence[int]

    def offset(self, i: int) -> int:
        """Return the source offset of code point `i`, 0 <= i <= len(text).

        All letters that one source letter became point at its beginning.
        """
        return self.offsets[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span that covers [start, end), whole letters always."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        while end < len(self.text) and self.offsets[end] == last:
            end += 1
        return self.offsets[start], self.offsets[end]


@dataclass(frozen=True, slots=True)
class _Table:
    """One direction: letters that keep their length, and the units that do not."""

    letters: Mapping[int, str]
    units: Mapping[str, str]
    pattern: re.Pattern[str]


def script_of(text: str) -> Script | None:
    """Return the script most letters are in, None where no letter is in either."""
    cyrillic = len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    if not cyrillic and not latin:
        return None
    return "Cyrl" if cyrillic > latin else "Latn"


def to_latin(text: str, language: str | None = None) -> Converted:
    """Return the text with its Cyrillic letters in Latin; all else stays.

    The alphabets agree on the letters they share, so `language` changes nothing.
    """
    return _convert(text, _latin_table())


def to_cyrillic(text: str, language: str | None = None) -> Converted:
    """Return the text in Cyrillic: Macedonian's for `mk`, else Serbian's.

    Letters outside the alphabet (q, w, x, y) stay.
    """
    return _convert(
        text, _cyrillic_table("macedonian" if language == "mk" else "serbian")
    )


@cache
def data() -> dict[str, dict[str, str]]:
    """Return the tables of scripts.yaml."""
    text = files("graph.names").joinpath("scripts.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded


def cyrillic_letters() -> dict[str, str]:
    """Return every known Cyrillic letter in lower case with its Latin form."""
    tables = data()
    return {**tables["foreign"], **tables["macedonian"], **tables["serbian"]}


def _convert(text: str, table: _Table) -> Converted:
    if unicodedata.is_normalized("NFC", text):
        return _convert_composed(text, table)
    composed = _compose(text)
    inner = _convert_composed(composed.text, table)
    return Converted(inner.text, [composed.offsets[i] for i in inner.offsets])


def _convert_composed(text: str, table: _Table) -> Converted:
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for found in table.pattern.finditer(text):
        start, end = found.span()
        parts.append(text[at:start].translate(table.letters))
        offsets.extend(range(at, start))
        unit = _cased(text, start, end, table)
        parts.append(unit)
        offsets.extend([start] * len(unit))
        at = end
    parts.append(text[at:].translate(table.letters))
    offsets.extend(range(at, len(text) + 1))
    return Converted("".join(parts), offsets)


def _cased(text: str, start: int, end: int, table: _Table) -> str:
    """Return what the unit becomes; LJ among capitals, Lj elsewhere."""
    unit = text[start:end]
    out = table.units.get(unit) or unit.translate(table.letters)
    if len(out) > 1 and out[0].isupper():
        after = text[end : end + 1]
        if after.isupper() or (
            not after.islower() and text[start - 1 : start].isupper()
        ):
            return out.upper()
    return out


def _compose(text: str) -> Converted:
    """Return the text with letters and their accents in one, where there is one."""
    parts: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", cluster.group())
        parts.append(composed)
        last = cluster.end() - 1
        offsets.extend(min(cluster.start() + i, last) for i in range(len(composed)))
    offsets.append(len(text))
    return Converted("".join(parts), offsets)


@cache
def _latin_table() -> _Table:
    return _table(cyrillic_letters(), ())


@cache
def _cyrillic_table(alphabet: str) -> _Table:
    back = {latin: letter for letter, latin in data()[alphabet].items()}
    pairs = {**back, **data()[f"also_{alphabet}"]}
    return _table(pairs, tuple(data()["apart"]) if alphabet == "serbian" else ())


def _table(pairs: Mapping[str, str], apart: Sequence[str]) -> _Table:
    letters: dict[int, str] = {}
    units: dict[str, str] = {}
    for source, target in pairs.items():
        for a, b in _case_forms(source, target):
            if len(a) == len(b) == 1:
                letters[ord(a)] = b
            else:
                units[a] = b
    longest = sorted(units, key=len, reverse=True)
    alternatives = [_apart_pattern(word) for word in apart]
    alternatives += [re.escape(unit) for unit in longest]
    return _Table(letters, units, re.compile("|".join(alternatives)))


def _case_forms(source: str, target: str) -> list[tuple[str, str]]:
    title = target[:1].upper() + target[1:]
    forms = {source: target, source.title(): title, source.upper(): title}
    return list(forms.items())


def _apart_pattern(word: str) -> str:
    head, tail = word.split("|")
    return rf"(?i:(?<=\b{head[:-1]}){head[-1]}(?={tail}))"
