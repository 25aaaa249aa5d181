"""The whole topology in memory: int32 arrays over nodes in the order of their ids.

A snapshot shows one state of the store and is never changed; a reader at another one
asks SQLite instead. Because positions follow ids, cutting by id is cutting by position.
"""

import sqlite3
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.store.base import Clusters

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

SCOPES_KEPT = 8

State = tuple[int, int]
"""The era, new after each rebuild, and the sequence applied in it."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Which nodes and links one set of requirements shows."""

    nodes: Bools
    links: Bools
    every: bool
    """Whether these are all links."""


class Snapshot:
    """Links as arrays, and for each node a slice of what it is linked to."""

    def __init__(self, connection: sqlite3.Connection, state: State) -> None:
        """Read everything that `connection`, in a transaction at `state`, shows."""
        self.state = state
        self._lock = Lock()
        self._marked: tuple[Clusters, Bools] | None = None
        self._sights: OrderedDict[frozenset[int] | None, Sight] = OrderedDict()
        self._load_nodes(connection)
        self._load_links(connection)
        self._index()

    def _load_nodes(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT id, pk FROM node ORDER BY id").fetchall()
        self.ids = [entity for entity, _ in rows]
        numbers = np.array([pk for _, pk in rows], dtype=np.int64)
        self._position = np.full(int(numbers.max(initial=0)) + 1, -1, dtype=np.int32)
        self._position[numbers] = np.arange(len(numbers), dtype=np.int32)
        facets = _table(connection, "SELECT node, requirement FROM node_facet", 2)
        self._facet_node = self._position[facets[:, 0]]
        self._facet_of_node = facets[:, 1]

    def _load_links(self, connection: sqlite3.Connection) -> None:
        names = connection.execute("SELECT DISTINCT schema FROM link ORDER BY schema")
        self.schemata = [name for (name,) in names]
        code = {name: i for i, name in enumerate(self.schemata)}
        rows = connection.execute(
            "SELECT pk, schema, source, target FROM link ORDER BY pk"
        )
        flat = (v for pk, schema, a, b in rows for v in (pk, code[schema], a, b))
        links = np.fromiter(flat, dtype=np.int64).reshape(-1, 4)
        self.numbers: Longs = links[:, 0].copy()
        self.schema = links[:, 1].astype(np.int16)
        self.source = self._position[links[:, 2]]
        self.target = self._position[links[:, 3]]
        facets = _table(
            connection, "SELECT link, requirement, count FROM link_facet", 3
        )
        self._facet_link = np.searchsorted(self.numbers, facets[:, 0]).astype(np.int32)
        self._facet_of_link = facets[:, 1]
        self._facet_count = facets[:, 2]

    def _index(self) -> None:
        """Lay both ends of every link side by side, by node; a loop lies there once."""
        loops = self.source == self.target
        owner = np.concatenate((self.source, self.target[~loops]))
        other = np.concatenate((self.target, self.source[~loops]))
        every = np.arange(len(self.source), dtype=np.int32)
        link = np.concatenate((every, every[~loops]))
        order = np.argsort(owner, kind="stable")
        self._beside: Ints = other[order]
        self._link: Ints = link[order]
        counts = np.bincount(owner, minlength=len(self.ids))
        self._begin = np.concatenate(([0], np.cumsum(counts)))

    def sight(self, seen: frozenset[int] | None) -> Sight:
        """Return what a scope sees that meets the requirements `seen`, None for all."""
        with self._lock:
            if seen not in self._sights:
                self._sights[seen] = self._look(seen)
                if len(self._sights) > SCOPES_KEPT:
                    self._sights.popitem(last=False)
            self._sights.move_to_end(seen)
            return self._sights[seen]

    def _look(self, seen: frozenset[int] | None) -> Sight:
        nodes = np.zeros(len(self.ids), dtype=np.bool_)
        links = np.zeros(len(self.numbers), dtype=np.bool_)
        nodes[self._facet_node[_met(self._facet_of_node, seen)]] = True
        links[self._facet_link[_met(self._facet_of_link, seen)]] = True
        links &= nodes[self.source] & nodes[self.target]
        return Sight(nodes, links, bool(links.all()))

    def positions(self, ids: Iterable[str]) -> Ints:
        """Return the sorted positions of those of `ids` that the snapshot holds."""
        found = set()
        for entity in ids:
            at = bisect_left(self.ids, entity)
            if at < len(self.ids) and self.ids[at] == entity:
                found.add(at)
        return np.array(sorted(found), dtype=np.int32)

    def case(self, case: str) -> slice:
        """Return where the nodes of a case lie: ';' comes right after ':'."""
        return slice(
            bisect_left(self.ids, f"{case}:"), bisect_left(self.ids, f"{case};")
        )

    def codes(self, schemata: Sequence[str] | None) -> Bools | None:
        """Return which schema codes are wanted, None for all."""
        if schemata is None:
            return None
        wanted = set(schemata)
        return np.array([name in wanted for name in self.schemata], dtype=np.bool_)

    def degree(self, at: Ints) -> int:
        """Count the link ends at `at`, whoever may see them."""
        return int((self._begin[at + 1] - self._begin[at]).sum())

    def beside(self, at: Ints, sight: Sight, codes: Bools | None = None) -> Ints:
        """Return the other end of every visible link end at `at`."""
        where, _ = self._ends(at)
        if codes is None and sight.every:
            return self._beside[where]
        link = self._link[where]
        kept = sight.links[link]
        if codes is not None:
            kept &= codes[self.schema[link]]
        return self._beside[where[kept]]

    def marked(self, clusters: Clusters) -> Bools:
        """Return for each position whether its id is in a cluster."""
        known = self._marked
        if known is None or known[0] is not clusters:
            found = np.zeros(len(self.ids), dtype=np.bool_)
            found[self.positions(chain(*clusters.groups()))] = True
            self._marked = known = (clusters, found)
        return known[1]

    def steps(
        self, at: Ints, sight: Sight, codes: Bools | None = None
    ) -> tuple[Ints, Ints, Ints]:
        """Return owner, other end and link of every visible link end at `at`."""
        where, sizes = self._ends(at)
        owner, link = np.repeat(at, sizes), self._link[where]
        kept = sight.links[link]
        if codes is not None:
            kept &= codes[self.schema[link]]
        return owner[kept], self._beside[where[kept]], link[kept]

    def _ends(self, at: Ints) -> tuple[Longs, Longs]:
        """Return where the link ends at `at` lie, and how many each one has."""
        begin = self._begin[at]
        sizes = self._begin[at + 1] - begin
        ends = np.cumsum(sizes)
        where = np.arange(int(ends[-1]) if len(ends) else 0)
        where += np.repeat(begin - ends + sizes, sizes)
        return where, sizes

    def tallies(self, seen: frozenset[int] | None, tally: Bools) -> Longs:
        """Return the visible count of every link; `tally` says by code what adds up."""
        met = _met(self._facet_of_link, seen)
        link, count = self._facet_link[met], self._facet_count[met]
        total = np.zeros(len(self.numbers), dtype=np.int64)
        np.add.at(total, link, count)
        most = np.zeros(len(self.numbers), dtype=np.int64)
        np.maximum.at(most, link, count)
        return np.where(tally[self.schema], total, most) if len(tally) else total


def _met(requirements: Longs, seen: frozenset[int] | None) -> Bools:
    if seen is None:
        return np.ones(len(requirements), dtype=np.bool_)
    return np.isin(requirements, np.array(sorted(seen), dtype=np.int64))


def _table(connection: sqlite3.Connection, query: str, width: int) -> NDArray[Any]:
    rows = connection.execute(query)
    flat = np.fromiter((v for row in rows for v in row), dtype=np.int64)
    return flat.reshape(-1, width)
