"""One word of a name, read once: its sounds, and what it can be."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from graph.names.given import UNKNOWN, Known, find_given, load
from graph.names.sounds import (
    Sounds,
    as_sounds,
    data,
    differences,
    is_marked,
    sound,
    spell,
)

_BEFORE = re.compile(r"(?<=[^aeiouy])ij?(?=[aeou])")
_BETWEEN = re.compile(r"(?<=[aeou])ji")

UNKNOWN_GIVEN = 12.0
UNKNOWN_FAMILY = 16.0


class Word:
    """A word of a name; two readings of one spelling are one object where kept.

    `text` is in lower-case Latin; `known` what the lists know of it as a first name;
    `base` the man's form of a family name, `feminine` whether another than the word;
    `glide` has i, j and ij beside a vowel in one form, `shape` letters that look alike;
    `core` and `ending` what it is made of, `stem_names` the first names in it;
    `kind` the kind of family name that its ending tells; bits tell how rare it is.
    """

    __slots__ = (
        "base", "core", "ending", "family_bits", "feminine", "given_bits", "glide",
        "initial", "is_family", "is_listed", "kind", "known", "loose", "shape",
        "sounds", "stem_names", "text", "wide",
    )  # fmt: skip

    def __init__(self, text: str, *, marked: bool, initial: bool) -> None:
        """Read a spelt word (see sounds.spell)."""
        self.text = text
        self.sounds: Sounds = sound(text, marked=marked)
        self.loose, self.wide = self.sounds.loose, self.sounds.wide
        self.initial = initial or len(text) == 1
        self.known: Known = UNKNOWN if self.initial else find_given(self.sounds)
        self.base, self.feminine = _masculine(self.sounds)
        self.kind = _kind(self.loose)
        listed = _listed_bits(self.base)
        self.is_listed = listed is not None
        self.core, self.ending = _core(self.base.loose)
        stem = UNKNOWN if self.initial else _stem(self.base, len(self.core))
        self.stem_names = stem.names
        self.is_family = (
            listed is not None
            or self.kind in ("ic", "ski", "aj")
            or _plain_case().search(self.loose) is not None
        )
        if self.initial:
            self.given_bits = self.family_bits = 4.0
        else:
            self.given_bits = self.known.bits or UNKNOWN_GIVEN
            unlisted = UNKNOWN_FAMILY - (3 if stem.bits else 0)
            self.family_bits = listed or unlisted
        self.shape = _shape(text)
        self.glide = _BEFORE.sub("j", _BETWEEN.sub("i", text))

    def __repr__(self) -> str:
        return f"Word({self.sounds.narrow!r})"


@lru_cache(maxsize=1 << 16)
def read_word(text: str, marked: bool, initial: bool = False) -> Word:
    """Return a spelt word's reading, kept; `marked` where diacritics are written."""
    return Word(text, marked=marked or is_marked(text), initial=initial)


@lru_cache(maxsize=1 << 16)
def readings(word: Word, role: str) -> tuple[tuple[str, Sounds], ...]:
    """Return the nominatives that a word can be a case of, each with the case.

    `role` is m, f (a given name of a man, a woman) or family.
    """
    endings = _endings(role)
    narrow, loose, albanian = word.sounds.narrow, word.loose, word.sounds.albanian
    found = []
    for size in range(1, min(_LONGEST, len(loose) - 2) + 1):
        for case, base in endings.get(loose[-size:], ()):
            stem = narrow[:-size]
            found.append((case, as_sounds(stem + base, albanian)))
            full = None if base else _fleeting().get(stem[-1])
            if full:
                found.append((case, as_sounds(stem[:-1] + full, albanian)))
    return tuple(found)


_LONGEST = 4
"""The letters that an ending has at most."""


@cache
def _endings(role: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return ending → what it can be: the case, and what the nominative has instead."""
    known = load("cases")
    names = {"family": ("m", "f", "family"), "m": ("m", "f"), "f": ("f",)}[role]
    albanian = "albanian_family" if role == "family" else "albanian"
    cases = [row for name in names for row in known[name].items()]
    found: dict[str, dict[tuple[str, str], None]] = {}
    for case, endings in (*cases, ("sq", known[albanian])):
        for ending, bases in endings.items():
            row = found.setdefault(ending, {})
            row.update(dict.fromkeys((case, base) for base in bases))
    return {ending: tuple(row) for ending, row in found.items()}


@cache
def _fleeting() -> Mapping[str, str]:
    found: dict[str, str] = load("cases")["fleeting"]
    return found


def is_plain_case(word: Word) -> bool:
    """Whether a family name is in a case, whatever stands beside it."""
    return _plain_case().search(word.loose) is not None


def _masculine(sounds: Sounds) -> tuple[Sounds, bool]:
    match = _feminine().search(sounds.loose)
    if match is None or len(sounds.loose) < 5:
        return sounds, False
    old = match.group()
    new = load("cases")["feminine"][old]
    kept = 0
    while kept < min(len(old), len(new)) and old[kept] == new[kept]:
        kept += 1
    stem = sounds.narrow[: len(sounds.narrow) - len(old) + kept]
    return as_sounds(stem + new[kept:], sounds.albanian), True


def _kind(loose: str) -> str:
    if len(loose) < 4:
        return ""
    return next((kind for kind, look in _kinds() if look.search(loose)), "")


def _core(loose: str) -> tuple[str, str]:
    """Return a family name's stem and its ending, which may be empty."""
    match = _ENDING.search(loose)
    at = match.start() if match and match.start() >= 2 else len(loose)
    return loose[:at], loose[at:]


def _stem(sounds: Sounds, length: int) -> Known:
    """Return what is known of the first name that a family name is made of."""
    if length == len(sounds.loose) or length < 3:
        return UNKNOWN
    stem = sounds.narrow[:length]
    for ending in ("", "o", "a"):
        found = find_given(as_sounds(stem + ending, sounds.albanian))
        if found.names:
            return found
    return UNKNOWN


_ENDING = re.compile(r"((ov|ev)?[ij]c|(ov|ev)?ski|ov|ev|i|u|aj)$")


def _listed_bits(sounds: Sounds) -> float | None:
    """Return the bits of a family name of the lists, None for another."""
    known = _family_bits().get(sounds.loose, ())
    return min((b for s, b in known if not differences(s, sounds)), default=None)


@cache
def _family_bits() -> Mapping[str, list[tuple[Sounds, float]]]:
    found: dict[str, list[tuple[Sounds, float]]] = {}
    for classes in load("usual")["family"].values():
        for bits, names in classes.items():
            for name in names.split():
                sounds = sound(spell(name), marked=True)
                found.setdefault(sounds.loose, []).append((sounds, float(bits)))
    return found


@cache
def _feminine() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(load('cases')['feminine'])})$")


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((k, re.compile(p)) for k, p in load("cases")["kinds"].items())


@cache
def _plain_case() -> re.Pattern[str]:
    return re.compile(load("cases")["plain"])


@cache
def _alike() -> tuple[re.Pattern[str], Mapping[str, str]]:
    alike: dict[str, str] = data()["alike"]
    longest = sorted(alike, key=len, reverse=True)
    return re.compile("|".join(longest)), alike


def _shape(text: str) -> str:
    pattern, alike = _alike()
    return pattern.sub(lambda m: alike[m.group()], text)
