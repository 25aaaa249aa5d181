"""Two words of names compared: as given names, as family names, in a case."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from graph.names.agreement import Level
from graph.names.sounds import differences, is_marked, is_soft
from graph.names.words import Word, readings


class Match(NamedTuple):
    """How far two words agree; `why` is empty where they are the same."""

    level: Level
    score: float
    why: str = ""


SAME = Match("same", 1.0)
APART = Match("different", 0.0)
SOUNDS = Match("variant", 0.99, "spelt another way")
SPELT = Match("variant", 0.97, "spelt another way")
FEMININE = Match("kin", 0.5, "woman's form of the family name")
_CONFUSED = Match("variant", 0.9, "letters of like sound confused")
_GLIDE = Match("variant", 0.88, "i or j beside a vowel or l")
_LISTED = Match("variant", 0.95, "one name in the spelling of two languages")
_H = Match("variant", 0.85, "an h that speech drops")
_NO_V = Match("variant", 0.85, "-ovski and -oski")
_INITIAL = Match("initial", 0.7, "initial agrees")
_SHORT = Match("nickname", 0.88, "short form of the given name")
_SHORT_OF_MANY = Match("nickname", 0.78, "short form of several given names")
_SHORT_AND_OWN = Match(
    "nickname", 0.6, "short form of the given name that is a name of its own"
)
_BOTH_SHORT = Match("nickname", 0.7, "short forms of one given name")
_BOTH_NAMES = Match("nickname", 0.5, "names that can be short for one given name")
_COGNATE = Match("cognate", 0.5, "one name in two languages")
_SHORT_COGNATE = Match("cognate", 0.4, "short form of the name in another language")
_TYPED = Match("close", 0.75, "one letter differs")
_TYPED_TWICE = Match("close", 0.6, "two letters differ")
_TYPED_SHORT = Match("close", 0.5, "one letter of a short name differs")
_READ = Match("close", 0.7, "letters that look alike")
CASE = Match("variant", 0.93, "case ending")

_VOWELS = frozenset("aeiouy")
_SHORTEST = 5
"""The letters from which on one wrong letter leaves a word recognizable."""

_LONG = 9
"""The same for two."""


@lru_cache(maxsize=1 << 16)
def match_given(one: Word, other: Word) -> Match:
    """Return how far two given names agree."""
    if one.text == other.text:
        return SAME
    if one.initial or other.initial:
        return _initial(one, other)
    if one.wide == other.wide and not differences(one.sounds, other.sounds):
        return _spelt(one, other)
    return _listed(one, other) or _given_typed(one, other)


@lru_cache(maxsize=1 << 16)
def match_family(one: Word, other: Word) -> Match:
    """Return how far two family names agree."""
    if one.text == other.text:
        return SAME
    if one.initial or other.initial:
        return _initial(one, other)
    if one.wide == other.wide and not differences(one.sounds, other.sounds):
        return _spelt(one, other)
    if one.feminine != other.feminine and one.base.wide == other.base.wide:
        return APART if differences(one.base, other.base) else FEMININE
    if one.stem_names & other.stem_names and one.ending == other.ending:
        return _LISTED
    return _family_typed(one, other)


def match_in_case(nominative: Word, other: Word, role: str) -> frozenset[str]:
    """Return the cases in which the other word is the first one; may be empty.

    `role` is m or f for a given name, family for a family name.
    """
    if nominative.loose[:2] != other.loose[:2] or nominative.initial or other.initial:
        return frozenset()
    wide = nominative.wide
    return frozenset(
        case
        for case, base in readings(other, role)
        if base.wide == wide and not differences(base, nominative.sounds)
    )


def _spelt(one: Word, other: Word) -> Match:
    if one.sounds.narrow == other.sounds.narrow:
        return SOUNDS
    written = is_marked(one.text) and is_marked(other.text)
    return _CONFUSED if written and is_soft(one.sounds, other.sounds) else SPELT


def _initial(one: Word, other: Word) -> Match:
    a, b = one.sounds.narrow[:1], other.sounds.narrow[:1]
    if one.loose[:1] != other.loose[:1]:
        return APART
    first, second = one.sounds._replace(narrow=a), other.sounds._replace(narrow=b)
    return APART if differences(first, second) else _INITIAL


def _listed(one: Word, other: Word) -> Match | None:
    a, b = one.known, other.known
    if a.names & b.names:
        return _LISTED
    if a.names & b.formal or b.names & a.formal:
        short = a if b.names & a.formal else b
        if short.own:
            return _SHORT_AND_OWN
        many = len(short.formal) > 1 or short.names
        return _SHORT_OF_MANY if many else _SHORT
    if a.origins & b.origins:
        return _COGNATE
    if a.formal & b.formal:
        return _BOTH_NAMES if a.names or b.names else _BOTH_SHORT
    if a.origins & b.formal_origins or b.origins & a.formal_origins:
        return _SHORT_COGNATE
    return None


def _given_typed(one: Word, other: Word) -> Match:
    known = [bool(w.known.names or w.known.formal) for w in (one, other)]
    if all(known) or _other_sex(one.loose, other.loose):
        return APART
    if one.glide == other.glide or _differ_in_lj(one, other):
        return _GLIDE
    lengths = min(len(one.loose), len(other.loose))
    return _typed(one, other, lengths)


def _other_sex(a: str, b: str) -> bool:
    """Whether two names differ in the last vowel: Milan, Milana; Zlatko, Zlatka."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) == 1:
        return b[:-1] == a and b[-1] in _VOWELS
    both = a[-1:] in _VOWELS and b[-1:] in _VOWELS
    return len(a) == len(b) and a[:-1] == b[:-1] and both


def _differ_in_lj(one: Word, other: Word) -> bool:
    """Whether two first names differ in l and lj alone: Ljubomir, Lubomir."""
    if one.loose != other.loose:
        return False
    return not differences(one.sounds._replace(albanian=True), other.sounds)


def _family_typed(one: Word, other: Word) -> Match:
    if abs(len(one.loose) - len(other.loose)) > 2:
        return APART
    if one.is_listed and other.is_listed:
        return APART
    if one.stem_names and other.stem_names:
        shared = one.stem_names & other.stem_names
        ending = one.ending.replace("e", "o") == other.ending.replace("e", "o")
        return _TYPED if shared and ending else APART
    if one.kind != other.kind and (one.kind and other.kind):
        return APART
    if one.feminine != other.feminine:
        return APART
    a, b = sorted((one.loose, other.loose), key=len)
    if b[:-1] == a and not b.endswith("ic"):
        return APART
    length = min(len(one.core), len(other.core)) + 1
    if a == b:
        return _typed(one, other, length)
    if ("h" in a) != ("h" in b) and a.replace("h", "") == b.replace("h", ""):
        return _H
    if one.kind == "ski" and _V.sub(r"\1", a) == _V.sub(r"\1", b):
        return _NO_V
    if one.glide == other.glide:
        return _GLIDE if one.sounds.albanian or other.sounds.albanian else _TYPED
    found = _typed(one, other, length)
    if found is APART and length == _SHORTEST - 1 and a[0] == b[0]:
        return _TYPED_SHORT if _typed(one, other, _SHORTEST) is not APART else APART
    return found


def _typed(one: Word, other: Word, length: int) -> Match:
    """Return whether two words differ by slips; `length` is of what tells them."""
    if length < _SHORTEST or abs(len(one.loose) - len(other.loose)) > 2:
        return APART
    if one.shape == other.shape:
        return _READ
    if one.loose == other.loose:
        wrong = differences(one.sounds, other.sounds)
    else:
        wrong = min(
            OSA.distance(one.loose, other.loose, score_cutoff=2),
            OSA.distance(one.text, other.text, score_cutoff=2),
        )
    if wrong == 1:
        return _TYPED
    return _TYPED_TWICE if wrong == 2 and length >= _LONG else APART


_V = re.compile(r"([oe])v(?=sk[ia]$)")
