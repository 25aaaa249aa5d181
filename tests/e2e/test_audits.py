"""The audits of GraphQL over HTTP on the real server; they are in audits.test.ts."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


@pytest.mark.timeout(300)
def test_every_audit_of_graphql_http_is_passed() -> None:
    """All 61, GET and both media types included."""
    if shutil.which("npm") is None or not (FRONTEND / "node_modules").is_dir():
        reason = "npm or the page's packages are not installed (make setup)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        ["npm", "run", "--silent", "e2e", "--", "audits.test.ts"],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        check=False,
    )
    told = (done.stdout + done.stderr)[-8000:]
    print(told)  # noqa: T201
    assert done.returncode == 0, told
    assert "61 of 61 ok" in told
