"""A person's name as it is written → words, each with what its writing tells of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from graph.names.given import load
from graph.names.placeholders import (
    is_beside_word,
    is_placeholder,
    is_unknown_word,
    may_be_placeholder,
)
from graph.names.sounds import data, spell

LONGEST = 200

_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[^\W_]+\.?|[(),;:/<\[\]\"„“”«»‹›-]")
_PLAIN = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,}){1,2}")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´ʼ‘](?=\w)")
_QUOTE = re.compile(r"['’`´ʼ‘]")
_MRZ = re.compile(r"^[PIAC][A-Z<][A-Z]{3}(?=[A-Z]+<)")
_BOOKED = re.compile(
    r"^([^\W\d_-]+)/([^\W\d_]{3,}?)(?: ?(?:MR|MRS|MS|MSTR|MISS|CHD))?$", re.IGNORECASE
)
_OPENING = '"„“”«»‹›'
_OBLIQUE = re.compile(r"(?:it|ut|ës|es|s)$")
_INITIALS = frozenset("dj lj nj dž dz gj sh xh zh ch th dh".split())


class Token(NamedTuple):
    """A word: spelt, and what its place and look tell.

    `foreign` where its letters are not all ASCII; `family` where a comma or capitals
    show a family name; `joined` where a hyphen joins it to the word before; `comma`
    where a comma stands before or behind it.
    """

    text: str
    foreign: bool = False
    initial: bool = False
    family: bool = False
    joined: bool = False
    comma: bool = False


@dataclass(slots=True)
class Parts:
    """The words of a name by what they are."""

    main: list[Token] = field(default_factory=list)
    father: list[Token] = field(default_factory=list)
    nicknames: list[Token] = field(default_factory=list)
    others: list[Token] = field(default_factory=list)
    bracket: list[Token] = field(default_factory=list)
    generation: str = ""


def split_parts(text: str) -> Parts | None:
    """Return the words of a name without titles and figures; None for a placeholder."""
    text = text.strip()[:LONGEST]
    spelt = [_spelt(word)[0] for word in _WORD.findall(text)]
    doubtful = may_be_placeholder(spelt) or not any(len(s) > 1 for s in spelt)
    if doubtful and is_placeholder(text):
        return None
    if _PLAIN.fullmatch(text) and not text.isupper():
        parts = _plain(text.split(" "))
        if parts is not None:
            return parts
    if "<" in text:
        text = _MRZ.sub("", text).replace("<<", ", ", 1).replace("<", " ")
    elif "/" in text:
        text = _BOOKED.sub(r"\1, \2", text)
    text = _QUOTE.sub('"', _APOSTROPHE.sub("", text))
    unknown = doubtful and any(is_unknown_word(s) for s in spelt)
    return _Splitter(_PIECE.findall(text), unknown).split()


def _plain(words: Sequence[str]) -> Parts | None:
    """Return the parts of two or three words that are nothing but names."""
    spelt = [_spelt(word) for word in words]
    if any(s in _beside() for s, _ in spelt):
        return None
    capitals = [w.isupper() for w in words]
    mixed = any(capitals) and not all(capitals)
    return Parts(
        [
            Token(s, foreign, family=mixed and upper)
            for (s, foreign), upper in zip(spelt, capitals, strict=True)
        ]
    )


@lru_cache(maxsize=1 << 16)
def _spelt(word: str) -> tuple[str, bool]:
    return spell(word), not word.isascii()


class _Splitter:
    """Goes through the pieces of a text once."""

    def __init__(self, pieces: list[str], unknown: bool) -> None:
        self._pieces = pieces
        self._unknown = unknown
        self._parts = Parts()
        self._segments: list[int] = []
        self._capitals: list[bool] = []
        self._segment = 0
        self._next = ""
        self._joined = False
        self._open = ""

    def split(self) -> Parts:
        """Return the parts."""
        at = 0
        while at < len(self._pieces):
            at += self._take(at)
        self._parts.main = self._with_families()
        return self._parts

    def _take(self, at: int) -> int:
        piece = self._pieces[at]
        if len(piece) == 1 and not piece.isalnum():
            self._punctuation(piece)
            return 1
        spelt, foreign = _spelt(piece.rstrip("."))
        if spelt in _stops() and self._stops_at(at):
            return len(self._pieces)
        begins = at == 0 and piece[0].isupper()
        for size, target in _markers().get(spelt, ()):
            if size[0] == 1 and begins:
                continue
            pieces = self._pieces[at : at + size[0]]
            following = tuple(_spelt(p.rstrip("."))[0] for p in pieces)
            if following == size[1] and self._announces(at, size[0]):
                self._next = target
                return size[0]
        self._word(piece, spelt, foreign, at)
        return 1

    def _stops_at(self, at: int) -> bool:
        """Whether a stop word ends the name: behind a name, and small as words are."""
        piece = self._pieces[at]
        if not self._parts.main or len(self._pieces) == at + 1:
            return False
        if piece.isupper() and len(piece) > 1 and not piece.endswith("."):
            return _spelt(piece)[0] in ("jmbg", "embg", "oib")
        return piece[0].islower() or len(piece) > 2

    def _announces(self, at: int, size: int) -> bool:
        """Whether a word follows a marker."""
        after = self._pieces[at + size : at + size + 1]
        if after == [":"]:
            return True
        return bool(after) and after[0][0].isalpha()

    def _punctuation(self, piece: str) -> None:
        if piece in "([":
            self._open = "("
        elif piece in ")]":
            self._open = self._next = ""
        elif piece in _OPENING:
            self._open = "" if self._open == '"' else '"'
        elif piece in ",;":
            if not self._open:
                self._segment += 1
            self._next = ""
        elif piece == "-":
            self._joined = True
        elif piece == "/":
            self._next = "maiden"

    def _word(self, piece: str, spelt: str, foreign: bool, at: int) -> None:
        joined, self._joined = self._joined, False
        if not spelt.isalpha():
            spelt = _letters(spelt)
            if not spelt:
                self._next = ""
                return
        if self._drop(piece, spelt, at):
            return
        short = len(spelt) == 1 or (piece.endswith(".") and spelt in _INITIALS)
        token = Token(spelt, foreign, short, joined=joined)
        target = self._next or {"(": "bracket", '"': "nickname"}.get(self._open, "")
        self._next = ""
        if target == "father":
            self._parts.father.append(token)
        elif target == "nickname":
            self._parts.nicknames.append(token)
        elif target == "maiden":
            self._parts.others.append(token)
        elif target == "bracket":
            self._parts.bracket.append(token)
        else:
            self._parts.main.append(token)
            self._segments.append(self._segment)
            self._capitals.append(piece.isupper() and not short)

    def _drop(self, piece: str, spelt: str, at: int) -> bool:
        """Whether a word is no part of the name; notes what it tells."""
        kind = _beside().get(spelt)
        if spelt in ("i", "e") and piece in ("i", "e", "и", "е") and self._parts.main:
            following = self._pieces[at + 1 : at + 2]
            if following and _OBLIQUE.search(_spelt(following[0])[0]):
                self._next = "father"
            return True
        if kind in ("younger", "older"):
            last = at == len(self._pieces) - 1
            if at and (piece.endswith(".") or piece.islower() or last):
                self._parts.generation = kind
                return True
            return False
        if kind == "particle":
            return len(self._pieces) > 2
        if self._unknown and (is_unknown_word(spelt) or is_beside_word(spelt)):
            return True
        if kind == "marker" and at == 0:
            return not piece[0].isupper()
        return kind is not None

    def _with_families(self) -> list[Token]:
        """Mark what stands before a comma, or alone in capitals, as family names."""
        main, segments = self._parts.main, self._segments
        comma = bool(segments) and segments[-1] > segments[0]
        if comma:
            flags = [s == segments[0] for s in segments]
        elif any(self._capitals) and not all(
            c or t.initial for c, t in zip(self._capitals, main, strict=True)
        ):
            flags = self._capitals
        else:
            return main
        return [
            Token(t.text, t.foreign, t.initial, family, t.joined, comma)
            for t, family in zip(main, flags, strict=True)
        ]


def _letters(spelt: str) -> str:
    """Return a word read with figures in place of letters, empty for a figure."""
    if 2 * sum(c.isalpha() for c in spelt) <= len(spelt):
        return ""
    figures: dict[str, str] = data()["figures"]
    turned = "".join(figures.get(c, c) for c in spelt)
    return turned if turned.isalpha() else ""


@cache
def _stops() -> frozenset[str]:
    return frozenset(load("person")["stops"].split())


@cache
def _beside() -> Mapping[str, str]:
    known = load("person")
    found = dict.fromkeys(known["titles"].split(), "title")
    found |= dict.fromkeys(known["particles"].split(), "particle")
    for kind in ("younger", "older"):
        found |= dict.fromkeys(known[kind].split(), kind)
    for (size, words), _ in (m for ms in _markers().values() for m in ms):
        if size == 1:
            found.setdefault(words[0], "marker")
    return found


@cache
def _markers() -> Mapping[str, tuple[tuple[tuple[int, tuple[str, ...]], str], ...]]:
    """Return first word → (length and words, what they announce), longest first."""
    found: dict[str, list[tuple[tuple[int, tuple[str, ...]], str]]] = {}
    for target in ("father", "nickname", "maiden"):
        for row in load("person")[target]:
            words = tuple(row.split())
            found.setdefault(words[0], []).append(((len(words), words), target))
    return {
        first: tuple(sorted(rows, key=lambda r: -r[0][0]))
        for first, rows in found.items()
    }
