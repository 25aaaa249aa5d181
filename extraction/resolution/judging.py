"""Entities in, candidate pairs out: the same, or for a person to look at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extraction.resolution.blocking import Pair, find_pairs
from extraction.resolution.profile import Profile, Traits, find_traits
from extraction.resolution.rules import Finding, compare, conflicts
from graph.model import Verdict


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two entities, `left` before `right` by id, and what the rules say of them."""

    left: str
    right: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]

    @property
    def explanation(self) -> str:
        """The reasons in one line, without any value."""
        return "; ".join(self.reasons)


def find_judgements(profiles: Iterable[Profile]) -> Iterator[CandidatePair]:
    """Yield positive and unsure pairs by id, each once; never a negative one.

    Positive ones never join, not even through others, entities that contradict each
    other: such a pair is unsure. Unsure ones are left out where positive ones already
    settle them. An id given twice counts once, with the first profile.
    """
    by_id: dict[str, Profile] = {}
    for profile in profiles:
        by_id.setdefault(profile.id, profile)
    found = (find_traits(by_id[name]) for name in sorted(by_id))
    traits = [t for t in found if t is not None]
    findings = {
        pair: finding
        for pair in find_pairs(traits)
        if (finding := compare(traits[pair[0]], traits[pair[1]])).verdict
        is not Verdict.NEGATIVE
    }
    for (a, b), finding in sorted(_settle(traits, findings).items()):
        yield CandidatePair(
            traits[a].id, traits[b].id, finding.verdict, finding.score, finding.reasons
        )


def judge(left: Profile, right: Profile) -> Finding:
    """Return the verdict on one pair, negative ones too."""
    one, other = find_traits(left), find_traits(right)
    if one is None or other is None:
        return Finding(Verdict.NEGATIVE, 0.0, ("not a kind that is resolved",))
    return compare(one, other)


def explain(left: Profile, right: Profile) -> list[str]:
    """Return readable reasons for and against the two being the same."""
    finding = judge(left, right)
    return [f"{finding.verdict} ({finding.score:.2f})", *finding.reasons]


def _settle(
    traits: Sequence[Traits], findings: dict[Pair, Finding]
) -> dict[Pair, Finding]:
    """Join positive pairs, best first, as long as no cluster contradicts itself."""
    clusters = _Clusters(traits)
    order = sorted(findings, key=lambda pair: (-findings[pair].score, pair))
    settled: dict[Pair, Finding] = {}
    for pair in order:
        finding = findings[pair]
        if finding.verdict is not Verdict.POSITIVE:
            if not clusters.settled(*pair):
                settled[pair] = finding
        elif clusters.join(*pair):
            settled[pair] = finding
        else:
            why = "would join entities that contradict each other"
            settled[pair] = Finding(Verdict.UNSURE, 0.6, (*finding.reasons, why))
    return settled


class _Clusters:
    """Union-find in which each root knows the traits of its whole cluster."""

    def __init__(self, traits: Sequence[Traits]) -> None:
        self._parent = list(range(len(traits)))
        self._given = traits
        self._traits = list(traits)

    def join(self, a: int, b: int) -> bool:
        """Unite the two clusters unless they contradict each other."""
        a, b = self._root(a), self._root(b)
        if a == b:
            return True
        if conflicts(self._traits[a], self._traits[b]):
            return False
        self._parent[b] = a
        self._traits[a] = _united(self._traits[a], self._traits[b])
        return True

    def settled(self, a: int, b: int) -> bool:
        """Whether the two are joined, or what they were joined with keeps them apart.

        A pair that contradicts itself stays open: it was found worth a look.
        """
        one, other = self._root(a), self._root(b)
        if one == other:
            return True
        apart = conflicts(self._traits[one], self._traits[other])
        return bool(apart) and not conflicts(self._given[a], self._given[b])

    def _root(self, a: int) -> int:
        while self._parent[a] != a:
            self._parent[a] = self._parent[self._parent[a]]
            a = self._parent[a]
        return a


def _united(one: Traits, other: Traits) -> Traits:
    return replace(
        one,
        numbers=one.numbers | other.numbers,
        dates=one.dates | other.dates,
        countries=one.countries | other.countries,
        makes=one.makes | other.makes,
    )
