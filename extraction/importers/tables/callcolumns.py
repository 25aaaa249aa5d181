"""Which column of an operator's list is which: found by the names in cdr.yaml."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import yaml

from extraction.importers.moments import month_first
from extraction.importers.tables.grid import (
    BadRow,
    Grid,
    Row,
    Table,
    put_back,
    table_below,
)
from extraction.importers.tables.headings import Headings
from graph.names import fold

HEADER_WITHIN = 30
SAMPLE_ROWS = 1_000
_TOLD_BY_WORDS = (
    ("type", ("call", "sms", "data"), ("call", "sms")),
    ("direction", ("in", "out"), ("in", "out")),
)
_MINUTES = re.compile(r"\b(?:min|minut\w*)\b")
_NUMBER_LIKE = re.compile(r"\+?[\d*#][\d *#()/.-]{2,}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded names of columns to fields, and words in cells to what they mean."""

    columns: Headings
    words: dict[str, frozenset[str]]
    withheld: frozenset[str]
    calling_codes: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """Return what cdr.yaml lists."""
    path = Path(__file__).with_name("cdr.yaml")
    data = yaml.safe_load(path.read_text("utf-8"))
    columns = {
        name: field for field, names in data["columns"].items() for name in names
    }
    meanings: dict[str, set[str]] = {}
    for meaning, words in data["words"].items():
        for word in words:
            meanings.setdefault(word, set()).add(meaning)
    return Vocabulary(
        Headings(columns),
        {word: frozenset(found) for word, found in meanings.items()},
        frozenset(data["withheld"]),
        tuple(data["calling_codes"]),
    )


@dataclass(frozen=True, slots=True)
class CallColumns:
    """Positions of the fields in a row, and what the header and first rows settle.

    `a_is_subject`: side A is always the number that the list is about, and the
    direction says who called. `minutes`: durations count minutes. `us_order`: dates
    have the month first. `preamble` is the text above the header.
    """

    at: dict[str, int]
    a_is_subject: bool = False
    minutes: bool = False
    us_order: bool = False
    preamble: str = ""

    def get(self, cells: Sequence[str], field: str) -> str:
        """Return the cell of a field, empty where the list has none."""
        position = self.at.get(field)
        return "" if position is None else cells[position]


def find_fields(cells: Iterable[str]) -> dict[str, int]:
    """Return field → position for the header's cells; the first of two counts.

    A time beside no date is a moment.
    """
    found = vocabulary().columns.find(cells)
    if "time" in found and not found.keys() & {"start", "date"}:
        found["start"] = found.pop("time")
    return found


def is_call_header(fields: Iterable[str]) -> bool:
    """Whether these fields say who, with whom and when."""
    has = set(fields)
    pair = {"caller", "called"} <= has or {"number_a", "number_b"} <= has
    sided = "direction" in has or "type" in has
    list_of_one = "correspondent" in has and sided
    owner = "owner" in has and has & {"caller", "called", "number_b"} and sided
    return bool((pair or list_of_one or owner) and has & {"start", "date"})


def open_calls(grid: Grid) -> tuple[CallColumns, Table] | None:
    """Return columns and rows of a list of calls, or None where the grid is none.

    The header may stand below a preamble of a few rows.
    """
    above: list[str] = []
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, BadRow):
            continue
        fields = find_fields(row.cells)
        if is_call_header({*fields, "type"}):
            table = table_below(grid, row)
            sample = list(islice(table.rows, SAMPLE_ROWS))
            _tell_by_words(fields, len(table.columns), sample)
            if not is_call_header(fields):
                return None
            columns = _settle(fields, row, sample, "\n".join(above))
            table.rows = put_back(sample, Grid(table.rows)).rows
            return (columns, table) if _numbers_in(columns, sample) else None
        above += (cell for cell in row.cells if cell)
    return None


def _tell_by_words(
    fields: dict[str, int], width: int, sample: Sequence[Row | BadRow]
) -> None:
    """Add the kind and direction of calls where only the cells of a column tell them.

    Of columns whose names are not known: one in which each cell has a known word.
    """
    rows = [row.cells for row in sample if isinstance(row, Row)]
    for field, words, needed in _TOLD_BY_WORDS:
        if field in fields:
            continue
        for position in sorted(set(range(width)) - set(fields.values())):
            cells = {cells[position] for cells in rows} - {""}
            known = all(any(meaning(cell, w) for w in words) for cell in cells)
            if known and any(meaning(cell, w) for cell in cells for w in needed):
                fields[field] = position
                break


def _settle(
    fields: dict[str, int], header: Row, sample: Sequence[Row | BadRow], preamble: str
) -> CallColumns:
    rows = [row.cells for row in sample if isinstance(row, Row)]
    columns = CallColumns(fields, preamble=preamble)
    directions = {meaning(columns.get(cells, "direction"), "in") for cells in rows}
    sides_a = {columns.get(cells, "number_a") for cells in rows}
    dates = (columns.get(c, "start") or columns.get(c, "date") for c in rows)
    name = header.cells[fields["duration"]] if "duration" in fields else ""
    return CallColumns(
        fields,
        a_is_subject=directions == {True, False} and len(sides_a) == 1,
        minutes=bool(_MINUTES.search(fold(name))),
        us_order=month_first(dates),
        preamble=preamble,
    )


@lru_cache(maxsize=1 << 12)
def meaning(cell: str, word: str) -> bool:
    """Whether the cell holds a word that means `call`, `sms`, `data`, `in` or `out`."""
    known = vocabulary().words
    return any(word in known.get(part, ()) for part in fold(cell).split())


def _numbers_in(columns: CallColumns, sample: Sequence[Row | BadRow]) -> bool:
    """Whether most rows hold numbers to call; a list about one may hold pseudonyms."""
    rows = [row.cells for row in sample if isinstance(row, Row)]
    if not rows or "correspondent" in columns.at:
        return True
    sides = ("caller", "called", "number_a", "number_b")
    numbered = sum(
        any(_NUMBER_LIKE.fullmatch(columns.get(cells, side)) for side in sides)
        for cells in rows
    )
    return numbered * 2 >= len(rows)
