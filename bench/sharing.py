"""Snapshots of a case, made and merged, against copying and packing the same lines."""

import gzip
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import orjson

from backend.access import local_operator
from backend.settings import Settings
from backend.sharing.merging import merge, opened
from backend.sharing.ring import Ring
from backend.sharing.snapshots import create, find_recipient
from backend.workspace import Workspace
from bench.material import CASE, VALUES, people, record_all
from bench.measuring import Figure, race, speed
from bench.options import Options

CREATE, MERGE, SAY = "snapshot create", "snapshot merge", "ledger, our own records"
BACKUP, GZIP = "SQLite's backup of the ledger", "gzip -6 of the same lines"


def measure(options: Options) -> list[Figure]:
    """Return statements a second and megabytes."""
    count = options.people // 2
    with ExitStack() as outer:
        home = Path(outer.enter_context(tempfile.TemporaryDirectory()))
        sender = _party(home / "sender", "RS", outer)
        sender.ledger.create_case(CASE, "Bench", None, "bench")
        record_all(sender.ledger, people(count))
        taker = _party(home / "taker", "ME", outer)
        rings = Ring(sender), Ring(taker)
        user = local_operator().name
        keys = [ring.make(user).public for ring in rings]
        rings[0].partners.trust("taker", keys[1], "bench")
        recipients = [find_recipient(rings[0], "taker")]
        file = home / "case.klupko"
        create(sender, local_operator(), CASE, recipients, file)
        rings[1].partners.trust("sender", keys[0], "bench")
        with opened(taker, local_operator(), file) as found:
            said = found.lines("records.jsonl")
            lines = b"\n".join(orjson.dumps(line) for line in said)
        record = people(count)

        def making(folder: Path, _: ExitStack) -> Callable[[], object]:
            target = folder / "made.klupko"
            return lambda: create(sender, local_operator(), CASE, recipients, target)

        def merging(folder: Path, inner: ExitStack) -> Callable[[], object]:
            fresh = _copy(taker, folder, inner)
            return lambda: merge(fresh, local_operator(), file)

        def saying(folder: Path, inner: ExitStack) -> Callable[[], object]:
            fresh = _party(folder, "ME", inner)
            fresh.ledger.create_case(CASE, "Bench", None, "bench")
            return lambda: record_all(fresh.ledger, record)

        def backup(folder: Path, _: ExitStack) -> Callable[[], object]:
            return lambda: _backup(home / "sender" / "ledger.db", folder / "copy.db")

        def packing(folder: Path, _: ExitStack) -> Callable[[], object]:
            target = folder / "lines.gz"
            return lambda: target.write_bytes(gzip.compress(lines, 6))

        trials = {
            CREATE: making, MERGE: merging, SAY: saying, BACKUP: backup, GZIP: packing,
        }  # fmt: skip
        best = race(trials, max(1, options.rounds - 1))
        packed = len(gzip.compress(lines, 6))
        size = file.stat().st_size
    statements = count * VALUES
    return [
        speed("statements into a snapshot", statements, best, (CREATE, GZIP)),
        speed("statements into a snapshot", statements, best, (CREATE, BACKUP)),
        speed("statements merged", statements, best, (MERGE, SAY)),
        Figure(
            "size of a snapshot", "MB", round(size / 1e6, 2), GZIP,
            round(packed / 1e6, 2), round(packed / size, 2),
        ),
    ]  # fmt: skip


def _party(folder: Path, name: str, stack: ExitStack) -> Workspace:
    settings = Settings(store=f"embedded:{folder}", workers=1, authority=name)
    workspace = Workspace.open(settings)
    stack.callback(workspace.close)
    return workspace


def _copy(taker: Workspace, folder: Path, stack: ExitStack) -> Workspace:
    """Return an empty store with the taker's own keys and partners."""
    shutil.copytree(taker.home / "keys", folder / "keys")
    _backup(taker.home / "ledger.db", folder / "ledger.db")
    return _party(folder, "ME", stack)


def _backup(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source)) as one,
        closing(sqlite3.connect(target)) as to,
    ):
        one.backup(to)
