"""Statements a second into the ledger, against plain executemany, and what they weigh.

The peer writes the same rows into the same tables with the same indexes, journal and
synchronous setting, in as many commits: no ids are made and nothing is looked up.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from backend.settings import Settings
from backend.workspace import Workspace
from bench.material import CASE, VALUES, batches, people, record_all
from bench.measuring import Figure, race, speed
from bench.options import Options
from bench.peers import Rows, insert_all, weights
from graph.ledger import Ledger
from graph.model import Record

LEDGER = "ledger"
AUDITED = "ledger with its audit"
PEER = "executemany, same tables"
OLD_PEER = "executemany, a row a statement"


def measure(options: Options) -> list[Figure]:
    """Return the figures of the ledger."""
    records = people(options.people)
    count = len(records) * VALUES
    with tempfile.TemporaryDirectory() as folder:
        commits, sizes = _precompute(Path(folder), records)
    best = race(
        {
            LEDGER: lambda where, closing: _ours(where, closing, records),
            AUDITED: lambda where, closing: _audited(where, closing, records),
            PEER: lambda where, closing: _same_tables(where, closing, commits),
            OLD_PEER: lambda where, closing: _rows(where, closing, records),
        },
        options.rounds,
    )
    return [
        speed("statements into the ledger", count, best, (LEDGER, PEER)),
        speed("statements into the ledger", count, best, (LEDGER, OLD_PEER)),
        speed("the same, audited", count, best, (AUDITED, PEER)),
        speed("the same, audited", count, best, (AUDITED, LEDGER)),
        *(
            Figure(f"ledger, {name}", "bytes a statement", round(size / count, 1))
            for name, size in sizes.items()
        ),
    ]


def _ours(
    folder: Path, closing: ExitStack, records: Sequence[Record]
) -> Callable[[], object]:
    ledger = Ledger.open(str(folder / "ledger.db"))
    closing.callback(ledger.close)
    ledger.create_case(CASE, "Bench", None, "bench")
    return lambda: record_all(ledger, records)


def _audited(
    folder: Path, closing: ExitStack, records: Sequence[Record]
) -> Callable[[], object]:
    workspace = Workspace.open(Settings(store=f"embedded:{folder}"))
    closing.callback(workspace.close)
    workspace.ledger.create_case(CASE, "Bench", None, "bench")
    return lambda: record_all(workspace.ledger, records)


def _precompute(
    folder: Path, records: Sequence[Record]
) -> tuple[list[Rows], dict[str, int]]:
    """Return the rows that our ledger writes, by commit, and bytes by table."""
    with ExitStack() as closing:
        _ours(folder, closing, records)()
    database = sqlite3.connect(folder / "ledger.db")
    commits: list[Rows] = []
    entities = 0
    for (seq,) in database.execute("SELECT seq FROM event ORDER BY seq").fetchall():

        def rows(query: str, *given: int) -> list[tuple[Any, ...]]:
            return database.execute(query, given).fetchall()

        record = rows("SELECT * FROM record WHERE event = ? ORDER BY n", seq)
        most = max(row[3] for row in record)
        fresh = rows("SELECT * FROM entity WHERE n > ? AND n <= ?", entities, most)
        entities = most
        commits.append(
            [
                ("event", rows("SELECT * FROM event WHERE seq = ?", seq)),
                ("context", [] if commits else rows("SELECT * FROM context")),
                ("entity", fresh),
                ("record", record),
                (
                    "statement",
                    rows(
                        "SELECT s.* FROM statement s JOIN record r ON r.n = s.record"
                        " WHERE r.event = ? ORDER BY s.prefix",
                        seq,
                    ),
                ),
            ]
        )
    sizes = weights(database)
    database.close()
    return commits, sizes


def _same_tables(
    folder: Path, closing: ExitStack, commits: Sequence[Rows]
) -> Callable[[], object]:
    ledger = Ledger.open(str(folder / "ledger.db"))
    closing.callback(ledger.close)
    ledger.create_case(CASE, "Bench", None, "bench")
    pooled = ledger.engine.raw_connection()
    closing.callback(pooled.close)
    database = pooled.driver_connection
    assert isinstance(database, sqlite3.Connection)

    def run() -> None:
        for commit in commits:
            insert_all(database, commit)

    return run


def _rows(
    folder: Path, closing: ExitStack, records: Sequence[Record]
) -> Callable[[], object]:
    """Prepare one row a statement with three indexes, synchronous as the ledger is."""
    database = sqlite3.connect(folder / "plain.db")
    closing.callback(database.close)
    for command in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "CREATE TABLE s (entity, schema, prop, value, origin, at)",
        *(
            f"CREATE INDEX i_{name} ON s({name})"
            for name in ("entity", "prop", "value")
        ),
    ):
        database.execute(command)
    commits = [
        [
            (r.entity, r.schema, v.prop, v.value, "bench/1", "2026-01-01T00:00:00")
            for r in batch
            for v in r.values
        ]
        for batch in batches(records)
    ]

    def run() -> None:
        for rows in commits:
            with database:
                database.executemany("INSERT INTO s VALUES (?,?,?,?,?,?)", rows)

    return run
