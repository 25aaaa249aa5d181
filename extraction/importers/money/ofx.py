"""OFX: banks' downloads for home accounting, as SGML (1.x) and as XML (2.x)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.base import ImportOptions
from extraction.importers.money.amounts import read_amount
from extraction.importers.money.bankaccounts import NO_ACCOUNT, Account, read_account
from extraction.importers.money.ofxtags import Tag, iter_tags, read_time
from extraction.importers.money.payments import (
    NOBODY,
    Entry,
    Party,
    PaymentBook,
    balance_record,
)
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.model import Place, Record

_HEAD = 1 << 12
_MAX_DEPTH = 100
_ACCOUNTS = frozenset(("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"))
_OTHERS = frozenset(("BANKACCTTO", "CCACCTTO"))
_LISTS = frozenset(("STMTRS", "CCSTMTRS", "INVSTMTRS", "ACCTINFO"))
_TRADES = frozenset(
    "BUYDEBT BUYMF BUYOPT BUYOTHER BUYSTOCK CLOSUREOPT INCOME INVEXPENSE JRNLFUND "
    "JRNLSEC MARGININTEREST REINVEST RETOFCAP SELLDEBT SELLMF SELLOPT SELLOTHER "
    "SELLSTOCK SPLIT TRANSFER".split()
)
_ADDRESS = ("ADDR1", "ADDR2", "ADDR3", "CITY", "STATE", "POSTALCODE", "COUNTRY")
_KEPT = frozenset(("LEDGERBAL", "STMTTRN", "STATUS", "FI", "PAYEE", "CURRENCY"))


class OfxImporter:
    """Statements of banks, cards and brokers; lists of accounts."""

    name = "ofx"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether its header or its first element is OFX."""
        head = leaf.content[:_HEAD]
        if b"OFX" not in head.upper().replace(b"\0", b""):
            return False
        if not looks_like_text(head):
            return False
        text = decode_text(head).lstrip("\ufeff \t\r\n").upper()
        if text.startswith("OFXHEADER:"):
            return True
        return text.startswith(("<OFX>", "<?XML", "<?OFX")) and "<OFX>" in text

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream payments and accounts, and a rejection for each that is none.

        Raises InvalidInput where the file tells of no account and no transaction.
        """
        reader = _Reader(leaf, options.country)
        found = False
        for item in reader.read():
            found = True
            yield item
        if not found:
            raise InvalidInput("ofx: it names no account and no transaction")


@dataclass(slots=True)
class _Frame:
    """An aggregate that is open: its own values, and where it began."""

    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    country: str | None
    bank: str = ""
    own: Account = NO_ACCOUNT
    currency: str = ""
    kind: str = ""
    _stack: list[_Frame] = field(default_factory=list)
    _other: Account = NO_ACCOUNT
    _payee: dict[str, str] = field(default_factory=dict)
    _symbol: str = ""
    _trades: Counter[str] = field(default_factory=Counter)
    _book: PaymentBook = field(default_factory=PaymentBook)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield accounts and payments, then what was not taken, as of securities."""
        line = 1
        for tag in iter_tags(self.leaf.content):
            line = tag.line
            if len(self._stack) > _MAX_DEPTH:
                yield Rejection(self.leaf.path, "nested too deep", f"line {line}")
                return
            if tag.closes:
                yield from self._close(tag)
            elif tag.text:
                self._leaf(tag)
            else:
                self._begin(tag)
        if any(frame.name == "OFX" for frame in self._stack):
            reason = "the file breaks off: OFX is not closed"
            yield Rejection(self.leaf.path, reason, f"line {line}")
        for name, count in sorted(self._trades.items()):
            reason = f"{count} of {name}: what is done with securities is no payment"
            yield Rejection(self.leaf.path, reason, name)

    def _begin(self, tag: Tag) -> None:
        if tag.name in _LISTS:
            self.own, self.currency, self.kind = NO_ACCOUNT, "", ""
        elif tag.name == "STMTTRN":
            self._other, self._payee, self._symbol = NO_ACCOUNT, {}, ""
        elif tag.name in _TRADES:
            self._trades[tag.name] += 1
        self._stack.append(_Frame(tag.name, tag.line))

    def _leaf(self, tag: Tag) -> None:
        if tag.name == "CURDEF":
            self.currency = tag.text
        elif self._stack:
            self._stack[-1].values.setdefault(tag.name, tag.text)

    def _close(self, tag: Tag) -> Iterator[Record | Rejection]:
        if not any(frame.name == tag.name for frame in self._stack):
            return
        while self._stack:
            frame = self._stack.pop()
            if frame.name == tag.name:
                break
            if self._stack and frame.name not in _KEPT:  # an element left empty
                self._stack[-1].values = {**frame.values, **self._stack[-1].values}
        yield from self._end(frame)

    def _end(self, frame: _Frame) -> Iterator[Record | Rejection]:
        place = Place(record=f"line {frame.line}")
        try:
            if frame.name in _ACCOUNTS:
                self.own = self._account(frame)
                yield from self._book.about(Party("", self.own), self.own, place)
            elif frame.name in _OTHERS:
                self._other = self._account(frame)
            elif frame.name == "PAYEE":
                self._payee = frame.values
            elif frame.name == "CURRENCY":
                self._symbol = frame.values.get("CURSYM", "")
            elif frame.name == "FI":
                self.bank = frame.values.get("ORG", "")
            elif frame.name == "STATUS":
                _check_status(frame)
            elif frame.name == "LEDGERBAL":
                yield self._balance(frame, place)
            elif frame.name == "STMTTRN":
                yield from self._book.records(self._entry(frame), place)
        except InvalidInput as error:
            yield Rejection(self.leaf.path, str(error), place.record)

    def _account(self, frame: _Frame) -> Account:
        said = frame.values
        bank = said.get("BANKID") or said.get("BROKERID") or self.bank
        account = read_account(said.get("ACCTID", ""), self.country, bank)
        if not account.id:
            raise InvalidInput(f"{frame.name} names no account (ACCTID)")
        return account

    def _balance(self, frame: _Frame, place: Place) -> Record:
        if not self.own.id:
            raise InvalidInput("a balance of no account")
        text = frame.values.get("BALAMT", "")
        if not text:
            raise InvalidInput("the balance (LEDGERBAL) is empty")
        amount = read_amount(text, _has_comma(text))
        if amount is None:
            raise InvalidInput("the balance (LEDGERBAL) is not a number")
        day = read_time(frame.values.get("DTASOF", "")) or ""
        return balance_record(self.own, amount, self.currency, day, place)

    def _entry(self, frame: _Frame) -> Entry:
        said = frame.values
        text = said.get("TRNAMT", "")
        amount = None if "$" in text else read_amount(text, _has_comma(text))
        if amount is None:
            raise InvalidInput("its amount (TRNAMT) is not a number")
        if not said.get("DTPOSTED"):
            raise InvalidInput("its date (DTPOSTED) is missing")
        booked = read_time(said["DTPOSTED"])
        if booked is None:
            raise InvalidInput("its date (DTPOSTED) cannot be read")
        name = said.get("NAME") or self._payee.get("NAME", "")
        address = ", ".join(
            self._payee[n]
            for n in (
                "ADDR1",
                "ADDR2",
                "ADDR3",
                "CITY",
                "STATE",
                "POSTALCODE",
                "COUNTRY",
            )
            if self._payee.get(n)
        )
        own = Party("", self.own) if self.own.id else NOBODY
        other = Party(" ".join(name.split()), self._other, address)
        check = said.get("CHECKNUM", "").strip("0")
        return Entry(
            payer=own if amount < 0 else other,
            beneficiary=other if amount < 0 else own,
            amount=abs(amount),
            currency=self._symbol or self.currency,
            booked=booked,
            valued=read_time(said.get("DTAVAIL", "")) or "",
            purpose=" ".join(said.get("MEMO", "").split()),
            booking=said.get("FITID", ""),
            kind=said.get("TRNTYPE", ""),
            notes=(f"check {said['CHECKNUM']}",) if check else (),
            own=self.own,
        )


def _has_comma(text: str) -> bool:
    """Whether a comma stands before the decimals: it is the last mark."""
    return text.rfind(",") > text.rfind(".")


def _check_status(frame: _Frame) -> None:
    code = frame.values.get("CODE", "0")
    if frame.values.get("SEVERITY", "").upper() == "ERROR":
        shown = code if code.isdigit() and len(code) < 8 else "of its own"
        raise InvalidInput(f"the bank answered with error {shown} instead of data")
