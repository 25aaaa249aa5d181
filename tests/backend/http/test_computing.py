"""Long computations over HTTP: followed, cancelled, ended with the request."""

import json
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from backend.access import local_operator
from backend.app import create_app
from backend.ingest import IngestOptions, ingest
from backend.workspace import Workspace
from tests.backend.conftest import entity, write_entities

Token = Callable[[str], dict[str, str]]
ID = f"job-{9:032x}"
ASKED = {
    "query": """{ centrality(case: "konac", metric: BETWEENNESS, samples: 2000) {
      warnings } }""",
    "extensions": {"job": ID},
}
JOB = "query($id: ID!) { job(id: $id) { state done total perSecond leftS kind } }"


@pytest.fixture
def ring(case: Workspace, tmp_path: Path) -> Workspace:
    """The case with five hundred persons more, each with three acquaintances."""
    people = [entity(f"p{i}", "Person", name=f"Osoba {i}") for i in range(500)]
    ties = [
        entity(f"t{i}-{k}", "Associate", person=f"p{i}", associate=f"p{(i + k) % 500}")
        for i in range(500)
        for k in (1, 7, 31)
    ]
    path = write_entities(tmp_path / "ring.ftm.json", [*people, *ties])
    ingest(case, local_operator(), [path], IngestOptions(case="konac"))
    return case


@contextmanager
def serving(workspace: Workspace, dist: Path) -> Iterator[int]:
    """Serve as `klupko serve` does, on a port of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(create_app(workspace, dist=dist), log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(15)


def until(get: Callable[[], Any], there: Callable[[Any], bool]) -> Any:
    """Return what `get` gives once it is as wanted, within half a minute."""
    deadline = time.monotonic() + 30
    while not there(found := get()):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def test_it_is_followed_and_cancelled(
    ring: Workspace, client: TestClient, token: Token
) -> None:
    """By its owner alone; the request that waits is told."""
    answers: list[Any] = []
    headers = token("ana")

    def ask() -> None:
        answers.append(client.post("/graphql", json=ASKED, headers=headers).json())

    def job(user: str = "ana") -> Any:
        body = {"query": JOB, "variables": {"id": ID}}
        answer = client.post("/graphql", json=body, headers=token(user)).json()
        return answer["data"]["job"]

    thread = threading.Thread(target=ask)
    thread.start()
    found = until(job, lambda one: one and one["done"])
    assert (found["state"], found["kind"]) == ("RUNNING", "betweenness")
    assert found["total"] == 2000 and found["perSecond"] > 0 and found["leftS"] > 0
    assert job("boris") is None
    cancel = {
        "query": "mutation($id: ID!) { cancelJob(id: $id) { id } }",
        "variables": {"id": ID},
    }
    stranger = client.post("/graphql", json=cancel, headers=token("boris")).json()
    assert stranger["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    mine = client.post("/graphql", json=cancel, headers=headers).json()
    assert mine["data"]["cancelJob"]["id"] == ID
    thread.join(10)
    assert answers[0]["errors"][0]["extensions"]["code"] == "CANCELLED"
    assert job()["state"] == "CANCELLED"


def test_closing_the_request_ends_it(ring: Workspace, dist: Path, token: Token) -> None:
    """Nobody waits for the answer any more: nothing is computed for it."""
    headers = token("ana")
    with serving(ring, dist) as port:
        body = json.dumps(ASKED)
        lines = [
            "POST /graphql HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            f"Authorization: {headers['Authorization']}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        with socket.create_connection(("127.0.0.1", port)) as asker:
            asker.sendall("\r\n".join([*lines, "", body]).encode())

            def job() -> Any:
                computing = ring.find_computing()
                known = computing._known if computing else {}
                return known.get(ID)

            until(job, lambda one: one is not None and one.done > 0)
        ended = until(job, lambda one: one.state.is_final)
        assert ended.state == "CANCELLED"


def test_an_id_is_a_text(client: TestClient, token: Token) -> None:
    """Anything else is told of before anything is computed."""
    wrong = {**ASKED, "extensions": {"job": 7}}
    answer = client.post("/graphql", json=wrong, headers=token("ana"))
    assert answer.status_code == 400


def test_an_erasure_is_not_kept_waiting(
    ring: Workspace, client: TestClient, token: Token
) -> None:
    """The graph is not held while it is computed; what is computed of it is ended."""
    answers: list[Any] = []

    def ask() -> None:
        headers = token("ana")
        answers.append(client.post("/graphql", json=ASKED, headers=headers).json())

    thread = threading.Thread(target=ask)
    thread.start()
    until(
        lambda: (ring.find_computing() or ring.computing)._known.get(ID),
        lambda one: one is not None and one.done > 0,
    )
    try:
        ring.store.compact()
        assert not answers
    finally:
        ring.forget_derived()
        thread.join(10)
    assert answers[0]["errors"][0]["extensions"]["code"] == "CANCELLED"
