"""QIF: the line-by-line format of Quicken and of many banks' downloads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from extraction.importers.base import ImportOptions
from extraction.importers.moments import month_first, read_moment
from extraction.importers.money.amounts import decimal_comma, read_amount
from extraction.importers.money.bankaccounts import NO_ACCOUNT, Account
from extraction.importers.money.nameless import nameless_account
from extraction.importers.money.payments import Entry, Party, PaymentBook
from extraction.importers.textrecords import iter_lines
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.model import Place, Record

_HEAD = 1 << 12
_MAX_TEXT = 1 << 16
_SAMPLE_LINES = 5_000
_MONEY = frozenset(("bank", "cash", "ccard", "oth a", "oth l"))
_BEGIN = re.compile(r"\s*!(?:Type|Account|Option|Clear)\b", re.IGNORECASE)
_TRANSFER = re.compile(r"\[(.+?)\]")
_YEAR = re.compile(r"['`´’]\s*(\d{1,2})$")


class QifImporter:
    """Lists of transactions of bank, cash and card accounts."""

    name = "qif"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it begins with a header of QIF."""
        head = leaf.content[:_HEAD]
        if b"!" not in head or not looks_like_text(head):
            return False
        return bool(_BEGIN.match(decode_text(head)))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a payment a transaction, and a rejection for what is none.

        Raises InvalidInput where there is no transaction at all.
        """
        found = False
        for item in _Reader(leaf).read():
            found = True
            yield item
        if not found:
            raise InvalidInput("qif: it holds no transaction")


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    section: str = "bank"
    own: Account = NO_ACCOUNT
    _us_order: bool = True
    _comma: bool = False
    _book: PaymentBook = field(default_factory=PaymentBook)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield each transaction at its ^; one that is cut off is rejected."""
        self._settle()
        begun, said = 0, dict[str, str]()
        for number, line in iter_lines(self.leaf.content):
            line = line.strip()
            if line.startswith("!"):
                self._header(line[1:].strip())
                begun, said = 0, {}
            elif line == "^":
                yield from self._end(said, f"line {begun}")
                begun, said = 0, {}
            elif line:
                begun = begun or number
                _keep(said, line[0], line[1:].strip())
        if said:
            reason = "the file breaks off inside a transaction: ^ is missing"
            yield Rejection(self.leaf.path, reason, f"line {begun}")

    def _settle(self) -> None:
        """See from the first lines how dates and amounts are written."""
        lines = [
            x[1].strip() for x in islice(iter_lines(self.leaf.content), _SAMPLE_LINES)
        ]
        dates = [_plain_date(line[1:]) for line in lines if line.startswith("D")]
        amounts = [line[1:] for line in lines if line.startswith(("T", "U"))]
        self._us_order = month_first(dates) or _fits_both(dates)
        self._comma = decimal_comma(amounts)

    def _header(self, text: str) -> None:
        word, _, kind = text.partition(":")
        if word.lower() == "account":
            self.section = "account"
        elif word.lower() == "type":
            self.section = kind.strip().lower()

    def _end(self, said: dict[str, str], where: str) -> Iterator[Record | Rejection]:
        if self.section == "account":
            self.own = nameless_account(self.leaf, said.get("N", "").strip())
            return
        if self.section not in _MONEY:
            if self.section == "invst":
                reason = "what is done with securities is no payment"
                yield Rejection(self.leaf.path, reason, where)
            return
        if not self.own.id:
            self.own = nameless_account(self.leaf)
        try:
            entry = self._entry(said)
        except InvalidInput as error:
            yield Rejection(self.leaf.path, str(error), where)
            return
        yield from self._book.records(entry, Place(record=where))

    def _entry(self, said: dict[str, str]) -> Entry:
        day = read_moment(_plain_date(said.get("D", "")), us_order=self._us_order)
        if day is None:
            raise InvalidInput("its date (D) is missing or cannot be read")
        amount = read_amount(said.get("T") or said.get("U", ""), self._comma)
        if amount is None:
            raise InvalidInput("its amount (T) is missing or not a number")
        category = said.get("L", "")
        transfer = _TRANSFER.match(category)
        name, memo = " ".join(said.get("P", "").split()), said.get("M", "")
        other = Party(name, NO_ACCOUNT, said.get("A", ""))
        if transfer:  # between accounts of one's own: the payee is but a text
            other = Party("", nameless_account(self.leaf, transfer[1]))
            memo = ", ".join(x for x in (name, memo) if x)
        own = Party("", self.own)
        return Entry(
            payer=own if amount < 0 else other,
            beneficiary=other if amount < 0 else own,
            amount=abs(amount),
            booked=day,
            purpose=memo,
            reference=said.get("N", ""),
            kind=category if category and not transfer else "",
            own=self.own,
        )


def _keep(said: dict[str, str], letter: str, text: str) -> None:
    """Keep a field; the lines of an address are one."""
    if letter == "A" and letter in said:
        text = f"{said[letter]}, {text}"
    said[letter] = text[:_MAX_TEXT]


def _plain_date(text: str) -> str:
    """Return a date with four digits of year: 1/ 2'07 is 1/2/2007."""
    text = text[:40].strip()
    year = _YEAR.search(text)
    if year:
        text = f"{text[: year.start()]}/{2000 + int(year[1])}"
    text = text.replace(" ", "")
    if found := re.fullmatch(r"(\d{1,2}[-./]\d{1,2}[-./])(\d\d)", text):
        year_of = int(found[2]) + (1900 if int(found[2]) > 69 else 2000)
        text = f"{found[1]}{year_of}"
    return text


def _fits_both(dates: list[str]) -> bool:
    """Whether no date has a part above 12 and slashes stand between: Quicken's own."""
    parts = [found.split("/") for found in dates if found.count("/") == 2]
    return bool(parts) and all(p[0].isdecimal() and int(p[0]) <= 12 for p in parts)
