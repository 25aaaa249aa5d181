"""What decides above all weights: numbers, placeholders, fathers and sons."""

from dataclasses import dataclass, replace

from extraction.resolution.comparing import (
    APART,
    Levels,
    compare_traits,
    feature_texts,
    features,
)
from extraction.resolution.dates import compare_days, generation_apart
from extraction.resolution.traits import Traits, Values
from extraction.resolution.weights import (
    USUAL_RARITY,
    Model,
    Sum,
    default_model,
    probability,
)
from extraction.resolution.words import compare_part
from graph.model import Verdict

CERTAIN = default_model().certain
"""The score from which on a pair is judged the same without a person's word."""
REVIEW = default_model().review
"""The score from which on a pair is shown to a person."""

_DECIDED, _DOUBTED, _FORBIDDEN = 0.99, 0.6, 0.02
_LINKS = {"one": "a shared neighbour", "more": "several shared neighbours"}
_RARE = frozenset({"same", "variant", "close"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for (positive bits) or against; no value in its text."""

    feature: str
    agreement: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its score between 0 and 1, a probability, and the evidence."""

    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The evidence in words, what weighs most first."""
        return tuple(one.text for one in self.evidence)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair's score, with what it was made of, before anyone asks for words."""

    score: float
    bits: float
    levels: Levels
    rules: tuple[Evidence, ...] = ()
    rarity: float = 0.0
    links: str = ""


def weigh(left: Traits, right: Traits, model: Model) -> Weighed:
    """Return what a pair of one kind scores; the order of the two does not matter."""
    levels = compare_traits(left, right)
    kind = model.kind(left.kind)
    found = kind.add(features(left.kind), levels)
    rarity = 0.0
    if kind.rarity:
        rarity = kind.rarity * rarity_above(left, right, levels)
    bits = found.bits + rarity
    ruled = _ruled(left, right, levels, bits)
    if ruled is not None:
        return ruled
    limit = found.limit
    if model.strict:
        limit = _strict_limit(left, right, levels, found, model)
    return Weighed(min(probability(bits), limit), bits, levels, (), rarity)


def with_links(weighed: Weighed, kind: str, model: Model, links: str) -> Weighed:
    """Return the score with what shared neighbours add, bounded.

    They add nothing to a pair below review, to one that a rule decided, or to names
    that are not one: they support, and never decide.
    """
    if not links or weighed.rules or weighed.score < model.review:
        return weighed
    if not weighed.levels or weighed.levels[0] in APART | {""}:
        return weighed
    bits = weighed.bits + model.links.get(links, 0.0)
    limit = model.kind(kind).add(features(kind), weighed.levels).limit
    score = max(weighed.score, min(probability(bits), limit))
    return replace(weighed, score=score, bits=bits, links=links)


def verdict(score: float, model: Model) -> Verdict:
    """Return what a score means."""
    if score >= model.certain:
        return Verdict.POSITIVE
    return Verdict.UNSURE if score >= model.review else Verdict.NEGATIVE


def finding(weighed: Weighed, kind: str, model: Model) -> Finding:
    """Return a score in words."""
    found = evidence(weighed, kind, model)
    return Finding(verdict(weighed.score, model), weighed.score, found)


def evidence(weighed: Weighed, kind: str, model: Model) -> tuple[Evidence, ...]:
    """Return what a score was made of: rules first, then by weight."""
    texts, weights = feature_texts().get(kind, {}), model.kind(kind).weights
    found = [
        Evidence(name, level, weights.get(name, {}).get(level, 0.0), texts[name][level])
        for name, level in zip(features(kind), weighed.levels, strict=True)
        if level
    ]
    if weighed.links:
        bits = model.links.get(weighed.links, 0.0)
        found.append(Evidence("links", weighed.links, bits, _LINKS[weighed.links]))
    if abs(weighed.rarity) >= 0.5:
        word = "a rare name" if weighed.rarity > 0 else "a common name"
        found.append(
            Evidence("rarity", word.split()[1], round(weighed.rarity, 2), word)
        )
    found.sort(key=lambda one: -abs(one.weight))
    return (*weighed.rules, *found) or (
        Evidence("nothing", "none", 0.0, "nothing in common"),
    )


def conflicts(left: Traits, right: Traits, *, strict: bool = True) -> list[str]:
    """Return why two, or the clusters that they stand for, cannot be one.

    Unless `strict`, birth dates are taken for badly typed and forbid nothing.
    """
    found = []
    if _disjoint(_exclusive(left), _exclusive(right)):
        found.append(
            "different valid personal numbers"
            if left.kind == "person"
            else "different registration or tax numbers"
        )
    if strict and compare_days(left.dates, right.dates) in ("far", "day", "near"):
        found.append("different birth dates")
    if left.kind != "person" and _disjoint(left.countries, right.countries):
        found.append("different countries")
    if _disjoint(left.makes, right.makes):
        found.append("different makes")
    return found


def _ruled(left: Traits, right: Traits, levels: Levels, bits: float) -> Weighed | None:
    """Return what a rule decides, whatever the weights; None where none does."""
    if left.kind not in ("person", "organization"):
        return _thing(left, right, levels)
    if left.numbers and right.numbers:
        shared = not left.numbers.isdisjoint(right.numbers)
        if left.kind == "person":
            return _numbered(left, right, levels, bits, shared=shared)
        if _disjoint(_exclusive(left), _exclusive(right)):
            why = "different registration or tax numbers"
            limit = _DOUBTED if shared else _FORBIDDEN
            return _capped(levels, bits, limit, why)
    if left.unnamed or right.unnamed:
        return _capped(levels, bits, _FORBIDDEN, "no name that says who it is")
    return None


def _strict_limit(
    left: Traits, right: Traits, levels: Levels, found: Sum, model: Model
) -> float:
    """Return the highest score in a case file: fathers and lone names bound it."""
    if left.fathers or right.fathers:
        if left.kind == "person" and _father_and_child(left, right):
            return _FORBIDDEN
    if found.supports >= _needed(levels):
        return found.limit
    return min(found.limit, model.certain - 0.01)


def _needed(levels: Levels) -> int:
    """Return how many features beside the name must speak for a certain pair."""
    return 2 if levels[0] in APART or not levels[0] else 1


def _numbered(
    left: Traits, right: Traits, levels: Levels, bits: float, *, shared: bool
) -> Weighed:
    if not shared:
        why = "different valid personal numbers"
        return _capped(levels, bits, _FORBIDDEN, why)
    same = Evidence("number", "same", 20.0, "same valid personal number")
    apart = compare_days(left.dates, right.dates) in ("two", "near", "day", "far")
    why_not = (Evidence("birth", "far", -20.0, "different birth dates"),)
    score = _DOUBTED if apart else max(probability(bits), _DECIDED)
    return Weighed(score, bits, levels, (same, *(why_not if apart else ())))


def _thing(left: Traits, right: Traits, levels: Levels) -> Weighed:
    if left.numbers.isdisjoint(right.numbers):
        return Weighed(0.0, 0.0, levels)
    same = Evidence("number", "same", 20.0, "same identifier")
    against = tuple(Evidence("rule", "far", -20.0, w) for w in conflicts(left, right))
    return Weighed(_DOUBTED if against else 0.97, 0.0, levels, (same, *against))


def _capped(levels: Levels, bits: float, limit: float, why: str) -> Weighed:
    rule = Evidence("rule", "against", -20.0, why)
    return Weighed(min(probability(bits), limit), bits, levels, (rule,))


def _father_and_child(left: Traits, right: Traits) -> bool:
    """Whether one's father's name is the other's own, and their ages say so too."""
    for child, parent in ((left, right), (right, left)):
        for father in child.fathers:
            named = any(compare_part(father, n.given) == "same" for n in parent.names)
            own = any(compare_part(father, n.given) == "same" for n in child.names)
            if named and not own and not parent.fathers:
                return True
            if named and generation_apart(child.dates, parent.dates):
                return True
    return False


def rarity_above(left: Traits, right: Traits, levels: Levels) -> float:
    """Return by how many bits an agreeing name is rarer than usual; 0 for others."""
    if not levels or levels[0] not in _RARE or left.kind != "person":
        return 0.0
    rarities = [max(n.whole.rarity for n in t.names) for t in (left, right)]
    return max(-12.0, min(12.0, min(rarities) - USUAL_RARITY))


def _exclusive(traits: Traits) -> Values:
    """Return the numbers of which an entity has one only."""
    if traits.kind == "person":
        return traits.numbers
    return frozenset(n for n in traits.numbers if n.startswith("registration "))


def _disjoint(left: Values, right: Values) -> bool:
    return bool(left and right) and not left & right
