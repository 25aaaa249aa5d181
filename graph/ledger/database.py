"""The database under the ledger: SQLite, one writer, durable commits."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url

from graph.errors import Unavailable, Unsupported
from graph.fullness import FULL, is_full

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
    event.listen(engine, "handle_error", _translate)
    return engine


def _translate(context: ExceptionContext) -> None:
    """Raise Unavailable for what is no fault of the statement; see graph.errors."""
    cause = context.original_exception
    if is_full(cause):
        raise Unavailable(FULL) from cause
    if isinstance(cause, sqlite3.OperationalError):
        raise Unavailable("the ledger cannot be used now; try again") from cause
    if type(cause) is sqlite3.DatabaseError:
        raise Unavailable("the ledger is damaged, or no ledger") from cause


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
