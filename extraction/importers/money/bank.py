"""Bank statements as tables: their columns found by themselves, or by a mapping."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extraction.importers.base import ImportOptions
from extraction.importers.moments import read_moment
from extraction.importers.money.amounts import read_amount
from extraction.importers.money.bankaccounts import (
    NO_ACCOUNT,
    country_of,
    read_account,
    read_bic,
)
from extraction.importers.money.bankcolumns import (
    BankColumns,
    meaning,
    open_statement,
    read_currency,
    read_day,
)
from extraction.importers.money.nameless import nameless_account
from extraction.importers.money.payments import NOBODY, Entry, Party, PaymentBook
from extraction.importers.tables.grid import Table, cells_of
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record


class BankTableImporter:
    """Statements of accounts and lists of payments, as banks give them out."""

    name = "bank"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header says when, how much, and between whom."""
        return may_be_table(leaf) and has_sheet(leaf, open_statement)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a payment a row, or a rejection that names the row."""
        yield from read_sheets(
            leaf,
            open_statement,
            "no bank statement",
            lambda opened: _Reader(leaf, options.country, *opened).read(),
        )


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    country: str | None
    columns: BankColumns
    table: Table
    _own: Party = NOBODY
    _book: PaymentBook = field(default_factory=PaymentBook)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield each row's payment with its accounts, or why it is not taken."""
        self._own = self._find_own()
        for row in self.table.rows:
            where = self.table.locate(row.number)
            try:
                entry = self._entry(cells_of(row))
            except InvalidInput as error:
                yield Rejection(self.leaf.path, str(error), where)
                continue
            yield from self._book.records(entry, Place(record=where))

    def _find_own(self) -> Party:
        above = self.columns.above
        account = NO_ACCOUNT
        if above.get("account"):
            bank = read_bic(above.get("bank", ""))
            account = read_account(above["account"], self.country, bank)
        if not account.id and not self._has_both_sides():
            account = nameless_account(self.leaf)
        return Party(above.get("holder", ""), account)

    def _has_both_sides(self) -> bool:
        at = set(self.columns.at)
        return "own_account" in at or {"payer_account", "payee_account"} <= at

    def _get(self, cells: Sequence[str], name: str) -> str:
        position = self.columns.at.get(name)
        return "" if position is None else cells[position]

    def _entry(self, cells: Sequence[str]) -> Entry:
        if meaning(self._get(cells, "status"), "undone"):
            raise InvalidInput("it was not carried out")
        booked = read_day(self.columns, cells)
        if not booked:
            raise InvalidInput("its date is missing or cannot be read")
        amount = self._amount(cells)
        own = self._own_of(cells)
        payer, payee = self._sides(cells, own, amount)
        valued = self._get(cells, "value_date")
        return Entry(
            payer=payer,
            beneficiary=payee,
            amount=abs(amount),
            currency=self._currency(cells),
            booked=booked,
            valued=read_moment(valued, us_order=self.columns.us_order) or "",
            purpose=self._get(cells, "purpose"),
            reference=self._get(cells, "reference"),
            booking=self._get(cells, "booking"),
            kind=self._get(cells, "kind"),
            own=own.account,
        )

    def _currency(self, cells: Sequence[str]) -> str:
        found = self._get(cells, "currency") or self.columns.above.get("currency", "")
        return read_currency(found) or self.columns.currency

    def _own_of(self, cells: Sequence[str]) -> Party:
        text, name = self._get(cells, "own_account"), self._get(cells, "own_name")
        if not text:
            return self._own
        return Party(name or self._own.name, read_account(text, self.country))

    def _amount(self, cells: Sequence[str]) -> Decimal:
        """Return the sum, negative where money goes out."""
        out, comes = (self._sum(cells, name) for name in ("debit", "credit"))
        if out and comes:
            raise InvalidInput("it is debited and credited at once")
        if out or comes:
            return -abs(out) if out else comes or Decimal(0)
        amount = self._sum(cells, "amount")
        if amount is None:
            if out is not None or comes is not None:
                return Decimal(0)
            raise InvalidInput("its amount is missing")
        for name in ("direction", "kind"):
            cell = self._get(cells, name)
            goes, enters = meaning(cell, "out"), meaning(cell, "in")
            if goes != enters and amount > 0:
                return -amount if goes else amount
        return amount

    def _sum(self, cells: Sequence[str], name: str) -> Decimal | None:
        text = self._get(cells, name)
        if not text:
            return None
        amount = read_amount(text, self.columns.comma)
        if amount is None:
            raise InvalidInput(f"its {name} is not a number")
        return amount

    def _sides(
        self, cells: Sequence[str], own: Party, amount: Decimal
    ) -> tuple[Party, Party]:
        payer, payee = self._side(cells, "payer"), self._side(cells, "payee")
        other = self._side(cells, "")
        if payer != NOBODY and payee != NOBODY:
            if other.account.id and not (payer.account.id or payee.account.id):
                ends = (own, other) if amount < 0 else (other, own)
                payer = payer._replace(account=ends[0].account)
                payee = payee._replace(account=ends[1].account)
            return payer, payee
        other = next((side for side in (payer, payee, other) if side != NOBODY), NOBODY)
        if payer != NOBODY and "payee" in self._two_sided():
            return payer, own
        if payee != NOBODY and "payer" in self._two_sided():
            return own, payee
        return (own, other) if amount < 0 else (other, own)

    def _two_sided(self) -> frozenset[str]:
        at = self.columns.at
        both = ("payer" in at or "payer_account" in at) and (
            "payee" in at or "payee_account" in at
        )
        return frozenset(("payer", "payee")) if both else frozenset()

    def _side(self, cells: Sequence[str], side: str) -> Party:
        prefix = f"{side}_" if side else ""
        name = self._get(cells, side or "name")
        number = self._get(cells, f"{prefix}account")
        if not (name or number):
            return NOBODY
        bank = self._get(cells, f"{prefix}bank")
        country = self.country or country_of(self._own.account)
        account = NO_ACCOUNT
        if number:
            account = read_account(number, country, read_bic(bank) or bank)
        return Party(" ".join(name.split()), account)
