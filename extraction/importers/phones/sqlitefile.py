"""SQLite files of strangers, read and nothing else: tables alone, within limits."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from extraction.importers.phones.sqlitelog import apply_log
from extraction.model import Cell, Content, Query, RowEditor
from graph.errors import InvalidInput

MAGIC = b"SQLite format 3\x00"
MAX_VALUE = 16 << 20
_CHUNK = 1 << 22
_OPERATIONS = 100_000
_ROUNDS = 2_000
_ROUNDS_PER_MIB = 200
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (sqlite3.SQLITE_LIMIT_COLUMN, 500),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
)
_SETTINGS = ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON")
DAMAGED = "damaged: its tables cannot be read"
_READING = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))

_FAULTS = (sqlite3.Error, UnicodeError, OverflowError)
"""SQLite's own messages may quote bytes that are no text."""


class Database:
    """Plain tables of one file; views, triggers and virtual tables are never used.

    Opened from a private copy that vanishes with it, read-only. Raises InvalidInput
    where the file is no database. `log` is the write-ahead log beside it; `editor`
    sees each row before the reader does.
    """

    def __init__(
        self, content: Content, log: bytes = b"", editor: RowEditor | None = None
    ) -> None:
        self._editor = editor
        self._connection = _connect(content, log)
        try:
            self.tables = _list_tables(self._connection)
        except _FAULTS as error:
            self._connection.close()
            raise InvalidInput(DAMAGED) from error
        self._rounds = _ROUNDS + _ROUNDS_PER_MIB * (len(content) >> 20)
        self._connection.set_progress_handler(self._count, _OPERATIONS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is a table with all these columns."""
        return set(columns) <= self.tables.get(table, {}).keys()

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Cell, ...]]:
        """Yield these columns of each row; None where a table or column is missing.

        Raises InvalidInput where the file is damaged; rows before that are given.
        """
        known = self.tables.get(table)
        if known is None:
            return
        chosen = ", ".join(f'"{c}"' if c in known else "NULL" for c in columns)
        try:
            # not the cursor itself, which would be closed after its connection
            found = self._connection.execute(f'SELECT {chosen} FROM "{table}"')
            rows = iter(found.fetchone, None)
            if self._editor is None:
                yield from rows
                return
            query = Query(table, columns, tuple(known.get(c) for c in columns))
            yield from (self._editor.see(query, row) for row in rows)
        except _FAULTS as error:
            raise InvalidInput(DAMAGED) from error

    def _count(self) -> int:
        self._rounds -= 1
        return int(self._rounds < 0)


def is_database(content: Content) -> bool:
    """Whether the content begins as an SQLite file."""
    return content[: len(MAGIC)] == MAGIC


def _connect(content: Content, log: bytes) -> sqlite3.Connection:
    with _copied(content, log) as path:
        try:
            uri = f"{path.as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True)
        except _FAULTS as error:
            raise InvalidInput(DAMAGED) from error
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        for kind, most in _LIMITS:
            connection.setlimit(kind, most)
        try:
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except _FAULTS as error:
            connection.close()
            raise InvalidInput(DAMAGED) from error
        return connection


@contextmanager
def _copied(content: Content, log: bytes) -> Iterator[Path]:
    """Give a file with the content, gone from its folder once it was opened."""
    with tempfile.NamedTemporaryFile(
        prefix="klupko-", suffix=".db", mode="w+b"
    ) as file:
        for at in range(0, len(content), _CHUNK):
            file.write(content[at : at + _CHUNK])
        file.flush()
        if log:
            apply_log(cast(BinaryIO, file), log)
        yield Path(file.name)


def _list_tables(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Return the plain tables, each with its columns and their declared types."""
    listed = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    )
    names = [
        name
        for name, sql in listed.fetchmany(2_000)
        if isinstance(name, str)
        and '"' not in name
        and isinstance(sql, str)
        and sql.upper().startswith("CREATE TABLE")
    ]
    found = {}
    for name in names:
        columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        found[name] = {str(c[1]): str(c[2]) for c in columns if '"' not in str(c[1])}
    connection.set_authorizer(_authorize)
    return found


def _authorize(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY
