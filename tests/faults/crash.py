"""kill -9 at random moments over importing, judging and taking back, with readers open.

`python -m tests.faults.crash --kills 200` (or `make crash`) lets a process work on an
embedded store, kills it, and checks that nothing it acknowledged is lost, that both
files are sound, and that the graph is the one that the ledger makes.
"""

import argparse
import json
import os
import random
import select
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from backend.access import local_operator, system_scope
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.ingest.progress import Step
from backend.workspace import Workspace
from graph.errors import Conflict
from graph.model import Verdict
from tests.faults.processes import (
    fork,
    kill,
    open_workspace,
    wait_for,
)
from tests.faults.soundness import check_integrity, graph_hash, rebuilt_hash

KILLS_A_STORE = 20
FILES = 60
PERSONS = 12
MOST_LINES = 10
"""What a worker acknowledges before the clock of its kill runs, at the most."""
SOON_S = 0.2
PATIENCE_S = 30.0
READERS = 2
CASE = "c"


def write_files(folder: Path) -> None:
    """Write extracts of a few people each, who know those of the one before."""
    folder.mkdir()
    for n in range(FILES):
        lines = []
        for i in range(PERSONS):
            name = f"{n:02d}-{i}"
            said = {"name": [f"Osoba {name}"], "phone": [f"+3816400{n:02d}{i:02d}"]}
            lines.append({"id": name, "schema": "Person", "properties": said})
            ends = {"person": [name], "relative": [f"{max(n - 1, 0):02d}-{i}"]}
            lines.append({"id": f"f{name}", "schema": "Family", "properties": ends})
        (folder / f"{n:02d}.ftm.json").write_text("\n".join(map(json.dumps, lines)))


def work_on(store: Path, files: Path, seed: int, told: int) -> int:
    """Import, judge and take back without end; write a line for what is durable."""
    chance = random.Random(seed)
    workspace = open_workspace(store)

    def tell(kind: str, what: object) -> None:
        os.write(told, json.dumps([kind, what]).encode() + b"\n")

    tell("open", 0)
    for path in sorted(files.iterdir(), key=lambda _: chance.random()):

        def follow(step: Step, path: Path = path) -> None:
            tell("import", [path.name, step.committed])

        _import(workspace, path, follow)
        for _ in range(3):
            tell("judge", _judge(workspace, chance))
            if chance.random() < 0.5:
                tell("undo", _undo(workspace, chance))
        with workspace.view(system_scope()) as view:
            view.counts(CASE)
    return 0


def _import(workspace: Workspace, path: Path, follow: object = None) -> IngestReport:
    report = follow if callable(follow) else None
    return ingest(workspace, local_operator(), [path], IngestOptions(case=CASE), report)


def _judge(workspace: Workspace, chance: random.Random) -> str:
    pair = [f"{CASE}:{chance.randrange(FILES):02d}-{i}" for i in (0, 1)]
    with workspace.ledger.commit(kind="judge", case=CASE, actor="u") as tx:
        name = tx.judge(pair[0], pair[1], chance.choice(list(Verdict)))
    return name


def _undo(workspace: Workspace, chance: random.Random) -> str:
    last = workspace.ledger.last_seq()
    try:
        with workspace.ledger.commit(kind="undo", case=CASE, actor="u") as tx:
            tx.undo(f"e-{chance.randint(max(1, last - 20), last)}")
    except Conflict:
        return ""
    return tx.event.id


def read_on(store: Path, told: int, *, follow: bool) -> int:
    """Look at the store without end: each look is of one moment, none goes back."""
    workspace = open_workspace(store)
    scope, seen = system_scope(), 0
    while True:
        opened = workspace.view(scope) if follow else None
        with opened or workspace.store.reader(scope) as look:
            seq, counts = look.seq, look.counts(CASE)
            time.sleep(0.002)
            assert (look.seq, look.counts(CASE)) == (seq, counts), "a look moved"
        assert seq >= seen, "the graph went back"
        seen = seq
        os.write(told, b".")


@dataclass
class Tally:
    """What was done, over all stores."""

    kills: int = 0
    looks: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    killed_in: Counter[str] = field(default_factory=Counter)


class KilledStore:
    """One store that is killed again and again, and then run to its end."""

    def __init__(self, folder: Path, files: Path, chance: random.Random) -> None:
        self._store, self._files = folder / "store", files
        self._anew = folder / "anew"
        self._chance = chance
        self.promised: dict[str, set[str]] = {"judge": set(), "undo": set()}
        self.imported: dict[str, int] = {}
        workspace = open_workspace(self._store)
        workspace.ledger.create_case(CASE, CASE, None, "u")
        workspace.catch_up()
        workspace.close()

    def run(self, kills: int, tally: Tally) -> None:
        """Kill, check, and at the end let it finish."""
        come, gone = os.pipe()
        os.set_blocking(come, False)
        os.set_blocking(gone, False)
        readers = [
            fork(lambda f=follow: read_on(self._store, gone, follow=f))  # type: ignore[misc]
            for follow in (True, False)[:READERS]
        ]
        try:
            for _ in range(kills):
                self._kill_one(tally)
                tally.looks += _drain(come)
        finally:
            ended = [kill(reader) for reader in readers]
            tally.looks += _drain(come)
            os.close(come)
            os.close(gone)
        assert ended == [-9] * READERS, f"a reader failed: {ended}"
        self.finish()

    def _kill_one(self, tally: Tally) -> None:
        come, gone = os.pipe()
        seed = self._chance.randrange(2**32)
        worker = fork(lambda: work_on(self._store, self._files, seed, gone))
        os.close(gone)
        heard = _listen(come, self._chance.randrange(MOST_LINES))
        time.sleep(self._chance.uniform(0, SOON_S))
        status = kill(worker)
        with os.fdopen(come, "rb") as rest:
            lines = (heard + rest.read()).splitlines(keepends=True)
        told = [json.loads(line) for line in lines if line.endswith(b"\n")]
        assert status in (-9, 0), f"the worker failed: {status}"
        tally.kills += 1
        tally.killed_in[told[-1][0] if told else "start"] += 1
        for kind, what in told:
            tally.acknowledged[kind] += 1
            if kind == "import":
                name, records = what
                self.imported[name] = max(self.imported.get(name, 0), records)
            elif kind in self.promised and what:
                self.promised[kind].add(what)
        self.check()

    def check(self) -> None:
        """Raise AssertionError unless what was promised is there and all is sound."""
        check_integrity(self._store)
        workspace = open_workspace(self._store)
        with workspace.ledger.engine.connect() as connection:
            judged = connection.exec_driver_sql("SELECT id FROM judgement").scalars()
            assert self.promised["judge"] <= set(judged), "a judgement is lost"
            query = "SELECT 'e-' || seq FROM event WHERE kind = 'undo'"
            undone = connection.exec_driver_sql(query).scalars()
            assert self.promised["undo"] <= set(undone), "an undo is lost"
            query = (
                "SELECT d.name, count(*) FROM document d"
                " JOIN record r ON r.event = d.event GROUP BY d.name"
            )
            rows = connection.exec_driver_sql(query).all()
        kept = {row[0]: int(row[1]) for row in rows}
        workspace.close()
        for name, records in self.imported.items():
            assert kept.get(name, 0) >= records, "an import is lost"
        shown = graph_hash(self._store, caught_up=True)
        assert shown == rebuilt_hash(self._store, self._anew), "the graph is another"

    def finish(self) -> None:
        """Run to the end; once more changes nothing."""
        workspace = open_workspace(self._store)
        _import(workspace, self._files)
        seq = workspace.ledger.last_seq()
        shown = graph_hash(self._store, caught_up=True)
        again = _import(workspace, self._files)
        assert again.records == again.statements == 0
        assert again.as_json()["duplicates"] == FILES
        assert workspace.ledger.last_seq() == seq
        workspace.close()
        assert graph_hash(self._store) == shown
        self.check()


def _drain(pipe: int) -> int:
    found = 0
    try:
        while some := os.read(pipe, 65536):
            found += len(some)
    except BlockingIOError:
        pass
    return found


def run_kills(kills: int, seed: int) -> Tally:
    """Kill so often, over several stores."""
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as made:
        files = Path(made) / "files"
        write_files(files)
        _warm(Path(made) / "warm", files)
        for number in range(0, kills, KILLS_A_STORE):
            folder = Path(made) / f"round-{number}"
            most = min(KILLS_A_STORE, kills - number)
            done = fork_round(folder, files, chance.randrange(2**32), most)
            tally.kills += done.kills
            tally.looks += done.looks
            tally.acknowledged += done.acknowledged
            tally.killed_in += done.killed_in
    return tally


def _listen(come: int, wanted: int) -> bytes:
    """Return what a pipe says until it has said so many lines, or has ended."""
    heard, end = b"", time.monotonic() + PATIENCE_S
    while heard.count(b"\n") < wanted and time.monotonic() < end:
        if select.select([come], [], [], PATIENCE_S)[0]:
            more = os.read(come, 1 << 16)
            if not more:
                break
            heard += more
    return heard


def _warm(store: Path, files: Path) -> None:
    """Load all that an import needs, here, for the processes that are forked off."""
    workspace = open_workspace(store)
    _import(workspace, min(files.iterdir()))
    workspace.close()


def fork_round(folder: Path, files: Path, seed: int, kills: int) -> Tally:
    """Do one round in a process of its own, so that no connection is inherited."""
    folder.mkdir()
    result = folder / "result.json"

    def work() -> int:
        tally = Tally()
        KilledStore(folder, files, random.Random(seed)).run(kills, tally)
        counts = [dict(tally.acknowledged), dict(tally.killed_in)]
        result.write_text(json.dumps([tally.kills, tally.looks, *counts]))
        return 0

    status = wait_for(fork(work))
    if status:
        raise SystemExit(f"a round failed (seed {seed}, {kills} kills): {status}")
    done, looks, acknowledged, killed = json.loads(result.read_text())
    return Tally(done, looks, Counter(acknowledged), Counter(killed))


def main() -> None:
    """Run, and print what was done as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = random.randrange(2**32) if given.seed is None else given.seed
    begin = time.monotonic()
    tally = run_kills(given.kills, seed)
    told = {
        "kills": tally.kills,
        "seed": seed,
        "acknowledged": dict(tally.acknowledged),
        "killed_in": dict(tally.killed_in),
        "looks": tally.looks,
        "seconds": round(time.monotonic() - begin, 1),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
