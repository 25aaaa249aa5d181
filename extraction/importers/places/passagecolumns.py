"""Which column of a log of plates or crossings is which: names in passages.yaml."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from extraction.importers.clean import clean_text
from extraction.importers.moments import month_first, read_moment
from extraction.importers.tables.callcolumns import HEADER_WITHIN, SAMPLE_ROWS
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

_WHEN = frozenset(("datetime", "date"))
_WHERE = frozenset(("camera", "place", "point", "latitude"))
_WHO = frozenset(("name", "first_name", "last_name", "document", "personal_number"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded names of columns to fields, and words in cells to what they mean."""

    columns: Headings
    directions: dict[str, str]
    passports: frozenset[str]
    countries: dict[str, str]
    sexes: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Return what passages.yaml lists."""
    path = Path(__file__).with_name("passages.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return Vocabulary(
        Headings({n: fld for fld, names in data["columns"].items() for n in names}),
        {word: way for way, listed in data["directions"].items() for word in listed},
        frozenset(data["passports"]),
        data["countries"],
        {word: sex for sex, listed in data["sexes"].items() for word in listed},
    )


@dataclass(frozen=True, slots=True)
class PassageColumns:
    """Positions of the fields; `above` is what labels over the header say.

    `us_order`: dates have the month first.
    """

    at: dict[str, int]
    us_order: bool = False
    above: dict[str, str] | None = None

    def get(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field, or what stands above for all rows."""
        position = self.at.get(name)
        text = "" if position is None else cells[position]
        return text or (self.above or {}).get(name, "")

    def moment(self, cells: Sequence[str]) -> str | None:
        """Return ISO 8601 as far as known, None where it is no date."""
        text, clock = self.get(cells, "datetime"), self.get(cells, "time")
        day = self.get(cells, "date")
        if day:
            clock = clock or text
        day = day or text
        found = read_moment(day, clock, us_order=self.us_order)
        return found or read_moment(clock, day, us_order=self.us_order)


Opened = tuple[PassageColumns, Table]


def find_fields(cells: Iterable[str]) -> dict[str, int]:
    """Return field → position for the header's cells; the first of two counts.

    Beside `date of crossing` a `time of crossing` is the hour; a time beside no date
    is a moment.
    """
    known = vocabulary().columns
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        name = known.field_of(cell)
        if name == "datetime" and name in found:
            name = "time"
        if name is not None:
            found.setdefault(name, position)
    if "time" in found and not found.keys() & _WHEN:
        found["datetime"] = found.pop("time")
    return found


def is_crossings(fields: Iterable[str], above: Iterable[str]) -> bool:
    """Whether these fields say who or what crossed a border, where and when."""
    has, over = set(fields), set(above)
    if not has & _WHEN:
        return False
    somewhere = "point" in has | over
    who = has & _WHO
    if somewhere and (who or "plate" in has):
        return True
    return bool("direction" in has and has & {"document", "nationality"} and who)


def is_plates(fields: Iterable[str], above: Iterable[str]) -> bool:
    """Whether these fields say which plate was read, where and when."""
    has = set(fields)
    places = (has | set(above)) & _WHERE
    read = "plate" in has and bool(has & _WHEN)
    return read and bool(places or {"lane", "direction"} <= has) and not has & _WHO


def open_crossings(grid: Grid) -> Opened | None:
    """Return columns and rows of a log of crossings, None where the grid is none."""
    return _open(grid, crossings=True)


def open_plates(grid: Grid) -> Opened | None:
    """Return columns and rows of a log of plates, None where the grid is none."""
    return _open(grid, crossings=False)


def _open(grid: Grid, *, crossings: bool) -> Opened | None:
    above: dict[str, str] = {}
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, BadRow):
            continue
        fields = find_fields(row.cells)
        of_crossings = is_crossings(fields, above)
        if of_crossings if crossings else not of_crossings and is_plates(fields, above):
            table = table_below(grid, row)
            sample = list(islice(table.rows, SAMPLE_ROWS))
            table.rows = put_back(sample, Grid(table.rows)).rows
            columns = PassageColumns(fields, _us_order(fields, sample), above)
            return (columns, table) if _is_dated(columns, sample) else None
        above |= _labels(row.cells)
    return None


def _labels(cells: Sequence[str]) -> dict[str, str]:
    """Return what a row above the header says as `Granični prelaz: Batrovci`."""
    known, found = vocabulary().columns, dict[str, str]()
    filled = [cell for cell in cells if cell]
    for cell, after in zip(filled, [*filled[1:], ""], strict=False):
        label, colon, text = cell.partition(":")
        name = known.field_of(label)
        if name in _WHERE and (value := text.strip() if colon and text else after):
            found[name or ""] = value
    return found


def _us_order(fields: dict[str, int], sample: Sequence[Row | BadRow]) -> bool:
    rows = [row.cells for row in sample if isinstance(row, Row)]
    at = [fields[name] for name in ("date", "datetime") if name in fields]
    return month_first(cells[i].split(" ")[0] for cells in rows for i in at)


def _is_dated(columns: PassageColumns, sample: Sequence[Row | BadRow]) -> bool:
    rows = [row.cells for row in sample if isinstance(row, Row)]
    good = sum(columns.moment(cells) is not None for cells in rows)
    return good * 2 >= len(rows)


@lru_cache(maxsize=1 << 12)
def read_direction(text: str) -> str:
    """Return `entry`, `exit`, or the text where it says neither."""
    known = vocabulary().directions
    words = fold(text).split()
    ways = {known[word] for word in words if word in known}
    return ways.pop() if len(ways) == 1 else text.strip()


@lru_cache(maxsize=1 << 12)
def read_country(text: str) -> str:
    """Return a country's ISO code, of a sign on a vehicle too; empty for none."""
    text = text.strip()
    given = vocabulary().countries.get(fold(text))
    return given or clean_text("Person", "nationality", text, None) or ""


@lru_cache(maxsize=1 << 10)
def read_sex(text: str) -> str:
    """Return `male` or `female` where a word means that, else the text."""
    return vocabulary().sexes.get(fold(text), text)


def is_passport(kind: str) -> bool:
    """Whether a kind of document is a passport; one that is not named may be."""
    return not kind.strip() or fold(kind) in vocabulary().passports
