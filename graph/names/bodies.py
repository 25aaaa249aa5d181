"""How alike two organizations' names are, and their keys."""

from typing import Final

from rapidfuzz.distance import OSA

from graph.names.agreement import Level, NameAgreement
from graph.names.organizations import OrganizationName, bodies_above, weak_terms

MOST = 8

_NONE: Final = NameAgreement("none", 0.0, ("no usable name",))
_IDENTICAL: Final = NameAgreement("same", 1.0, ("same name",))
_DIFFERENT: Final = NameAgreement("different", 0.0, ("different names",))
_LONG = 6
_BONES = str.maketrans("dbzv", "tpsf", "aeiouyhj")


def compare_organizations(
    left: OrganizationName, right: OrganizationName
) -> NameAgreement:
    """Return how far two organizations' names agree; which is left does not matter.

    variant also where languages translate the trade or the kind, or write another
    legal form of one sort; initial for an abbreviation, or where a seat or the trade is
    missing on one side; kin for one name with another seat, number, form or addition,
    as branches and sister companies have. Bodies of one kind in two towns, and of two
    kinds in one town, are different.
    """
    if not left.usable or not right.usable:
        return _NONE
    if left.text == right.text:
        return _IDENTICAL
    if left.kinds and right.kinds and not _one_kind(left.kinds, right.kinds):
        return _DIFFERENT
    found = _proper(left, right)
    if found.level == "different":
        return found
    return _with_seat(left, right, found)


def _one_kind(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of kinds are one body's: the same but for what is above it."""
    return bool(one & other) and one ^ other <= bodies_above()


def _proper(left: OrganizationName, right: OrganizationName) -> NameAgreement:
    """Compare the names proper, without seat and form."""
    if left.words == right.words and left.terms == right.terms:
        return NameAgreement("variant", 0.97, ("same name written another way",))
    if left.joined and left.joined == right.joined:
        return NameAgreement("variant", 0.95, ("written together or apart",))
    if _is_short(left, right) or _is_short(right, left):
        return NameAgreement("initial", 0.6, ("first letters of the other's words",))
    one, other = frozenset(left.words), frozenset(right.words)
    terms = left.terms ^ right.terms
    if one == other and one:
        return _by_terms(left, right)
    if one < other or other < one:
        if (one and other) and not terms:
            return NameAgreement("kin", 0.3, ("further words on one side",))
        return _DIFFERENT
    return _typed(left, right) if not terms else _DIFFERENT


def _by_terms(left: OrganizationName, right: OrganizationName) -> NameAgreement:
    one, other = left.terms, right.terms
    more = one ^ other
    if one <= other or other <= one:
        if more <= weak_terms() and (left.kinds == right.kinds):
            return NameAgreement("initial", 0.6, ("the trade on one side alone",))
        return NameAgreement("kin", 0.3, ("further words on one side",))
    return NameAgreement("different", 0.1, ("same name, another trade",))


def _is_short(short: OrganizationName, long: OrganizationName) -> bool:
    """Whether one is written with the first letters of the other's words."""
    if len(short.words) != 1 or short.terms or len(long.initials) < 3:
        return False
    return short.joined == long.initials


def _typed(left: OrganizationName, right: OrganizationName) -> NameAgreement:
    if len(left.words) != len(right.words) or not left.words:
        one, other = left.joined, right.joined
        near = min(len(one), len(other)) >= 2 * _LONG and _near(one, other)
    else:
        pairs = zip(left.words, right.words, strict=True)
        apart = [(a, b) for a, b in pairs if a != b]
        near = len(apart) == 1 and _near(*apart[0])
    if near:
        return NameAgreement("close", 0.7, ("one letter differs",))
    return _DIFFERENT


def _near(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LONG:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _with_seat(
    left: OrganizationName, right: OrganizationName, found: NameAgreement
) -> NameAgreement:
    """Weigh numbers, seats and legal forms into how the names proper agree."""
    body = bool(left.kinds and right.kinds)
    if left.numbers != right.numbers:
        return NameAgreement("kin", 0.2, (*found.reasons, "numbers differ"))
    if _apart(left.towns, right.towns) or _apart(left.countries, right.countries):
        why = (*found.reasons, "seats differ")
        if body:
            return NameAgreement("different", 0.05, why)
        return NameAgreement("kin", 0.25, why)
    level: Level = found.level
    score, reasons = found.score, found.reasons
    if bool(left.kinds) != bool(right.kinds):
        level, score = _least(level, "initial"), score * 0.8
        reasons = (*reasons, "what kind of body on one side alone")
    if bool(left.towns) != bool(right.towns):
        alone = body and not left.words
        level = _least(level, "initial") if alone else level
        score *= 0.6 if alone else 0.97
        reasons = (*reasons, "seat on one side alone")
    if left.countries != right.countries and not (left.countries and right.countries):
        level, score = _least(level, "initial"), score * 0.8
        reasons = (*reasons, "country on one side alone")
    if left.form and right.form and left.form != right.form:
        return NameAgreement("kin", 0.3, (*reasons, "legal forms differ"))
    if (
        left.form_country
        and right.form_country
        and (left.form_country != right.form_country)
    ):
        level, score = _least(level, "initial"), score * 0.7
        reasons = (*reasons, "legal forms of two countries")
    return NameAgreement(level, score, reasons)


def _least(one: Level, other: Level) -> Level:
    order = ("same", "variant", "initial", "close", "kin", "different")
    return one if order.index(one) >= order.index(other) else other


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def organization_keys(name: OrganizationName) -> tuple[str, ...]:
    """Return at most eight keys; two variants of a name share at least one.

    The consonants of the name proper, of its words that are no trade's, the first
    letters of all its words, and kind and seat of a body without a name of its own.
    """
    if not name.usable:
        return ()
    found = dict.fromkeys(_bones(w) + "%" for w in name.words[:4])
    if name.joined:
        found.setdefault(_bones(name.joined) + "=")
        found.setdefault(name.initials + ".")
        if len(name.words) == 1:
            found.setdefault(name.joined + ".")
    if not name.words:
        kinds = name.kinds - bodies_above() or name.kinds
        terms = "+".join(sorted(name.terms | kinds))
        for town in sorted(name.towns)[:2] or [""]:
            found.setdefault(f"{terms}@{town}")
        found.setdefault(f"{terms}@")
    return tuple(found)[:MOST]


def _bones(word: str) -> str:
    return word[:1] + word[1:].translate(_BONES)
