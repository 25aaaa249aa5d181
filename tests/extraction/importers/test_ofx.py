"""OFX of both kinds: accounts, payments, dates with zones, what is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.importers.money.ofxtags import iter_tags, read_time
from graph.errors import InvalidInput
from tests.extraction.importers.reading import read

SGML = b"""OFXHEADER:100
DATA:OFXSGML
VERSION:102
CHARSET:1252

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><FI><ORG>Banka
</FI></SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>12345<ACCTID>000777<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302101112[-5:EST]<TRNAMT>-6.60<FITID>F1
<CHECKNUM><PAYEE><NAME>Marko &amp; sin<ADDR1>Ulica 1<CITY>Ni\xc5\xa1</PAYEE>
<BANKACCTTO><BANKID>12345<ACCTID>888</BANKACCTTO><MEMO>zakup</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260303<TRNAMT>5<FITID>F2<NAME>Iva</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261503<TRNAMT>5<FITID>F3</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>10.00<DTASOF>20260303</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def test_a_statement_of_the_old_kind() -> None:
    """Elements without ends, an empty one among them, a payee with an address."""
    found = read("a.ofx", SGML)
    paid, came = found.of("Payment")
    assert (paid["amount"], paid["currency"]) == ("6.60", "EUR")
    assert paid["date"] == "2026-03-02T15:11:12"
    assert (paid["transactionNumber"], paid["purpose"]) == ("F1", "zakup")
    own, other = found.of("BankAccount")[:2]
    assert (paid["payerAccount"], paid["beneficiaryAccount"]) == (
        own["id"],
        other["id"],
    )
    who = next(p for p in found.of("LegalEntity") if p["id"] == paid["beneficiary"])
    assert (who["name"], who["address"]) == ("Marko & sin", "Ulica 1, Niš")
    assert came["date"] == "2026-03-03" and came["beneficiaryAccount"] == own["id"]
    assert found.of("BankAccount")[-1]["balance"] == "10.00"
    assert found.reasons() == [("line 14", "its date (DTPOSTED) cannot be read")]


def test_both_kinds_say_the_same() -> None:
    """XML with ends gives the very records of SGML without."""
    xml = b'<?xml version="1.0"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n<OFX>'
    for tag in iter_tags(SGML[SGML.index(b"<OFX>") + 5 :]):
        name = tag.name.encode()
        text = tag.text.replace("&", "&amp;").encode()
        end = b"</%s>" % name if text else b""
        xml += b"</%s>" % name if tag.closes else b"<%s>%s%s" % (name, text, end)
    one, other = read("a.ofx", SGML), read("b.ofx", xml)
    for schema in ("Payment", "BankAccount", "LegalEntity", "Ownership"):
        assert one.of(schema) == other.of(schema)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260302", "2026-03-02"),
        ("20260302120000.000[-5:EST]", "2026-03-02"),
        ("20260302235959[-2.30:X]", "2026-03-03T02:17:59"),
        ("20260302101112.5", "2026-03-02T10:11:12"),
        ("20260302101112[0:GMT]", "2026-03-02T10:11:12"),
        ("20260230", None),
        ("", None),
    ],
)
def test_times(text: str, expected: str | None) -> None:
    """A zone is applied; without one a time stays as it stands."""
    assert read_time(text) == expected


def test_a_truncated_file_says_so() -> None:
    """What came before stays."""
    found = read("a.ofx", SGML[: SGML.index(b"<STMTTRN><TRNTYPE>CREDIT")])
    assert len(found.of("Payment")) == 1
    assert found.reasons()[-1][1] == "the file breaks off: OFX is not closed"


@pytest.mark.parametrize(
    ("name", "place", "reason"),
    [
        ("date_missing", "line 33", "its date (DTPOSTED) is missing"),
        ("decimal_error", "line 34", "its amount (TRNAMT) is not a number"),
        ("empty_balance", "line 37", "the balance (LEDGERBAL) is empty"),
    ],
)
def test_the_corpus_of_failures(
    shared_data: Callable[[str], Path], name: str, place: str, reason: str
) -> None:
    """Each has its one reason, and what else the file says is kept."""
    path = shared_data("cases/bank/ofx") / "fail_nice" / f"{name}.ofx"
    found = read(path.name, path.read_bytes())
    assert (place, reason) in found.reasons()
    assert found.of("BankAccount")
    assert bool(found.of("Payment")) == (name == "empty_balance")


EXPECTED = {
    "account_listing_aggregation": (0, 4),
    "anzcc": (1, 1),
    "bank_medium": (3, 1),
    "checking": (3, 1),
    "error_message": (0, 0),
    "fidelity": (3, 1),
    "fidelity-savings": (4, 1),
    "investment_401k": (0, 1),
    "investment_medium": (3, 1),
    "multiple_accounts": (0, 2),
    "multiple_accounts2": (0, 2),
    "ofx-v102-empty-tags": (1, 1),
    "signon_fail": (0, 0),
    "suncorp": (1, 1),
    "td_ameritrade": (0, 1),
    "tiaacref": (0, 1),
    "vanguard": (0, 1),
    "vanguard401k": (0, 1),
}
"""Payments and accounts of each file."""


def test_the_corpus(shared_data: Callable[[str], Path]) -> None:
    """Payments and accounts of every file; three have nothing to say."""
    counts, refused = {}, set()
    for path in sorted(shared_data("cases/bank/ofx").glob("*.ofx")):
        try:
            found = read(path.name, path.read_bytes())
        except InvalidInput as error:
            assert str(error) == "ofx: it names no account and no transaction"
            refused.add(path.stem)
            continue
        accounts = {a["id"] for a in found.of("BankAccount")}
        counts[path.stem] = (len(found.of("Payment")), len(accounts))
    assert refused == {"bank_small", "signon_success", "signon_success_no_message"}
    assert counts == EXPECTED


def test_known_sums(shared_data: Callable[[str], Path]) -> None:
    """The three purchases of bank_medium, in Canadian dollars."""
    path = shared_data("cases/bank/ofx") / "bank_medium.ofx"
    found = read(path.name, path.read_bytes()).of("Payment")
    assert [(p["amount"], p["currency"]) for p in found] == [
        ("6.60", "CAD"),
        ("316.67", "CAD"),
        ("22.00", "CAD"),
    ]


def test_thousands_and_letters_of_the_page_that_it_names() -> None:
    """`-1,200.00` is twelve hundred; the header's page counts before other systems'."""
    text = SGML.replace(b"-6.60", b"-1,200.00").replace(
        b"<NAME>Iva", b"<NAME>CAF\xc9 AMORE"
    )
    found = read("a.ofx", text.replace(b"Ni\xc5\xa1", b"Nis"))
    assert found.of("Payment")[0]["amount"] == "1200.00"
    assert "CAFÉ AMORE" in {party["name"] for party in found.of("LegalEntity")}
