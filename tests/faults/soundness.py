"""What must hold of a store after anything whatever happened to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from backend.verifying import Verification, iter_problems
from graph.follow import catch_up
from graph.ledger import Blobs, Ledger
from graph.store.embedded import EmbeddedStore
from graph.store.fingerprint import fingerprint


def check_integrity(store: Path) -> None:
    """Raise AssertionError unless SQLite finds both files sound, and the log holds."""
    for name in ("ledger.db", "graph.db"):
        if (store / name).exists():
            with closing(sqlite3.connect(store / name)) as connection:
                found = connection.execute("PRAGMA integrity_check").fetchall()
            assert found == [("ok",)], f"{name}: {found[:3]}"
    with (
        closing(Ledger.open(str(store / "ledger.db"))) as ledger,
        ledger.engine.connect() as connection,
    ):
        blobs = Blobs(store / "blobs")
        problems = list(iter_problems(connection, blobs, Verification()))
    assert not problems, problems[:3]


def graph_hash(store: Path, *, caught_up: bool = False) -> str:
    """Return the fingerprint of a graph as it is, or brought to the last event."""
    with closing(EmbeddedStore(store)) as graph:
        if caught_up:
            with closing(Ledger.open(str(store / "ledger.db"))) as ledger:
                catch_up(ledger, graph.writer())
        return fingerprint(graph.facets())


def rebuilt_hash(store: Path, scratch: Path, seq: int | None = None) -> str:
    """Return the fingerprint of a graph made anew from the ledger, up to an event."""
    with closing(Ledger.open(str(store / "ledger.db"))) as ledger:
        with closing(EmbeddedStore(scratch)) as anew:
            anew.writer().clear()
            catch_up(ledger, anew.writer(), upto=seq)
            return fingerprint(anew.facets())


def last_seq(store: Path) -> int:
    """Return the ledger's last event."""
    with closing(Ledger.open(str(store / "ledger.db"))) as ledger:
        return ledger.last_seq()


def applied(store: Path) -> int:
    """Return the event that the graph shows."""
    with closing(EmbeddedStore(store)) as graph:
        return graph.writer().applied()
