"""The resolver killed at any moment: what it told of is kept, and run again it ends."""

import os
import random
import shutil
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from backend.access import local_operator, system_scope
from backend.resolving import Step, resolve, running
from graph.model import Context, Record, Value
from tests.faults.processes import fork, kill, open_workspace
from tests.faults.soundness import check_integrity, graph_hash, rebuilt_hash

CASE = "c"
GIVEN = (
    "Ana", "Bojan", "Cvetko", "Dragan", "Emina", "Fatmir", "Goran", "Hana", "Ivan",
    "Jelena", "Kosta", "Luan", "Milica", "Nikola", "Olga", "Petar", "Rade", "Sanja",
    "Tamara", "Vesna",
)  # fmt: skip
FAMILY = (
    "Petrović", "Hodžić", "Krasniqi", "Stojanovski", "Jovanović", "Babić", "Đukić",
    "Marković", "Tomić", "Zekić", "Perić", "Lukić", "Vuković", "Šarić", "Kovač",
)  # fmt: skip
PEOPLE = len(GIVEN) * len(FAMILY)
KILLS = 8
SMALL = 7
"""Judgements a batch, so that a run has many moments to be killed at."""


def _name(n: int) -> str:
    return f"{GIVEN[n % len(GIVEN)]} {FAMILY[n // len(GIVEN)]}"


def _born(n: int) -> str:
    return (date(1950, 1, 1) + timedelta(days=67 * n)).isoformat()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of people each of whom is recorded twice."""
    workspace = open_workspace(tmp_path / "store")
    workspace.ledger.create_case(CASE, CASE, None, "u")
    records = [
        Record(
            f"{copy}{n}",
            "Person",
            (Value("name", _name(n)), Value("birthDate", _born(n))),
        )
        for n in range(PEOPLE)
        for copy in "ab"
    ]
    with workspace.ledger.commit(kind="add", case=CASE, actor="u") as tx:
        tx.append(Context(CASE, "test/1"), records)
    workspace.catch_up()
    workspace.close()
    return tmp_path / "store"


def work_on(store: Path, told: int) -> int:
    """Resolve, and write how much is durable after each batch."""
    workspace = open_workspace(store)

    def follow(step: Step) -> None:
        if step.durable:
            os.write(told, f"{step.committed}\n".encode())

    resolve(workspace, local_operator(), CASE, follow)
    os.write(told, b"end\n")
    return 0


def words(store: Path) -> list[tuple[str, str, str]]:
    """Return the live judgements, each as often as it is there."""
    workspace = open_workspace(store)
    found = workspace.ledger.find_judgements(system_scope(), case=CASE)
    workspace.close()
    return sorted((one.left, one.right, one.verdict.value) for one in found)


@pytest.mark.timeout(600)
def test_killed_and_run_again_it_ends_the_same(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that was acknowledged is lost, nothing is said twice."""
    monkeypatch.setattr(running, "BATCH", SMALL)
    whole = tmp_path / "whole"
    shutil.copytree(store, whole)
    workspace = open_workspace(whole)
    assert resolve(workspace, local_operator(), CASE).judgements == PEOPLE
    workspace.close()
    chance, killed = random.Random(5), 0
    for _ in range(KILLS):
        before, told = len(words(store)), _kill_one(store, chance)
        killed += "end" not in told
        durable = max((int(line) for line in told if line.isdecimal()), default=0)
        check_integrity(store)
        assert len(words(store)) >= before + durable, "a judgement is lost"
        assert len(words(store)) == len(set(words(store))), "a word is said twice"
    assert killed >= KILLS // 2
    workspace = open_workspace(store)
    resolve(workspace, local_operator(), CASE)
    assert resolve(workspace, local_operator(), CASE).pairs == ()
    workspace.close()
    assert words(store) == words(whole)
    shown = graph_hash(store, caught_up=True)
    assert shown == rebuilt_hash(store, tmp_path / "anew")


def _kill_one(store: Path, chance: random.Random) -> list[str]:
    """Let a run work for a few batches, kill it, and return what it told of."""
    come, gone = os.pipe()
    child = fork(lambda: work_on(store, gone))
    os.close(gone)
    with os.fdopen(come, "rb", buffering=0) as pipe:
        heard = b""
        wanted = chance.randrange(1, 6)
        while heard.count(b"\n") < wanted and (more := pipe.read(1 << 12)):
            heard += more
        time.sleep(chance.uniform(0, 0.02))
        assert kill(child) in (-9, 0), "the run failed"
        heard += pipe.read() or b""
    whole, _, _ = heard.decode().rpartition("\n")
    return whole.split()
