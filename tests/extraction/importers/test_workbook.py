"""Workbooks as grids."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from extraction.importers.tables.grid import Row
from extraction.importers.tables.workbook import is_workbook, read_workbook
from extraction.reading.sheets import cell_text
from graph.errors import InvalidInput


def saved(*rows: list[object]) -> bytes:
    """Return a workbook of one sheet."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "true"),
        (3.0, "3"),
        (0.25, "0.25"),
        (356938035643809, "356938035643809"),
        (" Ana ", "Ana"),
        (datetime.fromisoformat("2026-03-02"), "2026-03-02"),
        (datetime.fromisoformat("2026-03-02T00:46"), "2026-03-02 00:46:00"),
        (time(0, 46), "00:46:00"),
        (timedelta(minutes=1, seconds=1), "61"),
    ],
)
def test_cells_become_plain_text(cell: object, text: str) -> None:
    """Dates are ISO 8601, durations seconds, whole numbers without a point."""
    assert cell_text(cell) == text


def test_rows_keep_the_numbers_of_the_sheet() -> None:
    """Empty rows are counted, though they are not there."""
    (rows,) = (list(grid.rows) for grid in read_workbook(saved(["id"], [], [1])))
    assert rows == [Row(1, ["id"]), Row(3, ["1"])]


def test_real_workbooks_are_known(shared_data: Callable[[str], Path]) -> None:
    """By their content, whatever program wrote them."""
    folder = shared_data("cases/documents/ingest-file")
    good = (folder / "file.xlsx").read_bytes()
    assert is_workbook(good)
    assert [grid.name for grid in read_workbook(good)] == ["Sheet1", "Sheet2"]
    for name in ("password_protected.xlsx", "test-documents.zip", "doc.doc"):
        assert not is_workbook((folder / name).read_bytes())
    locked = (folder / "password_protected.xls").read_bytes()
    with pytest.raises(InvalidInput, match="encrypted"):
        list(read_workbook(locked))


@pytest.mark.parametrize("name", ["rom.xls", "rom.ods"])
def test_other_workbooks_give_their_rows(
    shared_data: Callable[[str], Path], name: str
) -> None:
    """Excel 97 and OpenDocument hold the same table, dates as ISO."""
    data = (shared_data("cases/documents/ingest-file") / name).read_bytes()
    assert is_workbook(data)
    rows = [row for grid in read_workbook(data) for row in grid.rows]
    assert len(rows) == 338
    assert isinstance(rows[1], Row)
    assert rows[1].cells[2:4] == ["245", "2011-01-13"]


def test_formulas_that_were_never_computed_are_refused() -> None:
    """Their cells would read as empty, so the file is sent back."""
    with pytest.raises(InvalidInput, match="formulas without results"):
        list(read_workbook(saved(["a", "b"], [1, "=A2+1"])))


@pytest.mark.parametrize("cut", [10, 200, 2_000])
def test_a_damaged_workbook_is_refused(cut: int) -> None:
    """A file that ends too early has a reason, not a traceback."""
    data = saved(["id", "name"], [1, "Ana"])[:-cut]
    with pytest.raises(InvalidInput, match="damaged|cannot be read"):
        list(read_workbook(data))


@pytest.mark.parametrize(("place", "value"), [(10, 99), (8, 1), (6, 99)])
def test_a_workbook_packed_in_an_unknown_way_is_refused(place: int, value: int) -> None:
    """An unknown method, a password, a newer version: a reason for each."""
    data = bytearray(saved(["id", "name"], [1, "Ana"]))
    for at in [found.start() for found in re.finditer(b"PK\x01\x02", data)]:
        data[at + place] = value
    with pytest.raises(InvalidInput, match="damaged|cannot be read"):
        list(read_workbook(bytes(data)))


def test_a_workbook_that_unpacks_to_much_more_is_refused() -> None:
    """A small file cannot fill the memory."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 30_000_000)
    with pytest.raises(InvalidInput, match="more than 100 times"):
        list(read_workbook(data.getvalue()))
