"""A page made ready for the finders: folded letter for letter, so that offsets hold.

In the folded text Cyrillic, diacritics and capitals are gone, one character for one,
so that one plain pattern finds `pasoš`, `PASOŠ`, `пасош` and `pasos` at the same place.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_CYRILLIC = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџшѕй",
        "abvgddezzijkllmnnoprstcufhccdszi",
        strict=True,
    )
)
_DASHES = dict.fromkeys("–—−‐‑‒", "-")
_BLANKS = "\u00a0\u202f" + "".join(map(chr, range(0x2000, 0x200B)))
_CELL = "|"
_SPECIAL = _DASHES | {"đ": "d", "ł": "l", "ß": "s", "ø": "o", "ı": "i"}


class _Table(dict[int, str]):
    """Folds each code point once, on first sight."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code))
        return self[code]


def _fold_character(character: str) -> str:
    if character in _BLANKS:
        return " "
    lower = character.lower()[0]
    if lower in _CYRILLIC:
        return _CYRILLIC[lower]
    lower = _SPECIAL.get(lower, lower)
    base = unicodedata.normalize("NFD", lower)[0]
    return _CYRILLIC.get(base, base)


_table = _Table()


def fold(text: str) -> str:
    """Return the text folded, of the same length."""
    return text.translate(_table)


_WRAP = re.compile(r"(?<=[^\n]{60})(?<![.:;|!?])\n(?=[^\s|])")


def join_wrapped(folded: str) -> str:
    """Return the text with a blank for each break that only wraps a long line.

    PDF and mail break lines inside numbers; a short line, the end of a sentence or a
    table row ends what it says.
    """
    return _WRAP.sub(" ", folded)


class Candidate(NamedTuple):
    """A span that may become a mention; without a type it only bars others.

    Of overlapping ones the lower `rank` wins, then the longer, then the earlier.
    """

    start: int
    end: int
    type: str
    value: str
    rank: int
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """One page's text, its folded twin, and what is known of its language."""

    text: str
    folded: str
    language: str | None = None
    country: str | None = None

    def before(self, start: int, width: int = 60) -> str:
        """Return the folded text before a span; in a table its column's head too."""
        near = self.folded[max(0, start - width) : start]
        head = head_of(self.folded, start) if _CELL in self.folded else ""
        return f"{head}\n{near}" if head else near

    def after(self, end: int, width: int = 40) -> str:
        """Return the folded text behind a span."""
        return self.folded[end : end + width]

    def around(self, start: int, end: int, width: int = 60) -> str:
        """Return the folded text on both sides, the span itself left out."""
        return f"{self.before(start, width)}\n{self.after(end, width)}"


class _Rows(NamedTuple):
    """Rows of as many cells, one below the other: where they stand, the first's cells.

    The first may be the table's head.
    """

    start: int
    end: int
    head: tuple[str, ...]


def head_of(folded: str, start: int) -> str:
    """Return what stands above a cell in the first row of its table, else nothing."""
    tables = _tables(folded)
    at = bisect_right(tables, start, key=lambda rows: rows.start) - 1
    if at < 0 or start >= tables[at].end:
        return ""
    line = folded.rfind("\n", 0, start) + 1
    column = folded.count(_CELL, line, start)
    return tables[at].head[column] if line > tables[at].start else ""


@lru_cache(maxsize=8)
def _tables(folded: str) -> list[_Rows]:
    """Return the tables of a page, two rows or more, in order."""
    found: list[_Rows] = []
    start = end = at = 0
    head: tuple[str, ...] = ()
    for line in [*folded.split("\n"), ""]:
        cells = line.count(_CELL) + 1
        if cells == len(head):
            end = at + len(line)
        else:
            if end:
                found.append(_Rows(start, end + 1, head))
            head = tuple(c.strip() for c in line.split(_CELL)) if cells > 1 else ()
            start, end = at, 0
        at += len(line) + 1
    return found


@cache
def load(name: str) -> Any:
    """Return one of the pattern files beside this module."""
    path = Path(__file__).with_name(f"{name}.yaml")
    return yaml.safe_load(path.read_text("utf-8"))


def word_pattern(words: Iterable[str]) -> str:
    """Return a pattern for folded text that matches any of the words, longest first.

    A `*` stands for any ending; lj, nj, dž and đ match in every spelling.
    """
    ordered = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(_spell(word) for word in ordered)


def word_regex(words: Iterable[str]) -> re.Pattern[str]:
    """Return the compiled pattern of whole words for folded text."""
    return re.compile(rf"(?<![a-z0-9])(?:{word_pattern(words)})(?![a-z0-9])")


def _spell(word: str) -> str:
    marked = word.lower().replace("đ", "\x01").replace("dž", "\x02")
    spelled = re.escape(fold(marked))
    for plain, flexible in (
        ("lj", "lj?"),
        ("nj", "nj?"),
        ("\x01", "dj?"),
        ("\x02", "dz?"),
        ("\\ ", r"\s{1,3}"),
        ("\\*", r"[a-z]{0,12}"),
    ):
        spelled = spelled.replace(plain, flexible)
    return spelled


@cache
def context(name: str) -> re.Pattern[str]:
    """Return the pattern of the words that announce a kind of identifier."""
    return word_regex(load("contexts")[name])


def iter_matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield matches that may begin inside an earlier one that led to nothing."""
    position = 0
    while match := pattern.search(text, position):
        yield match
        position = match.start() + 1
