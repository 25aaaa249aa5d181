"""XLSX workbooks to their rows, read as they come, and what is checked before."""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import IO
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from extraction.reading import zips
from extraction.reading.markup import DECLARED
from graph.errors import InvalidInput

MAX_UNPACKED = 2 << 30
MAX_PART_RATIO = 100
MAX_SHARED_STRINGS = 128 << 20
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
_UNREADABLE = "table: the workbook cannot be read"


def iter_xlsx(data: bytes) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """Yield each sheet's name and rows; read each before the next.

    Raises InvalidInput for damaged or oversized workbooks, for document types, whose
    entities can do harm, and for formulas never computed, which would read as empty.
    """
    _check_size(data)
    _check_parts(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        except _DAMAGE as error:
            raise InvalidInput(_UNREADABLE) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield sheet.title, _iter_rows(sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _iter_rows(rows: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    try:
        yield from rows
    except _DAMAGE as error:
        raise InvalidInput(_UNREADABLE) from error


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
