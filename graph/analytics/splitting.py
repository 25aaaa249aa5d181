"""What falls apart when one node goes: for every node, in one pass."""

import numpy as np
from numpy.typing import NDArray

from graph.analytics.simple import SimpleGraph

Adjacency = list[list[int]]


def adjacency(graph: SimpleGraph) -> Adjacency:
    """Return each node's neighbours, directions forgotten, once each, itself left out.

    Neighbours are in rising order.
    """
    matrix = graph.undirected().without_loops().matrix(False)
    ends, places = matrix.indices.tolist(), matrix.indptr.tolist()
    return [sorted(ends[a:b]) for a, b in zip(places[:-1], places[1:], strict=True)]


def pairs_without(near: Adjacency, gone: frozenset[int]) -> NDArray[np.float64]:
    """Return for each node how many pairs stay connected without it and `gone`.

    NaN for those in `gone`. By the sizes of the blocks under each cut node (Tarjan
    1972); O(nodes + edges).
    """
    n = len(near)
    before, size, inner = np.zeros(n), np.zeros(n), np.zeros(n)
    order = [0] * n
    for root in range(n):
        if not order[root] and root not in gone:
            component = _walk(near, gone, root, order, inner)
            size[component] = len(component)
            before[component] = _pairs(len(component))
    whole = _total(size)
    result = whole - before + inner
    result[list(gone)] = np.nan
    return result


def _pairs(count: float) -> float:
    return count * (count - 1) / 2


def _total(size: NDArray[np.float64]) -> float:
    """Return the connected pairs of all, from the component size at each node."""
    return float(((size - 1)[size > 0]).sum()) / 2


def _walk(
    near: Adjacency,
    gone: frozenset[int],
    root: int,
    order: list[int],
    inner: NDArray[np.float64],
) -> list[int]:
    """Number a component from 1, note the pairs left inside the parts of each node.

    Return its nodes. `order` is 0 for those not met before.
    """
    met = [root]
    order[root] = 1
    low, under, split = {root: 1}, {root: 1}, {root: 0}
    stack = [(root, iter(near[root]))]
    parent = {root: -1}
    while stack:
        node, ahead = stack[-1]
        step = next(ahead, None)
        if step is None:
            stack.pop()
            above = parent[node]
            if above >= 0:
                low[above] = min(low[above], low[node])
                under[above] += under[node]
                if low[node] >= order[above]:
                    split[above] += under[node]
                    inner[above] += _pairs(under[node])
        elif step in gone or step == parent[node]:
            continue
        elif order[step]:
            low[node] = min(low[node], order[step])
        else:
            met.append(step)
            order[step] = len(met)
            low[step], under[step], split[step] = len(met), 1, 0
            parent[step] = node
            stack.append((step, iter(near[step])))
    for node in met:
        inner[node] += _pairs(len(met) - 1 - split[node])
    return met
