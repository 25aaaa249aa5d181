"""Search keys: one form for a name whatever its script, accents and case."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TypedDict

import yaml

from graph.names.scripts import cyrillic_letters


class _Data(TypedDict):
    letters: dict[str, str]
    dropped: str
    sounds: list[list[str]]


def fold(text: str) -> str:
    """Return the search key: lower case, without script or accents, single blanks.

    đ, ђ and dj are `dj`; č ć ç c are `c`; š s, ž z, dž џ ѕ `dz`, ë `e`. Apostrophes
    vanish, other punctuation parts words. What is empty of letters and digits gives
    an empty key. Albanian q, xh, gj, sh stay as they are written (see sound_key).
    """
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_FOLDED).split())


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of the search key in their order; may be empty."""
    return tuple(fold(text).split())


def sound_key(text: str) -> str:
    """Return a looser key for comparing names across spellings of the region.

    q, ć, kj, ch are one, so are xh and dž, gj and đ, sh and š, zh and ž; letters
    written twice count once. Not for search: it is no prefix of anything typed.
    """
    key = fold(text)
    for pattern, replacement in _sounds():
        key = pattern.sub(replacement, key)
    return key


@cache
def _data() -> _Data:
    text = files("graph.names").joinpath("folding.yaml").read_text(encoding="utf-8")
    loaded: _Data = yaml.safe_load(text)
    return loaded


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(a), b) for a, b in _data()["sounds"])


class _Folded(dict[int, str]):
    """What each code point becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


def _fold_letter(letter: str) -> str:
    known = _known_letters()
    lower = letter.casefold()
    if lower in known:
        return known[lower]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", lower).lower())
    return "".join(
        known[c] if c in known else _fold_plain(c)
        for c in plain.casefold()
        if unicodedata.category(c) not in ("Mn", "Me")
    )


def _fold_plain(letter: str) -> str:
    return letter if letter.isalnum() else " "


@cache
def _known_letters() -> dict[str, str]:
    latin = _data()["letters"]
    known = {**latin, **dict.fromkeys(_data()["dropped"], "")}
    for cyrillic, written in cyrillic_letters().items():
        if len(cyrillic) == 1:
            known[cyrillic] = "".join(
                latin[c] if c in latin else unicodedata.normalize("NFKD", c)[0]
                for c in written
            )
    return known


_FOLDED = _Folded()
