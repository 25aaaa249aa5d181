"""How far an import is, by the bytes of its files and by a clock of our own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.access import Principal
from backend.ingest import IngestOptions, ingest
from backend.ingest.progress import Meter, Step
from backend.workspace import Workspace
from tests.backend.ingest.test_large import ROW


def ticks() -> Iterator[float]:
    """Yield 0, 10, 20…"""
    now = 0.0
    while True:
        yield now
        now += 10.0


def test_the_time_left_follows_from_what_is_read() -> None:
    """A quarter in ten seconds leaves thirty; files behind count, too."""
    clock = ticks()
    meter = Meter(lambda: next(clock))
    meter.expect(1_000_000)
    meter.expect(3_000_000)
    assert meter.step(0, 0).left_s is None
    meter.passed(1_000_000)
    step = meter.step(4_000, 1)
    assert step == Step(4_000, 1, 2, 1_000_000, 4_000_000, 200.0, 60.0)
    assert str(step) == "4,000 records, 1.0 of 4.0 MB, 200 records/s, 1:00 left"
    assert meter.step(4_000, 9, inside=9_000_000).left_s == 0


@pytest.mark.parametrize(
    ("name", "head", "row"),
    [
        ("calls.csv", b"Caller;Called;Date;Time;Duration;Cell;Comment\n", b""),
        (
            "people.json",
            b"",
            b'{"id": "p%d", "schema": "Person", "properties": {"name": ["Ana %d"]}}',
        ),
    ],
)
def test_a_long_file_is_followed_inside(
    workspace: Workspace,
    operator: Principal,
    tmp_path: Path,
    name: str,
    head: bytes,
    row: bytes,
) -> None:
    """Its steps come nearer to its size, and the last has all of it."""
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(head)
        for i in range(12_000):
            values = (i, i) if row else (i, i, 1 + i % 28, i % 24, i % 60, i % 600)
            file.write((row or ROW) % values + b"x" * (0 if row else 200) + b"\n")
    steps: list[Step] = []
    options = IngestOptions(case="konac", country="rs")
    ingest(workspace, operator, [path], options, steps.append)
    read = [step.bytes for step in steps]
    size = path.stat().st_size
    assert read == sorted(read) and 0 < read[0] < size and read[-1] == size
    assert steps[-1].left_s == 0 and steps[-1].per_second > 0
