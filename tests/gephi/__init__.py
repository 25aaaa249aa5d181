"""Gephi itself, as a fixture: it opens files and tells what it sees in them."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
JAR = "gephi-toolkit-0.10.1-all.jar"
DIGEST = "3e4f5fd6c7d1d75c1e0bfbeae42cc58a1d22ae7c5d793a498e6c5842f22bf027"
CACHE = HERE.parents[1] / ".build" / "gephi"
Opened = Mapping[str, Any]
Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def gephi() -> Open:
    """Return what opens files in Gephi, assembled by Maven the first time."""
    if not (shutil.which("mvn") and shutil.which("javac")):
        reason = "Gephi needs Maven and a JDK (Debian: maven openjdk-17-jdk-headless)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    jar = CACHE / JAR
    if not jar.is_file():
        goal = (
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
        )
        said = ["mvn", "-q", "-B", goal, f"-DoutputDirectory={CACHE}"]
        subprocess.run(said, cwd=HERE, check=True, timeout=600)
    assert hashlib.sha256(jar.read_bytes()).hexdigest() == DIGEST

    def open_files(*paths: Path) -> Opened:
        said = ["java", "-Djava.awt.headless=true", "-cp", str(jar), "Open.java"]
        done = subprocess.run(
            [*said, *map(str, paths)], cwd=HERE, capture_output=True, timeout=120
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return dict(json.loads(done.stdout))

    return open_files
