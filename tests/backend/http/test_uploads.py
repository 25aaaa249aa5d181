"""Uploads: kept first, read by a job, which another server may finish."""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from backend.app import create_app
from backend.jobs import JobState
from backend.tasks import sweep_uploads
from backend.uploads import safe_name
from backend.workspace import Workspace

Token = Callable[[str], dict[str, str]]
FILE = json.dumps(
    {"id": "novi", "schema": "Person", "properties": {"name": ["Novi Čovek"]}}
).encode()


def wait(workspace: Workspace, number: str) -> dict[str, Any]:
    """Return a job's result when it is done."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job = workspace.jobs.get(number)
        if job.state.is_final:
            assert job.state is JobState.DONE, job.error
            return dict(job.result)
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def wait_for(condition: Callable[[], bool]) -> None:
    """Return when it holds: a job is done just before its files are forgotten."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_upload_is_read_into_its_case(
    client: TestClient, token: Token, case: Workspace
) -> None:
    """The report names files as they were called, and nothing of them stays behind."""
    files = [("file", ("novi.ftm.json", FILE)), ("file", ("prazan.pdf", b""))]
    given = {"case": "konac", "compartment": "sources", "handling": "H1,H2"}
    answer = client.post("/api/files", files=files, data=given, headers=token("boris"))
    assert answer.status_code == 202
    number = answer.json()["job"]
    report = wait(case, number)
    assert (report["files"], report["structured"]) == (2, 1)
    assert report["rejected"][0]["path"] == "prazan.pdf"
    wait_for(lambda: not (case.home / "uploads" / number).exists())
    text = '{ search(text: "novi čovek") { edges { node { statements { edges { node {\
      handling compartment recordedBy } } } } } } }'
    query = {"query": text}
    found = client.post("/graphql", json=query, headers=token("boris")).json()
    (edge,) = found["data"]["search"]["edges"]
    (made,) = edge["node"]["statements"]["edges"]
    assert made["node"] == {
        "handling": ["H1", "H2"],
        "compartment": "sources",
        "recordedBy": "boris",
    }
    hidden = client.post("/graphql", json=query, headers=token("ana")).json()
    assert hidden["data"]["search"]["edges"] == []


def test_an_upload_outlives_a_restart(
    case: Workspace, token: Token, dist: Path
) -> None:
    """What was answered with a job is read, even if that server never began."""
    idle = TestClient(create_app(case, dist=dist))
    answer = idle.post(
        "/api/files",
        files={"file": ("novi.json", FILE)},
        data={"case": "konac"},
        headers=token("ana"),
    )
    number = answer.json()["job"]
    assert case.jobs.take() is not None
    assert case.jobs.get(number).state is JobState.RUNNING
    with TestClient(create_app(case, dist=dist)):
        assert wait(case, number)["structured"] == 1


def test_files_of_ended_jobs_are_swept_at_the_next_start(
    case: Workspace, dist: Path
) -> None:
    """Those of a job to come stay, and those that were just sent."""
    folder = case.home / "uploads"
    ended = case.jobs.queue("ingest", "konac", "ana", {"id": "job-1"})
    case.jobs.cancel(ended.id, "ana")
    for number in ("job-1", "job-2"):
        (folder / number).mkdir(parents=True)
    sweep_uploads(case)
    assert [path.name for path in folder.iterdir()] == ["job-2"]
    os.utime(folder / "job-2", (0, 0))
    with TestClient(create_app(case, dist=dist)):
        assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("user", "given", "status"),
    [
        ("ana", {"case": "konac", "compartment": "sources"}, 404),
        ("gost", {"case": "konac"}, 404),
        ("ana", {"case": "none"}, 404),
        ("rada", {"case": "konac"}, 403),
        ("ana", {}, 400),
        ("ana", {"case": "konac", "handling": "H9"}, 400),
        ("ana", {"case": "konac", "evaluation": "Q1"}, 400),
    ],
)
def test_uploads_are_checked_before_they_are_kept(
    client: TestClient,
    token: Token,
    case: Workspace,
    user: str,
    given: dict[str, str],
    status: int,
) -> None:
    """Nothing is left on the disk of what is refused."""
    files = {"file": ("novi.json", FILE)}
    answer = client.post("/api/files", files=files, data=given, headers=token(user))
    assert answer.status_code == status
    assert not list((case.home / "uploads").glob("*"))


def test_an_upload_without_a_file_is_refused(client: TestClient, token: Token) -> None:
    """There would be nothing to read."""
    files = {"other": ("novi.json", FILE)}
    answer = client.post(
        "/api/files", files=files, data={"case": "konac"}, headers=token("ana")
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\izveštaj.pdf", "izveštaj.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b", "a_b"),
    ],
)
def test_names_stay_in_their_folder(given: str, kept: str) -> None:
    """Whatever a client calls its file."""
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_suffix() -> None:
    """The end says what a file is."""
    assert safe_name("š" * 300 + ".pdf").endswith(".pdf")
    assert len(safe_name("š" * 300 + ".pdf").encode()) <= 200
