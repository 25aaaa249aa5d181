"""SWIFT statements: entries, accounts, parties, known answers, what is refused."""

from collections.abc import Callable, Hashable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf
from graph.errors import InvalidInput
from tests.extraction.importers.reading import read

GERMAN = """\
{1:F01AAAADEFFAXXX0000000000}{2:O9400000000000AAAADEFFAXXX00000000000000000000N}{4:
:20:1
:25:DE89370400440532013000
:28C:1/1
:60F:C260301EUR100,00
:61:2603020302DR40,NTRFNONREF//B-1
DAUERAUFTRAG
:86:020?00UEBERWEISUNG?20EREF+RENT-03?21SVWZ+Stan 5, mart?22 2026?30AAAARSBG
?31RS35260005601001611379?32Ana?33Anić
:61:2512310102C7,5NMSCNONREF
:86:bez imena
:61:26023AC1,NMSC
:62F:C260302EUR67,50
-}
"""
SERBIAN = """\
:20:2
:25:AAAARSBG/260005601001611379
:60F:C260301EUR0,00
:61:2603020302C40,NTRFNONREF//Z-9
:86:/EREF/RENT-03/CNTP/DE89370400440532013000/AAAADEFFXXX/Petar Petrovic//\
/REMI/USTD//Stan 5/
:62F:C260302EUR40,00
"""


def test_an_entry_says_who_pays_whom() -> None:
    """From the structured details, with bank, purpose and both dates."""
    found = read("a.sta", GERMAN.encode())
    paid, came = found.of("Payment")
    assert paid["payerAccount"] == "account-DE89370400440532013000"
    assert paid["beneficiaryAccount"] == "account-RS35260005601001611379"
    assert (paid["amount"], paid["currency"]) == ("40", "EUR")
    assert paid["purpose"] == "Stan 5, mart 2026"
    assert (paid["recordId"], paid["transactionNumber"]) == ("RENT-03", "B-1")
    assert paid["summary"] == "NTRF 020 UEBERWEISUNG"
    assert [p["name"] for p in found.of("LegalEntity")] == ["Ana Anić"]
    assert {"bic": "AAAARSBG"}.items() <= found.of("BankAccount")[1].items()
    assert came["date"] == "2026-01-02" and "payer" not in came
    assert came["description"] == "value date 2025-12-31"


def test_the_account_has_its_bank_and_its_balance() -> None:
    """The bank is the sender of the message."""
    accounts = read("a.sta", GERMAN.encode()).of("BankAccount")
    assert accounts[0]["bic"] == "AAAADEFFXXX"
    last = accounts[-1]
    assert (last["balance"], last["balanceDate"]) == ("67.50", "2026-03-02")


def test_a_bad_entry_is_named_by_its_line_and_the_others_stay() -> None:
    """A date that no calendar has is no reason to lose the rest."""
    found = read("a.sta", GERMAN.encode())
    assert found.reasons() == [("line 12", ":61: the entry does not follow the format")]
    assert len(found.of("Payment")) == 2


def test_both_banks_tell_of_one_payment() -> None:
    """Same ends, reference, sum and day: one id, from either side."""
    one = read("a.sta", GERMAN.encode()).of("Payment")[0]
    other = read("b.sta", SERBIAN.encode(), "rs").of("Payment")[0]
    assert one["id"] == other["id"]
    assert other["beneficiaryAccount"] == one["beneficiaryAccount"]


def test_equal_entries_stay_apart_and_come_twice_as_one() -> None:
    """Two coffees of one day are two payments, however often the file is read."""
    coffee = ":61:260302D3,NMSC\n:86:kafa\n"
    data = f":20:1\n:25:123456\n{coffee}{coffee}".encode()
    ids = [p["id"] for p in read("a.sta", data).of("Payment")]
    assert len(set(ids)) == 2
    assert ids == [p["id"] for p in read("b.sta", data).of("Payment")]


@pytest.mark.parametrize(
    "data",
    [b":20:1\n:28C:1\n", b":60F:C260301EUR1,\n", b":61:nothing"],
)
def test_what_says_nothing_is_refused(data: bytes) -> None:
    """With the reason, and no records."""
    leaf = Leaf("a.sta", "a.sta", data)
    importer = find_importer(leaf, ImportOptions())
    assert importer is not None and importer.name == "mt940"
    try:
        rows = list(importer.read(leaf, ImportOptions()))
    except InvalidInput as error:
        assert str(error) == "mt940: it names no account and no entry"
    else:
        assert [row.reason for row in rows if hasattr(row, "reason")]


@pytest.mark.parametrize(
    "text", [":20:1\n:32A:260302EUR1,\n:59:Ana", ":memo: a letter", "1:20:30 is a time"]
)
def test_other_texts_are_no_statements(text: str) -> None:
    """An order to pay (MT103) and notes are documents."""
    assert find_importer(Leaf("a", "a", text.encode()), ImportOptions()) is None


class _Loader(yaml.SafeLoader):
    """Reads the library's dumps as plain data: no class of theirs is made."""


def _plain(loader: _Loader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _filled(loader, node)  # later: transactions hold what holds them
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.ScalarNode)
    return loader.construct_scalar(node)


def _filled(loader: _Loader, node: yaml.MappingNode) -> Iterator[dict[Hashable, Any]]:
    found: dict[Hashable, Any] = {}
    yield found
    found.update(loader.construct_mapping(node))


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _plain)


def _day(packed: list[bytes]) -> str:
    year = packed[0][0] * 256 + packed[0][1]
    return f"{year}-{packed[0][2]:02}-{packed[0][3]:02}"


def _squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def _answers(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8"), _Loader)
    return loaded


def test_the_known_answers(shared_data: Callable[[str], Path]) -> None:
    """Sums, dates, references, names and balances as the corpus has them."""
    folder = shared_data("cases/bank/mt940")
    seen = 0
    for path in sorted(folder.rglob("*.sta")):
        answer = _answers(path.with_suffix(".yml"))
        listed = answer.get("transactions") or []
        if not listed:
            continue
        found = read(path.name, path.read_bytes())
        assert not found.rejected
        paid = found.of("Payment")
        assert len(paid) == len(listed)
        for ours, item in zip(paid, listed, strict=True):
            _check(ours, item["data"])
            seen += 1
        closing = answer["data"].get("final_closing_balance")
        if closing is not None and "account_identification" in answer["data"]:
            amount = Decimal(closing["amount"]["amount"][0])
            balances = [a["balance"] for a in found.of("BankAccount") if "balance" in a]
            assert amount == Decimal(balances[-1])
    assert seen == 29


def _check(ours: dict[str, str], theirs: dict[str, Any]) -> None:
    amount = Decimal(theirs["amount"]["amount"][0])
    assert abs(amount) == Decimal(ours["amount"])
    if "payerAccount" in ours or "beneficiaryAccount" in ours:
        assert ("payerAccount" in ours) == (amount < 0) or theirs.get("applicant_name")
    booked = theirs.get("entry_date") or theirs["date"]
    assert ours["date"] == _day(booked)
    assert ours.get("transactionNumber", "") == (theirs.get("bank_reference") or "")
    if theirs.get("purpose"):
        assert _squeezed(ours["purpose"]) == _squeezed(theirs["purpose"])
    if theirs.get("end_to_end_reference"):
        assert ours["recordId"] == theirs["end_to_end_reference"]


def test_every_file_of_the_corpus_is_taken_or_refused(
    shared_data: Callable[[str], Path],
) -> None:
    """The citi file has no answers; pieces of a statement name what they lack."""
    folder = shared_data("cases/bank/mt940")
    refused = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".sta", ".txt"):
            continue
        try:
            found = read(path.name, path.read_bytes())
        except InvalidInput as error:
            assert str(error) == "mt940: it names no account and no entry"
            refused.append(path.name)
        else:
            assert found.importer == "mt940"
            if path.parent.name == "citi":
                assert [p["amount"] for p in found.of("Payment")] == [
                    "212.39",
                    "369.28",
                    "0.00",
                    "0.00",
                    "561.08",
                ]
    assert refused == [
        "account_balance_credit.sta",
        "account_balance_debit.sta",
        "available_balance.sta",
        "reference.sta",
        "statement_number.sta",
    ]


def test_where_a_reference_stands_is_no_reference() -> None:
    """Two payments of one sum on one day stay two; `EREF` in field 61 is a sign."""
    line = ":61:2603060306D1,57NTRFEREF//0{0}\n:86:/IBAN/NL32INGB0000012345/REMI/{0}/\n"
    head = ":20:1\n:25:NL20INGB0001234567EUR\n:60F:C260305EUR10,00\n"
    found = read("a.940", (head + line.format(1) + line.format(2)).encode())
    payments = found.of("Payment")
    assert len({payment["id"] for payment in payments}) == 2
    assert not any("recordId" in payment for payment in payments)


def test_an_account_behind_its_name_and_words_over_lines() -> None:
    """`/ACCT/` ends the name; a short line ends a word, a full one may cut it."""
    text = (
        ":20:1\n:25:/PL61109010140000071219812874\n:60F:C260305RSD10,00\n"
        ":61:2603050305D45,00NTRFNONREF\n"
        ":86:/NAME/DELTA DOO NIS/ACCT/160-0000000123456-78/REMI/Uplata\n"
        "pozajmice po ugovoru iz januara 2026 za kupovinu opreme u Novom S\n"
        "adu\n"
    )
    found = read("a.sta", text.encode())
    assert found.of("LegalEntity")[0]["name"] == "DELTA DOO NIS"
    accounts = found.of("BankAccount")
    assert accounts[0]["iban"] == "PL61109010140000071219812874"
    assert accounts[1]["accountNumber"] == "160-0000000123456-78"
    (payment,) = found.of("Payment")
    assert payment["purpose"].startswith("Uplata pozajmice")
    assert payment["purpose"].endswith("u Novom Sadu")
