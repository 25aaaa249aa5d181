"""What waits for a person's word: pairs that the resolver is unsure of, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.identity import Clusters
from graph.ledger import Ledger
from graph.model import Judgement, Scope, Verdict

KEPT = 20

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far a case's review is, in pairs.

    `waiting` for a word; `judged` by people; `automatic` ones that the resolver took
    for one; `contradictions`, said to be one but kept apart by another word.
    """

    waiting: int
    judged: int
    automatic: int
    contradictions: int


@dataclass(frozen=True, slots=True)
class Review:
    """One look at a case: the unsure pairs in order, and the progress."""

    waiting: tuple[Judgement, ...]
    progress: ReviewProgress


@dataclass(slots=True)
class Reviews:
    """The review of each case as a scope sees it, kept until the ledger grows."""

    ledger: Ledger
    _kept: dict[object, Review] = field(default_factory=dict)

    def look(self, scope: Scope, case: str) -> Review:
        """Return what waits in a case. Raises NotFound."""
        self.ledger.get_case(scope, case)
        grants = tuple(sorted((c, tuple(sorted(g))) for c, g in scope.grants.items()))
        mark = (scope.everything, grants, case, self.ledger.last_seq())
        if mark not in self._kept:
            judgements = self.ledger.find_judgements(scope, case=case)
            found = make_review(judgements, self.ledger.clusters(scope))
            self._kept = {**dict(list(self._kept.items())[-KEPT:]), mark: found}
        return self._kept[mark]


def make_review(judgements: Sequence[Judgement], clusters: Clusters) -> Review:
    """Return what waits: unsure pairs that nothing settled, by score, then by ids.

    A person's word settles a pair, whatever it is, and so does what the pair's clusters
    say: that they are one already, or that members of them are known to differ. Of
    several pairs between the same two clusters the first stands for all.
    """
    by_people = {_pair(one) for one in judgements if not is_automatic(one)}
    apart = {
        _between(clusters, one) for one in judgements if one.verdict is Verdict.NEGATIVE
    }
    asked: dict[Pair, Judgement] = {}
    for one in sorted(judgements, key=_order):
        between = _between(clusters, one)
        open_still = between[0] != between[1] and between not in apart
        if one.verdict is Verdict.UNSURE and open_still and _pair(one) not in by_people:
            asked.setdefault(between, one)
    same = [one for one in judgements if one.verdict is Verdict.POSITIVE]
    progress = ReviewProgress(
        waiting=len(asked),
        judged=len(by_people),
        automatic=len({_pair(one) for one in same if is_automatic(one)}),
        contradictions=len(set(_contradicting(clusters, same))),
    )
    return Review(tuple(asked.values()), progress)


def is_automatic(judgement: Judgement) -> bool:
    """Whether the resolver said it: its words alone have a score."""
    return judgement.score is not None


def find_inner(
    judgements: Iterable[Judgement], members: Sequence[str]
) -> list[Judgement]:
    """Return the judgements between two of the members, the earliest first."""
    inside = set(members)
    found = (one for one in judgements if {one.left, one.right} <= inside)
    return sorted(found, key=lambda one: (one.seq, one.id))


def _contradicting(clusters: Clusters, same: Iterable[Judgement]) -> Iterable[Pair]:
    for one in same:
        between = _between(clusters, one)
        if between[0] != between[1]:
            yield _pair(one)


def _between(clusters: Clusters, one: Judgement) -> Pair:
    left, right = sorted((clusters.root(one.left), clusters.root(one.right)))
    return left, right


def _pair(one: Judgement) -> Pair:
    left, right = sorted((one.left, one.right))
    return left, right


def _order(one: Judgement) -> tuple[float, Pair]:
    return -(one.score or 0.0), _pair(one)
