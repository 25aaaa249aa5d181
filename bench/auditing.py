"""What the audit chain costs: commits with and without it, reads noted many at once."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import event

from backend.audit import Audit, Entry
from backend.settings import Settings
from backend.workspace import Workspace
from bench.material import CASE, people
from bench.measuring import Figure, clock, race, speed
from bench.options import Options
from graph.model import Context, Record

SMALL, PLAIN = "audited", "without the audit"
READERS = 16
COMMITS = 100


def measure(options: Options) -> list[Figure]:
    """Return commits a second of one record each, and reads noted a second."""
    records = people(min(COMMITS, options.people))

    def commits(*, witness: bool) -> Callable[[Path, ExitStack], Callable[[], object]]:
        def prepare(folder: Path, closing: ExitStack) -> Callable[[], object]:
            workspace = Workspace.open(Settings(store=f"embedded:{folder}"))
            closing.callback(workspace.close)
            if not witness:
                workspace.ledger.witness = None
            workspace.ledger.create_case(CASE, "Bench", None, "bench")
            return lambda: _commit_each(workspace, records)

        return prepare

    trials = {SMALL: commits(witness=True), PLAIN: commits(witness=False)}
    best = race(trials, options.rounds)
    what = "commits of one record"
    return [speed(what, len(records), best, (SMALL, PLAIN)), *_reads(options)]


def _commit_each(workspace: Workspace, records: list[Record]) -> None:
    for record in records:
        with workspace.ledger.commit(kind="add", case=CASE, actor="bench") as tx:
            tx.append(Context(CASE, "bench/1"), [record])


def _reads(options: Options) -> list[Figure]:
    """Note reads of many threads at once, against one thread, a commit each."""
    each = 25
    found: dict[int, tuple[float, int]] = {}
    for _ in range(options.rounds):
        for readers in (1, READERS):
            with TemporaryDirectory() as folder:
                workspace = Workspace.open(Settings(store=f"embedded:{folder}"))
                used: list[object] = []
                event.listen(workspace.ledger.engine, "commit", used.append)
                spent = clock(partial(_note, workspace.audit, readers, each))
                taken = spent.wall_s / readers / each, len(used)
                found[readers] = min(found.get(readers, taken), taken)
                workspace.close()
    alone, together = found[1], found[READERS]
    return [
        Figure(
            f"reads noted by {READERS} at once", "a second", round(1 / together[0]),
            "by one", round(1 / alone[0]), round(alone[0] / together[0], 2),
        ),
        Figure(
            f"commits for {READERS * each} reads", "commits", together[1],
            "one a read", READERS * each, round(READERS * each / together[1], 2),
        ),
    ]  # fmt: skip


def _note(audit: Audit, readers: int, each: int) -> None:
    def read() -> None:
        for _ in range(each):
            audit.read(Entry("bench", "search", CASE))

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
