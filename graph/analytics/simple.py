"""A subgraph made simple: parallel edges summed, ready for the engines."""

from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import InvalidInput
from graph.model import Subgraph

Floats = NDArray[np.float64]
Matrix = sparse.csr_array[np.float64, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SimpleGraph:
    """Nodes 0 to n - 1 and each edge once; undirected ones as source <= target."""

    n: int
    directed: bool
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: Floats

    @property
    def m(self) -> int:
        """Number of edges, self-loops included."""
        return len(self.source)

    @property
    def loops(self) -> NDArray[np.bool_]:
        """Which edges are self-loops."""
        same: NDArray[np.bool_] = self.source == self.target
        return same

    def without_loops(self) -> "SimpleGraph":
        """Return the graph without self-loops."""
        keep = ~self.loops
        return SimpleGraph(
            self.n,
            self.directed,
            self.source[keep],
            self.target[keep],
            self.weight[keep],
        )

    def undirected(self) -> "SimpleGraph":
        """Return the graph with directions forgotten; weights of both ways add."""
        if not self.directed:
            return self
        return _simple(self.n, False, self.source, self.target, self.weight)

    def strengths(self, weighted: bool) -> Floats:
        """Return the edges' weights as strengths, all 1 when not weighted."""
        return self.weight if weighted else np.ones(self.m)

    def distances(self, weighted: bool) -> Floats | None:
        """Return the edges' weights as distances, None when not weighted.

        Raises InvalidInput where one is not positive.
        """
        if not weighted:
            return None
        if self.m and self.weight.min() <= 0:
            raise InvalidInput("a weight used as distance must be above 0")
        return self.weight

    def matrix(self, weighted: bool) -> Matrix:
        """Return the adjacency matrix; self-loops stand once on the diagonal."""
        source, target = self.source, self.target
        value = self.strengths(weighted)
        if not self.directed:
            off = ~self.loops
            ends = np.concatenate([source, target[off]])
            target = np.concatenate([target, source[off]])
            source, value = ends, np.concatenate([value, value[off]])
        shape = (self.n, self.n)
        matrix: Matrix = sparse.coo_array((value, (source, target)), shape).tocsr()
        matrix.eliminate_zeros()
        return matrix

    def to_igraph(self) -> Any:
        """Return the graph as igraph has it, edges in the same order."""
        edges = np.column_stack([self.source, self.target])
        return igraph.Graph(n=self.n, edges=edges, directed=self.directed)


def simplify(subgraph: Subgraph, directed: bool) -> SimpleGraph:
    """Return the subgraph with parallel edges summed to one.

    Raises InvalidInput where a weight is negative or not a finite number, or an edge
    ends outside the graph.
    """
    n, weight = len(subgraph.ids), subgraph.weight
    if not np.all(np.isfinite(weight)) or (weight < 0).any():
        raise InvalidInput("weights must be finite numbers, 0 or more")
    for ends in (subgraph.source, subgraph.target):
        if len(ends) and not (0 <= ends.min() and ends.max() < n):
            raise InvalidInput("an edge ends outside the graph")
    return _simple(n, directed, subgraph.source, subgraph.target, weight)


def _simple(
    n: int,
    directed: bool,
    source: NDArray[np.int32],
    target: NDArray[np.int32],
    weight: Floats,
) -> SimpleGraph:
    a, b = source.astype(np.int64), target.astype(np.int64)
    if not directed:
        a, b = np.minimum(a, b), np.maximum(a, b)
    keys, places = np.unique(a * max(n, 1) + b, return_inverse=True)
    total = np.bincount(places, weights=weight, minlength=len(keys))
    ends = np.divmod(keys, max(n, 1))
    return SimpleGraph(
        n,
        directed,
        ends[0].astype(np.int32),
        ends[1].astype(np.int32),
        total.astype(np.float64),
    )
