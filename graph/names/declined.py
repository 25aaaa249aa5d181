"""Two persons' names of which one stands in a case, or both."""

from collections.abc import Sequence

from graph.names.given import find_given
from graph.names.matching import match_family, match_in_case
from graph.names.persons import PersonName
from graph.names.words import Word, is_plain_case, readings

Pairs = Sequence[tuple[Word, Word]]


def may_be_declined(left: PersonName, right: PersonName) -> bool:
    """Whether the names differ in nothing but the ends of their words."""
    if len(left.given) != len(right.given) or len(left.family) != len(right.family):
        return False
    for a, b in zip(left.given, right.given, strict=True):
        if a is not b and not _begins_alike(a.loose, b.loose):
            return False
    for a, b in zip(left.family, right.family, strict=True):
        if a is not b and not _begins_alike(a.loose, b.loose):
            return False
    return True


def _begins_alike(one: str, other: str) -> bool:
    shortest = len(one) if len(one) < len(other) else len(other)
    kept = shortest - 2 if shortest > 4 else 2
    return one[:kept] == other[:kept]


def is_declined(nominative: PersonName, other: PersonName) -> bool:
    """Whether the other name is the first in a case, its words agreeing in it."""
    given = list(zip(nominative.given, other.given, strict=True))
    family = list(zip(nominative.family, other.family, strict=True))
    if _in_albanian(given, family):
        return True
    return any(_in_case(given, family, role) for role in ("m", "f"))


def both_declined(left: PersonName, right: PersonName) -> bool:
    """Whether two given names are cases of one name of the lists."""
    if len(left.given) != 1 or len(right.given) != 1:
        return False
    one, other = left.given[0], right.given[0]
    if one.known.names or other.known.names or one.loose[:3] != other.loose[:3]:
        return False
    bases = [
        {b.loose for r in "mf" for _, b in readings(w, r) if find_given(b).names}
        for w in (one, other)
    ]
    return bool(bases[0] & bases[1])


def _in_albanian(given: Pairs, family: Pairs) -> bool:
    """Whether some words bear an Albanian case and the others are the same."""
    pairs = [(a, b, "m") for a, b in given] + [(a, b, "family") for a, b in family]
    changed = [(a, b, role) for a, b, role in pairs if not _equal(a, b)]
    return bool(changed) and all(
        "sq" in match_in_case(a, b, role) for a, b, role in changed
    )


def _in_case(given: Pairs, family: Pairs, role: str) -> bool:
    plain = any(is_plain_case(b) for _, b in family)
    shared: frozenset[str] | None = None
    for a, b in given:
        if role not in (a.known.sex or role):
            return False
        if not plain and family and not _equal(a, b) and _may_be_womans(a, b, family):
            return False
        cases = match_in_case(a, b, role)
        shared = cases if shared is None else shared & cases
    for a, b in family:
        if _equal(a, b) and (role == "f" or _stays(a) or _is_shown(given)):
            continue
        cases = match_in_case(a, b, "family")
        shared = cases if shared is None else shared & cases
    return bool(shared and shared - {"sq"})


def _is_shown(given: Pairs) -> bool:
    """Whether the given names alone show a case: Radosavu, not Ivana."""
    return all(not b.known.names and b.loose[-1] != "a" for _, b in given)


def _may_be_womans(nominative: Word, other: Word, family: Pairs) -> bool:
    """Whether a name in a case is a woman's: Ivana Petrova beside Ivan Petrov."""
    if other.known.names:
        return True
    feminine = any(b.feminine and not a.feminine for a, b in family)
    return feminine and nominative.loose[-1] not in "oei"


def _equal(one: Word, other: Word) -> bool:
    return one is other or match_family(one, other).level in ("same", "variant")


def _stays(word: Word) -> bool:
    """Whether a man's family name is often left as it is: those in a vowel."""
    return word.loose[-1] in "ieou"
