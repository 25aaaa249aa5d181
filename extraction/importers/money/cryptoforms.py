"""Which export of coins a table is: found by the names of columns in crypto.yaml."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product
from pathlib import Path

import yaml

from extraction.importers.tables.callcolumns import HEADER_WITHIN
from extraction.importers.tables.grid import BadRow, Grid, Table, table_below
from graph.names import fold

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ZONE = re.compile(r"\b(?:UTC|GMT) ?([+-])(\d{1,2})(?::?(\d\d))?\b")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """One export: its columns by field, and what its words for a row mean."""

    name: str
    service: str
    needs: tuple[frozenset[str], ...]
    any: frozenset[str]
    columns: dict[str, tuple[str, ...]]
    comes: frozenset[str]
    goes: frozenset[str]
    symbol_in: str
    is_wallet: bool
    coin: str


@dataclass(frozen=True, slots=True)
class Forms:
    """The exports that crypto.yaml lists, words for what failed, coins' symbols."""

    listed: tuple[Form, ...]
    failed: frozenset[str]
    symbols: frozenset[str]


@cache
def forms() -> Forms:
    """Return what crypto.yaml lists."""
    data = yaml.safe_load(Path(__file__).with_name("crypto.yaml").read_text("utf-8"))
    failed, symbols = frozenset(data.pop("failed")), frozenset(data.pop("symbols"))
    listed = tuple(_form(name, spec) for name, spec in data.items())
    return Forms(listed, failed, symbols)


def _form(name: str, spec: dict[str, object]) -> Form:
    columns = spec["columns"]
    assert isinstance(columns, dict)
    return Form(
        name,
        str(spec.get("service", "")),
        _needs(spec["needs"]),
        _words(spec.get("any")),
        {k: tuple(v if isinstance(v, list) else [v]) for k, v in columns.items()},
        _words(spec.get("in")),
        _words(spec.get("out")),
        str(spec.get("symbol_in", "")),
        bool(spec.get("is_wallet")),
        str(spec.get("coin", "")),
    )


def _needs(listed: object) -> tuple[frozenset[str], ...]:
    assert isinstance(listed, list)
    return tuple(frozenset(x if isinstance(x, list) else [x]) for x in listed)


def _words(listed: object) -> frozenset[str]:
    return (
        frozenset(str(x) for x in listed) if isinstance(listed, list) else frozenset()
    )


@dataclass(frozen=True, slots=True)
class CoinColumns:
    """A form bound to a table; `symbol` is the coin that a column's name tells.

    `user` is whose account it is, where a line above the header says so, and `holder`
    a name beside it. `zone` is the offset from UTC that the name of the times tells.
    """

    form: Form
    at: dict[str, int]
    symbol: str = ""
    user: str = ""
    holder: str = ""
    zone: str = ""

    def get(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field, empty where the table has none."""
        position = self.at.get(name)
        return "" if position is None else cells[position]


def open_coins(grid: Grid) -> tuple[CoinColumns, Table] | None:
    """Return columns and rows of an export of coins, or None where the grid is none."""
    user = holder = ""
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, BadRow):
            continue
        names = [fold(_BRACKETS.sub(" ", cell)) for cell in row.cells]
        for form, spelled in product(forms().listed, (names, _unmarked(names))):
            if _has_all(form, frozenset(spelled)):
                columns = _bind(form, spelled, row.cells)
                said = replace(columns, user=user, holder=holder)
                return said, table_below(grid, row)
        if names and names[0] == "user":
            user, holder = _find_user([cell for cell in row.cells[1:] if cell])
    return None


def _find_user(cells: Sequence[str]) -> tuple[str, str]:
    """Return a user's identifier, else the first text; and a name beside it."""
    first = cells[0] if cells else ""
    known = next((cell for cell in cells if _UUID.fullmatch(cell)), first)
    return known, first if known != first else ""


def _zone_of(name: str) -> str:
    """Return the offset of `Date(UTC+1)` as `+01:00`, empty where it is UTC or none."""
    found = _ZONE.search(name)
    return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}" if found else ""


def _has_all(form: Form, names: frozenset[str]) -> bool:
    needed = all(alternatives & names for alternatives in form.needs)
    return needed and (not form.any or bool(form.any & names))


def _unmarked(names: Sequence[str]) -> list[str]:
    """Return the names without a coin's symbol behind them: `value btc`."""
    return [_part_symbol(name)[0] for name in names]


def _part_symbol(name: str) -> tuple[str, str]:
    first, _, last = name.rpartition(" ")
    return (first, last.upper()) if first and last in forms().symbols else (name, "")


def _bind(form: Form, names: list[str], header: Sequence[str]) -> CoinColumns:
    at = {
        fld: names.index(name)
        for fld, listed in form.columns.items()
        for name in listed[::-1]
        if name in names
    }
    symbol = form.coin
    if "amount" in at and not symbol:
        symbol = _part_symbol(fold(header[at["amount"]]))[1]
    if form.symbol_in in names:
        inside = _BRACKETS.search(header[names.index(form.symbol_in)])
        symbol = inside[1].strip() if inside else symbol
    zone = _zone_of(header[at["time"]]) if "time" in at else ""
    return CoinColumns(form, at, symbol, zone=zone)
