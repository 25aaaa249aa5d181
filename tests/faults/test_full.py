"""A full disk is a clear error, and nothing is lost or half done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
POINTS = 51


@pytest.mark.timeout(1200)
def test_a_disk_that_fills_up_anywhere() -> None:
    """Exit status 3 and what to do; store and graph whole; run again it finishes."""
    if os.geteuid() or sys.platform != "linux":
        reason = "only root on Linux can mount a small disk"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.full", "--points", str(POINTS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if "cannot be mounted" in done.stderr and not os.environ.get("CI"):
        pytest.skip("a small disk cannot be mounted here")
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["points"] >= POINTS
    ended = told["ended"]
    for step in ("import", "document", "resolve"):
        assert ended[f"{step} full before recording"] >= 5, told
        assert ended[f"{step} done"] >= 1, told
    assert ended["import full after recording"] >= 1, told
