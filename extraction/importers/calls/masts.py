"""Lists of masts: where the cells are that operators' lists of calls name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from extraction.importers.base import ImportOptions
from extraction.importers.calls.calls import name_cell
from extraction.importers.keys import derive_id
from extraction.importers.places.places import read_coordinate, write_coordinate
from extraction.importers.tables.callcolumns import (
    HEADER_WITHIN,
    find_fields,
    is_call_header,
)
from extraction.importers.tables.grid import Grid, Row, Table, cells_of, table_below
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
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
        return may_be_table(leaf) and has_sheet(leaf, open_masts)

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
            try:
                yield self._record(cells_of(row), Place(record=where))
            except InvalidInput as error:
                yield Rejection(path, str(error), where)

    def _record(self, cells: Sequence[str], place: Place) -> Record:
        told = {field: cells[at] for field, at in self.at.items()}
        name = name_cell(told.get("lac", ""), told["cell"])
        if not told["cell"]:
            raise InvalidInput("it names no cell")
        values = [Value("name", name)]
        for field, most in _MOST.items():
            found = read_coordinate(told[field], most)
            if found is None:
                raise InvalidInput(f"its {field} cannot be read")
            values.append(Value(field, write_coordinate(found)))
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
