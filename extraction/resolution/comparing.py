"""Two entities' traits → how far they agree, feature by feature."""

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

import yaml
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from extraction.resolution.dates import compare_days
from extraction.resolution.traits import Name, Traits
from extraction.resolution.words import (
    Address,
    Email,
    Part,
    compare_addresses,
    compare_emails,
    compare_part,
    tells_word,
)
from graph.names import PersonName, compare_organizations, compare_persons

Levels = tuple[str, ...]
"""A level for each feature of the kind, in the file's order; empty: nothing known."""

_KNOWN = frozenset({"same", "variant", "nickname", "initial", "cognate", "close"})
_PARTIAL = frozenset({"", "family_only", "given_only", "part", "part_like"})
APART = frozenset({"kin", "different"})
_PARTS = {
    ("same", "missing"): "given_only",
    ("missing", "same"): "family_only",
    ("close", "missing"): "part",
    ("missing", "close"): "part",
    ("like", "missing"): "part_like",
    ("missing", "like"): "part_like",
    ("different", "same"): "kin",
    ("same", "different"): "given",
    ("missing", "missing"): "",
}
_CLEAR = frozenset({"same", "close", "like", "given_only", "family_only", "part"})
_ADDRESSES = (
    (0.97, "same"),
    (0.85, "near"),
    (0.65, "similar"),
    (0.45, "partly"),
    (0.28, "little"),
)


@cache
def feature_texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the words for each level of each feature of each kind."""
    package = files("extraction.resolution")
    text = package.joinpath("features.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(text)
    return loaded


@cache
def features(kind: str) -> tuple[str, ...]:
    """Return the features of a kind, in the order of their levels."""
    return tuple(feature_texts().get(kind, ()))


@cache
def _rank() -> Mapping[str, int]:
    return {level: i for i, level in enumerate(feature_texts()["person"]["name"])}


def compare_traits(left: Traits, right: Traits) -> Levels:
    """Return the levels of two of one kind; the order of the two does not matter."""
    if left.kind == "person":
        return _persons(left, right)
    if left.kind == "organization":
        return _organizations(left, right)
    return ()


def _persons(left: Traits, right: Traits) -> Levels:
    name = compare_names(left.names, right.names)
    apart = name in APART
    email = _emails(left.emails, right.emails)
    told = "" if email or name not in _PARTIAL else _told(left, right)
    return (
        name,
        compare_days(left.dates, right.dates),
        _apart(_phones(left.phones, right.phones), apart),
        _apart(email, apart),
        told,
        _numbers(left.documents, right.documents),
        _apart(_addresses(left.addresses, right.addresses), apart),
        _places(left.places, right.places),
        _shared(left.countries, right.countries),
        _shared(left.sexes, right.sexes),
        _fathers(left.fathers, right.fathers),
    )


def _organizations(left: Traits, right: Traits) -> Levels:
    found = {
        compare_organizations(a, b).level for a in left.titles for b in right.titles
    }
    known = feature_texts()["organization"]["name"]
    name = next((level for level in known if level in found), "")
    shared = left.numbers & right.numbers
    close = not shared and _numbers(left.numbers, right.numbers) == "close"
    return (
        name,
        "same" if shared else "close" if close else "",
        _shared(left.countries, right.countries),
        _phones(left.phones, right.phones),
        _emails(left.emails, right.emails),
        _addresses(left.addresses, right.addresses),
    )


def compare_names(left: Collection[Name], right: Collection[Name]) -> str:
    """Return the best level of any two names, empty where a side has none."""
    best, least = "", 99
    rank = _rank()
    for one in left:
        for other in right:
            level = compare_name(one, other)
            if level and rank[level] < least:
                best, least = level, rank[level]
                if level == "same":
                    return level
    return best


def compare_name(left: Name, right: Name) -> str:
    """Return how two names agree: what is known of names, then typing errors.

    Names that share no key are no variants of each other; where both are whole and
    known to differ, letters that agree count for less.
    """
    level = _by_parts(left, right)
    if not (left.given and left.family and right.given and right.family):
        return level
    known = ""
    if not set(left.keys).isdisjoint(right.keys):
        known = compare_persons(left.whole, right.whole).level
        if known == "same" and not any(len(w) > 1 for w in left.given):
            return "initial"
        if known in _KNOWN and known != "close":
            return known
    level = "close" if known == "close" else level
    if level in ("close", "like") and _other_names(left.whole, right.whole):
        return "near_kin"
    if level == "same" and known:
        return "kin"
    if level in ("close", "like") and known not in ("", "close"):
        return "near_kin" if known == "kin" else "like"
    return level


def _other_names(left: PersonName, right: PersonName) -> bool:
    """Whether two given names are known ones, and not forms of one: Zoran and Goran."""
    known, other = left.given_ids, right.given_ids
    return bool(known and other) and known.isdisjoint(other)


def _by_parts(left: Name, right: Name) -> str:
    level = _combined(
        compare_part(left.given, right.given), compare_part(left.family, right.family)
    )
    if level in _CLEAR:
        return level
    crossed = _combined(
        compare_part(left.given, right.family), compare_part(left.family, right.given)
    )
    return crossed if crossed in _CLEAR else level


def _combined(given: Part, family: Part) -> str:
    if given == family == "same":
        return "same"
    known = _PARTS.get((given, family))
    if known is not None:
        return known
    if "missing" in (given, family):
        return "different"
    if "different" in (given, family):
        return "different" if given == family else "weak"
    return "like" if "like" in (given, family) else "close"


def _apart(level: str, apart: bool) -> str:
    return "same_apart" if apart and level in ("same", "near") else level


def _phones(left: Collection[str], right: Collection[str]) -> str:
    if not left or not right:
        return ""
    if any(a[-8:] == b[-8:] for a in left for b in right):
        return "same"
    near = any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in left for b in right)
    return "close" if near else "different"


def _emails(left: Collection[Email], right: Collection[Email]) -> str:
    if not left or not right:
        return ""
    found = {compare_emails(a, b) for a in left for b in right}
    order = ("same", "local", "close", "different")
    return next(level for level in order if level in found)


def _told(left: Traits, right: Traits) -> str:
    """Return whether one's e-mail address tells what of a name the other adds."""
    found = set()
    for one, other in ((left, right), (right, left)):
        own = one.names[0] if one.names else None
        for name in other.names[:1]:
            known = own.given + own.family if own else ()
            more = () if own and own.given else name.given
            more += () if own and own.family else name.family
            if more:
                found |= {tells_word(email, known, more) for email in one.emails}
    return next((level for level in ("told", "initial", "none") if level in found), "")


def _numbers(left: Collection[str], right: Collection[str]) -> str:
    if not left or not right:
        return ""
    if not set(left).isdisjoint(right):
        return "same"
    near = any(
        len(a) > 5 and OSA.distance(a, b, score_cutoff=1) <= 1
        for a in left
        for b in right
    )
    return "close" if near else "different"


def _addresses(left: Collection[Address], right: Collection[Address]) -> str:
    if not left or not right:
        return ""
    alike, telling = max(
        (compare_addresses(a, b), not (a.common or b.common))
        for a in left
        for b in right
    )
    if not telling and alike >= _ADDRESSES[1][0]:
        return "same_common"
    return next((level for least, level in _ADDRESSES if alike >= least), "different")


def _places(left: Collection[str], right: Collection[str]) -> str:
    if not left or not right:
        return ""
    alike = max(fuzz.ratio(a, b) for a in left for b in right)
    return "same" if alike == 100 else "close" if alike >= 75 else "different"


def _shared(left: frozenset[str], right: frozenset[str]) -> str:
    if not left or not right:
        return ""
    return "same" if left & right else "different"


def _fathers(
    left: Collection[tuple[str, ...]], right: Collection[tuple[str, ...]]
) -> str:
    found = {compare_part(a, b) for a in left for b in right}
    return next((p for p in ("same", "close", "different") if p in found), "")
