"""A call log of Android that was never checkpointed, with its write-ahead log."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.extraction.importers.databases import T

_TABLE = "CREATE TABLE calls (_id, number, date, duration, type, name)"
_ROW = "INSERT INTO calls VALUES (?, '+381652220002', ?, 5, 2, 'Mile')"


def log_beside(stamps: Sequence[int | None]) -> tuple[bytes, bytes]:
    """Return a database with an empty table and its log, with a row for each stamp."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "calllog.db")
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number, stamp in enumerate(stamps):
            connection.execute(_ROW, (number, stamp))
        data = path.read_bytes(), Path(f"{path}-wal").read_bytes()
        connection.close()
        return data


def logged(rows: int, *, table: bool = True, page: int = 4096) -> tuple[bytes, bytes]:
    """Return a database and its log, as they lie there while the phone runs.

    The log holds the rows, one a commit, and one more that was not committed; without
    `table` it holds the table, too.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "calllog.db")
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute(f"PRAGMA page_size = {page}")
        connection.execute("PRAGMA journal_mode = WAL")
        if table:
            connection.execute(_TABLE)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute(_TABLE)
        for number in range(rows):
            connection.execute(_ROW, (number, T + number * 60_000))
        connection.execute("BEGIN")
        connection.execute(_ROW, (rows, T))
        data = path.read_bytes(), Path(f"{path}-wal").read_bytes()
        connection.rollback()
        connection.close()
        return data


LOGGED, LOG = logged(3)
LOGS = (LOG, LOG[:5000], logged(2, page=512)[1])
