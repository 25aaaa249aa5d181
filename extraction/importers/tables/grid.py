"""What tables look like to the importers: numbered rows of text cells under a header.

The readers of delimited text and of workbooks make grids; call records and mapped
tables are read from them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from graph.errors import InvalidInput

MAX_COLUMNS = 1_024
MAX_CELL = 100_000
MAX_ROWS = 20_000_000
SETTLING_ROWS = 2_000

ROW_PLACE = re.compile(r"(?:sheet (?P<sheet>.*) )?row (?P<row>\d{1,9})", re.DOTALL)
"""How `Table.locate` names a row."""
_DATA_LIKE = re.compile(r"[-+]?\d[\d .,:/+()-]*|.*@.*\..*|\d{4}-\d\d-\d\d.*")


class Row(NamedTuple):
    """A row's number as a spreadsheet shows it, from 1, and its cells, stripped."""

    number: int
    cells: list[str]


class BadRow(NamedTuple):
    """A row that cannot be read, why, and its cells as far as they are known."""

    number: int
    reason: str
    cells: Sequence[str] = ()


@dataclass(slots=True)
class Grid:
    """One sheet's rows before anyone knows which one is the header; read once."""

    rows: Iterator[Row | BadRow]
    name: str = ""


@dataclass(slots=True)
class Table:
    """Columns with distinct names, and the rows below them, as long as the header."""

    columns: tuple[str, ...]
    rows: Iterator[Row | BadRow]
    name: str = ""

    def locate(self, row: int) -> str:
        """Return how a record of this row is named: `row 17`, `sheet A row 17`."""
        return f"sheet {self.name} row {row}" if self.name else f"row {row}"


def name_columns(cells: Iterable[str]) -> tuple[str, ...]:
    """Return distinct names: an empty one becomes `column 3`, a second `x (2)`."""
    names: dict[str, None] = {}
    counts: dict[str, int] = {}
    for position, cell in enumerate(cells, start=1):
        wanted = name = cell.strip() or f"column {position}"
        while name in names:
            counts[wanted] = counts.get(wanted, 1) + 1
            name = f"{wanted} ({counts[wanted]})"
        names[name] = None
    return tuple(names)


def looks_like_header(cells: Iterable[str]) -> bool:
    """Whether no cell reads as a number, a date or an e-mail address."""
    return not any(_DATA_LIKE.fullmatch(cell) for cell in cells)


def read_table(grid: Grid) -> Table:
    """Take the first row that is not empty as the header.

    Raises InvalidInput where there is none or it has too many columns.
    """
    for row in grid.rows:
        if isinstance(row, BadRow):
            raise InvalidInput(f"table: the header cannot be read: {row.reason}")
        if any(row.cells):
            return table_below(grid, row)
    raise InvalidInput("table: it is empty")


def table_below(grid: Grid, header: Row) -> Table:
    """Return the rest of `grid` as a table under `header`."""
    cells = trim(header.cells)
    if len(cells) > MAX_COLUMNS:
        raise InvalidInput(f"table: more than {MAX_COLUMNS} columns")
    return Table(name_columns(cells), _fit(grid.rows, len(cells)), grid.name)


def trim(cells: list[str]) -> list[str]:
    """Return the cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _fit(rows: Iterator[Row | BadRow], width: int) -> Iterator[Row | BadRow]:
    for row in rows:
        if row.number > MAX_ROWS:
            yield BadRow(row.number, f"rows after {MAX_ROWS} are not read")
            return
        if isinstance(row, BadRow):
            yield row
        elif any(row.cells):
            yield _fit_row(row, width)


def _fit_row(row: Row, width: int) -> Row | BadRow:
    cells = row.cells
    if len(cells) == width:
        return row
    if len(cells) < width:
        return Row(row.number, cells + [""] * (width - len(cells)))
    if any(cells[width:]):
        return BadRow(row.number, "has more cells than the header has columns")
    return Row(row.number, cells[:width])


def cells_of(row: Row | BadRow) -> list[str]:
    """Return a row's cells. Raises InvalidInput for one that cannot be read."""
    if isinstance(row, BadRow):
        raise InvalidInput(row.reason)
    return row.cells


def put_back(rows: Iterable[Row | BadRow], grid: Grid) -> Grid:
    """Return the grid with rows that were looked at in front again."""
    return Grid(chain(rows, grid.rows), grid.name)


def replace_rows(grid: Grid, replaced: Mapping[str, Sequence[str]]) -> Grid:
    """Return the grid with some rows as a person corrected them, by their place.

    It ends behind the last one of them, what follows says nothing new, but not within
    the rows that readers settle the meaning of columns by. Other sheets stay.
    """
    rows = {}
    for place, cells in replaced.items():
        found = ROW_PLACE.fullmatch(place)
        if found and (found["sheet"] or "") == grid.name:
            rows[int(found["row"])] = list(cells)
    return Grid(_replace(grid.rows, rows), grid.name) if rows else grid


def _replace(
    rows: Iterator[Row | BadRow], replaced: Mapping[int, list[str]]
) -> Iterator[Row | BadRow]:
    last = max(SETTLING_ROWS, *replaced)
    for row in rows:
        if row.number > last:
            return
        cells = replaced.get(row.number)
        yield row if cells is None else Row(row.number, cells)
