"""The server over the small case, asked in this process."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.app import create_app
from backend.workspace import Workspace

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A built page."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Stranica</title>")
    (folder / "assets" / "app.js").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def client(case: Workspace, dist: Path) -> Iterator[TestClient]:
    """A client without a session; jobs run."""
    with TestClient(create_app(case, dist=dist)) as opened:
        yield opened


@pytest.fixture
def token(case: Workspace) -> Callable[[str], dict[str, str]]:
    """Return a function that gives a user's header."""

    def make(user: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {case.accounts.issue_token(user, 60)}"}

    return make
