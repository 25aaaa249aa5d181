"""Who is taken out next of a network that changes: the strategies of disruption."""

import random
from collections.abc import Callable

import numpy as np

from graph.analytics import shortest
from graph.analytics.capital import Roles, value_degree
from graph.analytics.regrowth import Near, Pick
from graph.analytics.simple import Floats, SimpleGraph

Measure = Callable[[Near, int], float]
"""Return the importance of a node in the network as it is now."""


def picker(strategy: str, roles: Roles | None, seed: int) -> Pick:
    """Return what picks by a strategy, as `disruption` has it; ties fall by id.

    Nodes without ties come last.
    """
    if strategy == "random":
        return _at_random(seed)
    if strategy == "betweenness":
        return _by_betweenness
    known = roles or Roles(())
    if strategy == "role":
        return _by_role(known)
    if strategy == "value-chain":
        return _by(lambda near, node: value_degree(known, node, near[node]))
    return _by(_degree if strategy == "degree" else _influence)


def _by(measure: Measure) -> Pick:
    def pick(near: Near, gone: set[int]) -> int:
        left = (node for node in range(len(near)) if node not in gone)
        return min(left, key=lambda i: (not near[i], -measure(near, i), i))

    return pick


def _degree(near: Near, node: int) -> float:
    return len(near[node])


def _influence(near: Near, node: int) -> float:
    edge = {far for other in near[node] for far in near[other]}
    far = edge - near[node] - {node}
    return (len(near[node]) - 1) * sum(len(near[other]) - 1 for other in far)


def _by_role(roles: Roles) -> Pick:
    def pick(near: Near, gone: set[int]) -> int:
        holders = roles.holders(gone)
        left = (node for node in range(len(near)) if node not in gone)
        return min(
            left,
            key=lambda i: (not near[i], -roles.rarity(i, holders), -len(near[i]), i),
        )

    return pick


def _at_random(seed: int) -> Pick:
    def pick(near: Near, gone: set[int]) -> int:
        order = list(range(len(near)))
        random.Random(seed).shuffle(order)
        return next(node for node in order if node not in gone)

    return pick


def _by_betweenness(near: Near, gone: set[int]) -> int:
    score = shortest.betweenness(_graph(near), weighted=False).round(12).tolist()
    left = (node for node in range(len(near)) if node not in gone)
    return min(left, key=lambda i: (not near[i], -score[i], i))


def _graph(near: Near) -> SimpleGraph:
    pairs = [(a, b) for a, others in enumerate(near) for b in others if a < b]
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    weight: Floats = np.ones(len(pairs))
    return SimpleGraph(len(near), False, ends[:, 0], ends[:, 1], weight)
