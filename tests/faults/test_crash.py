"""Nothing that was acknowledged is lost to kill -9; and the check can fail."""

import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.crash import FILES, KilledStore, write_files

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20


@pytest.mark.timeout(900)
def test_killed_at_random_moments_nothing_is_lost() -> None:
    """Twenty kills of a process that imports, judges and takes back."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.crash", "--kills", str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["kills"] == KILLS and told["looks"] > KILLS
    assert {"import", "judge", "undo"} <= told["acknowledged"].keys()


@pytest.fixture
def killed(tmp_path: Path) -> KilledStore:
    """A store that has been worked on to its end."""
    write_files(tmp_path / "files")
    made = KilledStore(tmp_path, tmp_path / "files", random.Random(1))
    made.finish()
    return made


def test_a_lost_promise_is_noticed(killed: KilledStore) -> None:
    """A judgement, an undo, an import that the store does not hold."""
    killed.check()
    for kind in ("judge", "undo"):
        killed.promised[kind].add("none")
        with pytest.raises(AssertionError, match="lost"):
            killed.check()
        killed.promised[kind].clear()
    killed.imported["00.ftm.json"] = FILES * 1000
    with pytest.raises(AssertionError, match="an import is lost"):
        killed.check()


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM link_facet WHERE link = (SELECT min(link) FROM link_facet)",
        "UPDATE node_facet SET caption = 'X' WHERE node = 1",
        "DELETE FROM name WHERE pk = 1",
    ],
)
def test_another_graph_is_noticed(
    killed: KilledStore, tmp_path: Path, harm: str
) -> None:
    """A link, a caption, a search key that is not the ledger's."""
    with closing(sqlite3.connect(tmp_path / "store" / "graph.db")) as connection:
        connection.execute(harm)
        connection.commit()
    with pytest.raises(AssertionError, match="the graph is another"):
        killed.check()
