"""The Neo4j of the tests, started for one run where no address is given."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import Unavailable
from graph.store import open_store

DOCKER = Path(__file__).resolve().parents[1] / "docker"
PASSWORD = "klupko-test"
START_TIMEOUT_S = 120.0


@contextmanager
def neo4j(url: str) -> Iterator[str]:
    """Return `url`, or the address of a server that is started for `start`.

    Raises Unavailable where it does not answer in two minutes.
    """
    if url != "start":
        yield url
        return
    subprocess.run([DOCKER / "engine", "ensure"], check=True)
    told = subprocess.run(
        [DOCKER / "engine", "env"], check=True, stdout=subprocess.PIPE, text=True
    )
    lines = dict(line.split("=", 1) for line in told.stdout.splitlines())
    compose = (
        ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    )
    compose += ["-f", str(DOCKER / "compose.test.yaml"), "-p", f"bench-{os.getpid()}"]
    environment = os.environ | lines | {"NEO4J_TEST_PASSWORD": PASSWORD}

    def run(*words: str) -> str:
        done = subprocess.run(
            [*compose, *words],
            check=True,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        return done.stdout.strip()

    try:
        run("up", "--detach")
        port = run("port", "neo4j", "7687").rpartition(":")[2]
        address = f"bolt://neo4j:{PASSWORD}@127.0.0.1:{port}"
        _wait_for(address)
        yield address
    finally:
        run("down", "--volumes", "--timeout", "5")


def _wait_for(address: str) -> None:
    end = time.monotonic() + START_TIMEOUT_S
    store = open_store(address)
    while True:
        try:
            store.check()
            break
        except Unavailable:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
    store.close()
