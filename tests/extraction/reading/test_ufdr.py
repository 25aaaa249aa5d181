"""UFDR: what of a phone's files is read."""

from pathlib import Path

from extraction.model import Leaf, Rejection
from extraction.reading import iter_leaves
from tests.hostile.files import zip_of

REPORT = b'<project xmlns="http://pa.cellebrite.com/report/2.0"/>'
FILES = {
    "files/Image/a.jpg": b"x",
    "files/Document/ugovor.txt": b"Ugovor",
    "files/Database/msgstore.db": b"x",
}


def unpacked(path: Path, members: dict[str, bytes]) -> tuple[list[str], list[str]]:
    """Return the names of leaves, and the reasons of rejections."""
    path.write_bytes(zip_of(members))
    found = list(iter_leaves([path]))
    leaves = [item.name for item in found if isinstance(item, Leaf)]
    return leaves, [item.reason for item in found if isinstance(item, Rejection)]


def test_the_report_comes_first_and_media_are_counted(tmp_path: Path) -> None:
    """Documents follow; what is left out is told once."""
    leaves, reasons = unpacked(tmp_path / "a.ufdr", {**FILES, "report.xml": REPORT})
    assert leaves == ["report.xml", "ugovor.txt"]
    assert len(reasons) == 1 and "2 media and application files" in reasons[0]


def test_any_other_archive_stays_whole(tmp_path: Path) -> None:
    """A report.xml of something else changes nothing."""
    leaves, reasons = unpacked(
        tmp_path / "a.zip", {**FILES, "report.xml": b"<report/>"}
    )
    assert leaves == ["a.jpg", "ugovor.txt", "msgstore.db", "report.xml"]
    assert not reasons
