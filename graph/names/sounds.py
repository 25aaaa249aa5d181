"""Words of names as sounds: one form whatever language and script they are spelt in."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from graph.names.scripts import cyrillic_letters

_VOWELS = "aeiouyë"


class Sounds(NamedTuple):
    """A word as sounds.

    `narrow` keeps what the spelling tells, with capitals for letters that could be
    several; `loose` and `wide` are as long as it and join more and more of them.
    """

    narrow: str
    loose: str
    wide: str
    albanian: bool


@cache
def data() -> dict[str, Any]:
    """Return sounds.yaml."""
    text = files("graph.names").joinpath("sounds.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def is_marked(word: str) -> bool:
    """Whether a lower-case word in Latin shows that its writer writes diacritics."""
    return _marks().search(word) is not None


def spell(text: str) -> str:
    """Return a text in lower-case Latin with the region's diacritics, and no others.

    Cyrillic becomes Latin; in words of mixed scripts the letters that only look like
    the other script's are taken for what they look like.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text)
    if _CYRILLIC.search(text):
        text = _MIXED.sub(_one_script, text).lower().translate(_cyrillic())
    else:
        text = _TURKISH.sub(_turkish, text.replace("İ", "i").lower())
    return text.translate(_PLAIN)


def sound(word: str, *, marked: bool) -> Sounds:
    """Return the sounds of one spelt word; `marked` where diacritics are written."""
    albanian = _albanian().search(word) is not None
    for shows, spellings in _styles():
        if shows.search(word):
            for pattern, replacement in spellings:
                word = pattern.sub(replacement, word)
    word = _spellings().sub(_sound_of, word)
    if "x" in word:
        word = word.replace("x", "ks") if word[0] != "x" else "ʒ" + word[1:]
    if "y" in word:
        word = _Y_GLIDE.sub("j", _Y_LAST.sub("i", word))
    word = _HIATUS.sub("ij", _GLIDE.sub("j", word))
    word = _TWICE.sub(r"\1", word)
    if not marked:
        word = word.translate(_tables()[0])
    return as_sounds(word, albanian)


def as_sounds(narrow: str, albanian: bool = False) -> Sounds:
    """Return the wider forms with a narrow form."""
    loose = narrow.translate(_tables()[1])
    return Sounds(narrow, loose, loose.translate(_tables()[2]), albanian)


def differences(one: Sounds, other: Sounds) -> int:
    """Return how many sounds of two words of one wide form cannot be the same."""
    if one.narrow == other.narrow:
        return 0
    same = _same(one.albanian or other.albanian)
    return sum(
        1
        for a, b in zip(one.narrow, other.narrow, strict=True)
        if a != b and a + b not in same
    )


_CYRILLIC = re.compile(r"[\u0370-\u052f]")
_MIXED = re.compile(r"(?=\w*[A-Za-z\u00c0-\u024f])(?=\w*[\u0370-\u052f])\w+")
_TURKISH = re.compile(r"\w*[ğış]\w*|\w*c\w*ç\w*|\w*ç\w*c\w*")
_Y_LAST = re.compile(r"(?<=[^aeiouë])y$")
_Y_GLIDE = re.compile(r"(?<=[aeiouë])y|y(?=[aeiouë])")
_GLIDE = re.compile(r"(?<=[aeou])i(?![aeiouyëj])")
_HIATUS = re.compile(r"i(?=[aeouë])")
_TWICE = re.compile(r"(.)\1+")


class _Plain(dict[int, str]):
    """What each letter becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if code < 128:
            found = letter
        elif letter in data()["plain"]:
            found = data()["plain"][letter]
        elif unicodedata.combining(letter):
            found = ""
        else:
            parts = unicodedata.normalize("NFKD", letter)
            found = "".join(c for c in parts if not unicodedata.combining(c))
        self[code] = found
        return found


_PLAIN = _Plain()


def _turkish(match: re.Match[str]) -> str:
    """Return a word of Turkish letters, whose c is dž."""
    return match.group().replace("c", "dž")


def _one_script(match: re.Match[str]) -> str:
    word = match.group()
    to_latin, to_cyrillic = _lookalikes()
    cyrillic = len(_CYRILLIC.findall(word))
    tables = (
        (to_latin, to_cyrillic)
        if 2 * cyrillic <= len(word)
        else (
            to_cyrillic,
            to_latin,
        )
    )
    for table in tables:
        turned = word.translate(table)
        if _MIXED.fullmatch(turned) is None:
            return turned
    return word


@cache
def _lookalikes() -> tuple[dict[int, str], dict[int, str]]:
    known = data()
    pairs = {**known["lookalikes"], **known["lookalike_capitals"]}
    latin = {**pairs, **known["greek"]}
    cyrillic = {b: a for a, b in pairs.items()}
    return str.maketrans(latin), str.maketrans(cyrillic)


@cache
def _cyrillic() -> dict[int, str]:
    letters = cyrillic_letters()
    known = {ord(a): b for a, b in letters.items() if len(a) == 1}
    return known


def is_soft(one: Sounds, other: Sounds) -> bool:
    """Whether two words without differences differ in what their writers both wrote.

    č beside ć, đ beside dž: often confused, but also two names.
    """
    return any(
        a != b and a.islower() and b.islower() and a + b in _soft()
        for a, b in zip(one.narrow, other.narrow, strict=True)
    )


@cache
def _soft() -> frozenset[str]:
    return frozenset(p for a, b in data()["soft"] for p in (a + b, b + a))


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(data()["marks"])


@cache
def _albanian() -> re.Pattern[str]:
    return re.compile(data()["albanian"])


@cache
def _styles() -> tuple[tuple[re.Pattern[str], list[tuple[re.Pattern[str], str]]], ...]:
    return tuple(
        (re.compile(s["shows"]), [(re.compile(a), b) for a, b in s["spellings"]])
        for s in data()["styles"]
    )


@cache
def _spellings() -> re.Pattern[str]:
    longest = sorted(data()["spellings"], key=len, reverse=True)
    return re.compile("|".join(longest))


def _sound_of(match: re.Match[str]) -> str:
    found: str = _sounds_of()[match.group()]
    return found


@cache
def _sounds_of() -> dict[str, str]:
    known: dict[str, str] = data()["spellings"]
    return known


@cache
def _tables() -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    known = data()
    loose, wide = (
        str.maketrans({c: one for one, many in known[name].items() for c in many})
        for name in ("loose", "wide")
    )
    return str.maketrans(known["unmarked"]), loose, wide


@cache
def _same(albanian: bool) -> frozenset[str]:
    known = data()
    pairs = known["same"] + (known["same_albanian"] if albanian else [])
    return frozenset(p for a, b in pairs for p in (a + b, b + a))
