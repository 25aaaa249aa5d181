"""A server beside commands, killed at a job, and on a full disk: all real processes."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crash import CASE, PERSONS
from tests.faults.crash import write_files as write_people
from tests.faults.full import small_disk
from tests.faults.served import Served, klupko, serving
from tests.faults.soundness import check_integrity, graph_hash, rebuilt_hash

ROOT = Path(__file__).resolve().parents[2]
TAKEN = 12
WORK = """
import sys
from pathlib import Path
from tests.faults.crash import work_on
sys.exit(work_on(Path(sys.argv[1]), Path(sys.argv[2]), 1, 1))
"""
LOOK = """query($id: ID!) { case(id: $id) { entities network(limit: 50) { truncated } }
  search(text: "osoba", case: $id) { totalCount } }"""
JUDGE = """mutation($l: ID!, $r: ID!) {
  judge(left: $l, right: $r, verdict: POSITIVE) { event } }"""
UNDO = "mutation($e: ID!) { undo(event: $e) { event } }"


def person(number: int) -> bytes:
    """Return a line of an extract."""
    said = {"name": [f"Osoba {number} Anić"], "country": ["rs"]}
    entity = {"id": f"n{number}", "schema": "Person", "properties": said}
    return json.dumps(entity).encode()


class Asking(threading.Thread):
    """Asks without end, judges and takes back; keeps what went wrong."""

    def __init__(self, server: Served) -> None:
        super().__init__()
        self.over = threading.Event()
        self.wrong: list[BaseException] = []
        self.events: list[str] = []
        self.counts: list[int] = []
        self._server = server

    def run(self) -> None:
        """Until it is over."""
        try:
            while not self.over.is_set():
                data = self._server.ask(LOOK, id=CASE)
                self.counts.append(data["search"]["totalCount"])
                pair = {"l": f"{CASE}:a", "r": f"{CASE}:b"}
                event = self._server.ask(JUDGE, **pair)["judge"]["event"]
                undone = self._server.ask(UNDO, e=event)["undo"]["event"]
                self.events += [event, undone]
        except BaseException as error:  # noqa: BLE001 - told by the test
            self.wrong.append(error)


@pytest.mark.timeout(600)
def test_server_and_commands_share_a_store(tmp_path: Path) -> None:
    """No errors on either side, no lost writes, and the server sees what was done."""
    store, files = tmp_path / "store", tmp_path / "files"
    write_people(files)
    for path in sorted(files.iterdir())[TAKEN:]:
        path.unlink()
    twins = tmp_path / "twins.ftm.json"
    said = {"name": ["Petar Petrović"], "birthDate": ["1980-02-03"]}
    twins.write_text(
        "\n".join(
            json.dumps({"id": i, "schema": "Person", "properties": said}) for i in "ab"
        )
    )
    assert klupko(store, "ingest", twins, "--case", CASE).returncode == 0
    with serving(store) as server:
        asking = Asking(server)
        asking.start()
        worker = subprocess.Popen(
            [sys.executable, "-c", WORK, store, files],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        ran = [klupko(store, "ingest", files, "--case", CASE, "--json")]
        ran += [klupko(store, "resolve", "--case", CASE), klupko(store, "cases")]
        told, _ = worker.communicate(timeout=300)
        ran.append(klupko(store, "ingest", files, "--case", CASE, "--json"))
        asking.over.set()
        asking.join()
        assert not asking.wrong, asking.wrong
        assert worker.returncode == 0
        assert [one.returncode for one in ran] == [0] * len(ran), ran
        shown = server.ask(LOOK, id=CASE)
    assert shown["search"]["totalCount"] > 0 and len(set(asking.counts)) > 1
    search = klupko(store, "search", "osoba", "--case", CASE, "--json")
    listed = json.loads(search.stdout)
    assert listed["total"] == shown["search"]["totalCount"] <= TAKEN * PERSONS
    _check_kept(store, [json.loads(line) for line in told.splitlines()], asking)
    check_integrity(store)
    assert graph_hash(store) == rebuilt_hash(store, tmp_path / "anew")


def _check_kept(store: Path, told: list[list[Any]], asking: Asking) -> None:
    with closing(sqlite3.connect(store / "ledger.db")) as ledger:
        judged = {row[0] for row in ledger.execute("SELECT id FROM judgement")}
        events = {f"e-{row[0]}" for row in ledger.execute("SELECT seq FROM event")}
    assert {what for kind, what in told if kind == "judge"} <= judged
    assert {what for kind, what in told if kind == "undo" and what} <= events
    assert len(asking.events) >= 4 and set(asking.events) <= events


JOB = "query($id: ID!) { job(id: $id) { state done error result } }"


def wait_for_job(server: Served, number: str) -> dict[str, Any]:
    """Return a job that has ended."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        job: dict[str, Any] = server.ask(JOB, id=number)["job"]
        if job["state"] not in ("QUEUED", "RUNNING"):
            return job
        time.sleep(0.1)
    raise AssertionError("the job does not end")


@pytest.mark.timeout(600)
def test_a_job_of_a_killed_server_goes_on(tmp_path: Path) -> None:
    """Killed in the middle of reading an upload, the next server finishes it."""
    store = tmp_path / "store"
    one = tmp_path / "one.ftm.json"
    one.write_bytes(person(0))
    assert klupko(store, "ingest", one, "--case", CASE).returncode == 0
    lines = b"\n".join(person(number) for number in range(1, 12_001))
    first = Served(store)
    try:
        files = {"many.ftm.json": lines, "one.ftm.json": person(-1)}
        answer = first.upload(CASE, files)
        assert answer.status_code == 202
        number = answer.json()["job"]
        events = "query($id: ID!) { case(id: $id) { entities } }"
        while first.ask(events, id=CASE)["case"]["entities"] < 2:
            assert first.ask(JOB, id=number)["job"]["state"] in ("QUEUED", "RUNNING")
            time.sleep(0.02)
    finally:
        first.kill()
    with serving(store) as second:
        job = wait_for_job(second, number)
        assert job["state"] == "DONE", job
        assert job["result"]["case_totals"]["entities"] == 12_002
    assert not (store / "uploads" / number).exists()
    check_integrity(store)
    assert graph_hash(store, caught_up=True) == rebuilt_hash(store, tmp_path / "anew")


@pytest.mark.timeout(600)
def test_an_upload_to_a_full_disk_is_refused_whole(tmp_path: Path) -> None:
    """503 with what to do and nothing left; with room again the same one is read."""
    if os.geteuid() or sys.platform != "linux":
        reason = "only root on Linux can mount a small disk"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk):
        store, filler = disk / "store", disk / "filler"
        one = tmp_path / "one.ftm.json"
        one.write_bytes(person(0))
        assert klupko(store, "ingest", one, "--case", CASE).returncode == 0
        large = b"\n".join(person(number) for number in range(1, 20_000))
        small = b"\n".join(person(number) for number in range(1, 2_000))
        with serving(store) as server:
            for room in (0, 4096, 40_960, 102_400, 409_600, 1_024_000):
                for name, data in (("large", large), ("small", small)):
                    kept = set((store / "uploads").glob("*"))
                    fill(filler, disk, room)
                    answer = server.upload(CASE, {f"{name}.ftm.json": data})
                    filler.unlink()
                    assert answer.status_code in (202, 503), answer.text
                    if answer.status_code == 202:
                        wait_for_job(server, answer.json()["job"])
                        continue
                    (error,) = answer.json()["errors"]
                    assert error["extensions"]["code"] == "UNAVAILABLE"
                    assert "the disk is full: make room" in error["message"]
                    assert set((store / "uploads").glob("*")) <= kept
            sent = server.upload(CASE, {"small.ftm.json": small}).json()
            assert wait_for_job(server, sent["job"])["state"] == "DONE"


def fill(path: Path, disk: Path, room: int) -> None:
    """Leave `room` bytes of a disk."""
    free = os.statvfs(disk)
    size = free.f_bavail * free.f_frsize - room
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 4096))
