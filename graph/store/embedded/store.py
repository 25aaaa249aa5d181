"""The embedded store: opens graph.db, hands out its writer and readers."""

import json
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import Unavailable
from graph.model import LinkFacet, NodeFacet, Scope
from graph.store.base import Reader
from graph.store.embedded.content import iter_facets
from graph.store.embedded.reader import EmbeddedReader
from graph.store.embedded.tables import connect, translated
from graph.store.embedded.topology import Snapshots
from graph.store.embedded.writer import EmbeddedWriter

SPARE_CONNECTIONS = 8

Known = dict[int, tuple[str, frozenset[str]]]


class EmbeddedStore:
    """The projection in one SQLite file, shared by processes and threads."""

    def __init__(self, folder: Path) -> None:
        """Open graph.db in `folder`, both made where new. Raises Unavailable."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable("the store's folder cannot be made") from error
        self._path = folder / "graph.db"
        self._lock = threading.Lock()
        self._spare: deque[sqlite3.Connection] = deque([connect(self._path)])
        self._requirements: Known = {}
        self._snapshots = Snapshots()
        self._closed = False

    def writer(self) -> EmbeddedWriter:
        """Return the writer; any number may be asked for, SQLite lets one write."""
        return EmbeddedWriter(self._connection)

    @contextmanager
    def reader(self, scope: Scope) -> Iterator[Reader]:
        """Open one consistent look for a scope. Raises Unavailable."""
        with self._connection() as connection:
            try:
                with translated():
                    connection.execute("BEGIN")
                    known = self._known(connection)
                seen = None if scope.everything else _met(known, scope)
                names = {pk: names for pk, (_, names) in known.items()}
                yield EmbeddedReader(connection, seen, names, self._snapshots)
            finally:
                if connection.in_transaction:
                    connection.rollback()

    def facets(self) -> Iterator[NodeFacet | LinkFacet]:
        """Stream all that is kept, in one consistent look. Raises Unavailable."""
        with self._connection() as connection:
            try:
                with translated():
                    connection.execute("BEGIN")
                    yield from iter_facets(connection)
            finally:
                if connection.in_transaction:
                    connection.rollback()

    def engine(self) -> None:
        """Return nothing: metrics are computed in this process."""

    def compact(self) -> None:
        """Rewrite graph.db without free pages, its log of pages too."""
        with self._connection() as connection, translated():
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise Unavailable("others look at the graph: run the purge again later")

    def check(self) -> None:
        """Raise Unavailable when the file does not answer."""
        with self._connection() as connection, translated():
            connection.execute("SELECT value FROM meta").fetchone()

    def close(self) -> None:
        """Close the connections; twice is once."""
        with self._lock:
            self._closed = True
            while self._spare:
                self._spare.pop().close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise Unavailable("the graph store is closed")
            connection = self._spare.pop() if self._spare else None
        connection = connection or connect(self._path)
        try:
            yield connection
        finally:
            with self._lock:
                keep = not self._closed and len(self._spare) < SPARE_CONNECTIONS
                if keep and not connection.in_transaction:
                    self._spare.append(connection)
                else:
                    connection.close()

    def _known(self, connection: sqlite3.Connection) -> Known:
        """Return every requirement by number; numbers are never used twice."""
        known = dict(self._requirements)
        fresh = connection.execute(
            "SELECT pk, case_id, names FROM requirement WHERE pk > ?",
            (max(known, default=0),),
        )
        known.update({pk: (case, frozenset(json.loads(n))) for pk, case, n in fresh})
        self._requirements = known
        return known


def _met(known: Known, scope: Scope) -> frozenset[int]:
    return frozenset(
        pk for pk, (case, names) in known.items() if scope.sees(case, names)
    )
