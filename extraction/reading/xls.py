"""Excel 95–2003 workbooks (.xls) to their rows, by xlrd."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlrd

from extraction.reading.formats import ENCRYPTED
from graph.errors import InvalidInput

_UNREADABLE = "table: the workbook cannot be read"


def iter_xls(data: bytes) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """Yield each sheet's name and rows; read each before the next.

    Raises InvalidInput where a password is needed or the file is damaged.
    """
    book = _open(data)
    for number in range(book.nsheets):
        try:
            sheet = book.sheet_by_index(number)
        except Exception as error:  # the library trusts what records say
            raise InvalidInput(_UNREADABLE) from error
        yield str(sheet.name), _iter_rows(sheet, book.datemode)
        book.unload_sheet(number)


def _open(data: bytes) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        )
    except Exception as error:  # the library trusts what records say
        locked = isinstance(error, xlrd.XLRDError) and "encrypted" in str(error)
        raise InvalidInput(ENCRYPTED if locked else _UNREADABLE) from error


def _iter_rows(sheet: Any, mode: int) -> Iterator[Sequence[object]]:
    for number in range(sheet.nrows):
        kinds, values = sheet.row_types(number), sheet.row_values(number)
        yield [_read(*pair, mode) for pair in zip(kinds, values, strict=True)]


def _read(kind: int, value: object, mode: int) -> object:
    if kind == xlrd.XL_CELL_DATE and isinstance(value, float):
        try:
            moment = xlrd.xldate_as_datetime(value, mode)
        except (OverflowError, ValueError):
            return value
        return moment if value >= 1 else moment.time()
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return "" if kind == xlrd.XL_CELL_ERROR else value
