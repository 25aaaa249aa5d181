"""ISO 20022 account reports: camt.052, camt.053 and camt.054 of every version."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extraction.importers.base import ImportOptions
from extraction.importers.money.bankaccounts import country_of
from extraction.importers.money.camtfields import (
    Fields,
    account_at,
    address_at,
    agent_at,
    amount_at,
    comes_in_at,
    kind_of,
    moment_at,
    notes_of,
    purpose_of,
    read_fields,
)
from extraction.importers.money.payments import (
    NOBODY,
    Entry,
    Party,
    PaymentBook,
    balance_record,
    is_reference,
)
from extraction.importers.xmlstream import children, find_root, iter_elements, local
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record

Row = Record | Rejection
_MESSAGES = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")
_STATEMENTS = frozenset(("Stmt", "Rpt", "Ntfctn"))
_CLOSING = frozenset(("CLBD", "ITBD"))


class CamtImporter:
    """A bank's report, statement or notification to its customer."""

    name = "camt"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the message is one of the three, in whatever envelope."""
        root = find_root(leaf.content)
        return root is not None and any(name in root.head for name in _MESSAGES)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a payment a transaction, and a rejection an entry that is none.

        Where the XML breaks off the entries before stay, and the rest is a rejection.
        Raises InvalidInput where there is no statement in it.
        """
        reader = _Reader(leaf, options.country)
        try:
            yield from reader.read()
        except InvalidInput as error:
            if not reader.begun:
                raise InvalidInput(f"camt: {error}") from error
            yield Rejection(leaf.path, str(error), "the rest")
            return
        if not reader.begun:
            raise InvalidInput("camt: it holds no statement of an account")


@dataclass(slots=True)
class _Reader:
    """Reads one message; an account holds for the entries of its statement."""

    leaf: Leaf
    country: str | None
    begun: bool = False
    own: Party = NOBODY
    currency: str = ""
    _number: int = 0
    _book: PaymentBook = field(default_factory=PaymentBook)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield the accounts, balances and entries in the order of the file."""
        names = ("Acct", "Bal", "Ntry", *_STATEMENTS)
        for element in iter_elements(self.leaf.content, names):
            name, parent = local(element), element.getparent()
            if name in _STATEMENTS:
                self.own, self.currency = NOBODY, ""
            elif parent is None or local(parent) not in _STATEMENTS:
                continue
            elif name == "Ntry":
                self._number += 1
                yield from self._take_entry(element)
            else:
                where = f"line {element.sourceline}"
                take = self._take_account if name == "Acct" else self._take_balance
                yield from take(read_fields(element), where)

    def _take_account(self, fields: Fields, where: str) -> Iterator[Row]:
        self.begun = True
        account = account_at(fields, "", agent_at(fields, "Svcr"), self.country)
        name = fields["Ownr/Nm"] or fields["Ownr/Pty/Nm"]
        self.own = Party(name, account)
        self.currency = fields["Ccy"]
        yield from self._book.about(self.own, account, Place(record=where))

    def _take_balance(self, fields: Fields, where: str) -> Iterator[Row]:
        if fields["Tp/CdOrPrtry/Cd"] not in _CLOSING:
            return
        amount, currency = amount_at(fields, "Amt")
        day = moment_at(fields, "Dt")
        if amount is None or not self.own.account.id:
            yield Rejection(self.leaf.path, "a balance that cannot be read", where)
            return
        signed = -amount if fields["CdtDbtInd"] == "DBIT" else amount
        place = Place(record=where)
        yield balance_record(self.own.account, signed, currency, day, place)

    def _take_entry(self, element: etree._Element) -> Iterator[Row]:
        self.begun = True
        where = f"entry {self._number}, line {element.sourceline}"
        parts = children(element, "NtryDtls", "TxDtls")
        try:
            shared = self._shared(read_fields(element, without="NtryDtls"))
        except InvalidInput as error:
            yield Rejection(self.leaf.path, str(error), where)
            return
        if not parts:
            yield from self._book.records(shared, Place(record=where))
        for number, part in enumerate(parts, start=1):
            at = where if len(parts) == 1 else f"{where}, transaction {number}"
            try:
                entry = self._part(read_fields(part), shared, alone=len(parts) == 1)
            except InvalidInput as error:
                yield Rejection(self.leaf.path, str(error), at)
                continue
            yield from self._book.records(entry, Place(record=at))

    def _shared(self, fields: Fields) -> Entry:
        """Return what the entry says of all its transactions."""
        amount, currency = amount_at(fields, "Amt")
        if amount is None:
            raise InvalidInput("its amount (Amt) cannot be read")
        comes_in = comes_in_at(fields)
        booked, valued = moment_at(fields, "BookgDt"), moment_at(fields, "ValDt")
        if not (booked or valued):
            raise InvalidInput("it has no date (BookgDt, ValDt) that can be read")
        status = fields["Sts"] or fields["Sts/Cd"]
        notes = ["pending"] if status == "PDNG" else []
        if fields["RvslInd"] == "true":
            notes.append("reversal")
        return Entry(
            payer=NOBODY if comes_in else self.own,
            beneficiary=self.own if comes_in else NOBODY,
            amount=amount,
            currency=currency or self.currency,
            booked=booked,
            valued=valued,
            purpose=fields["AddtlNtryInf"],
            booking=fields["AcctSvcrRef"],
            kind=kind_of(fields),
            notes=tuple(notes),
            own=self.own.account,
        )

    def _part(self, part: Fields, shared: Entry, *, alone: bool) -> Entry:
        comes_in = shared.beneficiary == self.own
        if part["CdtDbtInd"]:
            comes_in = part["CdtDbtInd"] == "CRDT"
        amount, currency = amount_at(part, "Amt")
        if amount is None:
            amount, currency = amount_at(part, "AmtDtls/TxAmt/Amt")
        if amount is None or alone:
            if not alone:
                raise InvalidInput("its amount (Amt, AmtDtls) cannot be read")
            amount, currency = shared.amount, shared.currency
        side, agent = ("Dbtr", "DbtrAgt") if comes_in else ("Cdtr", "CdtrAgt")
        other = self._party(part, side, agent)
        booking = part["Refs/AcctSvcrRef"]
        if not is_reference(booking):
            booking = shared.booking if alone else ""
        return shared._replace(
            payer=other if comes_in else self.own,
            beneficiary=self.own if comes_in else other,
            amount=amount,
            currency=currency,
            purpose=purpose_of(part) or shared.purpose,
            reference=part["Refs/EndToEndId"],
            unique=part["Refs/UETR"],
            booking=booking,
            kind=kind_of(part) or shared.kind,
            notes=(*shared.notes, *notes_of(part)),
        )

    def _party(self, part: Fields, side: str, agent: str) -> Party:
        at = f"RltdPties/{side}"
        name = part[f"{at}/Nm"] or part[f"{at}/Pty/Nm"]
        bank = agent_at(part, f"RltdAgts/{agent}")
        country = self.country or country_of(self.own.account)
        account = account_at(part, f"{at}Acct/", bank, country)
        return Party(" ".join(name.split()), account, address_at(part, at))
