"""Judgements → clusters: which stored ids one scope takes for the same entity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from graph.model import Judgement, Verdict

_STRENGTH = {Verdict.POSITIVE: 0, Verdict.UNSURE: 1, Verdict.NEGATIVE: 2}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A word for joining two ids that was not followed, and the word against it.

    `against` is the pair that is judged to be two and would have become one: the pair
    itself where people disagree on it, or one is unsure.
    """

    left: str
    right: str
    against: Pair


class _Word(NamedTuple):
    """What all judgements on one pair come to."""

    pair: Pair
    verdict: Verdict
    by_people: bool
    score: float
    at: datetime


class Clusters:
    """Groups of ids joined by positive judgements that nothing stronger overrules.

    On one pair people's words stand over the resolver's; among equals negative beats
    unsure beats positive. A negative word keeps its two ids apart through others as
    well: positive words are followed people's first, then by score, then by time, and
    one that would join what is kept apart is not followed but is a contradiction.
    Words of one rank are weighed together: of those that cannot all be followed none
    is that touches an end of the violated word. So neither the order of judgements nor
    the spelling of ids decides. Ids in no group stand for themselves.
    """

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        words, self._contradictions = _words(judgements)
        self._union = _Union()
        for by_people in (True, False):
            said = [word for word in words if word.by_people is by_people]
            self._keep_apart(said)
            self._follow(said)
        self._contradictions.sort(key=lambda one: (one.left, one.right, one.against))
        self._groups = self._union.groups()
        self._members = {name: group for group in self._groups for name in group}

    def _keep_apart(self, said: Iterable[_Word]) -> None:
        """Note negative words; one on ids that people have joined is overruled."""
        for word in said:
            if word.verdict is Verdict.NEGATIVE:
                self._union.keep_apart(word.pair)

    def _follow(self, said: Iterable[_Word]) -> None:
        """Follow positive words, rank by rank."""
        positive = [word for word in said if word.verdict is Verdict.POSITIVE]
        positive.sort(key=_rank)
        for _, group in groupby(positive, key=_rank):
            pairs = [word.pair for word in group]
            for pair, against in self._union.join_all(pairs):
                self._contradictions.append(Contradiction(*pair, against))

    def __bool__(self) -> bool:
        return bool(self._members)

    def members(self, name: str) -> tuple[str, ...]:
        """Return the sorted ids of the group, the id itself included."""
        return self._members.get(name, (name,))

    def root(self, name: str) -> str:
        """Return one id that stands for the whole group, for use as a key.

        It is not the canonical id: that is the earliest member which a view sees.
        """
        return self.members(name)[0]

    def are_apart(self, one: str, other: str) -> bool:
        """Whether two ids, or any of their groups, are judged to be two."""
        return self._union.are_apart(one, other)

    def groups(self) -> Sequence[tuple[str, ...]]:
        """Return the groups, each of two or more sorted ids, in order."""
        return self._groups

    def contradictions(self) -> Sequence[Contradiction]:
        """Return the positive words not followed, by pair."""
        return self._contradictions


def _rank(word: _Word) -> tuple[float, datetime]:
    return -word.score, word.at


def _words(judgements: Iterable[Judgement]) -> tuple[list[_Word], list[Contradiction]]:
    """Return one word a pair, and the people's words that people overrule."""
    said: dict[Pair, list[Judgement]] = {}
    for one in judgements:
        pair = (one.left, one.right) if one.left < one.right else (one.right, one.left)
        said.setdefault(pair, []).append(one)
    words, overruled = [], []
    for pair, some in said.items():
        heard = [one for one in some if not one.automatic] or some
        word = _word(pair, heard)
        words.append(word)
        if word.by_people and word.verdict is not Verdict.POSITIVE:
            if any(one.verdict is Verdict.POSITIVE for one in heard):
                overruled.append(Contradiction(*pair, pair))
    return words, overruled


def _word(pair: Pair, heard: Sequence[Judgement]) -> _Word:
    verdict = max((one.verdict for one in heard), key=_STRENGTH.__getitem__)
    by_people = not heard[0].automatic
    unscored = 1.0 if by_people else 0.0
    same = [one for one in heard if one.verdict is verdict]
    scores = (unscored if one.score is None else one.score for one in same)
    return _Word(pair, verdict, by_people, max(scores), min(one.at for one in same))


class _Union:
    """Union-find in which each root knows which others it is kept apart from.

    Of two that are joined the one with fewer of these is changed, so all joins
    together cost n log n.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, dict[str, Pair]] = {}

    def find(self, name: str) -> str:
        """Return the root of an id, its own where it is new."""
        parent = self._parent.setdefault(name, name)
        while parent != name:
            self._parent[name] = self._parent[parent]
            name, parent = parent, self._parent[parent]
        return name

    def keep_apart(self, pair: Pair) -> None:
        """Note that a pair is two; nothing where it is one already."""
        one, other = self.find(pair[0]), self.find(pair[1])
        if one != other:
            self._note(one, other, pair)

    def are_apart(self, one: str, other: str) -> bool:
        """Whether the roots of two ids are kept apart; nothing is changed."""
        roots = [
            name if name not in self._parent else self.find(name)
            for name in (one, other)
        ]
        return roots[1] in self._apart.get(roots[0], ())

    def join_all(self, pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
        """Join pairs of one rank; yield those refused, with the word against each."""
        ends = [(self.find(left), self.find(right)) for left, right in pairs]
        contested = self._contested(ends) if self._apart else {}
        for pair, (one, other) in zip(pairs, ends, strict=True):
            against = [contested[end] for end in (one, other) if end in contested]
            if one == other:
                continue
            if against:
                yield pair, min(against)
            else:
                self.join(self.find(one), self.find(other))

    def groups(self) -> list[tuple[str, ...]]:
        """Return the groups of two or more, sorted."""
        found: dict[str, list[str]] = {}
        for name in list(self._parent):
            found.setdefault(self.find(name), []).append(name)
        return sorted(tuple(sorted(some)) for some in found.values() if len(some) > 1)

    def _contested(self, ends: Sequence[Pair]) -> Mapping[str, Pair]:
        """Return the roots that joining all would join to what they are apart from."""
        if len(ends) == 1:
            one, other = ends[0]
            against = self._apart.get(one, {}).get(other)
            return {} if against is None else {one: against, other: against}
        contested: dict[str, Pair] = {}
        for roots in _components(ends):
            roots.sort(key=lambda root: len(self._apart.get(root, ())))
            together = set(roots)
            for one in roots[:-1]:
                apart = self._apart.get(one, {})
                few = together if len(together) < len(apart) else apart
                for other in few:
                    if other in together and other in apart:
                        for end in (one, other):
                            held = contested.get(end, apart[other])
                            contested[end] = min(held, apart[other])
        return contested

    def join(self, one: str, other: str) -> None:
        """Join two roots that nothing keeps apart."""
        if one == other:
            return
        fewer, more = sorted((one, other), key=lambda r: len(self._apart.get(r, ())))
        self._parent[fewer] = more
        for third, pair in self._apart.pop(fewer, {}).items():
            del self._apart[third][fewer]
            self._note(more, third, pair)

    def _note(self, one: str, other: str, pair: Pair) -> None:
        for here, there in ((one, other), (other, one)):
            apart = self._apart.setdefault(here, {})
            apart[there] = min(apart.get(there, pair), pair)


def _components(ends: Iterable[Pair]) -> Iterable[list[str]]:
    """Return the groups that pairs make together."""
    union = _Union()
    for one, other in ends:
        union.join(union.find(one), union.find(other))
    return [list(group) for group in union.groups()]
