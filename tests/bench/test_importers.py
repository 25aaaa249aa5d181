"""What importers are measured with is what they take, whole, and so do their peers."""

from pathlib import Path

import pytest

from bench.extracts import EXTRACTS
from bench.importers import ASKED, PEERS
from bench.large import CHUNK, Run, write_calls
from extraction.importers import find_importer
from extraction.model import Leaf, Rejection

FEW = 30


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", EXTRACTS)
def test_made_up_extracts_are_taken(name: str) -> None:
    """Each record gives one or more, and none is refused; the peer reads it, too."""
    file, make = EXTRACTS[name]
    leaf = Leaf(file, file, make(FEW))
    importer = find_importer(leaf, ASKED)
    assert importer is not None and importer.name == name.partition(",")[0]
    found = list(importer.read(leaf, ASKED))
    assert not [item for item in found if isinstance(item, Rejection)]
    assert len({item.place.record for item in found}) >= FEW  # type: ignore[union-attr]
    for parse in PEERS[name].values():
        assert parse(leaf.data)


READS_AS_MUCH = (
    ("ftm", "followthemoney"),
    ("cdr", "csv, by columns"),
    ("cdr", "csv, phonenumbers"),
    ("bank", "csv, by columns"),
    ("camt", "lxml, read"),
    ("smsbackup", "lxml, read"),
    ("phonedb", "sqlite3, by columns"),
    ("phonedb", "sqlite3, phonenumbers"),
)


@pytest.mark.parametrize(("name", "peer"), READS_AS_MUCH)
def test_a_peer_that_gives_fields_meets_every_record(name: str, peer: str) -> None:
    """What stands for the fields of a record is found once for each record."""
    assert PEERS[name][peer](EXTRACTS[name][1](FEW)) == FEW


def test_a_large_list_is_as_large_as_asked(tmp_path: Path) -> None:
    """At least so many bytes, every row of the length that was asked for."""
    path = tmp_path / "calls.csv"
    rows = write_calls(path, 3_000_000, 200)
    lines = path.read_bytes().splitlines(keepends=True)
    assert path.stat().st_size >= 3_000_000 and rows == len(lines) - 1 == 2 * CHUNK
    assert {len(line) for line in lines[1:]} == {200}
    head = Leaf("calls.csv", "calls.csv", b"".join(lines[:50]))
    importer = find_importer(head, ASKED)
    assert importer is not None and importer.name == "cdr"


def test_marks_are_set_where_shares_of_the_file_are_passed(tmp_path: Path) -> None:
    """Once for each share, however many steps there are, and once where two are."""
    run = Run(tmp_path, tmp_path / "calls.csv")
    for read in (5, 12, 13, 60, 61, 100, 100):
        run.committed, run.peak_mb = 10 * read, 300.4
        run.mark({"bytes": read, "total_bytes": 100}, read / 10)
    assert [mark["share"] for mark in run.marks] == [0.12, 0.6, 1.0]
    assert run.marks[0] == {
        "share": 0.12,
        "committed": 120,
        "seconds": 1,
        "peak_mb": 300,
    }
