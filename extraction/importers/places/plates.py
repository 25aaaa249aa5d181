"""Logs of licence-plate readers as tables: which vehicle was seen where and when."""

from collections.abc import Iterator, Sequence

from extraction.importers.base import ImportOptions
from extraction.importers.keys import derive_id
from extraction.importers.places.passagecolumns import (
    PassageColumns,
    open_plates,
    read_direction,
)
from extraction.importers.places.passages import PassageBook
from extraction.importers.tables.grid import Table, cells_of
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value

_NOTES = ("lane", "speed", "confidence", "remarks")


class PlateLogImporter:
    """Each row a Sighting of a Vehicle at an Address."""

    name = "plates"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header says which plate was read, where and when."""
        return may_be_table(leaf) and has_sheet(leaf, open_plates)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a sighting a row, or a rejection that names the row."""
        yield from read_sheets(
            leaf,
            open_plates,
            "no log of plates",
            lambda opened: _read(leaf.path, *opened),
        )


def _read(
    path: str, columns: PassageColumns, table: Table
) -> Iterator[Record | Rejection]:
    book = PassageBook(columns)
    for row in table.rows:
        where = table.locate(row.number)
        try:
            yield from _sighting(book, cells_of(row), Place(record=where))
        except InvalidInput as error:
            yield Rejection(path, str(error), where)


def _sighting(
    book: PassageBook, cells: Sequence[str], place: Place
) -> Iterator[Record]:
    vehicle, moment = book.vehicle_id(cells), book.columns.moment(cells)
    if not vehicle:
        raise InvalidInput("no plate was read")
    if moment is None:
        raise InvalidInput("its date or time cannot be read")
    yield from book.vehicle(cells, place)
    yield from book.where(cells, place)
    seen_at = book.where_id(cells)
    values = [Value("subject", vehicle), Value("date", moment)]
    if seen_at:
        values.append(Value("place", seen_at))
    if direction := read_direction(book.get(cells, "direction")):
        values.append(Value("summary", direction))
    notes = [f"{n}: {text}" for n in _NOTES if (text := book.get(cells, n))]
    if notes:
        values.append(Value("description", "; ".join(notes)))
    key = derive_id([vehicle, seen_at, moment, direction], "sighting", "plates")
    yield Record(f"sighting-{key}", "Sighting", tuple(values), place)
