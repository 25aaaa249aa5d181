"""A person's name → the few keys by which its variants find each other."""

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.names.persons import PersonName
from graph.names.words import Word

MOST = 8

_ENDING = re.compile(r"(?:[oe][mg]|[iu][tn]|ina|e[sn]|ov?icka)$")
_DROPPED = str.maketrans("", "", "aeiouyhj")
_JOINED = str.maketrans({"d": "t", "b": "p", "z": "s", "v": "f"})


def name_keys(name: PersonName) -> tuple[str, ...]:
    """Return at most eight keys; two variants of a name share at least one.

    A key joins the family name's consonants with the given name's first sound, or
    with the name that it is a form of. Empty for what names nobody.
    """
    if not name.usable:
        return ()
    found: dict[str, None] = {}
    for key in _iter_keys(name):
        found.setdefault(key)
        if len(found) == MOST:
            break
    return tuple(found)


def _iter_keys(name: PersonName) -> Iterator[str]:
    if not name.given or not name.family:
        for word in (*name.given, *name.family, *name.nicknames):
            yield f"{_skeleton(word)}/"
            yield from (f"/{root}" for root in word.known.roots)
        return
    pairs = [(f, g) for f in (*name.family, *name.others) for g in name.given[:1]]
    if name.mixed:
        pairs += [(f, g) for f in name.family for g in name.father]
    if not name.sure:
        pairs += [(g, f) for f, g in pairs]
    for family, given in pairs:
        yield f"{_skeleton(family)}/{_first(given)}"
    for family, given in pairs:
        yield from (f"{_skeleton(family)}/{f}" for f in _formal_firsts(given))
    for family, given in pairs:
        yield from (f"{_skeleton(family)}/{root}" for root in given.known.roots[:2])
    for family, given in pairs:
        if not given.initial and not family.initial:
            yield from _iter_typed(family, given)
    for word in name.nicknames:
        yield from (f"{_skeleton(f)}/{_first(word)}" for f in name.family)
        yield f"{_skeleton(word)}/"
    for family, given in pairs:
        if not given.initial:
            yield f"{_first(family)}^{_root(given)}"


@lru_cache(maxsize=1 << 14)
def _formal_firsts(given: Word) -> tuple[str, ...]:
    """Return the first sounds of the names that a name is short for."""
    firsts = dict.fromkeys(f.translate(_JOINED) for f in given.known.firsts)
    return tuple(f for f in firsts if f != _first(given))


def _iter_typed(family: Word, given: Word) -> Iterator[str]:
    """Yield keys for a family name of which one letter is wrong."""
    root = _root(given)
    bones = _skeleton(family)
    yield f"{bones[:2]}~{root}"
    if len(bones) > 4:
        yield f"~{bones[2:4]}{root}"


def _root(given: Word) -> str:
    return str((*given.known.roots, _skeleton(given))[0])


@lru_cache(maxsize=1 << 16)
def _skeleton(word: Word) -> str:
    """Return the consonants of a name, whatever its ending for case and sex."""
    if word.initial:
        return word.loose[:1]
    text = word.base.loose
    shorter = _ENDING.sub("", text)
    text = shorter if len(shorter) > 2 else text
    text = text.lstrip("hj") or text
    first = "i" if text[0] in "uy" else text[0]
    return (first + text[1:].translate(_DROPPED)).translate(_JOINED)


def _first(word: Word) -> str:
    text = word.loose.lstrip("hj") or word.loose
    return text[:1].translate(_JOINED)
