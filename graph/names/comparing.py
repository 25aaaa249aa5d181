"""How alike two persons' names are."""

from functools import lru_cache

from graph.names.agreement import LEVELS, Level, NameAgreement
from graph.names.declined import both_declined, is_declined, may_be_declined
from graph.names.matching import (
    APART,
    CASE,
    FEMININE,
    SAME,
    Match,
    match_family,
    match_given,
    match_in_case,
)
from graph.names.persons import PersonName, Words
from graph.names.sounds import sound
from graph.names.words import Word

_NONE = NameAgreement("none", 0.0, ("no usable name",))
_IDENTICAL = NameAgreement("same", 1.0, ("same name",))
_DIFFERENT = NameAgreement("different", 0.0, ("different names",))
_OTHER_ENDING = NameAgreement(
    "different", 0.2, ("family names of one root with other endings",)
)
_OTHER_FAMILY_OF_WOMAN = NameAgreement(
    "different", 0.1, ("same given name of a woman, another family name",)
)
_CALLED = NameAgreement("nickname", 0.4, ("only what one is called agrees",))
_WRITTEN = ("same", "variant")
_RANK = {level: rank for rank, level in enumerate(LEVELS)}
_ALIKE = _RANK["close"]

_NO_GIVEN = Match("kin", 0.3, "missing on one side")
_NO_FAMILY = Match("initial", 0.3, "missing on one side")
_NO_FATHER = Match("variant", 0.97, "on one side alone")
_FATHERS_INITIAL = Match("variant", 0.97, "initial agrees")
_NO_MIDDLE = Match("initial", 0.9, "a middle name on one side alone")
_MARRIED = Match("initial", 0.85, "one of two family names on one side alone")
_BIRTH = Match("variant", 0.8, "family name at birth or another family name")
_FEWER = Match("initial", 0.85, "one of two given names on one side alone")
_JOINED = Match("variant", 0.95, "written together or apart")
_WOMAN = Match("variant", 0.9, "woman's form of the family name")
_NICKNAME = Match("nickname", 0.85, "what one is called agrees with the other's name")
_PART_NAMES = ("given name", "family name", "father's name")
_MIXED = "given or father's name first"
_ORDER = "family name first or last"


def compare_persons(left: PersonName, right: PersonName) -> NameAgreement:
    """Return how far two persons' names agree; which is left does not matter.

    The level is that of the part that agrees least. Father's names that contradict
    each other make names different, and so do two whose given and father's names
    have changed places. Reasons hold no part of a name.
    """
    if not left.key or not right.key:
        return _NONE
    if left.key == right.key:
        return _IDENTICAL if left.given or left.family else _CALLED
    if not (left.given or left.family) or not (right.given or right.family):
        return _by_nickname(left, right)
    found = _aligned(left, right)
    if (left.mixed or right.mixed) and _RANK[found.level] > _ALIKE:
        found = _swapped(left, right, found)
    if _RANK[found.level] > _RANK["variant"] and not (left.sure and right.sure):
        found = min((found, *_turned(left, right)), key=_order_of)
    return found


def _by_nickname(left: PersonName, right: PersonName) -> NameAgreement:
    """Compare where one is known by a nickname alone."""
    sides = [
        (*n.nicknames, *(n.given + n.family if len(n.given + n.family) == 1 else ()))
        for n in (left, right)
    ]
    if any(match_given(a, b).level in _WRITTEN for a in sides[0] for b in sides[1]):
        return _CALLED
    return _DIFFERENT


def _order(match: Match) -> tuple[int, float]:
    return _RANK[match.level], -match.score


def _order_of(found: NameAgreement) -> tuple[int, float]:
    return _RANK[found.level], -found.score


def _turned(left: PersonName, right: PersonName) -> list[NameAgreement]:
    """Compare with the family name at the other end, where it is not sure."""
    found = []
    for unsure, other in ((left, right), (right, left)):
        if unsure.sure or not _may_be_turned(unsure, other):
            continue
        one = unsure.turned
        agreed = _aligned(one, other) if unsure is left else _aligned(other, one)
        if _RANK[agreed.level] <= _ALIKE:
            level: Level = "variant" if agreed.level == "same" else agreed.level
            reasons = tuple(r for r in agreed.reasons if r != "same name")
            agreed = NameAgreement(level, agreed.score * 0.95, (*reasons, _ORDER))
            found.append(agreed)
    return found


def _swapped(
    left: PersonName, right: PersonName, found: NameAgreement
) -> NameAgreement:
    """Compare with given and father's name in the other's place, where they may be."""
    one, other = (left.swapped, right) if left.mixed else (left, right.swapped)
    agreed = _aligned(one, other)
    if _RANK[agreed.level] >= _ALIKE:
        return found
    levels: tuple[Level, Level] = ("initial", agreed.level)
    level = max(levels, key=_RANK.__getitem__)
    reasons = tuple(r for r in agreed.reasons if r != "same name")
    return NameAgreement(level, agreed.score * 0.6, (*reasons, _MIXED))


def _may_be_turned(unsure: PersonName, other: PersonName) -> bool:
    """Whether what was read as a given name could be the other's family name."""
    if len(unsure.given) != 1 or len(other.family) != 1:
        return True
    one, two = unsure.given[0].loose[0], other.family[0].loose[0]
    return one == two or one == "h" or two == "h"


def _aligned(left: PersonName, right: PersonName) -> NameAgreement:
    family = _families(left, right)
    given = _givens(left, right)
    if family is not SAME and family.level == "kin":
        family = _feminine(left, right, given)
    if _RANK[family.level] >= _ALIKE or _RANK[given.level] >= _ALIKE:
        if may_be_declined(left, right):
            if is_declined(left, right) or is_declined(right, left):
                given = family = CASE
            elif _RANK[family.level] < _ALIKE and both_declined(left, right):
                given = CASE
    return _settle(left, right, given, family)


def _settle(
    left: PersonName, right: PersonName, given: Match, family: Match
) -> NameAgreement:
    if family.level == "different":
        return _other_family(left, right, given)
    if given.level == "different":
        return _apart(left, right, family)
    if left.generation and right.generation and left.generation != right.generation:
        return NameAgreement("different", 0.05, ("one is the elder, one the younger",))
    father = _fathers(left, right)
    if father.level == "different":
        return NameAgreement("different", 0.05, (father.why,))
    return _combined((given, family, father))


def _other_family(left: PersonName, right: PersonName, given: Match) -> NameAgreement:
    """Return what is left where family names differ: hardly anything."""
    if _RANK[given.level] > _RANK["nickname"]:
        return _DIFFERENT
    pairs = [(a, b) for a in left.family for b in right.family]
    if any(a.stem_names & b.stem_names for a, b in pairs):
        return _OTHER_ENDING
    women = left.sex == right.sex == "f"
    return _OTHER_FAMILY_OF_WOMAN if women else _DIFFERENT


def _combined(parts: tuple[Match, Match, Match]) -> NameAgreement:
    level = max((p.level for p in parts), key=_RANK.__getitem__)
    score = 1.0
    reasons = []
    for name, part in zip(_PART_NAMES, parts, strict=True):
        score *= part.score
        if part.why:
            reasons.append(f"{name}: {part.why}")
    return NameAgreement(level, score, tuple(reasons) or ("same name",))


def _apart(left: PersonName, right: PersonName, family: Match) -> NameAgreement:
    """Return what is left where given names differ: kin, or father and son."""
    if _is_father(left, right) or _is_father(right, left):
        if (
            left.father
            and right.father
            and _is_father(left, right)
            and (_is_father(right, left))
        ):
            why = "given and father's name have changed places"
        else:
            why = "the given name of one is the father's name of the other"
        return NameAgreement("different", 0.02, (why,))
    if family.level in ("same", "variant", "kin", "initial"):
        score = 0.2 * family.score
        return NameAgreement("kin", score, ("only the family name agrees",))
    return _DIFFERENT


def _is_father(father: PersonName, child: PersonName) -> bool:
    if not child.father or not father.given:
        return False
    one, other = father.given[0], child.father[0]
    return _father_match(one, other).level in _WRITTEN


def _givens(left: PersonName, right: PersonName) -> Match:
    one, other = left.given, right.given
    if not one or not other:
        if not one and not other:
            return SAME
        return _NO_GIVEN
    if len(one) == len(other) == 1:
        found = match_given(one[0], other[0])
    else:
        found = _many_given(one, other)
    if _RANK[found.level] <= _RANK["variant"]:
        return found
    if left.nicknames or right.nicknames:
        called = _called(left, right)
        if called is not None and _RANK[called.level] < _RANK[found.level]:
            return called
    return found


def _called(left: PersonName, right: PersonName) -> Match | None:
    pairs = [(a, b) for a in left.nicknames for b in (*right.given, *right.nicknames)]
    pairs += [(a, b) for a in right.nicknames for b in left.given]
    if any(_RANK[match_given(a, b).level] <= _RANK["variant"] for a, b in pairs):
        return _NICKNAME
    return None


def _joined(words: Words) -> str:
    return sound("".join(w.text for w in words), marked=True).loose


def _many_given(one: Words, other: Words) -> Match:
    if _joined(one) == _joined(other):
        return _JOINED
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(other):
        straight = [match_given(a, b) for a, b in zip(one, other, strict=True)]
        return max(straight, key=_order)
    found = match_given(one[0], other[0])
    if found.level == "different" and not one[0].initial:
        found = min(
            (match_given(one[0], b) for b in other[1:]),
            key=lambda m: (_RANK[m.level], -m.score),
        )
    return _least(found, _FEWER)


def _least(one: Match, other: Match) -> Match:
    """Return two matches of one part as one."""
    worse = max((one, other), key=lambda m: _RANK[m.level])
    return Match(worse.level, one.score * other.score, worse.why)


def _families(left: PersonName, right: PersonName) -> Match:
    one, other = left.family, right.family
    if not one or not other:
        if not one and not other:
            return SAME
        return _NO_FAMILY
    if len(one) == len(other) == 1:
        found = match_family(one[0], other[0])
    else:
        found = _many_families(one, other)
    if _RANK[found.level] > _ALIKE and (left.others or right.others):
        all_left, all_right = one + left.others, other + right.others
        if any(_fits(a, b) for a in all_left for b in all_right):
            return _BIRTH
    return found


def _fits(one: Word, other: Word) -> bool:
    return match_family(one, other).level in _WRITTEN


def _many_families(one: Words, other: Words) -> Match:
    if _joined(one) == _joined(other):
        return _JOINED
    if len(one) > len(other):
        one, other = other, one
    best = [
        min(
            (match_family(a, b) for b in other),
            key=lambda m: (_RANK[m.level], -m.score),
        )
        for a in one
    ]
    worst = max(best, key=_order)
    if len(one) == len(other):
        return worst
    return APART if worst.level == "different" else _least(worst, _MARRIED)


def _feminine(left: PersonName, right: PersonName, given: Match) -> Match:
    """Return what a woman's form beside a man's form means for the two given names.

    A woman may bear either (Ana Petrov, Ana Petrova), a man only the one.
    """
    if _RANK[given.level] > _RANK["cognate"] or given.level == "initial":
        return FEMININE
    names = (*left.given, *right.given)
    woman = any(_is_womans(w) for w in names) and all(
        _is_womans(w) or "f" in w.known.sex for w in names
    )
    return _WOMAN if woman else FEMININE


def _is_womans(word: Word) -> bool:
    if word.initial:
        return False
    return word.known.sex == "f" or (not word.known.sex and word.loose.endswith("a"))


def _fathers(left: PersonName, right: PersonName) -> Match:
    if not left.father or not right.father:
        one = left if left.father else right
        if not one.father:
            return SAME
        return _NO_FATHER if one.father_sure or one.father[0].initial else _NO_MIDDLE
    found = _father_match(left.father[0], right.father[0])
    if found.level == "different":
        sure = left.father_sure and right.father_sure
        what = "fathers' names" if sure else "middle or fathers' names"
        return Match("different", 0.0, f"{what} differ")
    return _FATHERS_INITIAL if found.level == "initial" else found


@lru_cache(maxsize=1 << 14)
def _father_match(one: Word, other: Word) -> Match:
    found = match_given(one, other)
    if _RANK[found.level] >= _ALIKE and (
        match_in_case(one, other, "m") or match_in_case(other, one, "m")
    ):
        return SAME
    return found
