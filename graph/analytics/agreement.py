"""How far groups hold: the same question to other methods, and by other chances.

Leiden (Traag, Waltman and van Eck 2019) and Louvain (Blondel et al. 2008) on
modularity, Infomap (Rosvall and Bergstrom 2008); how alike two partitions are by the
adjusted Rand index (Hubert and Arabie 1985) and normalized mutual information (Danon et
al. 2005).
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import igraph
import numpy as np

from graph.analytics.progress import followed_by, tell
from graph.analytics.simple import SimpleGraph, simplify
from graph.errors import InvalidInput
from graph.model import Subgraph

DEFAULT_RUNS = 10
MAX_RUNS = 200

Membership = list[int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike partitions are, on average over pairs of them: 1 where they are equal.

    `first` and `second` are methods; of one method with itself over different seeds.
    """

    first: str
    second: str
    adjusted_rand: float
    mutual_information: float


@dataclass(frozen=True, slots=True)
class Method:
    """What a method says: groups and modularity, on average over the seeds."""

    name: str
    groups: float
    modularity: float | None


@dataclass(frozen=True, slots=True)
class Stability:
    """How far groups hold over `runs` seeds of each method.

    `held` is for each group, in the order of the groups asked about, the share of its
    pairs that stand together in a partition, on average over all; None for one member.
    """

    runs: int
    methods: tuple[Method, ...]
    likeness: tuple[Likeness, ...]
    held: tuple[float | None, ...]
    seconds: float


def stability(
    subgraph: Subgraph,
    groups: Sequence[Sequence[str]],
    *,
    weighted: bool = False,
    runs: int = DEFAULT_RUNS,
    seed: int = 0,
) -> Stability:
    """Return how far `groups` (of ids) hold in partitions by three methods.

    Directions are forgotten. Seeds are `seed` and those after it. Progress is told in
    partitions. Raises InvalidInput.
    """
    if not 1 <= runs <= MAX_RUNS:
        raise InvalidInput(f"runs are 1 to {MAX_RUNS}")
    start = time.perf_counter()
    graph = simplify(subgraph, False)
    network = graph.to_igraph()
    weights = graph.strengths(weighted)
    found: dict[str, list[Membership]] = {name: [] for name in METHODS}
    for number in range(runs):
        for place, name in enumerate(METHODS):
            with followed_by(None):
                found[name].append(partition(graph, name, weighted, seed + number))
            tell(number * len(METHODS) + place + 1, runs * len(METHODS))
    methods = tuple(
        Method(
            name,
            float(np.mean([len(set(one)) for one in some])),
            _modularity(network, some, weights),
        )
        for name, some in found.items()
    )
    position = {name: i for i, name in enumerate(subgraph.ids)}
    all_of = [one for some in found.values() for one in some]
    held = tuple(_held([position[name] for name in group], all_of) for group in groups)
    return Stability(
        runs, methods, _likenesses(found), held, time.perf_counter() - start
    )


def partition(graph: SimpleGraph, method: str, weighted: bool, seed: int) -> Membership:
    """Return each node's group by a method of METHODS, the same for the same seed.

    igraph's generator is given back afterwards.
    """
    if not graph.n:
        return []
    igraph.set_random_number_generator(random.Random(seed))
    try:
        network = graph.undirected().to_igraph()
        clusters = METHODS[method](network, graph.undirected().strengths(weighted))
    finally:
        igraph.set_random_number_generator(random)
    membership: Membership = list(clusters.membership)
    return membership


def _leiden(network: Any, weights: Any) -> Any:
    return network.community_leiden(
        objective_function="modularity", weights=weights, n_iterations=-1
    )


def _louvain(network: Any, weights: Any) -> Any:
    return network.community_multilevel(weights=weights)


def _infomap(network: Any, weights: Any) -> Any:
    """Return Infomap's groups; edges that weigh nothing carry no walker."""
    kept = np.flatnonzero(np.asarray(weights) > 0).tolist()
    part = network.subgraph_edges(kept, delete_vertices=False)
    if not part.ecount():
        return igraph.VertexClustering(network, list(range(network.vcount())))
    some = np.asarray(weights)[kept]
    return part.community_infomap(edge_weights=some, trials=1)


METHODS: dict[str, Callable[[Any, Any], Any]] = {
    "leiden": _leiden,
    "louvain": _louvain,
    "infomap": _infomap,
}
"""The methods that are compared."""


def _modularity(
    network: Any, partitions: Sequence[Membership], weights: Any
) -> float | None:
    if not float(np.sum(weights)):
        return None
    values = [network.modularity(one, weights=weights) for one in partitions]
    return float(np.mean(values))


def _likenesses(found: dict[str, list[Membership]]) -> tuple[Likeness, ...]:
    """Return how alike methods are to themselves, if there are two runs, and others."""
    pairs = [(name, name, list(combinations(some, 2))) for name, some in found.items()]
    for one, other in combinations(found, 2):
        both = zip(found[one], found[other], strict=True)
        pairs.append((one, other, list(both)))
    return tuple(
        Likeness(
            one,
            other,
            float(np.mean([alike(a, b, "adjusted_rand") for a, b in some])),
            float(np.mean([alike(a, b, "nmi") for a, b in some])),
        )
        for one, other, some in pairs
        if some
    )


def alike(one: Membership, other: Membership, measure: str) -> float:
    """Return igraph's `adjusted_rand` or `nmi`; equal partitions are 1, always."""
    numbered = [_numbered(one), _numbered(other)]
    if numbered[0] == numbered[1]:
        return 1.0
    return float(igraph.compare_communities(*numbered, method=measure))


def _numbered(membership: Membership) -> Membership:
    """Return it with groups numbered as they are met."""
    names: dict[int, int] = {}
    return [names.setdefault(group, len(names)) for group in membership]


def _held(members: Sequence[int], partitions: Sequence[Membership]) -> float | None:
    pairs = len(members) * (len(members) - 1) / 2
    if not pairs:
        return None
    shares = []
    for one in partitions:
        counts = np.bincount([one[i] for i in members])
        shares.append(float((counts * (counts - 1) / 2).sum()) / pairs)
    return float(np.mean(shares))
