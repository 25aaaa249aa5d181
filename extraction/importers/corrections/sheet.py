"""Sheets of records to correct: their form, as text that people edit and we read.

The first line says which file they are of. A table's sheet, and a database's, has a
line for each row, under the columns of the file and two of ours; any other has the
records' own lines, each under a line that says where it stands.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import NamedTuple

import orjson

from extraction.importers.tables.delimited import guess_delimiter, read_delimited
from extraction.importers.tables.grid import BadRow
from graph.errors import InvalidInput

MAGIC = "##klupko corrections 1 "
_MARK = "##klupko "
_OURS = ("record", "reason")
_BOM = "\ufeff"
_CHANGED = f"corrections: a line that begins {_MARK.strip()} was changed"
MAX_HEAD = 1 << 16
MAX_SHEET = 64 << 20
UNKNOWN = (
    "corrections: its first line was changed: it no longer says which file it is of"
)


class _Mark(NamedTuple):
    """What stands above the lines of a record: its place, and how many they were."""

    place: str
    lines: int


class Shape(StrEnum):
    """What a sheet holds: rows of a table or of a database, lines, files, or a list."""

    ROWS = "rows"
    DATABASE = "database"
    LINES = "lines"
    FILES = "files"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which file the records are of, how it was read, and under which conditions.

    `sheet` is a workbook's, or the table of a database; `log` the SHA-256 of a
    database's log, `phone` as `Phone.told`. `evaluation` is as `B2`, `handling` as
    `H1,H2`.
    """

    shape: Shape
    name: str = ""
    path: str = ""
    sha256: str = ""
    importer: str = ""
    case: str = ""
    compartment: str = ""
    handling: str = ""
    evaluation: str = ""
    country: str = ""
    sheet: str = ""
    log: str = ""
    phone: str = ""

    @property
    def line(self) -> str:
        """The first line of a sheet."""
        told = {name: text for name, text in asdict(self).items() if text}
        return MAGIC + orjson.dumps(told).decode()


_NAMES = frozenset(field.name for field in fields(Origin))


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: where it stood and why it was refused, its cells or its text.

    `lines` is how many lines of the file its text stands for.
    """

    place: str
    reason: str = ""
    cells: tuple[str, ...] = ()
    text: str = ""
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's records to correct; `columns` where they are rows."""

    origin: Origin
    entries: tuple[Entry, ...]
    columns: tuple[str, ...] = ()

    def as_bytes(self) -> bytes:
        """Return the sheet as UTF-8: semicolons between cells, as spreadsheets read."""
        text = "".join(_write(self))
        return (_BOM + text if self.columns else text).encode("utf-8", "replace")


def is_sheet(content: bytes) -> bool:
    """Whether it begins as a sheet of ours."""
    return _head(content).removeprefix('"').startswith(MAGIC)


def read_origin(content: bytes) -> Origin:
    """Return what a sheet's first line says. Raises InvalidInput."""
    line = _head(content).partition("\n")[0].rstrip("\r")
    try:
        if line.startswith('"'):
            line = next(csv.reader([line]), [""])[0]
        return _origin(orjson.loads(line.strip().removeprefix(MAGIC)))
    except (ValueError, csv.Error) as error:
        raise InvalidInput(UNKNOWN) from error


def read_sheet(content: bytes) -> Sheet:
    """Return a sheet as a person left it; rows that cannot be read keep their reason.

    Raises InvalidInput where its first lines were changed or it is too large.
    """
    if len(content) > MAX_SHEET:
        raise InvalidInput(f"corrections: larger than {MAX_SHEET >> 20} MB")
    origin = read_origin(content)
    if origin.shape in (Shape.ROWS, Shape.DATABASE):
        return _read_table(origin, content)
    text = content.decode("utf-8", "replace").removeprefix(_BOM)
    return Sheet(origin, tuple(_read_entries(text)))


def _origin(told: object) -> Origin:
    """Return what was told. Raises ValueError for anything but what we write."""
    if not isinstance(told, dict) or not _NAMES.issuperset(told):
        raise ValueError("not the names that we write")
    given = {name: str(value) for name, value in told.items()}
    return Origin(Shape(given.pop("shape", "")), **given)


def _head(content: bytes) -> str:
    return content[:MAX_HEAD].decode("utf-8", "replace").removeprefix(_BOM)


def _write(sheet: Sheet) -> Iterator[str]:
    if not sheet.columns:
        yield sheet.origin.line + "\n"
        for entry in sheet.entries:
            told = {"record": entry.place, "lines": entry.lines}
            told["reason"] = entry.reason
            yield f"{_MARK}{orjson.dumps(told).decode()}\n{entry.text}\n"
        return
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow([sheet.origin.line])
    rows.writerow([*_OURS, *sheet.columns])
    for entry in sheet.entries:
        rows.writerow([entry.place, entry.reason, *entry.cells])
    yield out.getvalue()


def _read_table(origin: Origin, content: bytes) -> Sheet:
    """Read the rows under our two columns, whatever stands between cells by now."""
    rows = read_delimited(content, guess_delimiter(content)).rows
    next(rows, None)
    header = next(rows, None)
    if header is None or tuple(header.cells[:2]) != _OURS:
        raise InvalidInput(f"corrections: its columns begin {_OURS[0]}, {_OURS[1]}")
    width = len(header.cells)
    entries = []
    for row in rows:
        if isinstance(row, BadRow):
            raise InvalidInput(f"corrections: row {row.number}: {row.reason}")
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        if cells[0]:
            entries.append(Entry(cells[0], cells[1], tuple(cells[2:])))
    return Sheet(origin, tuple(entries), tuple(header.cells[2:]))


def _read_entries(text: str) -> Iterator[Entry]:
    """Yield what stands under each line of ours."""
    told: _Mark | None = None
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n")[1:]:
        if line.startswith(_MARK):
            if told is not None:
                yield _entry(told, lines)
            told, lines = _read_mark(line), []
        else:
            lines.append(line)
    if told is not None:
        yield _entry(told, lines)


def _read_mark(line: str) -> _Mark:
    try:
        told = orjson.loads(line.removeprefix(_MARK))
    except ValueError as error:
        raise InvalidInput(_CHANGED) from error
    match told:
        case {"record": str(place), "lines": int(lines)}:
            return _Mark(place, lines)
    raise InvalidInput(_CHANGED)


def _entry(told: _Mark, lines: Iterable[str]) -> Entry:
    return Entry(told.place, text="\n".join(lines).rstrip("\n"), lines=told.lines)
