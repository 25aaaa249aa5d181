"""Workbooks (XLSX, XLSB, XLS, ODS): what is checked of all, and their pages of text."""

import io
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import IO

import python_calamine

from extraction.reading.compound import MAGIC, Compound
from extraction.reading.formats import ENCRYPTED
from extraction.reading.markup import DECLARED
from extraction.reading.zips import DAMAGE, open_zip_file
from graph.errors import InvalidInput

KINDS = frozenset(("xlsx", "xlsb", "xls", "ods"))
MAX_UNPACKED = 2 << 30
MAX_PART_RATIO = 100
MAX_TEXT = 128 << 20
MAX_WIDTH = 1024
_DAMAGED = "the workbook cannot be read"
_OVERLAP = 10_000
_DOCTYPES = tuple(
    "<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be")
)
_NEVER_COMPUTED = re.compile(
    rb"<c(?![^>]*\bt=)[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_LOCKED = 0x002F


def read_sheets(data: bytes) -> list[str]:
    """Return a page for each sheet: its name, then a line for each row that is filled.

    Raises InvalidInput for encrypted, damaged or oversized workbooks.
    """
    check_workbook(data)
    return ["\n".join((name, *_iter_lines(rows))) for name, rows in iter_sheets(data)]


def _iter_lines(rows: Iterator[list[object]]) -> Iterator[str]:
    for row in rows:
        texts = [" ".join(cell_text(cell).split()) for cell in row[:MAX_WIDTH]]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield " | ".join(texts)


def iter_sheets(data: bytes) -> Iterator[tuple[str, Iterator[list[object]]]]:
    """Yield each sheet's name and rows; an empty cell is an empty text.

    Raises InvalidInput where the workbook is damaged.
    """
    with _explained():
        book = python_calamine.load_workbook(io.BytesIO(data))
        names = book.sheet_names
    for name in names:
        with _explained():
            rows = book.get_sheet_by_name(name).iter_rows()
        yield name, _iter_rows(rows)


def _iter_rows(rows: Iterator[Sequence[object]]) -> Iterator[list[object]]:
    while True:
        with _explained():
            row = next(rows, None)
        if row is None:
            return
        yield list(row)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the library fails with, a panic included, into a reason."""
    try:
        yield
    except python_calamine.CalamineError as error:
        raise InvalidInput(f"table: {_DAMAGED}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise InvalidInput(f"table: {_DAMAGED}") from error


def check_workbook(data: bytes) -> None:
    """Raise InvalidInput for a workbook that is locked, or that attacks its reader.

    Document types, whose entities can do harm, are refused in any part; so are formulas
    that were never computed: they would read as empty.
    """
    if data.startswith(MAGIC):
        if _is_locked(data):
            raise InvalidInput(ENCRYPTED)
        return
    try:
        with open_zip_file(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes([(p.filename, p.file_size, p.compress_size) for p in parts])
            for part in parts:
                sheet = part.filename.startswith("xl/worksheets/")
                if part.filename.endswith((".xml", ".rels")) or sheet:
                    with archive.open(part) as file:
                        _check_part(file, sheet)
    except DAMAGE as error:
        raise InvalidInput("table: the workbook is damaged") from error


def _is_locked(data: bytes) -> bool:
    """Whether a password is among the first records of an XLS."""
    file = Compound(data)
    book = file.find("Workbook") or file.find("Book") or b""
    at = 0
    for _ in range(8):
        if at + 4 > len(book):
            return False
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _LOCKED:
            return True
        at += 4 + size
    return False


def _check_sizes(parts: list[tuple[str, int, int]]) -> None:
    if sum(size for _, size, _ in parts) > MAX_UNPACKED:
        raise InvalidInput("table: the workbook is too large when unpacked")
    for name, size, packed in parts:
        if size > MAX_PART_RATIO * max(packed, 10_486):
            raise InvalidInput(f"table: compressed more than {MAX_PART_RATIO} times")
        if name.endswith(("sharedStrings.xml", "content.xml")) and size > MAX_TEXT:
            raise InvalidInput("table: the workbook holds too much text")


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
