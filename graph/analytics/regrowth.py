"""How a network mends itself as members are taken out: the same removals, simulated.

Rules after Duijn, Kashirin and Sloot (Scientific Reports 4, 4238, 2014), who let those
that lost a tie look for another by distance or by what others are tied already, and,
for closing triangles, Diviák (Journal of Experimental Criminology, 2023).
"""

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from graph.analytics.progress import followed_by, tell
from graph.analytics.splitting import Adjacency
from graph.errors import InvalidInput

LEVEL = 0.9
"""Share of the runs whose largest component lies within the bounds told."""
DEFAULT_RUNS = 20
MAX_RUNS = 500

Near = list[set[int]]
Pick = Callable[[Near, set[int]], int]
"""Return who is taken out next, of a network as it is now and who went already."""


@dataclass(frozen=True, slots=True)
class Regrowth:
    """By which rule who lost a tie finds another, and how surely.

    `preferential`: anybody, by chance in proportion to ties (and one); `distance`: by
    chance among the nearest to whom it had no tie, as the network was before the loss;
    `triadic`: who has a friend in common, in proportion to how many. `rate` is the
    chance that a lost tie is replaced.
    """

    rule: str
    runs: int = DEFAULT_RUNS
    rate: float = 1.0

    def check(self) -> None:
        """Raise InvalidInput for what cannot be asked."""
        if self.rule not in RULES:
            raise InvalidInput(f"unknown rule; there are: {', '.join(RULES)}")
        if not 1 <= self.runs <= MAX_RUNS:
            raise InvalidInput(f"runs are 1 to {MAX_RUNS}")
        if not 0 <= self.rate <= 1:
            raise InvalidInput("a rate is a share from 0 to 1")


@dataclass(frozen=True, slots=True)
class Regrown:
    """The largest component after each removal: mean over runs, and bounds of LEVEL.

    `new_ties` is how many ties were made in all, on average.
    """

    rule: str
    runs: int
    rate: float
    mean: tuple[float, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    new_ties: float


def regrow(
    near: Adjacency, pick: Pick, removals: int, asked: Regrowth, seed: int
) -> Regrown:
    """Take out `removals` nodes, mending after each, in `runs` runs; the same by seed.

    `pick` chooses anew in the network as it is. Cost is runs times removals times the
    network; progress is told in removals.
    """
    asked.check()
    sizes = np.zeros((asked.runs, removals), dtype=np.int64)
    made = 0
    for run in range(asked.runs):
        chance = random.Random(seed * MAX_RUNS + run)
        now: Near = [set(others) for others in near]
        gone: set[int] = set()
        for number in range(removals):
            with followed_by(None):
                node = pick(now, gone)
            made += _take_out(now, node, gone, asked, chance)
            sizes[run, number] = largest(now, gone)
            tell(run * removals + number + 1, asked.runs * removals)
    ordered = np.sort(sizes, axis=0)
    outside = int((1 - LEVEL) / 2 * asked.runs)
    return Regrown(
        asked.rule,
        asked.runs,
        asked.rate,
        tuple(sizes.mean(axis=0).tolist()),
        tuple(ordered[outside].tolist()),
        tuple(ordered[asked.runs - 1 - outside].tolist()),
        made / asked.runs,
    )


def largest(near: Near, gone: Collection[int]) -> int:
    """Return the size of the largest component of who is left."""
    met = set(gone)
    most = 0
    for root in range(len(near)):
        if root in met:
            continue
        met.add(root)
        edge, size = [root], 0
        while edge:
            size += 1
            fresh = near[edge.pop()] - met
            met |= fresh
            edge += fresh
        most = max(most, size)
    return most


def _take_out(
    near: Near, node: int, gone: set[int], asked: Regrowth, chance: random.Random
) -> int:
    """Take a node out and let who was tied to it mend, in order; return the new ties.

    Distances are of the network before the loss, all else of after it.
    """
    gone.add(node)
    orphans = sorted(near[node])
    if asked.rule != "distance":
        _cut(near, node)
    made = 0
    for orphan in orphans:
        if chance.random() >= asked.rate:
            continue
        other = RULES[asked.rule](near, orphan, gone, chance)
        if other is not None:
            near[orphan].add(other)
            near[other].add(orphan)
            made += 1
    _cut(near, node)
    return made


def _cut(near: Near, node: int) -> None:
    for other in near[node]:
        near[other].discard(node)
    near[node] = set()


def _preferential(
    near: Near, orphan: int, gone: set[int], chance: random.Random
) -> int | None:
    out = gone | near[orphan] | {orphan}
    others = [node for node in range(len(near)) if node not in out]
    return _choose(others, [len(near[node]) + 1 for node in others], chance)


def _nearest(
    near: Near, orphan: int, gone: set[int], chance: random.Random
) -> int | None:
    met, edge = {orphan, *near[orphan]}, set(near[orphan])
    while edge:
        edge = {far for node in edge for far in near[node]} - met
        met |= edge
        found = sorted(edge - gone)
        if found:
            return chance.choice(found)
    return None


def _triadic(
    near: Near, orphan: int, gone: set[int], chance: random.Random
) -> int | None:
    mine = near[orphan]
    others = sorted({far for node in mine for far in near[node]} - mine - {orphan})
    return _choose(others, [len(mine & near[node]) for node in others], chance)


def _choose(
    others: Sequence[int], weights: Sequence[int], chance: random.Random
) -> int | None:
    return chance.choices(others, weights)[0] if others else None


RULES: dict[str, Callable[[Near, int, set[int], random.Random], int | None]] = {
    "preferential": _preferential,
    "distance": _nearest,
    "triadic": _triadic,
}
"""The rules that `regrow` knows."""
