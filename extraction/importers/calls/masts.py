"""Lists of masts: where the cells are that operators' lists of calls name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from extraction.importers.base import ImportOptions
from extraction.importers.calls.calls import name_cell
from extraction.importers.keys import derive_id
from extraction.importers.places.places import read_coordinate
from extraction.importers.tables.callcolumns import (
    HEADER_WITHIN,
    find_fields,
    is_call_header,
)
from extraction.importers.tables.delimited import find_delimiter
from extraction.importers.tables.grid import BadRow, Grid, Row, Table, table_below
from extraction.importers.tables.table import has_sheet, is_book, read_sheets
from extraction.model import Leaf, Rejection
from graph.model import Place, Record, Value

_NEEDED = {"cell", "latitude", "longitude"}
_OTHERWISE = {
    "caller",
    "called",
    "number_a",
    "number_b",
    "correspondent",
    "date",
    "start",
}
_MOST = {"latitude": 90.0, "longitude": 180.0}


class MastImporter:
    """Tables of cells with coordinates: each an Address, named as lists of calls do."""

    name = "masts"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header names a cell and its coordinates, and no call."""
        is_table = is_book(leaf) or find_delimiter(leaf.content) is not None
        return is_table and has_sheet(leaf, open_masts)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream an Address a row, or a rejection that names the row."""
        yield from read_sheets(
            leaf, open_masts, "no list of masts", lambda opened: opened.read(leaf.path)
        )


@dataclass(frozen=True, slots=True)
class Masts:
    """A list of masts below its header; `at` are the positions of its fields."""

    at: Mapping[str, int]
    table: Table

    def read(self, path: str) -> Iterator[Record | Rejection]:
        """Yield an Address a row; a row without a place on Earth is a rejection."""
        for row in self.table.rows:
            where = self.table.locate(row.number)
            if isinstance(row, BadRow):
                yield Rejection(path, row.reason, where)
                continue
            found = self._record(row, Place(record=where))
            yield Rejection(path, found, where) if isinstance(found, str) else found

    def _record(self, row: Row, place: Place) -> Record | str:
        """Return the row's Address, or what is wrong with it."""
        told = {field: row.cells[at].strip() for field, at in self.at.items()}
        name = name_cell(told.get("lac", ""), told["cell"])
        if not told["cell"]:
            return "it names no cell"
        values = [Value("name", name)]
        for field, most in _MOST.items():
            found = read_coordinate(told[field], most)
            if found is None:
                return f"its {field} cannot be read"
            values.append(Value(field, f"{found:.6f}".rstrip("0").rstrip(".")))
        if told.get("cell_address"):
            values.append(Value("full", told["cell_address"]))
        return Record(
            f"mast-{derive_id([name], 'mast')}", "Address", tuple(values), place
        )


def open_masts(grid: Grid) -> Masts | None:
    """Return a list of masts, or None where the grid is none."""
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, Row):
            fields = find_fields(row.cells)
            if is_call_header({*fields, "type"}):
                return None
            if fields.keys() >= _NEEDED and fields.keys().isdisjoint(_OTHERWISE):
                return Masts(fields, table_below(grid, row))
    return None
