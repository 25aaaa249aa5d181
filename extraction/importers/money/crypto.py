"""Transfers of coins: exports of exchanges and of block explorers, as tables."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from extraction.importers.base import ImportOptions
from extraction.importers.keys import derive_id
from extraction.importers.moments import read_moment
from extraction.importers.money.amounts import read_amount, show
from extraction.importers.money.cryptoforms import CoinColumns, forms, open_coins
from extraction.importers.recent import Recent
from extraction.importers.tables.grid import Table, cells_of
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value
from graph.names import fold

_HASHED = 1 << 20
_CLOCK_LAST = re.compile(r"\d:\d\d$")
_HEX = re.compile(r"0x[0-9a-fA-F]{40}")
_WORDS = re.compile(r"[\w.+-]+@[\w.-]+|0x[0-9a-fA-F]{40}|[13bc][a-zA-Z0-9]{25,61}")


class CryptoImporter:
    """Deposits and withdrawals at exchanges, and transfers between addresses."""

    name = "crypto"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header is that of a known export."""
        return may_be_table(leaf) and has_sheet(leaf, open_coins)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a CryptoTransfer a row; what is no transfer is counted by its kind."""
        yield from read_sheets(
            leaf,
            open_coins,
            "no export of coins",
            lambda opened: _Reader(leaf, *opened).read(),
        )


@dataclass(frozen=True, slots=True)
class Wallet:
    """An address, or the account of a user at an exchange."""

    address: str = ""
    service: str = ""
    account: str = ""

    @property
    def id(self) -> str:
        """The same for the same address everywhere; empty where there is none."""
        return _wallet_id(self)


@lru_cache(maxsize=1 << 16)
def _wallet_id(wallet: Wallet) -> str:
    parts = [_plain(wallet.address), wallet.service if not wallet.address else ""]
    parts.append(wallet.account if not wallet.address else "")
    derived = derive_id(parts, "wallet", "crypto")
    return f"wallet-of-{derived}" if derived else ""


def _plain(address: str) -> str:
    """Return an address under which equal ones are equal: those in hex ignore case."""
    return address.lower() if _HEX.fullmatch(address) else address


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    columns: CoinColumns
    table: Table
    _said: Recent = field(default_factory=Recent)
    _alike: Recent = field(default_factory=Recent)
    _left: Counter[str] = field(default_factory=Counter)
    _file: str = ""

    def read(self) -> Iterator[Record | Rejection]:
        """Yield each row's transfer, then how many rows are none, by their kind."""
        self._file = self.leaf.digest(_HASHED)
        for row in self.table.rows:
            where = self.table.locate(row.number)
            try:
                yield from self._transfer(cells_of(row), Place(record=where))
            except InvalidInput as error:
                yield Rejection(self.leaf.path, str(error), where)
        for kind, count in sorted(self._left.items()):
            reason = f"{count} rows are no transfer between two wallets"
            yield Rejection(self.leaf.path, reason, f"{kind or 'no kind'}")

    def _get(self, cells: Sequence[str], name: str) -> str:
        return self.columns.get(cells, name)

    def _transfer(self, cells: Sequence[str], place: Place) -> Iterator[Record]:
        if fold(self._get(cells, "status")) in forms().failed:
            self._left["failed"] += 1
            return
        amount = self._amount(cells)
        ends = self._ends(cells, amount)
        if ends is None:
            self._left[fold(self._get(cells, "kind"))[:40]] += 1
            return
        payer, payee = ends
        moment = self._moment(cells)
        coin = self._get(cells, "coin") or self.columns.symbol
        values = (
            ("payerWallet", payer.id),
            ("beneficiaryWallet", payee.id),
            ("amount", show(abs(amount))),
            ("currency", coin),
            ("date", moment),
            ("transactionNumber", self._get(cells, "hash")),
            ("recordId", self._get(cells, "booking")),
            ("purpose", self._get(cells, "note")),
            ("summary", self._get(cells, "kind")),
            ("description", self._description(cells)),
        )
        said = tuple(Value(prop, value) for prop, value in values if value)
        name = self._id(cells, (payer, payee), abs(amount), (coin, moment))
        yield Record(name, "CryptoTransfer", said, place)
        for wallet in (payer, payee):
            if wallet.id and self._said.meet(wallet.id) == 1:
                chain = self._get(cells, "blockchain")
                yield _wallet_record(wallet, chain, self.columns, place)

    def _description(self, cells: Sequence[str]) -> str:
        known = (("fee", "fee"), ("contract", "contract"), ("blockchain", "network"))
        found = [f"{word} {x}" for n, word in known if (x := self._get(cells, n))]
        if self._get(cells, "confirmed") == "false":
            found.append("not confirmed")
        return "; ".join(found)

    def _id(
        self,
        cells: Sequence[str],
        ends: tuple[Wallet, Wallet],
        amount: Decimal,
        said: tuple[str, str],
    ) -> str:
        """Return an id that exchange and explorer share: hash, address and coin.

        Where no hash is given, what the row says tells it from others.
        """
        payer, payee = ends
        given = self._get(cells, "hash").lower()
        if given and payee.address:
            parts = [given, _plain(payee.address), said[0].upper()]
            return f"transfer-{derive_id(parts, 'hash', 'crypto')}"
        parts = [payer.id, payee.id, show(amount.normalize()), *said, given]
        parts.append(self._get(cells, "booking"))
        alike = self._alike.meet(derive_id(parts, "alike", "crypto"))
        return f"transfer-{derive_id([*parts, str(alike)], 'row', 'crypto')}"

    def _amount(self, cells: Sequence[str]) -> Decimal:
        for name in ("amount", "amount_out"):
            text = self._get(cells, name)
            amount = read_amount(text, False) if text else None
            if text and amount is None:
                amount = _exponent(text)
            if text and amount is None:
                raise InvalidInput("its amount is not a number")
            if amount:
                return amount
        if not self._get(cells, "amount") and not self._get(cells, "amount_out"):
            raise InvalidInput("its amount is missing")
        return Decimal(0)

    def _moment(self, cells: Sequence[str]) -> str:
        unix, text = self._get(cells, "unix")[:40], self._get(cells, "time")[:40]
        text = re.sub(r"\s+UTC$", "Z", text)
        moment = read_moment(unix) if unix else None
        text = re.sub(r"\.\d+(?=Z|$)", "", text)
        if _CLOCK_LAST.search(text):
            text += self.columns.zone
        moment = moment or read_moment(text)
        if moment is None:
            raise InvalidInput("its date is missing or cannot be read")
        return moment

    def _ends(
        self, cells: Sequence[str], amount: Decimal
    ) -> tuple[Wallet, Wallet] | None:
        payer, payee = self._get(cells, "payer"), self._get(cells, "payee")
        form = self.columns.form
        if not form.service:
            if not (payer or payee):
                raise InvalidInput("neither address is shown")
            return Wallet(payer), Wallet(payee)
        user = self._get(cells, "user") or self.columns.user or f"file {self._file}"
        own = Wallet(user if _HEX.fullmatch(user) else "", form.service, user)
        if form.is_wallet:
            return self._ends_of_wallet(cells, amount, own)
        kind = fold(self._get(cells, "kind"))
        sender, recipient = self._get(cells, "sender"), self._get(cells, "recipient")
        note = _WORDS.search(self._get(cells, "note")[:300])
        other = sender or recipient or (note[0] if note else "")
        if form.comes or form.goes:
            if kind in form.comes:
                return Wallet(sender or other), own
            return (own, Wallet(recipient or other)) if kind in form.goes else None
        address, source = self._get(cells, "address"), self._get(cells, "own_source")
        if source:  # what came in names where from; the address is then our own
            return Wallet(source), own
        if amount and self._is_deposit():
            return Wallet(), Wallet(address, form.service, user)
        return own, Wallet(address)

    def _ends_of_wallet(
        self, cells: Sequence[str], amount: Decimal, own: Wallet
    ) -> tuple[Wallet, Wallet] | None:
        """Return both ends where a wallet's own program writes: it knows one address.

        That is its own where coins came in, the other side's where they went out.
        """
        form, address = self.columns.form, self._get(cells, "address")
        kind = fold(self._get(cells, "kind"))
        comes = kind in form.comes or (not form.comes and amount > 0)
        if comes:
            return Wallet(), replace(own, address=address or own.address)
        goes = kind in form.goes or (not form.goes and amount < 0)
        return (own, Wallet(address)) if goes else None

    def _is_deposit(self) -> bool:
        return "deposit" in fold(self.leaf.name)


def _exponent(text: str) -> Decimal | None:
    if re.fullmatch(r"-?\d(?:\.\d+)?[eE][-+]?\d{1,2}", text.strip()):
        return Decimal(text.strip())
    return None


def _wallet_record(
    wallet: Wallet, blockchain: str, columns: CoinColumns, place: Place
) -> Record:
    file = wallet.account.startswith("file ")
    is_wallet = columns.form.is_wallet
    said = (
        ("cryptoAddress", wallet.address),
        ("managingExchange", "" if is_wallet else wallet.service),
        (
            "accountId",
            "" if file or wallet.account == wallet.address else wallet.account,
        ),
        ("blockchain", blockchain if wallet.address else ""),
        ("name", _name_of(wallet, columns) if wallet.service else ""),
    )
    values = tuple(Value(prop, value) for prop, value in said if value)
    return Record(wallet.id, "CryptoWallet", values, place)


def _name_of(wallet: Wallet, columns: CoinColumns) -> str:
    if columns.form.is_wallet:
        return f"wallet of {wallet.service}"
    holder = f" of {columns.holder}" if columns.holder else ""
    return f"account{holder} at {wallet.service}"
