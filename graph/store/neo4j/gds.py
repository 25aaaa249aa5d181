"""Metrics on the server, by its Graph Data Science library where it is installed.

What is computed on are the numbers of a scope's own view, sent for the one question:
the server never looks at its nodes and relationships, so nothing hidden can count.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from secrets import token_hex

import numpy as np
from numpy.typing import NDArray

from graph.errors import LimitExceeded, Unavailable, Unsupported
from graph.store.base import Arcs
from graph.store.neo4j import cypher
from graph.store.neo4j.connection import Connection

TIMEOUT_S = 600.0
MAX_ARCS = 4_000_000

Floats = NDArray[np.float64]


class Gds:
    """The library of one server; made by Neo4jStore.engine."""

    def __init__(self, connection: Connection, version: str) -> None:
        self._connection = connection
        self.name = f"OpenGDS {version}"

    def compute(
        self, procedure: str, arcs: Arcs, config: Mapping[str, bool | int | float]
    ) -> Floats:
        """Return what a procedure of cypher.GDS says of each node, by position.

        Raises Unsupported for another procedure, LimitExceeded for a graph too large
        to send, Unavailable.
        """
        if procedure not in cypher.GDS:
            raise Unsupported("the server does not compute that metric")
        if len(arcs.source) > MAX_ARCS:
            raise LimitExceeded(f"at most {MAX_ARCS} links are sent to the server")
        weighted = arcs.weight is not None
        how = dict(config)
        found = np.zeros(arcs.n)
        with self._projected(arcs) as graph:
            rows = self._connection.read(
                cypher.GDS[procedure],
                TIMEOUT_S,
                graph=graph,
                config=how | ({"relationshipWeightProperty": "w"} if weighted else {}),
            )
        for row in rows:
            found[row["node"]] = row["value"]
        return found

    @contextmanager
    def _projected(self, arcs: Arcs) -> Iterator[str]:
        graph = f"klupko-{token_hex(8)}"
        query = cypher.GDS_PROJECT
        self._connection.read(query, TIMEOUT_S, graph=graph, rows=_rows(arcs))
        try:
            yield graph
        finally:
            self._connection.read(cypher.GDS_DROP, graph=graph)


def find_gds(connection: Connection) -> Gds | None:
    """Return the server's library, None where there is none. Raises Unavailable."""
    try:
        rows = connection.read(cypher.GDS_VERSION)
    except Unavailable:
        connection.check()
        return None
    return Gds(connection, str(rows[0]["version"]))


def _rows(arcs: Arcs) -> list[list[int | float | None]]:
    weight = np.ones(len(arcs.source)) if arcs.weight is None else arcs.weight
    columns = arcs.source.tolist(), arcs.target.tolist(), weight.tolist()
    rows: list[list[int | float | None]] = [
        list(row) for row in zip(*columns, strict=True)
    ]
    touched = np.zeros(arcs.n, dtype=np.bool_)
    touched[arcs.source] = touched[arcs.target] = True
    rows += [[i, None, 0.0] for i in np.flatnonzero(~touched).tolist()]
    return rows
