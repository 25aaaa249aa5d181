"""How a network falls apart as its members are taken out one after another."""

import heapq
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graph.analytics import picks, shortest
from graph.analytics.capital import Roles, value_degree
from graph.analytics.progress import followed_by, tell
from graph.analytics.regrowth import Regrown, Regrowth, regrow
from graph.analytics.result import DisruptionResult, DisruptionStep, RolesLost
from graph.analytics.simple import SimpleGraph, simplify
from graph.analytics.splitting import Adjacency, adjacency
from graph.errors import InvalidInput
from graph.model import Subgraph

_RADIUS = 2
"""How far collective influence looks (Morone and Makse, Nature 524, 2015)."""
_MAX_WORK = 5_000_000_000
"""Node steps of one removal by betweenness, times removals, that are still done."""

Order = Iterator[int]


@dataclass(frozen=True, slots=True)
class _Question:
    near: Adjacency
    graph: SimpleGraph
    top: int | None
    seed: int
    roles: Roles | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told beside the plain curve: how the network mends, which roles go."""

    regrowth: Regrowth | None = None
    roles: Roles | None = None


def disruption(
    subgraph: Subgraph,
    *,
    directed: bool = False,
    strategy: str = "degree",
    top: int | None = None,
    seed: int | None = None,
    beside: Beside | None = None,
) -> DisruptionResult:
    """Take nodes out, the most important first, until no two are joined or `top` went.

    Importance is measured again after every removal: `degree`; `betweenness`;
    `collective-influence` (degree less one, times the same summed over the nodes two
    steps away); `role`, the rarer the sooner, then by degree; `value-chain`, by ties
    between different positions (see Roles); or `random` by `seed` (0). Ties fall by id.
    Directions are forgotten (weak components). Each step tells the size of the largest
    component left. Raises InvalidInput for an unknown strategy or rule, for roles where
    none are known, and where betweenness would take too long.
    """
    told = beside or Beside()
    if strategy not in STRATEGIES:
        raise InvalidInput(f"unknown strategy; there are: {', '.join(STRATEGIES)}")
    if top is not None and top < 0:
        raise InvalidInput("top must be 0 or more")
    start = time.perf_counter()
    graph = simplify(subgraph, directed)
    _check(told, strategy, graph.n)
    near = adjacency(graph)
    question = _Question(near, graph, top, seed or 0, told.roles)
    removed = _take(near, STRATEGIES[strategy](question), top)
    sizes = _largest(near, removed)
    return DisruptionResult(
        metric="disruption",
        engine="igraph" if strategy == "betweenness" else "klupko",
        parameters={
            "directed": directed,
            "strategy": strategy,
            "top": top,
            "seed": seed or 0,
        },
        nodes=graph.n,
        edges=graph.m,
        before=sizes[-1],
        regrowth=_mended(question, strategy, len(removed), told.regrowth),
        roles=_lost(subgraph, told.roles, removed),
        steps=tuple(
            DisruptionStep(subgraph.ids[node], size)
            for node, size in zip(removed, reversed(sizes[:-1]), strict=True)
        ),
        seconds=time.perf_counter() - start,
    )


def _check(told: Beside, strategy: str, count: int) -> None:
    if told.regrowth is not None:
        told.regrowth.check()
    if told.roles is not None:
        told.roles.check(count)
    elif strategy in BY_ROLE and count:
        raise InvalidInput("no role is told of anybody")


def _mended(
    q: _Question, strategy: str, removals: int, asked: Regrowth | None
) -> Regrown | None:
    if asked is None:
        return None
    return regrow(
        q.near, picks.picker(strategy, q.roles, q.seed), removals, asked, q.seed
    )


def _lost(
    subgraph: Subgraph, roles: Roles | None, removed: Sequence[int]
) -> RolesLost | None:
    if roles is None:
        return None
    left, broken = roles.left(removed)
    unique = tuple((subgraph.ids[node], role) for node, role in roles.unique())
    return RolesLost(len(roles.known), left, unique, broken)


def _take(near: Adjacency, order: Order, top: int | None) -> list[int]:
    """Return the nodes to remove, as long as a link is left."""
    links = sum(map(len, near)) // 2
    gone: set[int] = set()
    removed: list[int] = []
    most = len(near) if top is None else min(top, len(near))
    while links and len(removed) < most:
        with followed_by(None):
            node = next(order)
        removed.append(node)
        gone.add(node)
        links -= sum(other not in gone for other in near[node])
        tell(len(removed), most)
    return removed


def _largest(near: Adjacency, removed: Sequence[int]) -> list[int]:
    """Return the largest component after all removals, after all but one, … none.

    Nodes are put back in reverse, joined by union-find.
    """
    gone = set(removed)
    root = list(range(len(near)))
    size = [1] * len(near)
    most = 0

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    def put(node: int) -> int:
        place = find(node)
        for other in near[node]:
            if other not in gone and (joined := find(other)) != place:
                small, large = sorted((place, joined), key=lambda i: size[i])
                root[small] = large
                size[large] += size[small]
                place = large
        return size[place]

    for node in range(len(near)):
        if node not in gone:
            most = max(most, put(node))
    sizes = [most]
    for node in reversed(removed):
        gone.discard(node)
        most = max(most, put(node))
        sizes.append(most)
    return sizes


def _by_degree(q: _Question) -> Order:
    near = q.near

    def degree(node: int, gone: set[int]) -> int:
        return sum(other not in gone for other in near[node])

    return _falling(near, degree, 1)


def _by_influence(q: _Question) -> Order:
    near = q.near

    def excess(node: int, gone: set[int]) -> int:
        return sum(other not in gone for other in near[node]) - 1

    def influence(node: int, gone: set[int]) -> int:
        edge = _at_distance(near, node, gone)
        return excess(node, gone) * sum(excess(far, gone) for far in edge)

    return _falling(near, influence, _RADIUS + 1)


def _at_distance(near: Adjacency, node: int, gone: set[int]) -> set[int]:
    seen, edge = {node}, {node}
    for _ in range(_RADIUS):
        edge = {o for i in edge for o in near[i] if o not in gone} - seen
        seen |= edge
    return edge


def _falling(
    near: Adjacency, measure: Callable[[int, set[int]], int], radius: int
) -> Order:
    """Yield the worthiest, measuring again those up to `radius` from who went.

    Nodes without links come last.
    """
    gone: set[int] = set()

    def worth(node: int) -> tuple[bool, int]:
        joined = any(other not in gone for other in near[node])
        return not joined, -measure(node, gone)

    known = [worth(node) for node in range(len(near))]
    heap = [(value, node) for node, value in enumerate(known)]
    heapq.heapify(heap)
    while heap:
        value, node = heapq.heappop(heap)
        if node in gone or value != known[node]:
            continue
        yield node
        around, edge = {node}, {node}
        for _ in range(radius):
            edge = {o for i in edge for o in near[i] if o not in gone} - around
            around |= edge
        gone.add(node)
        for other in around - {node}:
            known[other] = worth(other)
            heapq.heappush(heap, (known[other], other))


def _by_betweenness(q: _Question) -> Order:
    merged = q.graph.undirected().without_loops()
    steps = merged.n if q.top is None else min(q.top, merged.n)
    if merged.n * (merged.m + merged.n) * steps > _MAX_WORK:
        raise InvalidInput(
            "betweenness after each removal takes too long on so large a network; "
            "ask for fewer removals (top), or for degree"
        )
    return _betweenness(merged)


def _betweenness(graph: SimpleGraph) -> Order:
    left = graph
    for _ in range(graph.n):
        score = shortest.betweenness(left, weighted=False).round(12).tolist()
        joined = {*left.source.tolist(), *left.target.tolist()}
        node = min(joined, key=lambda i: (-score[i], i), default=0)
        yield node
        keep = (left.source != node) & (left.target != node)
        left = SimpleGraph(
            left.n, False, left.source[keep], left.target[keep], left.weight[keep]
        )


def _by_role(q: _Question) -> Order:
    roles = q.roles or Roles(())
    near, holders, gone = q.near, roles.holders(), set[int]()

    def worth(node: int) -> tuple[bool, float, int, int]:
        degree = sum(other not in gone for other in near[node])
        return not degree, -roles.rarity(node, holders), -degree, node

    for _ in range(len(near)):
        node = min((i for i in range(len(near)) if i not in gone), key=worth)
        yield node
        gone.add(node)
        holders.subtract(roles.of[node])


def _by_value(q: _Question) -> Order:
    near, roles = q.near, q.roles or Roles(())

    def value(node: int, gone: set[int]) -> int:
        return value_degree(roles, node, (o for o in near[node] if o not in gone))

    return _falling(near, value, 1)


def _at_random(q: _Question) -> Order:
    order = list(range(len(q.near)))
    random.Random(q.seed).shuffle(order)
    return iter(order)


STRATEGIES: dict[str, Callable[[_Question], Order]] = {
    "degree": _by_degree,
    "betweenness": _by_betweenness,
    "collective-influence": _by_influence,
    "random": _at_random,
    "role": _by_role,
    "value-chain": _by_value,
}
"""The orders that `disruption` knows."""

BY_ROLE = ("role", "value-chain")
"""Those that need to know who has which role."""
