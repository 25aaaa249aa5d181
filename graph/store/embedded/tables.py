"""The tables of graph.db, and how a connection to it is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import Unavailable
from graph.fullness import FULL, is_full

BUSY_TIMEOUT_S = 30.0
VERSION = 4
"""An older file is emptied: the next catching up fills it."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('applied', 0), ('era', abs(random()));
CREATE TABLE requirement (
  pk INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id TEXT NOT NULL,
  names TEXT NOT NULL,
  UNIQUE (case_id, names)
);
CREATE TABLE node (pk INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE);
CREATE TABLE node_facet (
  node INTEGER NOT NULL,
  requirement INTEGER NOT NULL,
  schema TEXT NOT NULL,
  caption TEXT NOT NULL,
  countries TEXT NOT NULL,
  seq INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (node, requirement)
) WITHOUT ROWID;
CREATE TABLE name (
  pk INTEGER PRIMARY KEY AUTOINCREMENT,
  node INTEGER NOT NULL,
  requirement INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX name_node ON name (node, requirement);
CREATE TABLE word (
  text TEXT NOT NULL,
  name INTEGER NOT NULL,
  PRIMARY KEY (text, name)
) WITHOUT ROWID;
CREATE TABLE link (
  pk INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  schema TEXT NOT NULL,
  source INTEGER NOT NULL,
  target INTEGER NOT NULL
);
CREATE INDEX link_id ON link (id);
CREATE INDEX link_source ON link (source, target);
CREATE INDEX link_target ON link (target, source);
CREATE TABLE link_facet (
  link INTEGER NOT NULL,
  requirement INTEGER NOT NULL,
  count INTEGER NOT NULL,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  total REAL NOT NULL,
  PRIMARY KEY (link, requirement)
) WITHOUT ROWID;
"""
"""Ends and schema stand with the id in `link`: facets that disagree on them, which the
projection does not make, are two rows, so that none shows the other's."""

DATA_TABLES = (
    "requirement",
    "node",
    "node_facet",
    "name",
    "word",
    "link",
    "link_facet",
)


def connect(path: Path) -> sqlite3.Connection:
    """Open graph.db, made where it is new, with the settings durability rests on."""
    with translated():
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = ON")
    if _version(connection) < VERSION:
        with write(connection):
            if _version(connection) < VERSION:
                _make(connection)
    if _version(connection) > VERSION:
        raise Unavailable("graph.db was made by a newer version")


def _make(connection: sqlite3.Connection) -> None:
    tables = "type = 'table' AND name NOT LIKE 'sqlite%'"
    old = connection.execute(
        f"SELECT name FROM sqlite_master WHERE {tables}"
    ).fetchall()
    for (table,) in old:
        connection.execute(f'DROP TABLE "{table}"')
    for statement in TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def write(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the one write transaction; commit at the end, roll back on any error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's errors into the project's."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise
        if is_full(error):
            raise Unavailable(FULL) from error
        raise Unavailable("the graph store cannot be used now") from error
    except sqlite3.DatabaseError as error:
        raise Unavailable("graph.db is damaged or no graph store; rebuild") from error
