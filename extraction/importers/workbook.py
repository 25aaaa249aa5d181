"""XLSX workbooks as grids, one a sheet that holds rows, within limits."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from extraction.importers.grid import MAX_CELL, MAX_COLUMNS, BadRow, Grid, Row
from extraction.reading import zips
from extraction.reading.markup import DECLARED
from graph.errors import InvalidInput

MAX_UNPACKED = 2 << 30
MAX_PART_RATIO = 100
MAX_SHARED_STRINGS = 128 << 20
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
)
_OVERLAP = 10_000
_DOCTYPES = tuple(
    "<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be")
)
_NEVER_COMPUTED = re.compile(
    rb"<c(?![^>]*\bt=)[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook, or an encrypted one."""
    if data.startswith(_OLE):
        return is_encrypted(data)
    if not data.startswith(b"PK"):
        return False
    try:
        with zips.open_zip_file(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except InvalidInput:
        return False


def is_encrypted(data: bytes) -> bool:
    """Whether this is an Office package under a password."""
    return data.startswith(_OLE) and _ENCRYPTED in data


def read_workbook(data: bytes) -> Iterator[Grid]:
    """Yield the sheets that hold a cell, in order; read each before the next.

    Raises InvalidInput for encrypted, damaged or oversized workbooks.
    """
    if is_encrypted(data):
        raise InvalidInput("table: the workbook is encrypted")
    _check_size(data)
    _check_parts(data)
    book = _open(data)
    try:
        for sheet in book.worksheets:
            yield Grid(_rows(sheet), sheet.title)
    finally:
        book.close()


def _open(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        except _DAMAGE as error:
            raise InvalidInput("table: the workbook cannot be read") from error


def _check_size(data: bytes) -> None:
    try:
        with zips.open_zip_file(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except InvalidInput as error:
        raise InvalidInput("table: the workbook is damaged") from error
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise InvalidInput("table: the workbook is too large when unpacked")
    for part in parts:
        if part.file_size > MAX_PART_RATIO * max(part.compress_size, 10_486):
            raise InvalidInput(f"table: compressed more than {MAX_PART_RATIO} times")
        if part.filename.endswith("sharedStrings.xml") and (
            part.file_size > MAX_SHARED_STRINGS
        ):
            raise InvalidInput("table: the workbook holds too much text")


def _check_parts(data: bytes) -> None:
    """Refuse document types, whose entities can do harm, in any part.

    Formulas that were never computed are refused, too: they would read as empty.
    """
    try:
        with zips.open_zip_file(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                sheet = part.filename.startswith("xl/worksheets/")
                if part.filename.endswith((".xml", ".rels")) or sheet:
                    with archive.open(part) as file:
                        _check_part(file, sheet)
    except _DAMAGE as error:
        raise InvalidInput("table: the workbook is damaged") from error


def _check_part(file: IO[bytes], sheet: bool) -> None:
    before = b""
    while chunk := file.read(1 << 20):
        piece = before + chunk
        if any(mark in piece for mark in _DOCTYPES):
            raise InvalidInput(f"table: {DECLARED}")
        if sheet and _NEVER_COMPUTED.search(piece):
            raise InvalidInput(
                "table: formulas without results; open the workbook in a "
                "spreadsheet program and save it"
            )
        before = chunk[-_OVERLAP:]


def _rows(sheet: Any) -> Iterator[Row | BadRow]:
    sheet.reset_dimensions()
    number = empty = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            empty = 0 if any(cell is not None for cell in cells) else empty + 1
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


def cell_text(cell: object) -> str:
    """Return a cell as text: ISO dates and times, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, timedelta):
        return str(int(cell.total_seconds()))
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()
