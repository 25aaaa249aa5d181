"""A subgraph made simple: parallel edges summed, ready for the engines."""

from dataclasses import dataclass
from typing import Any

import igraph
import networkit
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
        """Return the edges' weights as distances, None when not weighted."""
        return self.weight if weighted else None

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
        return matrix

    def one_way(self) -> Matrix:
        """Return each edge once, where it is written: enough for what is joined."""
        begin = np.searchsorted(self.source, np.arange(self.n + 1))
        parts = (self.weight, self.target, begin.astype(np.int32))
        matrix: Matrix = sparse.csr_array(parts, (self.n, self.n))
        return matrix

    def to_igraph(self) -> Any:
        """Return the graph as igraph has it, edges in the same order."""
        edges = zip(self.source.tolist(), self.target.tolist(), strict=True)
        return igraph.Graph(n=self.n, edges=edges, directed=self.directed)

    def to_networkit(self) -> Any:
        """Return the weighted graph as networkit has it."""
        return networkit.GraphFromCoo(
            (self.weight, (self.source, self.target)),
            n=self.n,
            weighted=True,
            directed=self.directed,
        )


def simplify(subgraph: Subgraph, directed: bool) -> SimpleGraph:
    """Return the subgraph with parallel edges summed to one.

    Raises InvalidInput where a weight is not a finite number above 0, whatever is to
    be computed, or an edge ends outside the graph.
    """
    n, weight = len(subgraph.ids), subgraph.weight
    if not np.all(np.isfinite(weight)) or (weight <= 0).any():
        raise InvalidInput("weights must be finite numbers above 0")
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
    """Sort by counting, row by row, not by comparing: it grows as the edges do."""
    if not directed:
        source, target = np.minimum(source, target), np.maximum(source, target)
    ends = (source.astype(np.int32), target.astype(np.int32))
    rows: Matrix = sparse.coo_array((weight, ends), (n, n)).tocsr()
    rows.sum_duplicates()
    degree = np.diff(rows.indptr)
    return SimpleGraph(
        n,
        directed,
        np.repeat(np.arange(n, dtype=np.int32), degree),
        rows.indices.astype(np.int32, copy=False),
        rows.data.astype(np.float64, copy=False),
    )
