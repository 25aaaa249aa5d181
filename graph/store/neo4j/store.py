"""The Neo4j store: makes constraints and indexes, hands out writer and readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from threading import Lock

from graph.model import LinkFacet, NodeFacet, Scope
from graph.store.base import Reader
from graph.store.neo4j import cypher
from graph.store.neo4j.connection import Address, Connection
from graph.store.neo4j.gds import Gds, find_gds
from graph.store.neo4j.reader import Neo4jReader
from graph.store.neo4j.rows import link_facets, node_facets
from graph.store.neo4j.writer import Neo4jWriter


class Neo4jStore:
    """The projection on a server, for large cases and many askers."""

    def __init__(self, url: str) -> None:
        """Remember where the server is; nothing is asked of it yet."""
        self._connection = Connection(Address.parse(url))
        self._prepared = False
        self._lock = Lock()

    def writer(self) -> Neo4jWriter:
        """Return the writer. Raises Unavailable."""
        self._prepare()
        return Neo4jWriter(self._connection)

    @contextmanager
    def reader(self, scope: Scope) -> Iterator[Reader]:
        """Open a look for a scope. Raises Unavailable.

        The server shows each question the state committed by then: a look is
        consistent as long as nothing is written meanwhile.
        """
        self._prepare()
        known = self._connection.read(cypher.REQUIREMENTS)
        names = {row["number"]: frozenset[str](row["names"]) for row in known}
        seen = None
        if not scope.everything:
            seen = [r["number"] for r in known if scope.sees(r["case"], r["names"])]
        yield Neo4jReader(self._connection, seen, names)

    def facets(self) -> Iterator[NodeFacet | LinkFacet]:
        """Stream all that is kept; whole as long as nothing is written meanwhile."""
        self._prepare()
        known = self._connection.read(cypher.REQUIREMENTS)
        names = {row["number"]: frozenset[str](row["names"]) for row in known}
        after = ""
        while rows := self._connection.read(cypher.EVERY_NODE, after=after):
            after = rows[-1]["id"]
            yield from chain.from_iterable(node_facets(row, names) for row in rows)
        after = ""
        while rows := self._connection.read(cypher.EVERY_LINK, after=after):
            after = max(row["after"] for row in rows)
            found = (row for row in rows if row["id"] is not None)
            yield from chain.from_iterable(link_facets(row, names) for row in found)

    def compact(self) -> None:
        """Do nothing: a server's files are out of reach over Bolt.

        What was removed is in no answer; its transaction log and free records are the
        server's to rewrite (docs/passengers.md).
        """

    def engine(self) -> Gds | None:
        """Return what computes metrics on the server, None where it has nothing.

        Raises Unavailable.
        """
        return find_gds(self._connection)

    def check(self) -> None:
        """Raise Unavailable when the server does not answer."""
        self._connection.check()

    def close(self) -> None:
        """Let go of the driver; twice is once."""
        self._connection.close()

    def _prepare(self) -> None:
        with self._lock:
            if not self._prepared:
                for command in cypher.SCHEMA:
                    self._connection.command(command)
                self._connection.command(cypher.AWAIT)
                self._prepared = True
