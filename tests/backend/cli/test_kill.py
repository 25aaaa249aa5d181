"""An import killed at any moment is finished by running it again."""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Klupko = Callable[..., "subprocess.CompletedProcess[str]"]
PERSONS = 6_000


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with an extract of several batches and some documents."""
    folder = tmp_path / "many"
    folder.mkdir()
    with (folder / "a.ftm.json").open("w") as file:
        for i in range(PERSONS):
            properties = {"name": [f"Osoba Broj{i}"], "country": ["rs"]}
            entity = {"id": f"p{i}", "schema": "Person", "properties": properties}
            file.write(json.dumps(entity) + "\n")
    for i in range(3):
        text = f"Dokument {i}: pozvao je +38164123456{i}."
        (folder / f"b{i}.txt").write_text(text)
    return folder


@pytest.mark.parametrize("seed", [1])
def test_killed_and_run_again_it_ends_the_same(
    klupko: Klupko,
    program: Path,
    environment: dict[str, str],
    many: Path,
    tmp_path: Path,
    seed: int,
) -> None:
    """kill -9 twice, then a run that finishes, then one that changes nothing."""
    arguments = [
        "ingest",
        str(many),
        "--case",
        "konac",
        "--progress",
        "jsonl",
        "--json",
    ]
    chance = random.Random(seed)
    for _ in range(2):
        process = subprocess.Popen(
            [str(program), *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        process.stderr.readline()
        time.sleep(chance.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
    finished = klupko(*arguments)
    assert finished.returncode == 0, finished.stderr
    totals = json.loads(finished.stdout)["case_totals"]
    third = json.loads(klupko(*arguments).stdout)
    assert third["case_totals"] == totals
    assert third["duplicates"] == third["files"] == 4
    assert third["records"] == third["statements"] == 0
    fresh = {"KLUPKO_STORE": f"embedded:{tmp_path / 'fresh'}"}
    whole = klupko(*arguments, env=fresh)
    assert json.loads(whole.stdout)["case_totals"] == totals
    assert totals["structured"] == 1 and totals["documents"] == 3
    assert totals["entities"] >= PERSONS


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("after", [0, 0.5])
def test_interrupted_it_says_so(
    program: Path, environment: dict[str, str], many: Path, after: float
) -> None:
    """Ctrl-C reaches the whole group: 130, one line and no traceback of any process.

    At once, among the records; and a moment later, among the documents.
    """
    arguments = ["ingest", str(many), "--case", "konac", "--progress", "jsonl"]
    process = subprocess.Popen(
        [str(program), *arguments, "--workers", "2"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    json.loads(process.stderr.readline())
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    lines = [line for line in said.splitlines() if not line.startswith("{")]
    assert [line for line in lines if line] == [
        "klupko: stopped; what was recorded is kept"
    ]
