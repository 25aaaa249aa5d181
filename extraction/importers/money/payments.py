"""Entries of statements as records: payments, and the accounts and parties around them.

Every importer of money makes an Entry of each line that it reads; what an Entry becomes
is said here alone, so that a payment is the same whichever statement tells of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extraction.importers.keys import derive_id
from extraction.importers.money.amounts import show
from extraction.importers.money.bankaccounts import NO_ACCOUNT, Account
from extraction.importers.money.purposes import find_numbers, purpose_records
from extraction.importers.recent import Recent
from graph.model import Place, Record, Value
from graph.names import fold

_NO_REFERENCE = frozenset(
    ("", "NONREF", "NOTPROVIDED", "NOT PROVIDED", "NOREF", "NONE", "N/A", "0", "-")
)


class Party(NamedTuple):
    """Who stands at one end of a payment: a name, an account, or both."""

    name: str = ""
    account: Account = NO_ACCOUNT
    address: str = ""


NOBODY = Party()


class Entry(NamedTuple):
    """One payment as a statement tells it; `amount` is never negative.

    `booked` and `valued` are ISO 8601. `reference` is the payer's, the same at both
    banks (end to end); `unique` is the same everywhere and given once (UETR); `booking`
    is the bank's own for this entry. `own` is the account whose statement it is.
    """

    payer: Party
    beneficiary: Party
    amount: Decimal
    currency: str = ""
    booked: str = ""
    valued: str = ""
    purpose: str = ""
    reference: str = ""
    unique: str = ""
    booking: str = ""
    kind: str = ""
    notes: tuple[str, ...] = ()
    own: Account = NO_ACCOUNT


def is_reference(text: str) -> bool:
    """Whether this tells a payment from others, and does not stand for none."""
    plain = text.strip().upper()
    return len(plain) > 1 and plain not in _NO_REFERENCE


@dataclass(slots=True)
class PaymentBook:
    """Turns the entries of one file to records; says each party and account once."""

    _said: Recent = field(default_factory=Recent)
    _alike: Recent = field(default_factory=Recent)

    def records(self, entry: Entry, place: Place) -> Iterator[Record]:
        """Yield the Payment, what it first shows of accounts and parties, and numbers.

        Numbers are those that its purpose names.
        """
        payer, payee = entry.payer, entry.beneficiary
        ends = party_id(payer, entry.own), party_id(payee, entry.own)
        said = _values(entry, *ends)
        yield Record(self._payment_id(entry), "Payment", said, place)
        yield from self._about(payer, ends[0], place)
        yield from self._about(payee, ends[1], place)
        who = ends[0] or payer.account.id
        if entry.purpose and who:
            yield from _named(entry, who, place)

    def about(self, party: Party, own: Account, place: Place) -> Iterator[Record]:
        """Yield the records of a party, its account, and that it holds it."""
        return self._about(party, party_id(party, own), place)

    def _about(self, party: Party, holder: str, place: Place) -> Iterator[Record]:
        account = party.account
        if account.id and self._is_new(account.id, account):
            yield Record(account.id, "BankAccount", account.values(), place)
        if not holder:
            return
        if self._is_new(holder, party.address):
            values = [Value("name", party.name)]
            if party.address:
                values.append(Value("address", party.address))
            yield Record(holder, "LegalEntity", tuple(values), place)
        if account.id and self._is_new(holder, account.id):
            yield ownership(holder, account.id, place)

    def _is_new(self, *said: object) -> bool:
        return self._said.meet(said) == 1

    def _payment_id(self, entry: Entry) -> str:
        """Return an id that the payment has in every statement that tells enough.

        Where both accounts and the payer's reference are known it is theirs, else the
        bank's own for the account; where there is neither, entries that are alike are
        told apart by their order.
        """
        ends = [entry.payer.account.id, entry.beneficiary.account.id]
        amount = show(entry.amount.normalize())
        if is_reference(entry.unique):
            return _id("unique", [entry.unique.lower()])
        day = (entry.valued or entry.booked)[:10]
        if all(ends) and is_reference(entry.reference):
            return _id("end", [*ends, entry.reference, amount, entry.currency, day])
        flow = "out" if ends[0] == entry.own.id else "in"
        if entry.own.id and is_reference(entry.booking):
            return _id("bank", [entry.own.id, entry.booking, flow, amount, day])
        names = [fold(entry.payer.name), fold(entry.beneficiary.name)]
        when = [entry.booked, entry.valued]
        told = [entry.own.id, flow, *ends, *names, amount, entry.currency, *when]
        told += [entry.purpose, entry.reference]
        alike = self._alike.meet(derive_id(told, "alike", "money"))
        return _id("told", [*told, str(alike)])


def _named(entry: Entry, payer: str, place: Place) -> Iterator[Record]:
    """Yield the numbers that the purpose names, but for the accounts themselves."""
    sides = (entry.own, entry.payer.account, entry.beneficiary.account)
    home = next((account.iban[:2].lower() for account in sides if account.iban), None)
    found = find_numbers(entry.purpose, home)
    if not found:
        return
    known = {account.iban for account in sides}
    numbers = [number for number in found if number.value not in known]
    day = entry.booked or entry.valued
    yield from purpose_records(numbers, payer, day, place)


def _id(kind: str, parts: list[str]) -> str:
    return f"payment-{derive_id(parts, kind, 'payment')}"


def ownership(holder: str, asset: str, place: Place) -> Record:
    """Return the record that a party holds an account, a wallet or a device."""
    name = f"holds-{derive_id([holder, asset], 'holds', 'money')}"
    values = (Value("owner", holder), Value("asset", asset), Value("role", "holder"))
    return Record(name, "Ownership", values, place)


def party_id(party: Party, own: Account) -> str:
    """Return the id of a party, empty where it has no name.

    The same words of a name with the same account are the same party; without an
    account only within the statements of one account.
    """
    if not party.name:
        return ""
    return _party_id(party.name, party.account.id or f"of {own.id}")


@lru_cache(maxsize=1 << 14)
def _party_id(name: str, where: str) -> str:
    words = sorted(fold(name).split())
    if not words:
        return ""
    return f"party-{derive_id([where, *words], 'party', 'money')}"


def _values(entry: Entry, payer: str, beneficiary: str) -> tuple[Value, ...]:
    notes = [note for note in entry.notes if note]
    if entry.valued and entry.valued[:10] != entry.booked[:10] and entry.booked:
        notes.insert(0, f"value date {entry.valued}")
    said = (
        ("payer", payer),
        ("payerAccount", entry.payer.account.id),
        ("beneficiary", beneficiary),
        ("beneficiaryAccount", entry.beneficiary.account.id),
        ("amount", show(entry.amount)),
        ("currency", entry.currency),
        ("date", entry.booked or entry.valued),
        ("purpose", entry.purpose),
        ("recordId", entry.reference if is_reference(entry.reference) else ""),
        ("transactionNumber", entry.unique or entry.booking),
        ("summary", entry.kind),
        ("description", "; ".join(notes)),
    )
    return tuple([Value(prop, value) for prop, value in said if value])


def balance_record(
    account: Account, amount: Decimal, currency: str, day: str, place: Place
) -> Record:
    """Return what an account held at the end of a day."""
    said = (("balance", show(amount)), ("currency", currency), ("balanceDate", day))
    values = tuple(Value(prop, value) for prop, value in said if value)
    return Record(account.id, "BankAccount", values, place)
