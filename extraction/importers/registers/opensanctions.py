"""OpenSanctions' simplified table of targets (targets.simple.csv)."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.importers.base import ImportOptions
from extraction.importers.clean import clean_text, type_name
from extraction.importers.keys import derive_id
from extraction.importers.tables.delimited import find_delimiter
from extraction.importers.tables.grid import Grid, Table, cells_of, read_table
from extraction.importers.tables.table import has_sheet, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value, check_local
from graph.schema import get_schema, is_edge

SITE = "https://www.opensanctions.org/entities/"
_NEEDED = frozenset(("id", "schema", "name", "aliases", "dataset"))
_LISTS = {
    "name": "name",
    "aliases": "alias",
    "birth_date": "birthDate",
    "countries": "country",
    "addresses": "address",
    "phones": "phone",
    "emails": "email",
    "program_ids": "programId",
    "dataset": "publisher",
    "last_change": "modifiedAt",
}
_NUMBERS = ("idNumber", "registrationNumber")


class SanctionsTableImporter:
    """One row a target: names, dates, countries, numbers, and why it is listed."""

    name = "opensanctions"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the header is that of OpenSanctions' simplified table."""
        return bool(find_delimiter(leaf.content)) and has_sheet(leaf, _open)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream the record of each target and one for each sanction on it."""
        yield from read_sheets(
            leaf,
            _open,
            "no table of targets",
            lambda opened: _Reader(leaf, opened).read(),
        )


def _open(grid: Grid) -> Table | None:
    try:
        table = read_table(grid)
    except InvalidInput:
        return None
    return table if set(table.columns) >= _NEEDED else None


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    table: Table

    def read(self) -> Iterator[Record | Rejection]:
        """Yield each row's entity, or why it is not taken."""
        for row in self.table.rows:
            where = self.table.locate(row.number)
            try:
                yield from self._row(cells_of(row), where)
            except InvalidInput as error:
                yield Rejection(self.leaf.path, str(error), where)

    def _row(self, cells: Sequence[str], where: str) -> Iterator[Record | Rejection]:
        said = dict(zip(self.table.columns, cells, strict=False))
        target, schema = check_local(said["id"]), said["schema"]
        if get_schema(schema).abstract or is_edge(schema):
            raise InvalidInput(f"schema {schema} names no entity")
        values: dict[Value, None] = {}
        for column, prop in _columns(schema):
            for text in split_list(said.get(column, "")):
                clean = clean_text(schema, prop, text, None)
                if clean is None:
                    reason = f"not a valid {type_name(schema, prop)}"
                    yield Rejection(self.leaf.path, reason, f"{where}: {column}")
                else:
                    values[Value(prop, clean, "", text if text != clean else "")] = None
        values[Value("sourceUrl", f"{SITE}{target}/")] = None
        yield Record(target, schema, tuple(values), Place(record=where))
        yield from _sanctions(target, said, where)


def _columns(schema: str) -> Iterator[tuple[str, str]]:
    """Yield columns with the properties of the schema that take them."""
    known = get_schema(schema)
    for column, prop in _LISTS.items():
        if known.get(prop) is not None:
            yield column, prop
    number = next((prop for prop in _NUMBERS if known.get(prop) is not None), "")
    if number:
        yield "identifiers", number if schema == "Person" else _NUMBERS[1]


def _sanctions(target: str, said: Mapping[str, str], where: str) -> Iterator[Record]:
    for text in split_list(said.get("sanctions", "")):
        values = (Value("entity", target), Value("summary", text))
        local = f"sanction-{derive_id([target, text], 'sanction', 'opensanctions')}"
        yield Record(local, "Sanction", values, Place(record=where))


def split_list(text: str) -> list[str]:
    """Return the items of a cell: parted by semicolons, those that hold one quoted."""
    try:
        items = next(csv.reader([text], delimiter=";", skipinitialspace=True), [])
    except csv.Error:
        items = text.split(";")
    return [item.strip() for item in items if item.strip()]
