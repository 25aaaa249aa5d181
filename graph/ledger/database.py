"""The database under the ledger: SQLite, one writer, durable commits."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from graph.errors import Unsupported

BUSY_TIMEOUT_S = 30.0


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLite path or URL. Raises Unsupported for others."""
    if "://" not in url:
        Path(url).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        url = f"sqlite:///{url}"
    if make_url(url).get_backend_name() != "sqlite":
        raise Unsupported("the ledger is kept in SQLite; PostgreSQL is not built yet")
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("klupko_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
