"""Extracts too large to be held are read from a map of them, in bounded memory."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.access import Principal
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.sandbox import MEMORY
from backend.workspace import Workspace
from extraction.model import TOO_LARGE
from extraction.reading.leaves import DEFAULT_LIMITS

Take = Callable[[Path], IngestReport]
ROW = b"+38164%07d;+38765%06d;%02d.03.2025;%02d:%02d:07;%d;BG1200;"
PADDED = 90_000


@pytest.fixture
def take(workspace: Workspace, operator: Principal) -> Take:
    """Return a function that takes one file into a case."""
    return lambda path: ingest(
        workspace, operator, [path], IngestOptions(case="large", country="rs")
    )


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A list of calls larger than what a child may take; its rows are long."""
    path = tmp_path / "calls.csv"
    rows = max(MEMORY, DEFAULT_LIMITS.leaf_bytes) // PADDED + 100
    with path.open("wb") as file:
        file.write(b"Caller;Called;Date;Time;Duration;Cell;Comment\n")
        for i in range(rows):
            numbers = (1_000_000 + i % 40, 100_000 + i % 30)
            moment = (1 + i % 28, i // 60 % 24, i % 60)
            file.write(ROW % (*numbers, *moment, i % 600) + b"x" * PADDED + b"\n")
    return path


def test_a_list_of_calls_too_large_to_hold_is_read(take: Take, calls: Path) -> None:
    """Whole, in a child that may hold less than the file; twice is once."""
    assert calls.stat().st_size > MEMORY
    report = take(calls)
    assert report.as_json()["structured"] == 1 and report.rejected == []
    assert report.records > calls.stat().st_size // (2 * PADDED)
    assert take(calls).as_json()["duplicates"] == 1


def test_a_text_too_large_that_no_importer_reads_is_refused(
    take: Take, tmp_path: Path
) -> None:
    """The reason is its size; nothing of it is read as a document."""
    path = tmp_path / "notes.txt"
    with path.open("wb") as file:
        for _ in range(DEFAULT_LIMITS.leaf_bytes // (1 << 20) + 1):
            file.write(b"a" * (1 << 20))
    (told,) = take(path).as_json()["rejected"]
    assert told["reason"] == TOO_LARGE
