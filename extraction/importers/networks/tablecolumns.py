"""Which tables are of entities or links, and which of their columns say what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

import yaml

from extraction.importers.networks.kinds import (
    entity_schema,
    link_ways,
    read_word,
    words,
)
from extraction.importers.tables.grid import (
    MAX_COLUMNS,
    BadRow,
    Grid,
    Row,
    Table,
    put_back,
    table_below,
)
from graph.errors import InvalidInput

HEADER_WITHIN = 5
SAMPLE_ROWS = 200
_KEYS = ("", "id", "identity", "identifier", "key", "code", "sifra", "kljuc")
_NUMBER_BEHIND = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)*) ([12])")
_LABELS = frozenset(("label", "name", "ime", "naziv", "emri", "oznaka", "caption"))


@dataclass(frozen=True, slots=True)
class _Lists:
    source: frozenset[str]
    target: frozenset[str]
    numbered: re.Pattern[str]
    beside: frozenset[str]
    doubtful: frozenset[str]
    keys: tuple[str, ...]
    entity_files: frozenset[str]
    link_files: frozenset[str]
    days: frozenset[str]
    hours: frozenset[str]
    directions: frozenset[str]
    sides: frozenset[str]
    back: frozenset[str]


@cache
def _lists() -> _Lists:
    text = Path(__file__).with_name("kinds.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    numbered = "|".join(sorted(map(re.escape, data["numbered"]), key=len, reverse=True))
    return _Lists(
        frozenset(data["ends"]["source"]),
        frozenset(data["ends"]["target"]),
        re.compile(rf"(?:{numbered}) ?([12ab])(?: (.*))?"),
        frozenset(data["beside"]),
        frozenset(data["doubtful"]),
        tuple(data["keys"]),
        frozenset(data["files"]["entities"]),
        frozenset(data["files"]["links"]),
        *(frozenset(data[x]) for x in ("days", "hours", "directions", "sides", "back")),
    )


@dataclass(frozen=True, slots=True)
class EntityTable:
    """A table of entities: the position of the key, and the columns' names."""

    key: int
    table: Table

    def read(self, cells: Sequence[str]) -> tuple[str, Mapping[str, str]]:
        """Return a row's key and its attributes."""
        named = zip(map(_untyped, self.table.columns), cells, strict=False)
        rest = {n: c for i, (n, c) in enumerate(named) if i != self.key}
        return cells[self.key], rest


@dataclass(frozen=True, slots=True)
class LinkTable:
    """A table of links: of each column to which end it belongs (0, 1 or the link)."""

    keys: tuple[int, int]
    sides: Mapping[int, tuple[int, str]]
    name: int | None
    table: Table

    def read_end(self, cells: Sequence[str], side: int) -> tuple[str, dict[str, str]]:
        """Return the key of an end, and what the row says of it."""
        said = {
            name or "label": cells[position]
            for position, (end, name) in self.sides.items()
            if end == side and position != self.keys[side] and cells[position]
        }
        return cells[self.keys[side]], said

    def read_link(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what the row says of the link itself."""
        taken = {*self.sides, self.name}
        named = zip(map(_untyped, self.table.columns), cells, strict=False)
        return {n: c for i, (n, c) in enumerate(named) if i not in taken and c}


def _untyped(column: str) -> str:
    """Return a column's name without the type that Neo4j writes: `born:date`."""
    if column.startswith(":"):
        return "entity type" if column.lower() == ":label" else column[1:]
    name, _, kind = column.partition(":")
    return name if name and kind.rstrip("[]").isalpha() else column


Opened = EntityTable | LinkTable


def open_network(grid: Grid, name: str) -> Opened | None:
    """Return a sheet as a table of links or entities, None where it is neither.

    `name` is the file's or the sheet's; where it says nodes or links less is asked.
    """
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, BadRow) or not any(row.cells):
            continue
        if len(row.cells) > MAX_COLUMNS:
            return None
        folded = [read_word(cell) for cell in row.cells]
        ends = _find_ends(folded)
        key = _find_key(folded)
        if ends is None and key is None:
            continue
        try:
            table = table_below(grid, row)
        except InvalidInput:
            return None
        sample = list(islice(table.rows, SAMPLE_ROWS))
        table.rows = put_back(sample, Grid(table.rows)).rows
        if ends is not None:
            link = next((i for i, f in enumerate(folded) if f in _lists().keys), None)
            return LinkTable(*ends, link, table)
        return _as_entities(key or 0, folded, table, sample, name)
    return None


def _find_ends(
    folded: Sequence[str],
) -> tuple[tuple[int, int], Mapping[int, tuple[int, str]]] | None:
    """Return the key column of each end, and of each column its end and meaning."""
    lists = _lists()
    sides: dict[int, tuple[int, str]] = {}
    for position, name in enumerate(folded):
        if found := lists.numbered.fullmatch(name):
            sides[position] = (0 if found[1] in "1a" else 1, found[2] or "")
        else:
            for end, known in ((0, lists.source), (1, lists.target)):
                word = next((w for w in known if _begins(name, w)), None)
                if word is not None:
                    sides[position] = (end, name[len(word) :].strip())
    if not lists.beside & set(folded) and len(folded) > 2:
        doubtful = {i for i in sides if folded[i].split(" ")[0] in lists.doubtful}
        sides = {i: side for i, side in sides.items() if i not in doubtful}
    keys = [_key_of(sides, end) for end in (0, 1)]
    if keys[0] is None or keys[1] is None:
        return None
    return (keys[0], keys[1]), {**_numbered_behind(folded), **sides}


def _numbered_behind(folded: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Return columns with the end's number behind the meaning: `tip entiteta 1`."""
    found = ((i, _NUMBER_BEHIND.fullmatch(name)) for i, name in enumerate(folded))
    return {i: (int(part[2]) - 1, part[1]) for i, part in found if part}


def _begins(name: str, word: str) -> bool:
    return name == word or name.startswith(f"{word} ")


def _key_of(sides: Mapping[int, tuple[int, str]], end: int) -> int | None:
    """Return the column that names an end: by identity, by itself, or by its name."""
    mine = {name: position for position, (side, name) in sides.items() if side == end}
    order = (*_KEYS[1:], _KEYS[0], *sorted(_LABELS))
    return next((mine[name] for name in order if name in mine), None)


def _find_key(folded: Sequence[str]) -> int | None:
    return next((folded.index(k) for k in _lists().keys if k in folded), None)


def _as_entities(
    key: int,
    folded: Sequence[str],
    table: Table,
    sample: Sequence[Row | BadRow],
    name: str,
) -> EntityTable | None:
    """Return the table if it is of entities.

    By its name, by Gephi's header, or by a column of kinds most of which are known.
    """
    of_entities = EntityTable(key, table)
    if set(file_words(name)) & _lists().entity_files or {"id", "label"} <= set(folded):
        return of_entities
    rows = [row.cells for row in sample if isinstance(row, Row)]
    for column in (i for i, f in enumerate(folded) if f in words().kind_columns):
        known = sum(entity_schema(cells[column]) is not None for cells in rows)
        if rows and known * 2 > len(rows):
            return of_entities
    return None


def join_hours(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells with a column of hours joined to that of days."""
    folded = {read_word(name): name for name, text in cells.items() if text}
    day = next((folded[x] for x in folded if x in _lists().days), None)
    hour = next((folded[x] for x in folded if x in _lists().hours), None)
    joined = dict(cells)
    if day and hour:
        joined[day] = f"{cells[day]} {joined.pop(hour)}"
    return joined


def read_direction(cells: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Return a link's cells without its direction, and whether it runs backwards."""
    kept, back = join_hours(cells), False
    for name, text in cells.items():
        if read_word(name) in _lists().directions:
            word = read_word(text)
            against = word in _lists().back or text.strip() in ("<-", "<--", "←")
            if against or word in _lists().sides:
                kept.pop(name, None)
                back = back or against
    return kept, back


def file_words(name: str) -> list[str]:
    """Return the folded words of a file's or sheet's name, without its suffix."""
    stem = re.sub(r"\.(?:csv|tsv|txt|tab|xlsx?|ods)$", "", name, flags=re.IGNORECASE)
    return read_word(re.sub(r"[._-]+", " ", stem)).split()


def is_half(path: str) -> bool:
    """Whether a file is named as the links of a set that has its entities elsewhere."""
    name = PurePath(path.replace("!/", "/")).name
    return bool(set(file_words(name)) & _lists().link_files)


def scope_of(path: str) -> str:
    """Return what the files of one set share: their folder's name and their own.

    `case/konac-nodes.csv` and `case/konac-edges.csv` share `case/konac`, and what names
    a kind (`konac-nodes-persons.csv`) parts nothing.
    """
    pure = PurePath(path.replace("!/", "/"))
    lists = _lists()
    ignored = lists.entity_files | lists.link_files
    found = file_words(pure.name)
    parts = [i for i, word in enumerate(found) if word in ignored]
    before = found[: parts[0]] if parts else found
    rest = [w for w in found if w not in ignored and not (_kind(w) or link_ways(w))]
    return f"{pure.parent.name}/{''.join(before or rest)}"


def _kind(word: str) -> str | None:
    return entity_schema(word) if word not in _lists().entity_files else None


def kind_of_file(name: str) -> str:
    """Return the schema that a file's or sheet's name tells: `nodes.Vehicle.csv`."""
    found = (_kind(word) for word in reversed(_rest(name, _lists().entity_files)))
    return next((kind for kind in found if kind), "")


def link_of_file(name: str) -> str:
    """Return the kind of links that a file's name tells: `relationships.KNOWS.csv`."""
    found = _rest(name, _lists().link_files)
    return next((word for word in found if link_ways(word)), "")


def _rest(name: str, marks: frozenset[str]) -> list[str]:
    """Return a name's words after the one for nodes or links; all where it has none."""
    found = file_words(name)
    at = next((i for i, word in enumerate(found) if word in marks), -1)
    return found[at + 1 :]
