"""The image and compose.yaml as they are deployed: the application with its Neo4j."""

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pytest_docker.plugin import get_docker_services

from tests.neo4j_server import DOCKER, can_run_engine, compose_program, engine

ROOT = DOCKER.parent
FILES = ("02-sluzbena-beleska.txt", "17-registar.ftm.json")
CASE = "proba"
START_TIMEOUT_S = 180.0
SEARCH = """query($text: String!) { search(text: $text, case: "proba") {
    totalCount edges { node { id caption } } } }"""
COUNT = """import os, neo4j
from urllib.parse import urlsplit
url = urlsplit(os.environ["KLUPKO_STORE"])
auth = (url.username, url.password)
with neo4j.GraphDatabase.driver(f"bolt://{url.hostname}:{url.port}", auth=auth) as one:
    print(one.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"])
"""


class Composed:
    """The system brought up, and an administrator signed in to it."""

    def __init__(self, project: str, port: int, password: str) -> None:
        self.program = [*compose_program().split(), "-p", project]
        self.program += ["-f", str(DOCKER / "compose.yaml")]
        self.password = password
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run compose with arguments, whatever comes of it."""
        return subprocess.run(
            [*self.program, *arguments], capture_output=True, text=True, check=False
        )

    def inside(self, *command: str, service: str = "app") -> str:
        """Return what a command inside a service prints; it must succeed."""
        done = self.run("exec", "-T", service, *command)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def sign_in(self) -> None:
        """Wait until the system is ready, and open a session."""
        end = time.monotonic() + START_TIMEOUT_S
        while not self._is_ready():
            assert time.monotonic() < end, self.run("logs", "--tail=30").stdout
            time.sleep(0.5)
        given = {"user": "admin", "password": self.password}
        assert self.client.post("/api/session", json=given).status_code == 200

    def ask(self, query: str, **variables: str) -> Any:
        """Return the data of an answer without errors."""
        given = {"query": query, "variables": variables}
        answer = self.client.post("/graphql", json=given).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def _is_ready(self) -> bool:
        try:
            return self.client.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False


@pytest.fixture(scope="module")
def composed() -> Iterator[Composed]:
    """Build the image, bring up the system with a case in it, take all of it down."""
    if not can_run_engine():
        reason = "no Docker engine to run the image on"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with engine(), pytest.MonkeyPatch.context() as patch:
        port, password = _free_port(), secrets.token_hex(12)
        patch.setenv("KLUPKO_IMAGE", "klupko:test")
        subprocess.run([DOCKER / "engine", "image"], check=True)
        patch.setenv("KLUPKO_PORT", str(port))
        patch.setenv("KLUPKO_ADMIN_PASSWORD", password)
        patch.setenv("KLUPKO_NEO4J_PASSWORD", secrets.token_hex(12))
        patch.delenv("KLUPKO_SECURE_COOKIES", raising=False)
        project = f"klupko-composed-{os.getpid()}"
        with get_docker_services(
            compose_program(),
            [str(DOCKER / "compose.yaml")],
            project,
            ["up --detach --no-build"],
            ["down --volumes --timeout 5"],
        ):
            made = Composed(project, port, password)
            made.sign_in()
            _read_files(made)
            yield made
            made.client.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _read_files(composed: Composed) -> None:
    """Upload files of the sample case, and wait for the job that reads them."""
    composed.ask(f'mutation {{ createCase(id: "{CASE}", title: "Proba") {{ id }} }}')
    files = [
        ("file", (name, (ROOT / "sample" / "case" / name).read_bytes()))
        for name in FILES
    ]
    answer = composed.client.post("/api/files", files=files, data={"case": CASE})
    assert answer.status_code == 202, answer.text
    query = "query($id: ID!) { job(id: $id) { state error } }"
    end = time.monotonic() + 120
    while time.monotonic() < end:
        job = composed.ask(query, id=answer.json()["job"])["job"]
        if job["state"] not in ("QUEUED", "RUNNING"):
            assert job["state"] == "DONE", job
            return
        time.sleep(0.5)
    raise AssertionError("the job does not end")


def _docker(*arguments: str) -> str:
    done = subprocess.run(
        ["docker", *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.timeout(900)
@pytest.mark.neo4j
def test_entities_come_from_neo4j(composed: Composed) -> None:
    """What was uploaded is found; the graph lies in Neo4j and nowhere else."""
    found = composed.ask(SEARCH, text="vukčević")["search"]
    assert found["totalCount"] > 0
    assert int(composed.inside("python3", "-c", COUNT)) > found["totalCount"]
    kept = composed.inside("ls", "/data").split()
    assert "ledger.db" in kept and "graph.db" not in kept


@pytest.mark.neo4j
def test_the_command_line_works_inside(composed: Composed) -> None:
    """On the same store as the server."""
    told = composed.inside("klupko", "search", "vukčević", "--case", CASE, "--json")
    assert "Vukčević" in told or "Вукчевић" in told


@pytest.mark.neo4j
def test_the_process_may_little(composed: Composed) -> None:
    """Not root, nothing to write but its data, nothing to build or fetch with."""
    assert composed.inside("id", "-u") == "10001"
    privileges = composed.inside("cat", "/proc/1/status")
    assert "CapEff:\t0000000000000000" in privileges and "NoNewPrivs:\t1" in privileges
    for path in ("/app", "/opt/klupko", "/etc", "/var"):
        assert composed.run("exec", "-T", "app", "touch", f"{path}/x").returncode != 0
    composed.inside("touch", "/tmp/x")
    tools = "g++ gcc cc make node npm pip git curl"
    look = f"for tool in {tools}; do command -v $tool; done; true"
    assert composed.inside("sh", "-c", look) == ""
    installed = composed.inside(
        "ls", "/opt/klupko/lib/python3.11/site-packages"
    ).split()
    assert "fastapi" in installed
    assert not {"pip", "pytest", "mypy", "hypothesis"} & set(installed)


@pytest.mark.neo4j
def test_only_the_application_is_published(composed: Composed) -> None:
    """On the loopback address; Neo4j on none."""
    names = composed.run("ps", "-q").stdout.split()
    form = "{{json .NetworkSettings.Ports}}"
    told = _docker("inspect", "--format", form, *names)
    published = [
        (port, place["HostIp"])
        for line in told.splitlines()
        for port, places in json.loads(line).items()
        for place in places or ()
    ]
    assert len(names) == 2 and published == [("8000/tcp", "127.0.0.1")]


@pytest.mark.neo4j
def test_the_image_holds_no_secret(composed: Composed) -> None:
    """Neither password is in its layers' settings or history."""
    told = _docker("history", "--no-trunc", "klupko:test")
    assert composed.password not in told
    assert "PASSWORD" not in told


@pytest.mark.neo4j
def test_the_page_is_served(composed: Composed) -> None:
    """As it was built in the image."""
    page = composed.client.get("/")
    assert "make setup" not in page.text
    assert "assets/" in page.text


@pytest.mark.timeout(900)
@pytest.mark.neo4j
def test_a_restart_keeps_the_data(composed: Composed) -> None:
    """Both containers made anew find what is in their volumes."""
    before = composed.ask(SEARCH, text="vukčević")
    assert composed.run("rm", "--stop", "--force", "app", "neo4j").returncode == 0
    again = composed.run("up", "--detach", "--no-build")
    assert again.returncode == 0, again.stderr[-2000:]
    composed.sign_in()
    assert composed.ask(SEARCH, text="vukčević") == before
