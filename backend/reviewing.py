"""What waits for a person's word: pairs that the resolver is unsure of, in order."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field

from graph.errors import Conflict
from graph.identity import Clusters
from graph.ledger import Ledger
from graph.model import Judgement, Scope, Verdict, split_id

KEPT = 20

Pair = tuple[str, str]
Finder = Callable[[Iterable[str]], Container[str]]


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
    """The review of each case as a scope sees it, kept until the ledger grows.

    Pairs of which one is not to be seen, all said of it withdrawn, are left out.
    """

    ledger: Ledger
    _kept: dict[object, Review] = field(default_factory=dict)

    def look(self, scope: Scope, case: str, find: Finder) -> Review:
        """Return what waits in a case; `find` looks up visible ids. Raises NotFound."""
        self.ledger.get_case(scope, case)
        grants = tuple(sorted((c, tuple(sorted(g))) for c, g in scope.grants.items()))
        mark = (scope.everything, grants, case, self.ledger.last_seq())
        if mark not in self._kept:
            judgements = self.ledger.find_judgements(scope, case=case)
            clusters = self.ledger.clusters(scope)
            named = {end for one in judgements for end in (one.left, one.right)}
            seen = find(sorted(named))
            shown = [j for j in judgements if j.left in seen and j.right in seen]
            found = make_review(shown, clusters, case)
            self._kept = {**dict(list(self._kept.items())[-KEPT:]), mark: found}
        return self._kept[mark]


def make_review(
    judgements: Sequence[Judgement], clusters: Clusters, case: str
) -> Review:
    """Return what waits in a case, and how far its review is."""
    waiting = find_waiting(judgements, clusters)
    same = [one for one in judgements if one.verdict is Verdict.POSITIVE]
    progress = ReviewProgress(
        waiting=len(waiting),
        judged=len({_pair(one) for one in judgements if not one.automatic}),
        automatic=len({_pair(one) for one in same if one.automatic}),
        contradictions=sum(
            case in (split_id(one.left)[0], split_id(one.right)[0])
            for one in clusters.contradictions()
        ),
    )
    return Review(tuple(waiting), progress)


def find_waiting(
    judgements: Sequence[Judgement], clusters: Clusters
) -> list[Judgement]:
    """Return the unsure pairs that nothing settles, by score, then by ids.

    A person's word settles a pair, whatever it is, and the pairs that waited between
    the same two clusters; so does what the clusters say: that they are one already, or
    known to be two. Of several pairs between two clusters the first stands for all.
    """
    by_people = {_pair(one) for one in judgements if not one.automatic}
    settled = _settled(judgements, clusters)
    asked: dict[Pair, Judgement] = {}
    for one in sorted(judgements, key=_order):
        between = _between(clusters, one)
        open_still = between[0] != between[1] and one.seq > settled.get(between, -1)
        if one.verdict is Verdict.UNSURE and open_still and _pair(one) not in by_people:
            if not clusters.are_apart(one.left, one.right):
                asked.setdefault(between, one)
    return list(asked.values())


def find_on_pair(
    judgements: Iterable[Judgement], left: str, right: str
) -> list[Judgement]:
    """Return the judgements on one pair, the earliest first."""
    pair = tuple(sorted((left, right)))
    found = (one for one in judgements if _pair(one) == pair)
    return sorted(found, key=lambda one: (one.seq, one.id))


def check_unjudged(ledger: Ledger, scope: Scope, left: str, right: str) -> None:
    """Raise Conflict where a person's word on the pair is recorded."""
    said = find_on_pair(ledger.find_judgements(scope, [left]), left, right)
    if any(not one.automatic for one in said):
        raise Conflict("another person has judged this pair meanwhile")


def find_inner(
    judgements: Iterable[Judgement], members: Sequence[str]
) -> list[Judgement]:
    """Return the judgements between two of the members, the earliest first."""
    inside = set(members)
    found = (one for one in judgements if {one.left, one.right} <= inside)
    return sorted(found, key=lambda one: (one.seq, one.id))


def _settled(judgements: Iterable[Judgement], clusters: Clusters) -> dict[Pair, int]:
    """Return up to which event people's words settle pairs between two clusters."""
    settled: dict[Pair, int] = {}
    for one in judgements:
        if not one.automatic:
            between = _between(clusters, one)
            settled[between] = max(settled.get(between, -1), one.seq)
    return settled


def _between(clusters: Clusters, one: Judgement) -> Pair:
    left, right = sorted((clusters.root(one.left), clusters.root(one.right)))
    return left, right


def _pair(one: Judgement) -> Pair:
    left, right = sorted((one.left, one.right))
    return left, right


def _order(one: Judgement) -> tuple[float, Pair]:
    return -(one.score or 0.0), _pair(one)
