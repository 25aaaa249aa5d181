"""A graph server that goes away at work, and comes back."""

import json
import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from backend.access import local_operator, scope_of
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import Unavailable
from graph.ledger import Ledger
from graph.store import open_store
from graph.store.fingerprint import fingerprint
from tests.faults.served import PROGRAM
from tests.faults.soundness import rebuilt_hash
from tests.neo4j_server import DOCKER, PASSWORD, wait_for

pytestmark = [pytest.mark.neo4j, pytest.mark.timeout(900)]
PERSONS = 5_500
CASE = "c"


class Container:
    """A Neo4j of one's own, at a port that stays."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = os.environ | environment
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"bolt://neo4j:{PASSWORD}@127.0.0.1:{port}"
        allowed = "db.index.fulltext.queryNodes,db.awaitIndexes"
        self._id = self._docker(
            "run", "--detach", "--publish", f"127.0.0.1:{port}:7687",
            "--env", f"NEO4J_AUTH=neo4j/{PASSWORD}",
            "--env", "NEO4J_server_memory_heap_max__size=1g",
            "--env", f"NEO4J_dbms_security_procedures_allowlist={allowed}",
            environment.get("NEO4J_IMAGE", "neo4j:5.26-community"),
        )  # fmt: skip
        wait_for(self.url)

    def kill(self) -> None:
        """End it at once."""
        self._docker("kill", self._id)

    def start(self) -> None:
        """Start it again, and wait for it."""
        self._docker("start", self._id)
        wait_for(self.url)

    def stop(self) -> None:
        """Stop it in order."""
        self._docker("stop", "--time", "30", self._id)

    def remove(self) -> None:
        """Leave nothing of it."""
        self._docker("rm", "--force", "--volumes", self._id)

    def _docker(self, *arguments: str) -> str:
        done = subprocess.run(
            ["docker", *arguments],
            env=self._environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout.strip()


@pytest.fixture
def server() -> Iterator[Container]:
    """A container that the test may kill."""
    subprocess.run([DOCKER / "engine", "ensure"], check=False)
    found = subprocess.run([DOCKER / "engine", "env"], capture_output=True, text=True)
    if found.returncode:
        reason = "no Docker engine to stop and start a Neo4j with"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    made = Container(dict(line.split("=", 1) for line in found.stdout.splitlines()))
    yield made
    made.remove()


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def klupko(server: Container, tmp_path: Path) -> Start:
    """Return a function that starts the program on the server's graph."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KLUPKO_")}
    kept |= {"KLUPKO_STORE": server.url, "KLUPKO_HOME": str(tmp_path / "home")}
    kept |= {"XDG_DATA_HOME": str(tmp_path / "data"), "KLUPKO_WORKERS": "1"}

    def start(*arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [str(PROGRAM), *map(str, arguments), "--json"],
            env=kept,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def end(process: "subprocess.Popen[str]", status: int) -> str:
    """Return what a command said, when it has ended as it should."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == status, err
    assert "Traceback" not in err
    return out


def write(path: Path, first: int, last: int) -> Path:
    """Write an extract of people who know the one before."""
    with path.open("w") as file:
        for n in range(first, last):
            said = {"name": [f"Osoba {n}"], "phone": [f"+38164{n:07d}"]}
            ends = {"person": [f"p{n}"], "relative": [f"p{max(0, n - 1)}"]}
            for number, schema, values in (
                (f"p{n}", "Person", said),
                (f"f{n}", "Family", ends),
            ):
                line = {"id": number, "schema": schema, "properties": values}
                file.write(json.dumps(line) + "\n")
    return path


def events(home: Path) -> int:
    """Return the ledger's last event."""
    with closing(Ledger.open(str(home / "ledger.db"))) as ledger:
        return ledger.last_seq()


def test_a_server_that_goes_and_comes_is_caught_up(
    server: Container, klupko: Start, tmp_path: Path
) -> None:
    """Work goes on into the ledger; the next look is whole, and the embedded one's."""
    home, case = tmp_path / "home", ("--case", CASE)
    few = write(tmp_path / "few.ftm.json", 0, 10)
    many = write(tmp_path / "many.ftm.json", 10, PERSONS)
    more = write(tmp_path / "more.ftm.json", PERSONS, PERSONS + 10)
    end(klupko("ingest", few, *case), 0)
    lasting = Workspace.open(Settings(store=server.url, home=home, workers=1))
    scope = scope_of(local_operator())
    with lasting.view(scope) as view:
        assert view.counts(CASE).entities == 20

    working = klupko("ingest", many, *case, "--progress", "jsonl")
    assert working.stderr is not None and "committed" in working.stderr.readline()
    server.kill()
    told = json.loads(end(working, 3))
    assert told["error"]["code"] == "UNAVAILABLE" and "recorded" in str(told)
    done = events(home)
    told = json.loads(end(klupko("ingest", more, *case), 3))
    assert "recorded" in told["error"]["message"] and events(home) > done
    end(klupko("cases"), 3)
    with pytest.raises(Unavailable), lasting.view(scope):
        pass

    server.start()
    with lasting.view(scope) as view:
        assert view.counts(CASE).entities == 2 * (PERSONS + 10)
        assert view.seq == events(home)
    again = json.loads(end(klupko("ingest", few, many, more, *case), 0))
    assert (again["duplicates"], again["records"]) == (3, 0)
    server.stop()
    server.start()
    lasting.close()
    with closing(open_store(server.url)) as store:
        shown = fingerprint(store.facets())
    assert shown == rebuilt_hash(home, tmp_path / "anew")
