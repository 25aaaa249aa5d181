"""Two entities compared: what speaks for them being one, what against, the verdict."""

from collections.abc import Callable
from dataclasses import dataclass

from extraction.resolution.profile import Traits, Values
from graph.model import Verdict

CERTAIN = 0.9
"""The score from which on a pair is judged the same without a person's word."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its score between 0 and 1, and reasons without values in them."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def compare(left: Traits, right: Traits) -> Finding:
    """Return what the rules say of a pair; the order of the two does not matter."""
    if left.kind != right.kind:
        return Finding(Verdict.NEGATIVE, 0.0, ("different kinds of entity",))
    against = conflicts(left, right)
    rule = _RULES.get(left.kind, _thing)
    score, reasons = rule(left, right)
    if against:
        score = 0.6 if left.numbers & right.numbers else min(score, 0.1)
    reasons = [*reasons, *against] or ["nothing in common"]
    return Finding(_verdict(score), score, tuple(reasons))


def conflicts(left: Traits, right: Traits) -> list[str]:
    """Return why the two, or the clusters that they stand for, cannot be one."""
    found = []
    if _disjoint(_exclusive(left), _exclusive(right)):
        found.append(
            "different valid personal numbers"
            if left.kind == "person"
            else "different registration or tax numbers"
        )
    if _dates_conflict(left.dates, right.dates):
        found.append("different birth dates")
    if left.kind != "person" and _disjoint(left.countries, right.countries):
        found.append("different countries")
    if _disjoint(left.makes, right.makes):
        found.append("different makes")
    return found


def _verdict(score: float) -> Verdict:
    if score >= CERTAIN:
        return Verdict.POSITIVE
    return Verdict.UNSURE if score >= 0.4 else Verdict.NEGATIVE


def _person(left: Traits, right: Traits) -> tuple[float, list[str]]:
    same_number = left.numbers & right.numbers
    same_name = left.names & right.names
    evidence = _evidence(left, right)
    reasons = ["same valid personal number"] if same_number else []
    if same_name:
        reasons.append("same full name")
    elif left.sounds & right.sounds:
        reasons.append("names that sound the same")
    reasons += evidence
    if same_number:
        return 0.99, reasons
    if same_name and evidence:
        return 0.95 + 0.01 * min(len(evidence), 3), reasons
    if same_name:
        return 0.5, reasons
    if left.sounds & right.sounds:
        return (0.8 if evidence else 0.3), reasons
    return (0.2 if evidence else 0.0), reasons


def _evidence(left: Traits, right: Traits) -> list[str]:
    found = []
    if left.full_dates & right.full_dates:
        found.append("same birth date")
    if left.phones & right.phones:
        found.append("same phone")
    if left.documents & right.documents:
        found.append("same document number")
    return found


def _organization(left: Traits, right: Traits) -> tuple[float, list[str]]:
    same_name = any(
        _tails_agree(left.tails[core], right.tails[core])
        for core in left.names & right.names
    )
    reasons = (
        ["same registration or tax number"] if left.numbers & right.numbers else []
    )
    if same_name:
        reasons.append("same name without legal form")
    if left.countries & right.countries:
        reasons.append("same country")
    if left.numbers & right.numbers:
        known = bool(left.countries & right.countries) or same_name
        return (0.98 if known or _related(left, right) else 0.7), reasons
    if same_name:
        return (0.92 if left.countries & right.countries else 0.5), reasons
    return 0.0, reasons


def _related(left: Traits, right: Traits) -> bool:
    """Whether the names share a word, or one side has none."""
    words = [{w for core in t.names for w in core.split()} for t in (left, right)]
    return not all(words) or bool(words[0] & words[1])


def _tails_agree(left: Values, right: Values) -> bool:
    return bool(left & right) or "" in left or "" in right


def _thing(left: Traits, right: Traits) -> tuple[float, list[str]]:
    if left.numbers & right.numbers:
        return 0.97, ["same identifier"]
    return 0.0, []


_RULES: dict[str, Callable[[Traits, Traits], tuple[float, list[str]]]] = {
    "person": _person,
    "organization": _organization,
}


def _exclusive(traits: Traits) -> Values:
    """Return the numbers of which an entity has one only."""
    if traits.kind == "person":
        return traits.numbers
    return frozenset(n for n in traits.numbers if n.startswith("registration "))


def _disjoint(left: Values, right: Values) -> bool:
    return bool(left and right) and not left & right


def _dates_conflict(left: Values, right: Values) -> bool:
    """Whether no two of the dates, as far as known, can be one day."""
    if not left or not right:
        return False
    return not any(a.startswith(b) or b.startswith(a) for a in left for b in right)
