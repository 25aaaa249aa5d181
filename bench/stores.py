"""Statements a second from the ledger into a graph store, against its database alone.

Two times are told apart: `catching up` reads the ledger, projects and writes; `writing`
applies deltas that are worked out before. The peer writes the very rows that result.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from contextlib import closing as closed
from pathlib import Path

from bench.material import CASE, VALUES, people, record_all
from bench.measuring import Figure, Spent, race, speed
from bench.options import Options
from bench.peers import PlainNeo4j, Rows, insert_all, sliced
from graph.follow import catch_up
from graph.ledger import Ledger
from graph.model import Delta
from graph.store import open_store
from graph.store.base import GraphStore, Writer
from graph.store.embedded.tables import DATA_TABLES, connect

CATCHING_UP = "catching up"
WRITING = "writing"
EXECUTEMANY = "executemany, same tables"
UNWIND = "UNWIND, same properties and indexes"


class _Recording:
    """A writer that keeps the deltas which pass through it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self.deltas: list[Delta] = []

    def applied(self) -> int:
        return self._writer.applied()

    def apply(self, delta: Delta) -> None:
        self._writer.apply(delta)
        self.deltas.append(delta)

    def clear(self) -> None:
        self._writer.clear()


def measure_embedded(options: Options) -> list[Figure]:
    """Return the figures of the embedded store."""
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        ledger = _ledger(folder, closing, options.people)
        store = open_store(f"embedded:{folder}")
        closing.callback(store.close)
        deltas = _deltas(ledger, store)
        database = closing.enter_context(closed(sqlite3.connect(folder / "graph.db")))
        commits = sliced(database, DATA_TABLES, len(deltas))

        def fresh(where: Path, inner: ExitStack) -> Writer:
            made = open_store(f"embedded:{where}")
            inner.callback(made.close)
            return made.writer()

        def catching_up(where: Path, inner: ExitStack) -> Callable[[], object]:
            writer = fresh(where, inner)
            return lambda: catch_up(ledger, writer)

        def writing(where: Path, inner: ExitStack) -> Callable[[], object]:
            writer = fresh(where, inner)
            return lambda: _apply(writer, deltas)

        def plain(where: Path, inner: ExitStack) -> Callable[[], object]:
            made = connect(where / "graph.db")
            inner.callback(made.close)
            return lambda: _insert(made, commits)

        trials = {CATCHING_UP: catching_up, WRITING: writing, EXECUTEMANY: plain}
        best = race(trials, options.rounds)
    return _figures("embedded", options.people * VALUES, best, EXECUTEMANY)


def measure_neo4j(options: Options) -> list[Figure]:
    """Return the figures of Neo4j, none where no server is given. Empties it."""
    if not options.neo4j:
        return []
    count = max(1, options.people // 4)
    with ExitStack() as closing:
        folder = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        ledger = _ledger(folder, closing, count)
        store = open_store(options.neo4j)
        closing.callback(store.close)
        server = PlainNeo4j(options.neo4j)
        closing.callback(server.close)
        writer = store.writer()
        writer.clear()
        deltas = _deltas(ledger, store)
        nodes, links = server.content()

        def catching_up(_: Path, __: ExitStack) -> Callable[[], object]:
            writer.clear()
            return lambda: catch_up(ledger, writer)

        def writing(_: Path, __: ExitStack) -> Callable[[], object]:
            writer.clear()
            return lambda: _apply(writer, deltas)

        def plain(_: Path, __: ExitStack) -> Callable[[], object]:
            writer.clear()
            return lambda: server.create(nodes, links)

        trials = {CATCHING_UP: catching_up, WRITING: writing, UNWIND: plain}
        best = race(trials, options.rounds)
        writer.clear()
    return _figures("Neo4j", count * VALUES, best, UNWIND, cpu=False)


def _figures(
    store: str, count: int, best: dict[str, Spent], peer: str, *, cpu: bool = True
) -> list[Figure]:
    return [
        speed(f"statements into {store}, {name}", count, best, (name, peer), cpu=cpu)
        for name in (WRITING, CATCHING_UP)
    ]


def _ledger(folder: Path, closing: ExitStack, count: int) -> Ledger:
    ledger = Ledger.open(str(folder / "ledger.db"))
    closing.callback(ledger.close)
    ledger.create_case(CASE, "Bench", None, "bench")
    record_all(ledger, people(count))
    return ledger


def _deltas(ledger: Ledger, store: GraphStore) -> list[Delta]:
    recording = _Recording(store.writer())
    catch_up(ledger, recording)
    return recording.deltas


def _apply(writer: Writer, deltas: list[Delta]) -> None:
    for delta in deltas:
        writer.apply(delta)


def _insert(database: sqlite3.Connection, commits: list[Rows]) -> None:
    for commit in commits:
        insert_all(database, commit)
