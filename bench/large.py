"""A list of calls of gigabytes, imported, killed once and taken up again.

    python -m bench.large --gb 5 --row-bytes 100
    python -m bench.large --gb 1 --kill-at 0        # in one run

Tells how fast it was and how much memory it took at a tenth, a half and the end of the
file, and with the graph brought up, so that growth shows.

The file and the store lie in a temporary folder, which goes away in the end.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

NUMBERS = 20_000
CHUNK = 10_000
POLL_S = 0.2
LIMIT_MB = 1_000
MARKS = (0.1, 0.25, 0.5, 0.75, 1.0)
_FREE = 12
"""Times the file's size: rows of 100 bytes take nine in ledger and graph."""


def main(arguments: list[str]) -> int:
    """Measure, print a JSON document, and return 0 where all is as promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.large", description=__doc__)
    parser.add_argument("--gb", type=float, default=1.0)
    parser.add_argument("--row-bytes", type=int, default=100, help="at the least")
    parser.add_argument(
        "--kill-at", type=float, default=0.4, help="share of the file; 0: never"
    )
    given = parser.parse_args(arguments)
    size = int(given.gb * 1e9)
    if shutil.disk_usage(tempfile.gettempdir()).free < _FREE * size:
        parser.error(f"{_FREE} times the file's size must be free on the disk")
    with tempfile.TemporaryDirectory(prefix="klupko-large-") as folder:
        told = _measure(Path(folder), size, given.row_bytes, given.kill_at)
    sys.stdout.write(json.dumps(told, indent=2) + "\n")
    return 0 if told["records"] == told["rows"] and told["within"] else 1


def _measure(folder: Path, size: int, row_bytes: int, kill_at: float) -> dict[str, Any]:
    path = folder / "calls.csv"
    rows = write_calls(path, size, row_bytes)
    runs = [Run(folder, path)]
    if kill_at:
        runs[0].follow(until=int(path.stat().st_size * kill_at))
        runs.append(Run(folder, path))
    report = runs[-1].follow()
    peak = max(run.peak_mb for run in runs)
    mapped = max(run.mapped_mb for run in runs)
    return {
        "gb": round(path.stat().st_size / 1e9, 2),
        "rows": rows,
        "records": report["case_totals"]["records"],
        "committed_before_kill": runs[0].committed if kill_at else None,
        "seconds": [round(run.seconds) for run in runs],
        "at": [mark for run in runs for mark in run.marks],
        "cpu_s": [round(sum(run.cpu_s.values())) for run in runs],
        "peak_mb": round(peak),
        "peak_mb_with_mapped_file": round(mapped),
        "within": mapped < LIMIT_MB,
        "store_gb": round(_size(folder / "store") / 1e9, 2),
    }


def write_calls(path: Path, size: int, row_bytes: int) -> int:
    """Write a list of calls of at least `size` bytes; return how many rows it has."""
    draw = random.Random(11)
    rows = 0
    with path.open("wb") as file:
        file.write(b"Caller;Called;Date;Time;Duration;Cell;Note\n")
        while file.tell() < size:
            file.write(b"".join(_rows(draw, rows, row_bytes)))
            rows += CHUNK
    return rows


def _rows(draw: random.Random, start: int, row_bytes: int) -> Iterator[bytes]:
    for i in range(start, start + CHUNK):
        caller, called = draw.randrange(NUMBERS), draw.randrange(NUMBERS)
        moment = f"{1 + i % 28:02}.{1 + i % 12:02}.{2020 + i // 28 % 6}"
        clock = f"{i // 3_600 % 24:02}:{i // 60 % 60:02}:{i % 60:02}"
        row = (
            f"+38164{1_000_000 + caller};+38265{1_000_000 + called};{moment};{clock};"
            f"{i % 3_600};BG{i % 900};"
        )
        yield f"{row}{'x' * (row_bytes - len(row) - 1)}\n".encode()


@dataclass(slots=True)
class Run:
    """One `klupko ingest` in processes of its own, and the most memory they take.

    `peak_mb` counts what only memory holds, pages of several processes once;
    `mapped_mb` also pages of mapped files, which the system drops when it wants to.
    `cpu_s` is the processor time of each process, as last seen.
    `marks` are share of the file, records committed, seconds and peak at MARKS.
    """

    folder: Path
    path: Path
    committed: int = 0
    peak_mb: float = 0.0
    mapped_mb: float = 0.0
    seconds: float = 0.0
    cpu_s: dict[int, float] = field(default_factory=dict)
    marks: list[dict[str, float]] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    def follow(self, until: int = 0) -> dict[str, Any]:
        """Run to the end and return the report, or kill it behind so many bytes."""
        begin = time.monotonic()
        process = self._start()
        watch = threading.Thread(target=self._watch, args=(process.pid,))
        watch.start()
        try:
            assert process.stderr is not None
            said = ""
            for line in process.stderr:
                said = line
                step = json.loads(line) if line.startswith("{") else {}
                self.committed = step.get("committed", self.committed)
                self.mark(step, time.monotonic() - begin)
                if until and step.get("bytes", 0) > until:
                    os.killpg(process.pid, signal.SIGKILL)
                    break
            out, _ = process.communicate()
        finally:
            self._ended.set()
            watch.join()
        self.seconds = time.monotonic() - begin
        if until:
            return {}
        if process.returncode:
            raise RuntimeError(f"it ended with {process.returncode}: {said}{out}")
        report: dict[str, Any] = json.loads(out)
        return report

    def mark(self, step: dict[str, Any], spent: float) -> None:
        """Note where the run stands each time that it has passed one of MARKS."""
        share = step.get("bytes", 0) / max(1, step.get("total_bytes", 1))
        passed = self.marks[-1]["share"] if self.marks else 0.0
        if any(passed < mark <= share for mark in MARKS):
            self.marks.append(
                {
                    "share": round(share, 3),
                    "committed": self.committed,
                    "seconds": round(spent),
                    "peak_mb": round(self.peak_mb),
                }
            )

    def _start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [
                Path(sys.executable).with_name("klupko"), "ingest", self.path,
                "--case", "large", "--store", f"embedded:{self.folder / 'store'}",
                "--json", "--progress", "jsonl",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )  # fmt: skip

    def _watch(self, number: int) -> None:
        while not self._ended.wait(POLL_S):
            try:
                parent = psutil.Process(number)
                all_of_it = [parent, *parent.children(recursive=True)]
                held = [_held(process) for process in all_of_it]
                spent = {p.pid: sum(p.cpu_times()[:2]) for p in all_of_it}
            except (psutil.Error, OSError):
                continue
            self.cpu_s |= spent
            self.peak_mb = max(self.peak_mb, sum(own for own, _ in held) / 1e3)
            self.mapped_mb = max(self.mapped_mb, sum(whole for _, whole in held) / 1e3)


def _held(process: psutil.Process) -> tuple[int, int]:
    """Return KB that only memory holds, and with mapped files; shared ones in part."""
    text = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii")
    rows = (line.split() for line in text.splitlines()[1:])
    found = {row[0]: int(row[1]) for row in rows}
    return found["Pss_Anon:"] + found["Pss_Shmem:"], found["Pss:"]


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
