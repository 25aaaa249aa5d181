"""The elements of an ISO 20022 report as flat fields, and what is read from them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from lxml import etree

from extraction.importers.moments import read_moment
from extraction.importers.money.amounts import read_amount
from extraction.importers.money.bankaccounts import (
    NO_ACCOUNT,
    Account,
    read_account,
    read_bic,
)
from graph.errors import InvalidInput

_DAY_WITH_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)")
_NOTES = (
    ("Refs/MndtId", "mandate"),
    ("RtrInf/Rsn/Cd", "return reason"),
    ("Purp/Cd", "purpose code"),
    ("AmtDtls/InstdAmt/Amt", "instructed amount"),
    ("RltdPties/UltmtDbtr/Nm", "on behalf of"),
    ("RltdPties/UltmtDbtr/Pty/Nm", "on behalf of"),
    ("RltdPties/UltmtCdtr/Nm", "in favour of"),
    ("RltdPties/UltmtCdtr/Pty/Nm", "in favour of"),
)
_ADDRESS = ("StrtNm", "BldgNb", "PstCd", "TwnNm", "Ctry")
_DOMAIN = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd")
_OWN_KIND = "BkTxCd/Prtry/Cd"
_KIND_PATHS = frozenset((*_DOMAIN, _OWN_KIND))
_NOTE_PATHS = frozenset(path for path, _ in _NOTES)


class Fields(dict[str, str]):
    """Texts by their path of local names; an absent one is empty.

    Of an element that is repeated the texts are joined by line ends. `path@Ccy` is the
    currency of an amount.
    """

    def __missing__(self, path: str) -> str:
        return ""

    def lacks(self, paths: frozenset[str]) -> bool:
        """Whether none of these is there."""
        return self.keys().isdisjoint(paths)


def read_fields(element: etree._Element, without: str = "") -> Fields:
    """Return all texts below an element, those below a child `without` excepted."""
    found = Fields()
    _add(found, element, "", without)
    return found


def _add(found: Fields, element: etree._Element, path: str, without: str) -> None:
    for child in element:
        name = path + _local(child.tag)
        if name == without:
            continue
        if len(child):
            _add(found, child, f"{name}/", without)
        text = child.text
        if text is None or not (text := text.strip()):
            continue
        found[name] = f"{found[name]}\n{text}" if name in found else text
        if child.attrib and (currency := child.get("Ccy")):
            found[f"{name}@Ccy"] = str(currency)


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def account_at(fields: Fields, path: str, bank: str, country: str | None) -> Account:
    """Return the account below a path, which is empty or ends with a stroke."""
    for name in ("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN"):
        if number := fields[path + name]:
            return read_account(number, country, bank, fields[f"{path}Nm"])
    return NO_ACCOUNT


def agent_at(fields: Fields, path: str) -> str:
    """Return the BIC of a bank, or its code or name where there is none."""
    at = f"{path}/FinInstnId"
    bic = read_bic(fields[f"{at}/BICFI"] or fields[f"{at}/BIC"])
    return bic or fields[f"{at}/ClrSysMmbId/MmbId"] or fields[f"{at}/Nm"]


def amount_at(fields: Fields, path: str) -> tuple[Decimal | None, str]:
    """Return an amount without sign, None where it cannot be read, and its currency."""
    amount = read_amount(fields[path], False)
    return abs(amount) if amount is not None else None, fields[f"{path}@Ccy"]


def comes_in_at(fields: Fields) -> bool:
    """Whether money came in. Raises InvalidInput where it is not said."""
    mark = fields["CdtDbtInd"]
    if mark not in ("CRDT", "DBIT"):
        raise InvalidInput("it says neither credit nor debit (CdtDbtInd)")
    return mark == "CRDT"


def moment_at(fields: Fields, path: str) -> str:
    """Return ISO 8601 of a date or time, empty where there is none."""
    text = fields[f"{path}/DtTm"] or fields[f"{path}/Dt"] or fields[path]
    return _moment(text) if text else ""


@lru_cache(maxsize=1 << 12)
def _moment(text: str) -> str:
    day = _DAY_WITH_ZONE.fullmatch(text)
    return read_moment(day[1] if day else text) or ""


def kind_of(fields: Fields) -> str:
    """Return the code of the transaction, ISO 20022's and the bank's own."""
    if fields.lacks(_KIND_PATHS):
        return ""
    iso = "-".join(x for path in _DOMAIN if (x := fields[path]))
    return " ".join(x for x in (iso, fields[_OWN_KIND]) if x)


def purpose_of(part: Fields) -> str:
    """Return what a transaction is for: free text, and the creditor's reference."""
    texts = (part["RmtInf/Ustrd"], part["RmtInf/Strd/CdtrRefInf/Ref"])
    found = " ".join(" ".join(texts).split())
    return found or part["AddtlTxInf"]


def notes_of(part: Fields) -> Iterator[str]:
    """Yield what else a transaction says, each with a word for what it is."""
    if part.lacks(_NOTE_PATHS):
        return
    for path, word in _NOTES:
        if found := part[path]:
            yield f"{word} {found} {part[f'{path}@Ccy']}".rstrip()


def address_at(part: Fields, path: str) -> str:
    """Return the postal address of a party on one line."""
    if part.lacks(_address_paths(path)):
        return ""
    at = f"{path}/PstlAdr/"
    lines = part[f"{at}AdrLine"]
    if not lines:
        at = f"{path}/Pty/PstlAdr/"
        lines = part[f"{at}AdrLine"]
    street, house, code, town, country = (part[at + name] for name in _ADDRESS)
    whole = (*lines.split("\n"), f"{street} {house}".strip(), f"{code} {town}".strip())
    return ", ".join(x for x in (*whole, country) if x)


@cache
def _address_paths(path: str) -> frozenset[str]:
    within = (f"{path}/PstlAdr/", f"{path}/Pty/PstlAdr/")
    return frozenset(at + name for at in within for name in ("AdrLine", *_ADDRESS))
