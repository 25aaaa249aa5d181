"""What one scope sees of the topology in memory, and when that is worth having."""

import sqlite3
from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np

from graph.errors import LimitExceeded
from graph.model import Counts
from graph.schema import is_tally
from graph.store.base import Clusters, Edges
from graph.store.embedded.snapshot import Bools, Ints, Sight, Snapshot, State
from graph.store.inmemory import once

LINKS_WORTH_IT = 20_000
"""Below this SQLite answers as fast."""
QUESTIONS_WORTH_IT = 25
"""Reading it all costs about as much as so many steps over a large graph."""


class Snapshots:
    """Holds the newest snapshot of a store; readers of all threads share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: Snapshot | None = None
        self._asked: tuple[State, int] = ((0, 0), 0)

    def find(self, connection: sqlite3.Connection, state: State) -> Snapshot | None:
        """Return the snapshot at `state`, made when it was asked for often enough."""
        newest = self._newest
        if newest and newest.state == state:
            return newest
        at, times = self._asked
        self._asked = (state, times + 1 if at == state else 1)
        if self._asked[1] < QUESTIONS_WORTH_IT:
            return None
        if _most_links(connection) < LINKS_WORTH_IT:
            self._asked = (state, -1_000)
            return None
        return self.get(connection, state)

    def get(self, connection: sqlite3.Connection, state: State) -> Snapshot:
        """Return the snapshot at `state`, which `connection` shows."""
        with self._lock:
            if self._newest is None or self._newest.state != state:
                self._newest = Snapshot(connection, state)
            return self._newest


class Sighted:
    """The links of some kinds that a scope sees, by positions."""

    def __init__(self, snapshot: Snapshot, sight: Sight, codes: Bools | None) -> None:
        self._snapshot = snapshot
        self._sight = sight
        self._codes = codes

    @property
    def ids(self) -> Sequence[str]:
        """The id at each position."""
        return self._snapshot.ids

    def positions(self, ids: Iterable[str], /) -> Ints:
        """Return the positions of those of `ids` that are there."""
        return self._snapshot.positions(ids)

    def beside(self, at: Ints, limit: int, /) -> tuple[Ints, int]:
        """Return what lies next to `at`, and how many links were looked at."""
        cost = self._snapshot.degree(at)
        if cost > limit:
            raise LimitExceeded("the question takes too long; narrow it")
        return once(self._snapshot.beside(at, self._sight, self._codes)), cost

    def marked(self, clusters: Clusters, /) -> Bools:
        """Return for each position whether its id is in a cluster."""
        return self._snapshot.marked(clusters)


class Topology:
    """A snapshot through the requirements that a scope meets, None for all."""

    def __init__(self, snapshot: Snapshot, seen: frozenset[int] | None) -> None:
        self._snapshot = snapshot
        self._seen = seen
        self._sight = snapshot.sight(seen)

    def neighbours(
        self, ids: Iterable[str], schemata: Sequence[str] | None, limit: int | None
    ) -> list[str]:
        """Return the ids joined to any of `ids`, sorted, cut by id."""
        owner, other, _ = self._steps(ids, schemata)
        found = np.unique(other[other != owner])[:limit]
        return [self._snapshot.ids[at] for at in found]

    def over(self, schemata: Sequence[str] | None) -> Sighted:
        """Return the links of some kinds, for searches."""
        return Sighted(self._snapshot, self._sight, self._snapshot.codes(schemata))

    def pairs(
        self, ids: Iterable[str], schemata: Sequence[str] | None
    ) -> list[tuple[str, str]]:
        """Return each of `ids` with each of its neighbours, once."""
        owner, other, _ = self._steps(ids, schemata)
        apart = owner != other
        size = max(len(self._snapshot.ids), 1)
        keys = np.unique(owner[apart].astype(np.int64) * size + other[apart])
        names = self._snapshot.ids
        return [(names[key // size], names[key % size]) for key in keys.tolist()]

    def links_among(
        self, ids: Iterable[str], schemata: Sequence[str] | None
    ) -> list[int]:
        """Return the numbers of the links with both ends among `ids`."""
        at = self._snapshot.positions(ids)
        inside = np.zeros(len(self._snapshot.ids), dtype=np.bool_)
        inside[at] = True
        codes = self._snapshot.codes(schemata)
        _, other, link = self._snapshot.steps(at, self._sight, codes)
        found: list[int] = self._snapshot.numbers[
            np.unique(link[inside[other]])
        ].tolist()
        return found

    def counts(self, case: str) -> Counts:
        """Count nodes and links of a case."""
        where = self._snapshot.case(case)
        return Counts(
            int(np.count_nonzero(self._sight.nodes[where])), len(self._of_case(where))
        )

    def edges(self, case: str) -> Edges:
        """Return the links of a case in bulk, ordered by their ends."""
        snapshot = self._snapshot
        where = snapshot.case(case)
        links = self._of_case(where)
        used = np.zeros(len(snapshot.ids), dtype=np.bool_)
        used[where] = self._sight.nodes[where]
        used[snapshot.target[links]] = True
        at = np.flatnonzero(used)
        place = np.cumsum(used, dtype=np.int32) - 1
        tally = np.array([is_tally(s) for s in snapshot.schemata], dtype=np.bool_)
        schema = snapshot.schema[links]
        source, target = place[snapshot.source[links]], place[snapshot.target[links]]
        count = snapshot.tallies(self._seen, tally)[links]
        order = np.lexsort((count, schema, target, source))
        return Edges(
            ids=[snapshot.ids[i] for i in at.tolist()],
            schemata=snapshot.schemata,
            source=source[order].astype(np.int32),
            target=target[order].astype(np.int32),
            schema=schema[order],
            count=count[order],
        )

    def _of_case(self, where: slice) -> Ints:
        """Return the visible links that start at a node of a case."""
        source = self._snapshot.source
        own = self._sight.links & (source >= where.start) & (source < where.stop)
        return np.flatnonzero(own).astype(np.int32)

    def _steps(
        self, ids: Iterable[str], schemata: Sequence[str] | None
    ) -> tuple[Ints, Ints, Ints]:
        at = self._snapshot.positions(ids)
        return self._snapshot.steps(at, self._sight, self._snapshot.codes(schemata))


def _most_links(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT max(pk) FROM link").fetchone()
    return int(row[0] or 0)
