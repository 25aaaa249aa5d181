"""Which column of a bank's table is which: found by the names in bank.yaml."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import yaml

from extraction.importers.keys import bare_number
from extraction.importers.moments import month_first, read_moment
from extraction.importers.money.amounts import decimal_comma, read_amount
from extraction.importers.money.bankaccounts import read_iban
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

_SUMS = ("amount", "debit", "credit")
_FEWEST_ACCOUNTS = 2
_SIGNS = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "KM": "BAM",
    "КМ": "BAM",
    "Lekë": "ALL",
    "din": "RSD",
    "din.": "RSD",
    "DIN": "RSD",
    "den": "MKD",
    "ден": "MKD",
}
_TELLING = frozenset(
    "account payer_account payee_account value_date own_account balance".split()
)
_CONTEXT = _TELLING | frozenset(
    "purpose currency name payer payee reference direction debit credit bank".split()
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded names of columns and of labels to fields; words of direction."""

    columns: Headings
    labels: dict[str, str]
    words: dict[str, frozenset[str]]


@cache
def vocabulary() -> Vocabulary:
    """Return what bank.yaml lists."""
    path = Path(__file__).with_name("bank.yaml")
    data = yaml.safe_load(path.read_text("utf-8"))
    return Vocabulary(
        Headings({n: fld for fld, names in data["columns"].items() for n in names}),
        {name: fld for fld, names in data["labels"].items() for name in names},
        {word: frozenset(listed) for word, listed in data["words"].items()},
    )


@dataclass(frozen=True, slots=True)
class BankColumns:
    """Positions of the fields, and what the header and the first rows settle.

    `comma`: amounts have a comma before the decimals. `us_order`: dates have the month
    first. `above` is what labels above the header say: account, holder, currency.
    `currency` is what the name of the column of amounts says.
    """

    at: dict[str, int]
    comma: bool
    us_order: bool
    above: dict[str, str]
    currency: str = ""

    def get(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field, empty where the table has none."""
        position = self.at.get(name)
        return "" if position is None else cells[position]


def find_fields(cells: Iterable[str]) -> dict[str, int]:
    """Return field → position for the header's cells; the first of two counts."""
    return vocabulary().columns.find(cells)


def is_bank_header(fields: Iterable[str]) -> bool:
    """Whether these fields say when, how much, and enough for a bank's statement."""
    has = set(fields)
    when = has & {"date", "value_date"}
    two_sides = {"payer", "payee"} <= has or {"debit", "credit"} <= has
    telling = has & _TELLING or two_sides
    return bool(when and has & set(_SUMS) and telling and len(has & _CONTEXT) > 1)


def open_statement(grid: Grid) -> tuple[BankColumns, Table] | None:
    """Return columns and rows of a statement, or None where the grid is none."""
    above: list[list[str]] = []
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, BadRow):
            continue
        fields = find_fields(row.cells)
        if is_bank_header(fields):
            table = table_below(grid, row)
            sample = list(islice(table.rows, SAMPLE_ROWS))
            columns = _settle(fields, row.cells, sample, _read_labels(above))
            table.rows = put_back(sample, Grid(table.rows)).rows
            return (columns, table) if _holds_entries(columns, sample) else None
        above.append(row.cells)
    return None


def _settle(
    found: dict[str, int],
    header: Sequence[str],
    sample: Sequence[Row | BadRow],
    above: dict[str, str],
) -> BankColumns:
    rows = [row.cells for row in sample if isinstance(row, Row)]
    fields = _account_of_partner(_dated_currency(found, rows), rows, above)
    sums = [cells[fields[n]] for cells in rows for n in _SUMS if n in fields]
    dates = [cells[fields[n]] for cells in rows for n in ("date",) if n in fields]
    named = [header[fields[n]] for n in _SUMS if n in fields]
    return BankColumns(
        fields,
        decimal_comma(sums),
        month_first(dates),
        above,
        next((code for name in named if (code := _currency_in(name))), ""),
    )


def _account_of_partner(
    fields: dict[str, int], rows: Sequence[Sequence[str]], above: dict[str, str]
) -> dict[str, int]:
    """Return the fields, where a column `Account` or `IBAN` may be the partner's.

    That it is where no other column is, it differs from row to row, and it stands
    behind the partner's name or never has the account above the header.
    """
    own = fields.get("own_account")
    if own is None or "account" in fields:
        return fields
    given = {bare_number(cells[own]) for cells in rows if cells[own]}
    stated = bare_number(above.get("account", ""))
    beside = own == fields.get("name", own) + 1
    named = stated and fields.keys() & {"name", "payer", "payee"}
    others = not any(number in stated or stated in number for number in given)
    if (
        len(given) < _FEWEST_ACCOUNTS
        or not (beside or named)
        or (stated and not others)
    ):
        return fields
    rest = {field: at for field, at in fields.items() if field != "own_account"}
    return rest | {"account": own}


def _dated_currency(
    fields: dict[str, int], rows: Sequence[Sequence[str]]
) -> dict[str, int]:
    """Return the fields, where `Valuta` is the value date if it holds dates."""
    at = fields.get("currency")
    if at is None:
        return fields
    given = [cells[at] for cells in rows if cells[at]]
    if not given or not all(read_moment(text) for text in given):
        return fields
    rest = {field: place for field, place in fields.items() if field != "currency"}
    return {"value_date": at} | rest


def read_currency(text: str) -> str:
    """Return the code of a currency that is written as a sign, else the text."""
    return _SIGNS.get(text.strip(), text)


def _currency_in(name: str) -> str:
    words = re.sub(r"[()\[\]]", " ", name).split()
    if sign := next((_SIGNS[w] for w in words[1:] if w in _SIGNS), ""):
        return sign
    found = [w for w in words[1:] if len(w) == 3 and w.isascii() and w.isupper()]
    return found[0] if found else ""


def _holds_entries(columns: BankColumns, sample: Sequence[Row | BadRow]) -> bool:
    rows = [row.cells for row in sample if isinstance(row, Row)]
    good = sum(
        any(read_amount(columns.get(c, name), columns.comma) for name in _SUMS)
        and read_day(columns, c) != ""
        for c in rows
    )
    return good * 2 >= len(rows)


def read_day(columns: BankColumns, cells: Sequence[str]) -> str:
    """Return when a row was booked, as exactly as it says; empty where it does not."""
    text = columns.get(cells, "date") or columns.get(cells, "value_date")
    clock = columns.get(cells, "time")
    return _moment(text, clock, columns.us_order)


@lru_cache(maxsize=1 << 12)
def _moment(text: str, clock: str, us_order: bool) -> str:
    return read_moment(text, clock, us_order=us_order) or ""


def _read_labels(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return what the lines above the header say of the account and its holder."""
    found: dict[str, str] = {}
    for name, value in _labelled(rows):
        if value:
            found.setdefault(name, value)
    if "account" not in found or not read_iban(found["account"]):
        cells = (cell for row in rows for cell in row)
        if iban := next((i for cell in cells if (i := read_iban(cell))), ""):
            found["account"] = iban
    return found


def _labelled(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    labels = vocabulary().labels
    for row in rows:
        filled = [cell for cell in row if cell]
        for cell, after in zip(filled, [*filled[1:], ""], strict=False):
            label, colon, value = cell.partition(":")
            if name := labels.get(fold(label)):
                yield name, value.strip() if colon and value.strip() else after


@lru_cache(maxsize=1 << 12)
def meaning(cell: str, word: str) -> bool:
    """Whether a cell's word says that money goes `out` or comes `in`."""
    return any(part in vocabulary().words[word] for part in fold(cell).split())
