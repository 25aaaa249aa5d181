"""Fixtures that every room shares."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["tests.neo4j_server", "tests.gephi"]

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """Return a finder of folders of the shared corpora and cases.

    A missing one skips the test with the reason, and fails it in CI.
    """

    def find(folder: str) -> Path:
        path = SHARED_DATA / folder
        if not path.exists():
            reason = f"shared data folder {folder} is not here"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find
