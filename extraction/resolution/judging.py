"""Entities in, candidate pairs out: the same, or for a person to look at."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extraction.resolution.blocking import find_pairs
from extraction.resolution.clusters import Clusters
from extraction.resolution.collective import (
    Neighbours,
    find_neighbours,
    shared_neighbours,
)
from extraction.resolution.population import without_hubs
from extraction.resolution.profile import Profile
from extraction.resolution.rules import (
    Evidence,
    Finding,
    Weighed,
    finding,
    weigh,
    with_links,
)
from extraction.resolution.traits import Traits, find_traits
from extraction.resolution.weights import Model, default_model
from graph.model import Verdict

Judged = tuple[str, str, Verdict]
Progress = Callable[[int, int | None], None]
Pair = tuple[int, int]
_STEP = 50_000
_REFUSED = 0.6


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two entities, `left` before `right` by id, and what is said of them."""

    left: str
    right: str
    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """The evidence in words, without any value."""
        return tuple(one.text for one in self.evidence)

    @property
    def explanation(self) -> str:
        """The reasons in one line, without any value."""
        return "; ".join(self.reasons)


def find_judgements(
    profiles: Iterable[Profile],
    *,
    judged: Iterable[Judged] = (),
    changed: Collection[str] | None = None,
    report: Progress | None = None,
    model: Model | None = None,
) -> Iterator[CandidatePair]:
    """Yield positive and unsure pairs by id, each once; never a negative one.

    `judged` are people's and earlier words: what they join or keep apart holds through
    all that is joined, and their pairs are not judged again; negative beats unsure
    beats positive on one pair. With `changed` only pairs with one of these ids are
    judged. Positive ones never join entities that contradict each other, not even
    through others: such a pair is unsure. Unsure ones are left out where others settle
    them. An id given twice counts once, with the first profile. The order of profiles
    and of judgements does not matter.
    """
    run = _Run(read_traits(profiles), model or default_model(), _strongest(judged))
    found = run.weigh_pairs(changed, report)
    for (a, b), one in sorted(run.settle(found).items()):
        yield CandidatePair(
            run.traits[a].id, run.traits[b].id, one.verdict, one.score, one.evidence
        )


def read_traits(profiles: Iterable[Profile]) -> list[Traits]:
    """Return the traits of what is resolved, by id, without hub values."""
    by_id: dict[str, Traits] = {}
    for profile in profiles:
        if profile.id not in by_id and (found := find_traits(profile)) is not None:
            by_id[profile.id] = found
    return without_hubs([by_id[name] for name in sorted(by_id)])


def judge(left: Profile, right: Profile, model: Model | None = None) -> Finding:
    """Return the verdict on one pair, negative ones too."""
    one, other = find_traits(left), find_traits(right)
    if one is None or other is None:
        return _apart("not a kind that is resolved")
    if one.kind != other.kind:
        return _apart("different kinds of entity")
    used = model or default_model()
    first, second = find_neighbours([one, other])
    weighed = with_links(
        weigh(one, other, used), one.kind, used, shared_neighbours(first, second)
    )
    return finding(weighed, one.kind, used)


def explain(left: Profile, right: Profile) -> list[str]:
    """Return readable reasons for and against the two being the same."""
    found = judge(left, right)
    lines = [
        f"{one.text} ({one.weight:+.1f})" if one.weight else one.text
        for one in found.evidence
    ]
    return [f"{found.verdict} ({found.score:.2f})", *lines]


def _apart(why: str) -> Finding:
    evidence = Evidence("rule", "against", 0.0, why)
    return Finding(Verdict.NEGATIVE, 0.0, (evidence,))


_STRENGTH = {Verdict.POSITIVE: 0, Verdict.UNSURE: 1, Verdict.NEGATIVE: 2}


def _strongest(judged: Iterable[Judged]) -> dict[tuple[str, str], Verdict]:
    held: dict[tuple[str, str], Verdict] = {}
    for left, right, said in judged:
        pair = (min(left, right), max(left, right))
        if pair not in held or _STRENGTH[said] > _STRENGTH[held[pair]]:
            held[pair] = said
    return held


@dataclass(slots=True)
class _Run:
    """One run over the entities of its cases."""

    traits: Sequence[Traits]
    model: Model
    said: dict[tuple[str, str], Verdict]
    _weighed: dict[Pair, Weighed] = field(default_factory=dict)

    def weigh_pairs(
        self, changed: Collection[str] | None, report: Progress | None
    ) -> dict[Pair, Weighed]:
        """Return the candidate pairs that may be the same, with their weights."""
        traits, model = self.traits, self.model
        neighbours = find_neighbours(traits, self._tied_names())
        ids = {t.id: i for i, t in enumerate(traits)}
        among = None if changed is None else [ids[c] for c in changed if c in ids]
        pairs = find_pairs(traits, among)
        for start in range(0, len(pairs), _STEP):
            for a, b in pairs[start : start + _STEP].tolist():
                if (traits[a].id, traits[b].id) not in self.said:
                    self._keep(a, b, neighbours)
            if report is not None:
                report(min(start + _STEP, len(pairs)), len(pairs))
        return {
            pair: one
            for pair, one in self._weighed.items()
            if one.score >= model.review
        }

    def _keep(self, a: int, b: int, neighbours: Neighbours) -> None:
        one = weigh(self.traits[a], self.traits[b], self.model)
        if one.score >= self.model.review:
            links = shared_neighbours(neighbours[a], neighbours[b])
            one = with_links(one, self.traits[a].kind, self.model, links)
            self._weighed[a, b] = one

    def settle(self, found: dict[Pair, Weighed]) -> dict[Pair, Finding]:
        """Join positive pairs, best first, as long as no cluster contradicts itself."""
        clusters = self._clusters()
        order = sorted(found, key=lambda p: (-found[p].score, -found[p].bits, p))
        settled: dict[Pair, Finding] = {}
        for pair in order:
            if found[pair].score >= self.model.certain:
                why = clusters.join(*pair)
                one = self._finding(pair, found[pair])
                settled[pair] = _refused(one, why) if why else one
        for pair in order:
            if pair not in settled and not clusters.settled(*pair):
                settled[pair] = self._finding(pair, found[pair])
        return {
            pair: one
            for pair, one in settled.items()
            if one.verdict is Verdict.POSITIVE
            or clusters.root(pair[0]) != clusters.root(pair[1])
        }

    def _finding(self, pair: Pair, weighed: Weighed) -> Finding:
        return finding(weighed, self.traits[pair[0]].kind, self.model)

    def _clusters(self) -> Clusters:
        ids = {t.id: i for i, t in enumerate(self.traits)}
        known = {
            (ids[left], ids[right]): said
            for (left, right), said in sorted(self.said.items())
            if left in ids and right in ids
        }
        clusters = Clusters(self.traits, self._bits, strict=self.model.strict)
        clusters.tie(p for p, said in known.items() if said is Verdict.POSITIVE)
        clusters.part(p for p, said in known.items() if said is Verdict.NEGATIVE)
        return clusters

    def _bits(self, a: int, b: int) -> float:
        pair = (min(a, b), max(a, b))
        held = self._weighed.get(pair)
        found = held or weigh(self.traits[a], self.traits[b], self.model)
        return -10.0 if found.score < 0.05 else found.bits

    def _tied_names(self) -> dict[str, str]:
        """Return by id one name for all that people judged to be one."""
        parent: dict[str, str] = {}

        def root(name: str) -> str:
            while parent.setdefault(name, name) != name:
                name = parent[name]
            return name

        for (left, right), said in sorted(self.said.items()):
            if said is Verdict.POSITIVE:
                one, other = sorted((root(left), root(right)))
                parent[other] = one
        return {name: root(name) for name in list(parent)}


def _refused(one: Finding, why: str) -> Finding:
    evidence = (Evidence("rule", "against", -20.0, why), *one.evidence)
    return replace(one, verdict=Verdict.UNSURE, score=_REFUSED, evidence=evidence)
