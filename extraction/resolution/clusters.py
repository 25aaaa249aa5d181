"""Positive pairs → clusters that nothing in them contradicts, within people's words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product

from extraction.resolution.rules import conflicts
from extraction.resolution.traits import Traits

_LOOKED_AT = 6
"""Members of each side, the first by id, that are compared before two clusters join."""

Score = Callable[[int, int], float]
"""Bits that a pair of positions weighs."""


class Clusters:
    """Union-find; each root knows its members, their traits, whom it must not join.

    People's words come first, whatever speaks against them: `tie` and `part`. A cluster
    in which they contradict each other joins nobody any more.
    """

    def __init__(
        self, traits: Sequence[Traits], score: Score, *, strict: bool = True
    ) -> None:
        self._strict = strict
        self._given = traits
        self._score = score
        self._parent = list(range(len(traits)))
        self._traits: dict[int, Traits] = {}
        self._members: dict[int, list[int]] = {}
        self._apart: dict[int, set[int]] = {}
        self._broken: set[int] = set()

    def tie(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Unite what people judged the same."""
        for a, b in pairs:
            a, b = self.root(a), self.root(b)
            if a != b:
                self._unite(a, b)

    def part(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Keep apart, through all that they are one with, what people judged apart."""
        for a, b in pairs:
            a, b = self.root(a), self.root(b)
            if a == b:
                self._broken.add(a)
            else:
                self._apart.setdefault(a, set()).add(b)
                self._apart.setdefault(b, set()).add(a)

    def refusal(self, a: int, b: int) -> str:
        """Return why the clusters of two may not be one, empty where they may."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return ""
        if b in self._apart.get(a, ()):
            return "a person judged members of the two apart"
        if a in self._broken or b in self._broken:
            return "what people judged of these contradicts itself"
        if self._conflict(self._of(a), self._of(b)):
            return "would join entities that contradict each other"
        if self._disagree(a, b):
            return "other members of the two speak against it"
        return ""

    def join(self, a: int, b: int) -> str:
        """Unite the clusters of two, or return why not."""
        why = self.refusal(a, b)
        a, b = self.root(a), self.root(b)
        if not why and a != b:
            self._unite(a, b)
        return why

    def settled(self, a: int, b: int) -> bool:
        """Whether two are joined, or what they were joined with keeps them apart.

        A pair that contradicts itself stays open: it was found worth a look.
        """
        one, other = self.root(a), self.root(b)
        if one == other or other in self._apart.get(one, ()):
            return True
        apart = self._conflict(self._of(one), self._of(other))
        return apart and not self._conflict(self._given[a], self._given[b])

    def root(self, a: int) -> int:
        """Return the position that stands for the cluster."""
        while self._parent[a] != a:
            self._parent[a] = self._parent[self._parent[a]]
            a = self._parent[a]
        return a

    def members(self, a: int) -> list[int]:
        """Return the sorted positions of the cluster of one."""
        root = self.root(a)
        return self._members.get(root, [root])

    def _of(self, root: int) -> Traits:
        return self._traits.get(root) or self._given[root]

    def _conflict(self, one: Traits, other: Traits) -> bool:
        return bool(conflicts(one, other, strict=self._strict))

    def _disagree(self, a: int, b: int) -> bool:
        """Whether the members, pair by pair, speak against being one on the whole."""
        ours, theirs = self.members(a), self.members(b)
        if len(ours) == len(theirs) == 1:
            return False
        pairs = list(product(ours[:_LOOKED_AT], theirs[:_LOOKED_AT]))
        bits = (max(-10.0, min(10.0, self._score(x, y))) for x, y in pairs)
        return sum(bits) < 0

    def _unite(self, a: int, b: int) -> None:
        a, b = min(a, b), max(a, b)
        traits = _united(self._of(a), self._of(b))
        members = sorted(self.members(a) + self.members(b))
        self._parent[b] = a
        self._traits[a], self._members[a] = traits, members
        self._traits.pop(b, None)
        self._members.pop(b, None)
        if b in self._broken:
            self._broken.add(a)
        for other in self._apart.pop(b, set()):
            self._apart[other].discard(b)
            if other == a:
                self._broken.add(a)
            else:
                self._apart[other].add(a)
                self._apart.setdefault(a, set()).add(other)


def _united(one: Traits, other: Traits) -> Traits:
    return replace(
        one,
        numbers=one.numbers | other.numbers,
        dates=tuple(sorted({*one.dates, *other.dates})),
        countries=one.countries | other.countries,
        makes=one.makes | other.makes,
    )
