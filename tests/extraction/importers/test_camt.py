"""ISO 20022 reports: transactions of entries, versions, both sides, broken files."""

import re
import tempfile

import pytest

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.mapped import Mapped
from graph.model import Record
from tests.extraction.importers.reading import read

OWN, OTHER = "RS35260005601001611379", "DE89370400440532013000"


def account(iban: str, name: str, version: str = "08") -> str:
    """Return an Acct of a version."""
    bic = "BICFI" if version > "03" else "BIC"
    return (
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>{name}</Nm></Ownr>"
        f"<Svcr><FinInstnId><{bic}>AAAARSBGXXX</{bic}></FinInstnId></Svcr></Acct>"
    )


def transaction(
    side: str, iban: str, name: str, amount: str, end: str = "E-1", more: str = ""
) -> str:
    """Return a TxDtls whose other party stands in the element `side`."""
    return (
        f'<TxDtls><Refs><EndToEndId>{end}</EndToEndId>{more}</Refs><Amt Ccy="EUR">'
        f"{amount}</Amt><RltdPties><{side}><Nm>{name}</Nm></{side}><{side}Acct><Id>"
        f"<IBAN>{iban}</IBAN></Id></{side}Acct></RltdPties><RmtInf><Ustrd>račun 1"
        f"</Ustrd><Ustrd>za mart</Ustrd></RmtInf></TxDtls>"
    )


def entry(mark: str, amount: str, *parts: str, more: str = "") -> str:
    """Return an Ntry of 2 March 2026."""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts>BOOK'
        f"</Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-02</Dt>"
        f"</ValDt>{more}<NtryDtls>{''.join(parts)}</NtryDtls></Ntry>"
    )


def message(*inside: str, kind: str = "053", version: str = "08") -> bytes:
    """Return a whole message."""
    outer, inner = {
        "052": ("BkToCstmrAcctRpt", "Rpt"),
        "053": ("BkToCstmrStmt", "Stmt"),
        "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    }[kind]
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"
    body = "\n".join(inside)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{space}"><{outer}>'
        f"<{inner}>\n{body}\n</{inner}></{outer}></Document>"
    ).encode()


OUT = entry("DBIT", "60", transaction("Cdtr", OTHER, "Marko Marković", "60"))
IN = entry("CRDT", "60", transaction("Dbtr", OWN, "ANIĆ ANA", "60"))


@pytest.mark.parametrize("kind", ["052", "053", "054"])
@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_every_kind_and_version_reads_alike(kind: str, version: str) -> None:
    """Names of elements decide, not the number of the version."""
    own = account(OWN, "Ana Anić", version)
    found = read("a.xml", message(own, OUT, kind=kind, version=version))
    assert found.importer == "camt" and not found.rejected
    (paid,) = found.of("Payment")
    assert paid["payerAccount"] == f"account-{OWN}"
    assert paid["beneficiaryAccount"] == f"account-{OTHER}"
    assert (paid["amount"], paid["currency"]) == ("60", "EUR")
    assert (paid["date"], paid["recordId"]) == ("2026-03-02", "E-1")
    assert paid["purpose"] == "račun 1 za mart"
    assert found.of("BankAccount")[0]["bic"] == "AAAARSBGXXX"
    owners = {o["owner"]: o["asset"] for o in found.of("Ownership")}
    assert owners[paid["payer"]] == paid["payerAccount"]
    assert owners[paid["beneficiary"]] == paid["beneficiaryAccount"]


def test_both_sides_of_a_payment_meet() -> None:
    """The payer's bank and the payee's tell of one payment and the same people."""
    ours = read("a.xml", message(account(OWN, "Ana Anić"), OUT)).of("Payment")[0]
    theirs = read("b.xml", message(account(OTHER, "Marko Marković"), IN))
    assert ours == theirs.of("Payment")[0]


def test_a_reference_given_once_needs_no_accounts() -> None:
    """A UETR is one payment's alone, whatever else is said."""
    uetr = "<UETR>7a562c67-ca16-48ba-b074-65581be6f001</UETR>"
    part = transaction("Cdtr", OTHER, "Marko", "60", "NOTPROVIDED", uetr)
    one = read("a.xml", message(account(OWN, "Ana"), entry("DBIT", "60", part)))
    part = transaction("Dbtr", OWN, "A.", "60", "NOTPROVIDED", uetr)
    other = read("b.xml", message(account(OTHER, "M"), entry("CRDT", "60", part)))
    assert one.of("Payment")[0]["id"] == other.of("Payment")[0]["id"]


def test_an_entry_of_several_transactions_is_so_many_payments() -> None:
    """Each with its own sum and party; one that is broken is named."""
    parts = [transaction("Cdtr", OTHER, f"N {n}", str(n), f"E-{n}") for n in (1, 2)]
    parts.append(transaction("Cdtr", OTHER, "N 3", "x", "E-3"))
    found = read("a.xml", message(account(OWN, "Ana"), entry("DBIT", "6", *parts)))
    assert [p["amount"] for p in found.of("Payment")] == ["1", "2"]
    (place, reason) = found.reasons()[0]
    assert place == "entry 1, line 4, transaction 3"
    assert reason == "its amount (Amt, AmtDtls) cannot be read"


def test_balance_reversal_and_code() -> None:
    """What the bank says of the account and of the entry is kept."""
    balance = (
        "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>5.10</Amt>"
        "<CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>"
    )
    code = "<RvslInd>true</RvslInd><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>"
    code += "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
    found = read(
        "a.xml", message(account(OWN, "Ana"), balance, entry("CRDT", "1", more=code))
    )
    held = found.of("BankAccount")[-1]
    assert (held["balance"], held["balanceDate"]) == ("-5.10", "2026-03-02")
    paid = found.of("Payment")[0]
    assert paid["summary"] == "PMNT-ICDT-ESCT" and paid["description"] == "reversal"


def test_a_bad_entry_is_named_and_the_others_stay() -> None:
    """Without a date or a mark an entry is no payment."""
    undated = OUT.replace("2026-03-02", "soon")
    unmarked = OUT.replace("DBIT", "BOTH")
    found = read("a.xml", message(account(OWN, "Ana"), undated, unmarked, OUT))
    assert len(found.of("Payment")) == 1
    assert found.reasons() == [
        ("entry 1, line 4", "it has no date (BookgDt, ValDt) that can be read"),
        ("entry 2, line 5", "it says neither credit nor debit (CdtDbtInd)"),
    ]


def test_a_truncated_file_keeps_what_came_before() -> None:
    """The rest is one rejection with its line."""
    data = message(account(OWN, "Ana"), OUT, OUT)
    found = read("a.xml", data[:-250])
    assert len(found.of("Payment")) == 1
    assert found.rejected[-1].record == "the rest"
    assert "line 5" in found.rejected[-1].reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<!DOCTYPE D [<!ENTITY a 'b'>]>\n<D>BkToCstmrStmt</D>", None),
        (b"<Document><BkToCstmrStmt><Stmt/></BkToCstmrStmt></Document>", "no statem"),
        (b"<Document><BkToCstmrStmt><Stmt><Acct><Id>", "breaks off"),
    ],
)
def test_what_is_no_statement(data: bytes, reason: str | None) -> None:
    """A document type is no message of a bank; an empty one has its reason."""
    leaf = Leaf("a.xml", "a.xml", data)
    importer = find_importer(leaf, ImportOptions())
    if reason is None:
        assert importer is None
        return
    assert importer is not None
    with pytest.raises(InvalidInput, match=reason):
        list(importer.read(leaf, ImportOptions()))


def test_entities_are_not_resolved() -> None:
    """A declaration inside the document is refused before anything is read."""
    data = message(account(OWN, "Ana"), OUT)
    hostile = data.replace(
        b"\n<Document", b'\n<!DOCTYPE x [<!ENTITY e "b">]><Document', 1
    )
    leaf = Leaf("a.xml", "a.xml", hostile)
    importer = find_importer(leaf, ImportOptions())
    assert importer is None or importer.name == "camt"
    from extraction.importers.money.camt import CamtImporter

    with pytest.raises(InvalidInput, match="document type"):
        list(CamtImporter().read(leaf, ImportOptions()))


def test_a_mapped_file_reads_like_a_held_one() -> None:
    """Large files are never held."""
    data = message(account(OWN, "Ana"), *[OUT] * 50)
    held = read("a.xml", data).records
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        with Mapped(file) as content:
            leaf = Leaf("a.xml", "a.xml", content)
            importer = find_importer(leaf, ImportOptions())
            assert importer is not None
            rows = list(importer.read(leaf, ImportOptions()))
            assert [r for r in rows if isinstance(r, Record)] == held
            assert not [r for r in rows if isinstance(r, Rejection)]


def test_a_day_with_a_zone_is_that_day() -> None:
    """XML Schema lets a date end in one, and some banks write it."""
    day = re.compile(rb"(<BookgDt><Dt>[\d-]+)(</Dt>)")
    data, count = day.subn(rb"\1+01:00\2", message(account(OWN, "Ana"), OUT))
    plain = read("a.xml", message(account(OWN, "Ana"), OUT)).of("Payment")
    zoned = read("a.xml", data).of("Payment")
    assert count and zoned[0]["date"] == plain[0]["date"]
