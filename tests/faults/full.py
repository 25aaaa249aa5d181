"""A disk that fills up at many points of importing and judging.

`python -m tests.faults.full --points 60` mounts a small tmpfs (as root), works there
with another little room left each time, and checks what became of it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.ingest.preparing import load_pipeline
from tests.faults.processes import Ended, command
from tests.faults.soundness import (
    applied,
    check_integrity,
    graph_hash,
    last_seq,
    rebuilt_hash,
)

DISK_MB = 48
PERSONS = 400
MOST_ROOM = 6
BLOCK = 4096
STEPS = ("import", "document", "resolve")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a tmpfs of 48 MB on a folder. Raises OSError where that is not allowed."""
    size = f"size={DISK_MB}m,mode=700"
    mount = ["mount", "-t", "tmpfs", "-o", size, "klupko", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def write_files(folder: Path) -> None:
    """Write an extract of one batch, which also names one more person, and a text."""
    lines = []
    for n in range(PERSONS):
        properties = {"name": [f"Osoba {n} Anić"], "phone": [f"+3816412{n:05d}"]}
        lines.append({"id": f"p{n}", "schema": "Person", "properties": properties})
        ends = {"person": [f"p{n}"], "relative": [f"p{n * 7 % PERSONS}"]}
        lines.append({"id": f"f{n}", "schema": "Family", "properties": ends})
    (folder / "import.ftm.json").write_text("\n".join(map(json.dumps, lines)))
    text = "Marko Petrović, tel. +381641234567, poznaje Anu Anić. " * 60
    (folder / "document.txt").write_text(text)
    twins = [
        {"id": i, "schema": "Person", "properties": {"name": ["Petar Petrović"],
         "birthDate": ["1980-02-03"], "idNumber": ["0302980710005"]}}
        for i in ("t1", "t2")
    ]  # fmt: skip
    (folder / "twins.ftm.json").write_text("\n".join(map(json.dumps, twins)))


class Trial:
    """One step on a disk with some bytes left, over a copy of the same store."""

    def __init__(self, disk: Path, files: Path, scratch: Path, step: str) -> None:
        self._disk, self._scratch, self._step = disk, scratch, step
        self._store, self._filler = disk / "store", disk / "filler"
        self._base = scratch / "base"
        if step == "resolve":
            self._arguments = ["resolve", "--case", "c", "--json"]
        else:
            name = {"import": "import.ftm.json", "document": "document.txt"}[step]
            self._arguments = ["ingest", str(files / name), "--case", "c", "--json"]
        self._restore()
        self.before = (last_seq(self._store), graph_hash(self._store))
        used = self._used()
        self._run(0)
        self.after = (last_seq(self._store), graph_hash(self._store, caught_up=True))
        self.room = max(self._used() - used, 20 * BLOCK)
        assert self.before[0] < self.after[0]

    def _used(self) -> int:
        return shutil.disk_usage(self._disk).used

    def _restore(self) -> None:
        self._filler.unlink(missing_ok=True)
        shutil.rmtree(self._store, ignore_errors=True)
        shutil.copytree(self._base, self._store)

    def _run(self, status: int | None) -> Ended:
        ended = command(self._store, self._scratch, *self._arguments)
        assert status is None or ended.status == status, ended.err
        return ended

    def at(self, room: int) -> str:
        """Do the step with `room` bytes left, check what is there; return the end."""
        self._restore()
        _fill(self._filler, shutil.disk_usage(self._disk).free - room)
        ended = self._run(None)
        assert ended.status in (0, 3), (ended.status, ended.err)
        assert "Traceback" not in ended.err + ended.out
        if ended.status == 3:
            assert "the disk is full: make room" in ended.err, ended.err
            code = json.loads(ended.out)["error"]["code"]
            assert code == "UNAVAILABLE"
        self._filler.unlink()
        recorded = last_seq(self._store) > self.before[0]
        self._check(ended.status)
        if ended.status == 0:
            return "done"
        return "full after recording" if recorded else "full before recording"

    def _check(self, status: int) -> None:
        check_integrity(self._store)
        seq, shown = last_seq(self._store), graph_hash(self._store)
        assert self.before[0] <= seq <= self.after[0]
        assert shown == rebuilt_hash(
            self._store, self._scratch / "anew", applied(self._store)
        )
        if self.after[0] == self.before[0] + 1:
            assert shown in (self.before[1], self.after[1])
        if status == 0:
            assert seq == self.after[0]
        self._run(0)
        assert graph_hash(self._store, caught_up=True) == self.after[1]
        left = list((self._store / "blobs").rglob("tmp*"))
        assert not left, "a part of a file is left"


def _fill(path: Path, size: int) -> None:
    """Write a file of `size` bytes or as near as the disk's blocks let it."""
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size // BLOCK, 1) * BLOCK)


def _make_base(store: Path, files: Path, scratch: Path) -> None:
    made = command(store, scratch, "ingest", files / "twins.ftm.json", "--case", "c")
    assert made.status == 0, made.err
    graph_hash(store, caught_up=True)


def run_points(points: int) -> dict[str, object]:
    """Return how often each step ended how, over `points` sizes of room in all."""
    ended: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        (scratch / "disk").mkdir()
        write_files(scratch)
        load_pipeline()
        _make_base(scratch / "base", scratch, scratch)
        with small_disk(scratch / "disk") as disk:
            for step in STEPS:
                trial = Trial(disk, scratch, scratch, step)
                share = points // len(STEPS) + 1
                for n in range(share):
                    room = int(MOST_ROOM * trial.room * (n / share) ** 2.5)
                    ended[f"{step} {trial.at(room)}"] += 1
    return {"points": ended.total(), "ended": dict(sorted(ended.items()))}


def main() -> None:
    """Run and print what came out as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=60)
    sys.stdout.write(json.dumps(run_points(parser.parse_args().points)) + "\n")


if __name__ == "__main__":
    main()
