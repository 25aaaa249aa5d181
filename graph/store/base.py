"""The port of every graph store: facets in, filtered nodes and links out.

A store knows compartments, not identity and not who asks: a Reader is made from a
predicate over requirements, and View (graph.store.view), the only way to read, adds
scope, identity and order on top of it once for all stores.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph.model import Counts, Delta, Link, LinkFacet, Node, NodeFacet, Scope


@dataclass(frozen=True, slots=True)
class Edges:
    """The visible links of a case as arrays over positions in `ids`.

    `ids` are the sorted visible nodes of the case and what its links lead to; `schema`
    holds positions in `schemata`; `count` is how often, as Link has it.
    """

    ids: Sequence[str]
    schemata: Sequence[str]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    schema: NDArray[np.int16]
    count: NDArray[np.int64]


class Clusters(Protocol):
    """Which ids are one and the same, by the judgements that a scope can see."""

    def members(self, entity: str, /) -> tuple[str, ...]:
        """Return all ids of the cluster, `entity` among them; alone when unjudged."""
        ...

    def root(self, entity: str, /) -> str:
        """Return one id that stands for the cluster; `entity` when unjudged."""
        ...

    def groups(self) -> Iterable[tuple[str, ...]]:
        """Return the clusters of more than one id."""
        ...


Positions = NDArray[np.int32]
"""Positions of ids in their order, sorted, once each."""


class Places(Protocol):
    """The visible topology in memory, by positions in the order of ids."""

    @property
    def ids(self) -> Sequence[str]:
        """The id at each position."""
        ...

    def positions(self, ids: Iterable[str], /) -> Positions:
        """Return the positions of those of `ids` that are there."""
        ...

    def beside(self, at: Positions, limit: int, /) -> tuple[Positions, int]:
        """Return the positions that a visible link joins to any of `at`, and a cost.

        Some of `at` may be among them. The cost is how many links were looked at;
        raises LimitExceeded where it would be more than `limit`.
        """
        ...

    def marked(self, clusters: Clusters, /) -> NDArray[np.bool_]:
        """Return for each position whether its id is in a cluster."""
        ...


class Reader(Protocol):
    """One consistent look at what a scope may see, before identity.

    Ids are stored ids (`case:local`). A node is visible when one of its facets is; a
    link when one of its facets is and both ends are visible. A visible node's caption
    is the first non-empty one of its visible facets, whole case first, then by
    requirement; countries unite; `seq` is the smallest; Node.members is (id,).
    """

    @property
    def seq(self) -> int:
        """The ledger sequence that this look shows."""
        ...

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the visible ones among `ids`, by id."""
        ...

    def links(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[Link]:
        """Return the visible links that touch any of `ids`, once each, by id.

        `limit` cuts by id.
        """
        ...

    def links_among(
        self, ids: Sequence[str], schemata: Sequence[str] | None = None
    ) -> list[Link]:
        """Return the visible links with both ends among `ids`, once each, by id."""
        ...

    def neighbours(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """Return the ids that a visible link joins to any of `ids`, sorted, once each.

        One of `ids` is among them only where another of them is its neighbour: a
        node is not its own. `limit` cuts by id.
        """
        ...

    def adjacency(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> dict[str, list[str]]:
        """Return the neighbours of each of `ids`, unordered, once each.

        Those without are absent. Raises LimitExceeded where they are more than `limit`
        in all.
        """
        ...

    def places(self, schemata: Sequence[str] | None = None) -> Places | None:
        """Return the visible topology over links of some kinds, where it is in memory.

        None where it is not, or not worth it.
        """
        ...

    def degrees(self, ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """Count visible links by schema for each id; cheap on hubs.

        A visible id without links has an empty count, one not visible is absent; a
        link from a node to itself counts once.
        """
        ...

    def search(
        self,
        words: Sequence[str],
        cases: Sequence[str] | None = None,
        limit: int = 10_000,
    ) -> list[tuple[Node, tuple[str, ...]]]:
        """Return visible nodes with the visible folded names that match, by id.

        Every word begins a word of one and the same name. `limit` cuts by id, those
        that bear exactly the words asked for kept first.
        """
        ...

    def iter_nodes(self, case: str) -> Iterator[Node]:
        """Stream the visible nodes of a case by id."""
        ...

    def iter_links(self, case: str) -> Iterator[Link]:
        """Stream the visible links of a case by id."""
        ...

    def edges(self, case: str) -> Edges:
        """Return the visible links of a case in bulk, ordered by their ends."""
        ...

    def counts(self, case: str) -> Counts:
        """Count visible nodes and links of a case."""
        ...


class Arcs(Protocol):
    """A directed graph of n nodes as arrays; weights None where all are 1."""

    @property
    def n(self) -> int:
        """Number of nodes."""
        ...

    @property
    def source(self) -> NDArray[np.int32]:
        """Where each arc begins."""
        ...

    @property
    def target(self) -> NDArray[np.int32]:
        """Where each arc ends."""
        ...

    @property
    def weight(self) -> NDArray[np.float64] | None:
        """How much each arc weighs."""
        ...


class Engine(Protocol):
    """What a server computes of a graph that is sent to it; `name` has its version."""

    name: str

    def compute(
        self, procedure: str, arcs: Arcs, config: Mapping[str, bool | int | float], /
    ) -> NDArray[np.float64]:
        """Return a number for each node. Raises Unsupported, LimitExceeded."""
        ...


class Writer(Protocol):
    """The one way in: steps of the projection."""

    def applied(self) -> int:
        """Return the ledger sequence applied so far, 0 for an empty store."""
        ...

    def apply(self, delta: Delta) -> None:
        """Apply a delta whole, with its sequence, durably; see Delta."""
        ...

    def clear(self) -> None:
        """Forget everything, before a rebuild; applied is then 0."""
        ...


class GraphStore(Protocol):
    """A place that keeps the projection: embedded, or a server."""

    def writer(self) -> Writer:
        """Return the writer."""
        ...

    def reader(self, scope: Scope) -> AbstractContextManager[Reader]:
        """Open one consistent look for a scope. Raises Unavailable."""
        ...

    def facets(self) -> Iterator[NodeFacet | LinkFacet]:
        """Stream all that is kept, whoever may see it, each once.

        For checks and copies of the whole (graph.store.fingerprint), never to answer
        anyone. Raises Unavailable.
        """
        ...

    def engine(self) -> Engine | None:
        """Return what computes metrics beside the store, None where nothing does.

        Raises Unavailable.
        """
        ...

    def compact(self) -> None:
        """Leave nothing of what was removed in the store's files, as far as it can.

        Raises Unavailable where others hold them open.
        """
        ...

    def check(self) -> None:
        """Raise Unavailable when the store does not answer."""
        ...

    def close(self) -> None:
        """Let go of connections and files; twice is once."""
        ...
