"""The real program, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Klupko = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose store and data are in the test's folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KLUPKO_")}
    kept["KLUPKO_STORE"] = f"embedded:{tmp_path / 'store'}"
    kept["XDG_DATA_HOME"] = str(tmp_path / "data")
    return kept


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Children heed SIGINT, also where a shell runs the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def program() -> Path:
    """The installed program."""
    return Path(sys.executable).with_name("klupko")


@pytest.fixture
def klupko(program: Path, environment: dict[str, str]) -> Klupko:
    """Return a function that runs the program and returns how it ended."""

    def run(*arguments: object, **given: Any) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(program), *map(str, arguments)],
            env=environment | given.pop("env", {}),
            capture_output=True,
            text=True,
            timeout=120,
            **given,
        )

    return run


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file of two persons who know each other."""
    path = tmp_path / "people.ftm.json"
    lines: list[dict[str, Any]] = [
        {"id": "ana", "schema": "Person", "properties": {"name": ["Ana Anić"]}},
        {"id": "bojan", "schema": "Person", "properties": {"name": ["Bojan Bojić"]}},
        {
            "id": "veza",
            "schema": "Associate",
            "properties": {"person": ["ana"], "associate": ["bojan"]},
        },
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path
