"""Networks of persons derived from what stands between them.

Two who share a thing (a company, a meeting, a flight, a telephone) are joined through
it; two whose things deal with each other (telephones that call, accounts that pay) are
joined through that. Newman's weights after Physical Review E 64, 016132 (2001).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidInput
from graph.model import Subgraph

WEIGHTS = ("count", "newman")
CROWD = 500
"""A thing shared by more joins nobody: it tells nothing of any two of them."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Projection:
    """A network of the kept nodes alone.

    `through` names for each edge, in the edges' order, the ids that it rests on: what
    its two ends share, or the things of theirs that deal with each other; empty where
    they are joined directly alone. `crowded` are things shared by too many to count.
    """

    subgraph: Subgraph
    through: tuple[tuple[str, ...], ...]
    crowded: tuple[str, ...]


def project(
    subgraph: Subgraph,
    kept: NDArray[np.bool_],
    dealing: NDArray[np.bool_],
    *,
    weight: str = "count",
) -> Projection:
    """Return the network of the kept nodes.

    `kept` is over nodes, `dealing` over edges: where one joins two things that are not
    kept, it joins all whom they belong to. A shared thing weighs 1, with `newman`
    1/(k - 1) among k who share it; dealings and direct links keep their weight, divided
    among all pairs that they stand for. Directions are forgotten. Raises InvalidInput.
    """
    if weight not in WEIGHTS:
        raise InvalidInput(f"unknown weight; there are: {', '.join(WEIGHTS)}")
    edges = list(
        zip(
            subgraph.source.tolist(),
            subgraph.target.tolist(),
            subgraph.weight.tolist(),
            dealing.tolist(),
            strict=True,
        )
    )
    owners = _owners(kept, edges)
    total: defaultdict[Pair, float] = defaultdict(float)
    through: defaultdict[Pair, set[int]] = defaultdict(set)
    crowded = {thing for thing, who in owners.items() if len(who) > CROWD}
    for thing, who in owners.items():
        if thing in crowded:
            continue
        for pair in combinations(sorted(who), 2):
            total[pair] += 1 if weight == "count" else 1 / (len(who) - 1)
            through[pair].add(thing)
    for source, target, value, deals in edges:
        if kept[source] and kept[target]:
            if source != target:
                total[_pair(source, target)] += value
        elif deals and not (kept[source] or kept[target]):
            if {source, target} & crowded:
                continue
            pairs = _between(owners.get(source, ()), owners.get(target, ()))
            for pair in pairs:
                total[pair] += value / len(pairs)
                through[pair] |= {source, target}
    return _whole(subgraph, kept, total, through, crowded)


def _owners(
    kept: NDArray[np.bool_], edges: Iterable[tuple[int, int, float, bool]]
) -> Mapping[int, set[int]]:
    """Return for each thing the kept nodes that it is joined to."""
    owners: defaultdict[int, set[int]] = defaultdict(set)
    for source, target, _, _ in edges:
        if kept[source] and not kept[target]:
            owners[target].add(source)
        elif kept[target] and not kept[source]:
            owners[source].add(target)
    return owners


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _between(some: Iterable[int], others: Iterable[int]) -> set[Pair]:
    return {_pair(a, b) for a in some for b in others if a != b}


def _whole(
    subgraph: Subgraph,
    kept: NDArray[np.bool_],
    total: Mapping[Pair, float],
    through: Mapping[Pair, set[int]],
    crowded: set[int],
) -> Projection:
    places = np.flatnonzero(kept)
    to = {place: i for i, place in enumerate(places.tolist())}
    pairs = sorted(total)
    ids = subgraph.ids
    return Projection(
        Subgraph(
            ids=tuple(ids[i] for i in places.tolist()),
            labels=tuple(subgraph.labels[i] for i in places.tolist()),
            source=np.array([to[a] for a, _ in pairs], dtype=np.int32),
            target=np.array([to[b] for _, b in pairs], dtype=np.int32),
            weight=np.array([total[pair] for pair in pairs], dtype=np.float64),
        ),
        tuple(tuple(sorted(ids[i] for i in through.get(p, ()))) for p in pairs),
        tuple(sorted(ids[i] for i in crowded)),
    )
