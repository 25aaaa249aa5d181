"""Workbooks and dBase tables to rows of cells, and to pages of text."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from extraction.reading.compound import MAGIC
from extraction.reading.dbf import is_dbf, iter_dbf
from extraction.reading.detection import detect_format
from extraction.reading.ods import iter_ods
from extraction.reading.xls import iter_xls
from extraction.reading.xlsx import iter_xlsx

MAX_WIDTH = 1024
_KINDS = {"xlsx": iter_xlsx, "xls": iter_xls, "ods": iter_ods, "dbf": iter_dbf}


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook or table; one under a password is none."""
    may_be = data.startswith((b"PK", MAGIC)) or is_dbf(data)
    return may_be and detect_format(data).name in _KINDS


def iter_sheets(data: bytes) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """Yield each sheet's name and rows, in order; read each before the next.

    Raises InvalidInput for encrypted, damaged or oversized workbooks, at a row as well.
    """
    read = _KINDS.get(detect_format(data).name, iter_xlsx)
    yield from read(data)


def read_sheets(data: bytes) -> list[str]:
    """Return a page for each sheet: its name, then a line for each row that is filled.

    Raises InvalidInput as iter_sheets does.
    """
    sheets = ((name, _iter_lines(rows)) for name, rows in iter_sheets(data))
    return ["\n".join((name, *lines) if name else lines) for name, lines in sheets]


def _iter_lines(rows: Iterator[Sequence[object]]) -> Iterator[str]:
    for row in rows:
        texts = [" ".join(cell_text(cell).split()) for cell in row[:MAX_WIDTH]]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield " | ".join(texts)


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
