"""A map of a large file gives its pages back while it is read on."""

from pathlib import Path

import pytest

from graph.mapped import Mapped

MB = 1 << 20
SIZE = 256 * MB
ALLOWED = 64 * MB


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Return a file of 256 MB, all zeros but for a line's end in the last byte."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(SIZE - 1)
        file.seek(SIZE - 1)
        file.write(b"\n")
    return path


def resident() -> int:
    """Return how many bytes of mapped files count as this process's."""
    words = Path("/proc/self/statm").read_text("ascii").split()
    return int(words[2]) * 4_096


def test_slices_give_pages_back(large: Path) -> None:
    """Read once from begin to end, some tens of megabytes are there at a time."""
    before = resident()
    with large.open("rb") as file, Mapped(file) as held:
        peak = total = 0
        for at in range(0, len(held), MB):
            total += len(held[at : at + MB])
            peak = max(peak, resident())
        assert held[-1] == ord("\n") and held[:2] == b"\0\0"
    assert total == SIZE
    assert MB <= peak - before < ALLOWED


def test_reading_gives_pages_back(large: Path) -> None:
    """Reading on does so too, and gives what the file has."""
    before = resident()
    with large.open("rb") as file, Mapped(file) as held:
        peak, pieces = 0, []
        while piece := held.read(MB):
            pieces.append(len(piece))
            peak = max(peak, resident())
    assert sum(pieces) == SIZE
    assert peak - before < ALLOWED


def test_finding_gives_pages_back(large: Path) -> None:
    """What a search has passed goes."""
    before = resident()
    with large.open("rb") as file, Mapped(file) as held:
        assert held.find(b"\n") == SIZE - 1
        assert held.find(b"x", 5, 10) == -1
        assert resident() - before < ALLOWED


def test_empty(tmp_path: Path) -> None:
    """An empty file cannot be mapped, and that is said."""
    path = tmp_path / "empty"
    path.touch()
    with path.open("rb") as file, pytest.raises(ValueError, match="empty"):
        Mapped(file)
