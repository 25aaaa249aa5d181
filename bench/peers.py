"""The plain peers: precomputed rows, and nothing but the database's own commands."""

import sqlite3
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import neo4j

Rows = list[tuple[str, list[tuple[Any, ...]]]]
"""Rows of one commit, by table."""

BATCH = 10_000
"""Rows an UNWIND, as Neo4j's manual advises."""

Item = Mapping[str, Any]


def insert_all(database: sqlite3.Connection, commit: Rows) -> None:
    """Write rows by plain executemany in one transaction."""
    database.execute("BEGIN IMMEDIATE")
    for table, rows in commit:
        if rows:
            marks = ",".join("?" * len(rows[0]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    database.execute("COMMIT")


def sliced(
    database: sqlite3.Connection, tables: Iterable[str], count: int
) -> list[Rows]:
    """Return all rows of some tables, dealt out evenly to `count` commits."""
    commits: list[Rows] = [[] for _ in range(count)]
    for table in tables:
        rows = database.execute(f"SELECT * FROM {table}").fetchall()
        size = -(-len(rows) // count)
        for i, commit in enumerate(commits):
            commit.append((table, rows[i * size : (i + 1) * size]))
    return commits


def weights(database: sqlite3.Connection) -> dict[str, int]:
    """Return bytes by table with its indexes, the whole first."""
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    whole = {"all": pages * database.execute("PRAGMA page_size").fetchone()[0]}
    try:
        rows = database.execute(
            "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name)"
            " GROUP BY tbl_name HAVING sum(pgsize) > 100000 ORDER BY 2 DESC"
        ).fetchall()
    except sqlite3.OperationalError:
        return whole
    return whole | dict(rows)


class PlainNeo4j:
    """A driver of its own on the server that the store under test writes to."""

    def __init__(self, url: str) -> None:
        user, _, rest = url.partition("://")[2].partition(":")
        password, _, host = rest.rpartition("@")
        address = f"bolt://{host.partition('/')[0]}"
        self._driver = neo4j.GraphDatabase.driver(address, auth=(user, password))

    def close(self) -> None:
        """Let go of the server."""
        self._driver.close()

    def content(self) -> tuple[list[Item], list[Item]]:
        """Return all nodes and all relationships with their properties."""
        nodes = self._rows(
            "MATCH (n:Entity) RETURN properties(n) AS row,"
            " [l IN labels(n) WHERE l <> 'Entity'][0] AS kind ORDER BY kind"
        )
        links = self._rows(
            "MATCH (a:Entity)-[r]->(b:Entity) RETURN properties(r) AS row,"
            " type(r) AS kind, a.id AS source, b.id AS target ORDER BY kind"
        )
        return nodes, links

    def create(self, nodes: Iterable[Item], links: Iterable[Item]) -> None:
        """Make the same nodes and relationships by plain UNWIND and CREATE."""
        for kind, rows in groupby(nodes, lambda one: one["kind"]):
            self._unwind(f"CREATE (n:Entity:`{kind}`) SET n = row.row", list(rows))
        for kind, rows in groupby(links, lambda one: one["kind"]):
            ends = "MATCH (a:Entity {id: row.source}) MATCH (b:Entity {id: row.target})"
            made = f"{ends} CREATE (a)-[r:`{kind}`]->(b) SET r = row.row"
            self._unwind(made, list(rows))

    def _unwind(self, command: str, rows: list[Item]) -> None:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            self._driver.execute_query(f"UNWIND $rows AS row {command}", rows=batch)

    def _rows(self, query: Any) -> list[Item]:
        return [record.data() for record in self._driver.execute_query(query).records]
