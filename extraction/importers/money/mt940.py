"""SWIFT's customer statements: MT940, MT942 and their kin, field by field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from extraction.importers.base import ImportOptions
from extraction.importers.money.amounts import read_amount
from extraction.importers.money.bankaccounts import (
    NO_ACCOUNT,
    Account,
    country_of,
    read_account,
    read_bic,
)
from extraction.importers.money.mt940details import (
    Details,
    read_details,
    read_non_swift,
)
from extraction.importers.money.payments import (
    Entry,
    Party,
    PaymentBook,
    balance_record,
)
from extraction.importers.textrecords import iter_lines
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.model import Place, Record

_HEAD = 1 << 13
_MAX_FIELD = 1 << 16
_FIELD = re.compile(r":(\d\d[A-Z]?|NS):(.*)", re.DOTALL)
_LINE_ENTRY = re.compile(
    r"(?P<valued>\d{6})(?P<booked>\d{4}|\s{4})?(?P<mark>[RE]?[DC])(?P<funds>[A-Z])?"
    r"[\n ]?(?P<amount>\d[\d,]{0,14})(?P<kind>[A-Z][A-Z0-9 ]{3})?"
    r"(?P<reference>(?:(?!//)[^\n]){0,35})(?://(?P<booking>[^\n]*))?\n?(?P<more>.*)",
    re.DOTALL,
)
_BALANCE = re.compile(r"([DC])(\d{6})([A-Z]{3})(\d[\d,]*)\s*")
_CURRENCY_BEHIND = re.compile(r"(\d) ?[A-Z]{3}\s*$")
_FLOOR = re.compile(r"([A-Z]{3})[DC]?\d[\d,]*\s*")
_BLOCKS = re.compile(
    r"\{1:[A-Z]\d\d(?P<receiver>[A-Z0-9]{12})[^}]*\}"
    r"(?:\{2:O94\d\d{10}(?P<sender>[A-Z0-9]{12})[^}]*\})?"
)
_ENVELOPE = re.compile(r"(?:[\s\x01-]|\{4:|\{[1-35]:(?:[^{}]|\{[^{}]*\})*\})*")
_WHERE_IT_STANDS = frozenset("EREF PREF MARF KREF CREF IREF SREF".split())
_TAGS = frozenset(
    "13 13D 20 21 25 25P 28 28C 34F 60F 60M 61 62F 62M 64 65 86 90C 90D NS".split()
)
_FIRST = frozenset("20 21 25 25P 28 28C 60F 60M 61 62F 62M 64 65 34F".split())


class Mt940Importer:
    """Customer statements (MT940), interim reports (MT942) and advices like them."""

    name = "mt940"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it begins with a field of a statement and has no others."""
        head = leaf.content[:_HEAD]
        if b":" not in head or not looks_like_text(head[:4096]):
            return False
        text = decode_text(head)
        begin = _ENVELOPE.match(text)
        text = text[begin.end() if begin else 0 :]
        tags = re.findall(r"(?m)^:(\d\d[A-Z]?|NS):", text)
        starts = text.startswith(":") and bool(tags) and tags[0] in _FIRST
        return starts and set(tags) <= _TAGS

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream payments and accounts, and a rejection for each field that is none.

        Raises InvalidInput where nothing in the file says anything of an account.
        """
        found = False
        for item in _Reader(leaf, options.country).read():
            found = True
            yield item
        if not found:
            raise InvalidInput("mt940: it names no account and no entry")


@dataclass(slots=True)
class _Field:
    tag: str
    line: int
    text: str


@dataclass(slots=True)
class _Line:
    """A :61: with what follows it, until the next one."""

    line: int
    valued: str
    booked: str
    mark: str
    amount: Decimal
    kind: str
    reference: str
    booking: str
    more: str
    details: list[str] = field(default_factory=list)
    non_swift: str = ""


@dataclass(slots=True)
class _Reader:
    """Reads one file; what a statement says holds until the next :20:."""

    leaf: Leaf
    country: str | None
    bank: str = ""
    holder: str = ""
    account: Account = NO_ACCOUNT
    currency: str = ""
    _open: _Line | None = None
    _book: PaymentBook = field(default_factory=PaymentBook)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield what the fields state; a payment comes when its last field is read."""
        for found in self._fields():
            if found.tag not in ("86", "NS"):
                yield from self._close()
            try:
                yield from self._take(found)
            except InvalidInput as error:
                place = f"line {found.line}"
                yield Rejection(self.leaf.path, f":{found.tag}: {error}", place)
        yield from self._close()

    def _fields(self) -> Iterator[_Field]:
        """Yield the fields, their continued lines joined by line ends."""
        current: _Field | None = None
        for number, line in iter_lines(self.leaf.content):
            if line.startswith((":", "{")) and (start := self._start(line)):
                if current is not None:
                    yield current
                current = _Field(start[1], number, start[2])
            elif line.startswith("-") and line.strip() in ("-", "-}", "-}{5:}"):
                if current is not None:
                    yield current
                current = None
            elif current is not None and len(current.text) < _MAX_FIELD:
                current.text += "\n" + line
        if current is not None:
            yield current

    def _start(self, line: str) -> re.Match[str] | None:
        if line.startswith("{"):
            if blocks := _BLOCKS.search(line):
                address = blocks["sender"] or blocks["receiver"]
                self.bank = read_bic(address[:8] + address[9:]) or read_bic(address[:8])
            line = line.rpartition("{4:")[2]
        return _FIELD.match(line)

    def _take(self, found: _Field) -> Iterator[Record]:
        place = Place(record=f"line {found.line}")
        if found.tag == "20":
            self.account, self.currency, self.holder = NO_ACCOUNT, "", ""
        elif found.tag in ("25", "25P"):
            self._take_account(found.text)
            yield from self._about_own(place)
        elif found.tag in ("60F", "60M", "62F", "62M"):
            yield from self._take_balance(found, place)
        elif found.tag == "34F" and (floor := _FLOOR.fullmatch(found.text.strip())):
            self.currency = floor[1]
        elif found.tag == "61":
            self._open = _read_line(found)
        elif found.tag == "86" and self._open is not None:
            self._open.details.append(found.text)
        elif found.tag == "NS" and self._open is not None:
            self._open.non_swift = found.text
        elif found.tag == "NS":
            self.holder = " ".join(read_non_swift(found.text).holder.split())
            yield from self._about_own(place)

    def _take_account(self, text: str) -> None:
        number, _, bank = text.strip().partition("\n")
        number = _CURRENCY_BEHIND.sub(r"\1", number).lstrip("/")
        self.account = read_account(number, self.country, read_bic(bank) or self.bank)
        if not self.account.id:
            raise InvalidInput("it names no account")

    def _about_own(self, place: Place) -> Iterator[Record]:
        own = Party(self.holder, self.account)
        yield from self._book.about(own, self.account, place)

    def _take_balance(self, found: _Field, place: Place) -> Iterator[Record]:
        balance = _BALANCE.fullmatch(found.text.strip())
        day = _day(balance[2]) if balance else ""
        amount = read_amount(balance[4], True) if balance else None
        if balance is None or amount is None or not day:
            raise InvalidInput("the balance cannot be read")
        self.currency = balance[3]
        if found.tag in ("60F", "60M"):
            return
        if not self.account.id:
            raise InvalidInput("a balance of no account: no :25: stands before it")
        signed = -amount if balance[1] == "D" else amount
        yield balance_record(self.account, signed, self.currency, day, place)

    def _close(self) -> Iterator[Record]:
        """Yield the payment of the line read last, now that all of it is known."""
        line, self._open = self._open, None
        if line is None:
            return
        country = self.country or country_of(self.account)
        details = read_details("\n".join(line.details), country)
        if line.non_swift:
            details = read_non_swift(line.non_swift, country)
        yield from self._book.records(
            self._entry(line, details), Place(record=f"line {line.line}")
        )

    def _entry(self, line: _Line, details: Details) -> Entry:
        own = Party(self.holder, self.account)
        comes_in = line.mark in ("C", "RD", "EC")
        other = details.party
        return Entry(
            payer=other if comes_in else own,
            beneficiary=own if comes_in else other,
            amount=line.amount,
            currency=self.currency,
            booked=line.booked,
            valued=line.valued,
            purpose=details.purpose or line.more,
            reference=_reference(line, details),
            booking=line.booking,
            kind=" ".join(x for x in (line.kind, details.kind) if x),
            notes=(*_notes(line), *details.notes),
            own=self.account,
        )


def _reference(line: _Line, details: Details) -> str:
    """Return the payer's reference, not the word that says where it stands."""
    word = line.reference.upper()
    return details.reference or ("" if word in _WHERE_IT_STANDS else line.reference)


def _notes(line: _Line) -> Iterator[str]:
    if line.mark.startswith("R"):
        yield "reversal"
    elif line.mark.startswith("E"):
        yield "expected"
    if line.more and line.details:
        yield line.more


def _read_line(found: _Field) -> _Line:
    parts = _LINE_ENTRY.fullmatch(found.text.rstrip())
    if parts is None:
        raise InvalidInput("the entry does not follow the format")
    valued = _day(parts["valued"])
    amount = read_amount(parts["amount"], True)
    if not valued:
        raise InvalidInput("its value date is none of the calendar")
    if amount is None:
        raise InvalidInput("its amount cannot be read")
    return _Line(
        found.line,
        valued,
        _booked(valued, (parts["booked"] or "").strip()),
        parts["mark"],
        amount,
        (parts["kind"] or "").strip(),
        parts["reference"].strip(),
        (parts["booking"] or "").strip(),
        " ".join(parts["more"].split()),
    )


def _day(text: str) -> str:
    """Return YYMMDD as ISO 8601; 30 February, which banks count with, is the last."""
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:])
    if year > 2079:
        year -= 100
    if not 1 <= month <= 12 or day < 1:
        return ""
    days = [31, 29 if _is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if month == 2 and day == 30:
        day = days[1]
    day = days[1] if month == 2 and day == 29 else day
    return f"{year}-{month:02}-{day:02}" if day <= days[month - 1] else ""


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _booked(valued: str, text: str) -> str:
    """Return the booking day MMDD in the year that is nearest to the value date."""
    if not text:
        return ""
    year, months = int(valued[:4]), int(text[:2]) - int(valued[5:7])
    year += 1 if months < -6 else -1 if months > 6 else 0
    return _day(f"{year % 100:02}{text}")
