"""Workbooks (XLSX, XLSB, XLS, ODS) as grids, one a sheet that holds rows, in limits."""

import io
import warnings
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from extraction.importers.grid import MAX_CELL, MAX_COLUMNS, BadRow, Grid, Row
from extraction.reading import zips
from extraction.reading.detection import detect_format
from extraction.reading.sheets import KINDS, cell_text, check_workbook, iter_sheets
from graph.errors import InvalidInput

MAX_EMPTY_RUN = 1_048_576
_DAMAGE = (
    *zips.DAMAGE,
    ArithmeticError,
    AttributeError,
    LookupError,
    ParseError,
    TypeError,
    InvalidFileException,
    etree.XMLSyntaxError,
    InvalidInput,
)
_BINARY = (b"PK", b"\xd0\xcf\x11\xe0")


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook; one under a password as a whole is none."""
    return data.startswith(_BINARY) and detect_format(data).name in KINDS


def read_workbook(data: bytes) -> Iterator[Grid]:
    """Yield the sheets that hold a cell, in order; read each before the next.

    XLSX is read as it comes, the others sheet by sheet. Raises InvalidInput for
    encrypted, damaged or oversized workbooks.
    """
    check_workbook(data)
    if detect_format(data).name != "xlsx":
        for name, rows in iter_sheets(data):
            yield Grid(_rows(rows), name)
        return
    book = _open(data)
    try:
        for sheet in book.worksheets:
            yield Grid(_read_sheet(sheet), sheet.title)
    finally:
        book.close()


def _open(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        except _DAMAGE as error:
            raise InvalidInput("table: the workbook cannot be read") from error


def _read_sheet(sheet: Any) -> Iterator[Row | BadRow]:
    sheet.reset_dimensions()
    yield from _rows(sheet.iter_rows(values_only=True))


def _rows(rows: Iterable[Iterable[object]]) -> Iterator[Row | BadRow]:
    number = empty = 0
    try:
        for number, row in enumerate(rows, start=1):
            cells = tuple(row)
            empty = 0 if any(cell not in (None, "") for cell in cells) else empty + 1
            if empty > MAX_EMPTY_RUN:
                yield BadRow(number, "a sheet cannot have so many rows")
                return
            if not empty:
                yield _row(number, cells)
    except _DAMAGE:
        yield BadRow(number + 1, "the sheet breaks off here")


def _row(number: int, cells: tuple[object, ...]) -> Row | BadRow:
    if len(cells) > MAX_COLUMNS:
        return BadRow(number, f"has more than {MAX_COLUMNS} cells")
    texts = [cell_text(cell) for cell in cells]
    if any(len(text) > MAX_CELL for text in texts):
        return BadRow(number, f"a cell is longer than {MAX_CELL} characters")
    return Row(number, texts)
