"""ICIJ's Offshore Leaks database as CSV: tables of nodes, and who is what to whom."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

import yaml

from extraction.importers.base import ImportOptions
from extraction.importers.clean import clean_text, parse_date
from extraction.importers.keys import derive_id
from extraction.importers.networks.kinds import guess_schema
from extraction.importers.tables.grid import BadRow, Grid, Row, Table, put_back
from extraction.importers.tables.grid import read_table as table_of
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value

SAMPLE_ROWS = 50
SITE = "https://offshoreleaks.icij.org/nodes/"
MAX_TEXT = 10_000
_DATES = ("%d-%b-%Y", "%d-%B-%Y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%m/%d/%Y")
_NOT_ALNUM = re.compile(r"[^a-z0-9.]+")
_ID = re.compile(r"[\w.-]{1,64}")
_ABOUT_DATES = frozenset(("incorporationDate", "dissolutionDate"))


@cache
def _lists() -> dict[str, Any]:
    text = Path(__file__).with_name("icij.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@dataclass(frozen=True, slots=True)
class Nodes:
    """A table of nodes: the position of their id, their kind, and all columns."""

    node: int
    kind: str
    columns: tuple[str, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Relations:
    """A table of relationships: positions of ends and type, and all columns."""

    start: int
    end: int
    type: int
    columns: tuple[str, ...]
    table: Table


Opened = Nodes | Relations


class IcijImporter:
    """Companies, officers, intermediaries, addresses and relationships of the leaks."""

    name = "icij"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether a header names nodes of the leaks or relationships between them."""
        return may_be_table(leaf) and has_sheet(leaf, lambda g: _open(leaf, g))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a record a node and a relationship, or a rejection with the row.

        An id is the same in every table and edition (`icij-10000001`).
        """
        other = "no table of Offshore Leaks"

        def open_sheet(grid: Grid) -> _Reader | None:
            opened = _open(leaf, grid)
            return None if opened is None else _Reader(leaf, opened)

        yield from read_sheets(leaf, open_sheet, other, _Reader.read)


@lru_cache(maxsize=1 << 10)
def _plain(column: str) -> str:
    bare = column.partition("(")[0].partition(":string")[0].lower()
    bare = bare.removeprefix("n.").removeprefix("r.")
    return _NOT_ALNUM.sub("", bare)


def _open(leaf: Leaf, grid: Grid) -> "Opened | None":
    try:
        table = table_of(grid)
    except InvalidInput:
        return None
    columns = tuple(map(_plain, table.columns))
    lists = _lists()
    ends = [_find(columns, lists[name]) for name in ("starts", "ends", "types")]
    if ends[0] is not None and ends[1] is not None and ends[2] is not None:
        relations = Relations(ends[0], ends[1], ends[2], columns, table)
        return relations if _is_known(relations) else None
    node = _find(columns, lists["node"])
    if node is None or not {"name", "address"} & set(columns):
        return None
    telling = set(lists["telling"]) & set(columns)
    if not telling or (columns[node] == "id" and len(telling) < 2):
        return None
    return Nodes(node, _kind_of(PurePath(leaf.name).stem, columns), columns, table)


def _find(columns: Sequence[str], names: Iterable[str]) -> int | None:
    return next((columns.index(name) for name in names if name in columns), None)


def _is_known(relations: Relations) -> bool:
    """Whether most of the first relationships are of the leaks' types."""
    sample = list(islice(relations.table.rows, SAMPLE_ROWS))
    relations.table.rows = put_back(sample, Grid(relations.table.rows)).rows
    rows = [row.cells for row in sample if isinstance(row, Row)]
    known = set(_lists()["known"])
    good = sum(_word(cells[relations.type]) in known for cells in rows)
    return bool(rows) and good * 2 > len(rows)


def _word(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _kind_of(stem: str, columns: Sequence[str]) -> str:
    lists = _lists()
    words = set(re.split(r"[\W_]+", stem.lower()))
    for kind, names in lists["files"].items():
        if words & set(names):
            return str(kind)
    kinds = lists["kinds"].items()
    return next((str(k) for k, names in kinds if set(names) & set(columns)), "officers")


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    opened: Opened
    _notes: list[str] = field(default_factory=list)
    _lost: list[str] = field(default_factory=list)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield each row's node or relation, or why it is not taken."""
        for row in self.opened.table.rows:
            where = self.opened.table.locate(row.number)
            if isinstance(row, BadRow):
                yield Rejection(self.leaf.path, row.reason, where)
            elif isinstance(self.opened, Nodes):
                yield from self._node(self.opened, row.cells, where)
            else:
                yield from self._relation(self.opened, row.cells, where)

    def _node(self, nodes: Nodes, cells: Sequence[str], where: str) -> Iterator[Any]:
        number = cells[nodes.node]
        if not _ID.fullmatch(number):
            yield Rejection(self.leaf.path, "it has no id", where)
            return
        self._notes, self._lost = [], []
        said = dict(zip(nodes.columns, cells, strict=False))
        schema = _schema(nodes.kind, said)
        is_address = schema == "Address"
        properties = _lists()["of_addresses" if is_address else "properties"]
        values = self._values(schema, properties, said, nodes)
        if not is_address:
            values[Value("icijId", number)] = None
        values[Value("sourceUrl", f"{SITE}{number}")] = None
        if self._notes:
            values[Value("notes", "; ".join(self._notes)[:MAX_TEXT])] = None
        yield Record(_id(number), schema, tuple(values), Place(record=where))
        for column in self._lost:
            yield Rejection(self.leaf.path, "not a valid date", f"{where}: {column}")

    def _values(
        self,
        schema: str,
        properties: Mapping[str, str],
        said: Mapping[str, str],
        nodes: Nodes,
    ) -> dict[Value, None]:
        values: dict[Value, None] = {}
        for position, (column, text) in enumerate(said.items()):
            prop = properties.get(column)
            if not text or position == nodes.node:
                continue
            if schema == "Address" and prop == "full" and column == "name":
                prop = prop if not said.get("address") else None
            found = _clean(schema, prop, text) if prop else []
            if prop in _ABOUT_DATES and not found:
                self._lost.append(nodes.table.columns[position])
            if not found and not (prop in ("jurisdiction", "country") and values):
                self._notes.append(f"{nodes.table.columns[position]}: {text}")
            values |= dict.fromkeys(found)
        return values

    def _relation(
        self, relations: Relations, cells: Sequence[str], where: str
    ) -> Iterator[Record | Rejection]:
        start, end = cells[relations.start], cells[relations.end]
        if not (_ID.fullmatch(start) and _ID.fullmatch(end)):
            yield Rejection(self.leaf.path, "one of its ends is no id", where)
            return
        said = dict(zip(relations.columns, cells, strict=False))
        kind = cells[relations.type].replace("_", " ").strip()
        link = next((said[c] for c in _lists()["links"] if said.get(c)), "")
        told = _relation_schema(link.lower()) or _relation_schema(kind.lower())
        schema = told or "UnknownLink"
        place, ends = Place(record=where), (_id(start), _id(end))
        if schema == "Address":
            value = Value("addressEntity", ends[1])
            yield Record(ends[0], "LegalEntity", (value,), place)
            return
        values = list(map(Value, _ENDS[schema], ends))
        values.append(Value("role", link or kind))
        for column, prop in _OF_RELATIONS.items():
            if text := said.get(column, ""):
                found = _clean(schema, prop, text)
                values += found
                if not found:
                    reason = "not a valid date"
                    yield Rejection(self.leaf.path, reason, f"{where}: {column}")
        parts = [start, end, kind, link, said.get("startdate", "")]
        local = f"icij-{derive_id(parts, 'relation', 'icij')}"
        yield Record(local, schema, tuple(values), place)


_ENDS = {
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Representation": ("agent", "client"),
    "UnknownLink": ("subject", "object"),
}
_OF_RELATIONS = {
    "startdate": "startDate",
    "enddate": "endDate",
    "status": "status",
    "sourceid": "publisher",
}


def _id(number: str) -> str:
    return f"icij-{number}"


def _schema(kind: str, said: Mapping[str, str]) -> str:
    """Return what a node is; an officer may be a person or a company."""
    if kind in ("entities", "addresses"):
        return "Company" if kind == "entities" else "Address"
    schema = guess_schema(said.get("name", ""), None)
    return schema if schema in ("Person", "Company", "Organization") else "LegalEntity"


@lru_cache(maxsize=1 << 12)
def _relation_schema(text: str) -> str:
    """Return what a relationship is drawn as; empty for no text."""
    if not text:
        return ""
    for one in _lists()["relations"]:
        if any(word.replace("_", " ") in text for word in one["words"]):
            return str(one["schema"])
    return "UnknownLink"


def _clean(schema: str, prop: str, text: str) -> list[Value]:
    """Return the valid values of a cell; countries are listed with semicolons."""
    listed = prop in ("country", "jurisdiction")
    parts = text.split(";") if listed else [text[:MAX_TEXT]]
    if listed:
        parts = [_lists()["jurisdictions"].get(p.strip().lower(), p) for p in parts]
    found = [_read(schema, prop, part.strip()) for part in parts if part.strip()]
    return [Value(prop, v, "", p if p != v else "") for v, p in found if v]


@lru_cache(maxsize=1 << 14)
def _read(schema: str, prop: str, text: str) -> tuple[str, str]:
    if prop.endswith("Date"):
        for form in _DATES:
            if found := parse_date(text.title(), form):
                return found, text
    return clean_text(schema, prop, text, None) or "", text
