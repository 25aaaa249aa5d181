"""The page in a real Chromium on the real server; the steps are in *.test.ts."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"


def _missing() -> str | None:
    if shutil.which("npm") is None:
        return "npm is not installed"
    if not (FRONTEND / "node_modules").is_dir():
        return "the page's packages are not installed (make setup)"
    chromium = os.environ.get("KLUPKO_CHROMIUM", "/usr/bin/chromium")
    if not Path(chromium).is_file():
        return "Chromium is not installed (Debian: chromium)"
    if not (FRONTEND / "dist" / "index.html").is_file():
        return "the page is not built (make setup)"
    return None


@pytest.mark.browser
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "steps",
    [
        pytest.param("page.test.ts", id="sign-in to evidence, path, undo, table, dark"),
        pytest.param("review.test.ts", id="likely duplicates, by keyboard alone"),
        pytest.param("leads.test.ts", id="leads with their evidence"),
        pytest.param("structure.test.ts", id="the network as a whole"),
        pytest.param("time.test.ts", id="time, borders, ways in order"),
        pytest.param("map.test.ts", id="places and flows on a map"),
        pytest.param("computing.test.ts", id="a long computation, cancelled"),
    ],
)
def test_in_a_real_browser(steps: str) -> None:
    """Each goes through its part of the page, on a server of its own."""
    missing = _missing()
    if missing:
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    done = subprocess.run(
        ["npm", "run", "--silent", "e2e", "--", steps],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]
