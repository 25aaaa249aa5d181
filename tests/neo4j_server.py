"""A real Neo4j for the tests of any room: one server for the whole run.

In this order: the server that NEO4J_TEST_URL names; one in a container, on a Docker
engine that docker/engine finds or starts; the same server as a plain process from
Maven's jars (NEO4J_TEST_PLAIN=1 asks for it). Where none of these can be had the tests
are skipped with the reason; in CI they fail.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import pytest
from neo4j.exceptions import DriverError, Neo4jError
from pytest_docker.plugin import get_docker_services

DOCKER = Path(__file__).resolve().parents[1] / "docker"
PASSWORD = "klupko-test"
START_TIMEOUT_S = 120.0


@pytest.fixture(scope="session")
def neo4j_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a real Neo4j that the tests may empty."""
    given = os.environ.get("NEO4J_TEST_URL")
    if given:
        yield given
    elif can_run_engine():
        with engine(), _container() as url:
            yield url
    elif shutil.which("java") and shutil.which("mvn"):
        with _process(tmp_path_factory.mktemp("neo4j")) as url:
            yield url
    else:
        reason = "no Docker engine, and no Java with Maven, to run Neo4j with"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def can_run_engine() -> bool:
    """Whether a Docker engine answers, or may be started."""
    if os.environ.get("NEO4J_TEST_PLAIN"):
        return False
    if _engine_environment() is not None:
        return True
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _engine_environment() -> dict[str, str] | None:
    """Return what reaches the running engine, None where none answers."""
    done = subprocess.run([DOCKER / "engine", "env"], capture_output=True, text=True)
    if done.returncode:
        return None
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


@contextmanager
def engine() -> Iterator[None]:
    """See to an engine and an image; stop an engine that was started for this."""
    started = _engine_environment() is None
    subprocess.run([DOCKER / "engine", "ensure"], check=True)
    os.environ.update(_engine_environment() or {})
    try:
        yield
    finally:
        if started:
            subprocess.run([DOCKER / "engine", "stop"], check=False)


def compose_program() -> str:
    """Return the command of compose, as one program or as Docker's plug-in."""
    return "docker-compose" if shutil.which("docker-compose") else "docker compose"


@contextmanager
def _container() -> Iterator[str]:
    with get_docker_services(
        compose_program(),
        [str(DOCKER / "compose.test.yaml")],
        f"klupko-test-{os.getpid()}",
        ["up --detach"],
        ["down --volumes --timeout 5"],
    ) as services:
        url = f"neo4j://neo4j:{PASSWORD}@127.0.0.1:{services.port_for('neo4j', 7687)}"
        wait_for(url)
        yield url


@contextmanager
def _process(folder: Path) -> Iterator[str]:
    jars = subprocess.run(
        [DOCKER / "engine", "jars"], check=True, stdout=subprocess.PIPE, text=True
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "NEO4J_HOME_DIR": jars.stdout.strip(),
        "NEO4J_DATA": str(folder),
        "NEO4J_AUTH": f"neo4j/{PASSWORD}",
        "NEO4J_server_default__listen__address": "127.0.0.1",
        "NEO4J_server_bolt_listen__address": f"127.0.0.1:{port}",
        "NEO4J_server_bolt_advertised__address": f"127.0.0.1:{port}",
    }
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            ["/bin/sh", DOCKER / "neo4j" / "entrypoint.sh"],
            env=os.environ | settings,
            stdout=log,
            stderr=log,
        )
        try:
            url = f"bolt://neo4j:{PASSWORD}@127.0.0.1:{port}"
            wait_for(url)
            yield url
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def wait_for(url: str) -> None:
    """Wait until the server answers, or fail."""
    address = "bolt://" + url.rpartition("@")[2]
    end = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            with neo4j.GraphDatabase.driver(
                address, auth=("neo4j", PASSWORD), connection_timeout=5
            ) as driver:
                driver.verify_connectivity()
                return
        except (DriverError, Neo4jError, OSError):
            if time.monotonic() > end:
                pytest.fail(f"Neo4j does not answer within {START_TIMEOUT_S:.0f} s")
            time.sleep(0.3)
