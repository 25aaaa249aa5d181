"""What a database's write-ahead log has, and its file has not yet."""

import pytest

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.importers.phones import sqlitelog
from extraction.importers.phones.sqlitefile import Database
from extraction.model import Leaf
from graph.errors import InvalidInput
from graph.model import Record
from tests.extraction.importers.logs import LOG, LOGGED, logged


def calls(data: bytes, log: bytes) -> int:
    """Return how many calls a database with its log has."""
    leaf = Leaf("calllog.db", "calllog.db", data, log=log)
    importer = find_importer(leaf, ImportOptions())
    if importer is None:
        return -1
    rows = importer.read(leaf, ImportOptions())
    return sum(isinstance(row, Record) and row.schema == "Call" for row in rows)


def test_what_was_committed_is_read_from_the_log() -> None:
    """And nothing of it without the log."""
    assert calls(LOGGED, b"") == 0 and calls(LOGGED, LOG) == 3


@pytest.mark.parametrize("page", [512, 4096, 65536])
def test_pages_of_all_sizes_are_read(page: int) -> None:
    """And tables that are in the log alone."""
    data, log = logged(40, table=False, page=page)
    assert calls(data, b"") == -1 and calls(data, log) == 40


def test_a_cut_log_gives_what_stands_before_the_cut() -> None:
    """The last whole commit counts."""
    assert calls(LOGGED, LOG[:-4000]) in (1, 2, 3)
    assert calls(LOGGED, LOG[:5000]) in (0, 1)
    assert calls(LOGGED, LOG[:40]) == 0


def test_a_damaged_page_ends_the_log() -> None:
    """Its checksum does not hold."""
    damaged = bytearray(LOG)
    damaged[32 + 24 + 100] ^= 1
    assert calls(LOGGED, bytes(damaged)) == 0


def test_another_databases_log_changes_nothing() -> None:
    """Nor what is no log."""
    _, other = logged(2, page=512)
    assert calls(LOGGED, other) == 0 and calls(LOGGED, b"x" * 9000) == 0


def test_a_log_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A larger one is said, with what to do."""
    monkeypatch.setattr(sqlitelog, "MAX_LOG", 100)
    with pytest.raises(InvalidInput, match="checkpoint"):
        Database(LOGGED, LOG)
