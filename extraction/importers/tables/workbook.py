"""Workbooks (XLSX, XLS, ODS) and DBF as grids, one a sheet that holds rows."""

from collections.abc import Iterable, Iterator, Sequence

from extraction.importers.tables.grid import MAX_CELL, MAX_COLUMNS, BadRow, Grid, Row
from extraction.reading.sheets import cell_text, is_workbook, iter_sheets
from graph.errors import InvalidInput

__all__ = ["is_workbook", "read_workbook"]

MAX_EMPTY_RUN = 1_048_576


def read_workbook(data: bytes) -> Iterator[Grid]:
    """Yield the sheets that hold a cell, in order; read each before the next.

    Raises InvalidInput for encrypted, damaged or oversized workbooks.
    """
    for name, rows in iter_sheets(data):
        yield Grid(_rows(rows), name)


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[Row | BadRow]:
    number = empty = 0
    try:
        for number, cells in enumerate(rows, start=1):
            empty = 0 if any(cell not in (None, "") for cell in cells) else empty + 1
            if empty > MAX_EMPTY_RUN:
                yield BadRow(number, "a sheet cannot have so many rows")
                return
            if not empty:
                yield _row(number, cells)
    except InvalidInput:
        yield BadRow(number + 1, "the sheet breaks off here")


def _row(number: int, cells: Sequence[object]) -> Row | BadRow:
    if len(cells) > MAX_COLUMNS:
        return BadRow(number, f"has more than {MAX_COLUMNS} cells")
    texts = [cell_text(cell) for cell in cells]
    if any(len(text) > MAX_CELL for text in texts):
        return BadRow(number, f"a cell is longer than {MAX_CELL} characters")
    return Row(number, texts)
