"""Rows of databases: shown as text to a person, found by their place, and put back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.importers.corrections.cells import Rounded, correct_cell, show_row
from extraction.importers.corrections.sheet import Sheet
from extraction.importers.phones.dbsource import row_name
from extraction.model import Cell, Query

MOST_SHOWN = 16 << 20
_COLUMNS = "the sheet's columns are not those that the file was read by"


class Shown(NamedTuple):
    """A row as text, without the columns that its table lacks."""

    table: str
    columns: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(slots=True)
class Watch:
    """Sees a database as it is, and keeps the rows at some places as text.

    `rows` are in the order read; None where two rows of a table bear one name.
    """

    places: Collection[str] = ()
    rows: dict[str, Shown | None] = field(default_factory=dict)
    began: dict[str, dict[str, str]] = field(default_factory=dict)
    _queries: dict[str, Query] = field(default_factory=dict)
    _held: int = 0

    def see(self, query: Query, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the row itself."""
        place = row_name(query.table, row[0]) if self.places else ""
        if place in self.places:
            self._keep(place, query, row)
        return row

    def _keep(self, place: str, query: Query, row: tuple[Cell, ...]) -> None:
        if place in self.rows:
            if self._queries[place] is query:
                self.rows[place] = None
            return
        self._queries[place] = query
        known = [kind is not None for kind in query.types]
        cells = [c for c, there in zip(show_row(row), known, strict=True) if there]
        columns = [c for c, there in zip(query.columns, known, strict=True) if there]
        self._held += sum(map(len, cells))
        kept = known[0] and self._held <= MOST_SHOWN
        self.rows[place] = (
            Shown(query.table, tuple(columns), tuple(cells)) if kept else None
        )


class Corrected:
    """Sees a database with a person's corrections in place of rows.

    `refused` has the places of rows with a cell that cannot be taken, and why: they
    are read as they were.
    """

    def __init__(self, sheet: Sheet, began: dict[str, dict[str, str]]) -> None:
        self.began = began
        self.refused: dict[str, str] = {}
        self._table = sheet.origin.sheet
        self._given: Mapping[str, Mapping[str, str]] = {
            entry.place: {
                column: cell
                for column, cell in zip(sheet.columns, entry.cells, strict=False)
                if column
            }
            for entry in sheet.entries
        }
        self._done: dict[str, list[Query]] = {}

    @property
    def unseen(self) -> list[str]:
        """The places at which the file had no row."""
        return [place for place in self._given if place not in self._done]

    def see(self, query: Query, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the row, corrected where it is one of the sheet's."""
        if query.table != self._table:
            return row
        place = row_name(query.table, row[0])
        given = self._given.get(place)
        done = self._done.setdefault(place, []) if given is not None else []
        if given is None or any(one is query for one in done):
            return row
        done.append(query)
        if not given.keys() <= set(query.columns):
            self.refused[place] = _COLUMNS
            return row
        try:
            return (row[0], *self._correct(query, row, given))
        except Rounded as error:
            self.refused[place] = str(error)
            return row

    def _correct(
        self, query: Query, row: tuple[Cell, ...], given: Mapping[str, str]
    ) -> list[Cell]:
        """Return the cells behind the key, which stays what it is."""
        shown = show_row(row)
        return [
            correct_cell(column, cell, text, given.get(column, text), kind)
            if kind is not None
            else cell
            for column, cell, text, kind in zip(
                query.columns[1:], row[1:], shown[1:], query.types[1:], strict=True
            )
        ]
