"""Which export of coins a table is: found by the names of columns in crypto.yaml."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from pathlib import Path

import yaml

from extraction.importers.tables.callcolumns import HEADER_WITHIN
from extraction.importers.tables.grid import BadRow, Grid, Table, table_below
from graph.names import fold

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


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

    `user` is whose account it is, where a line above the header says so.
    """

    form: Form
    at: dict[str, int]
    symbol: str = ""
    user: str = ""

    def get(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field, empty where the table has none."""
        position = self.at.get(name)
        return "" if position is None else cells[position]


def open_coins(grid: Grid) -> tuple[CoinColumns, Table] | None:
    """Return columns and rows of an export of coins, or None where the grid is none."""
    user = ""
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, BadRow):
            continue
        names = [fold(_BRACKETS.sub(" ", cell)) for cell in row.cells]
        for form, spelled in product(forms().listed, (names, _unmarked(names))):
            if _has_all(form, frozenset(spelled)):
                return _bind(form, spelled, row.cells, user), table_below(grid, row)
        if names and names[0] == "user":
            user = next((cell for cell in row.cells[1:] if cell), "")
    return None


def _has_all(form: Form, names: frozenset[str]) -> bool:
    needed = all(alternatives & names for alternatives in form.needs)
    return needed and (not form.any or bool(form.any & names))


def _unmarked(names: Sequence[str]) -> list[str]:
    """Return the names without a coin's symbol behind them: `value btc`."""
    return [_part_symbol(name)[0] for name in names]


def _part_symbol(name: str) -> tuple[str, str]:
    first, _, last = name.rpartition(" ")
    return (first, last.upper()) if first and last in forms().symbols else (name, "")


def _bind(
    form: Form, names: list[str], header: Sequence[str], user: str
) -> CoinColumns:
    at = {
        fld: names.index(name)
        for fld, listed in form.columns.items()
        for name in listed[::-1]
        if name in names
    }
    symbol = ""
    if "amount" in at:
        symbol = _part_symbol(fold(header[at["amount"]]))[1]
    if form.symbol_in in names:
        inside = _BRACKETS.search(header[names.index(form.symbol_in)])
        symbol = inside[1].strip() if inside else symbol
    return CoinColumns(form, at, symbol, user)
