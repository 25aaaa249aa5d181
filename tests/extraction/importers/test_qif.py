"""QIF: dates and sums as each country writes them, transfers, what is refused."""

import pytest

from graph.errors import InvalidInput
from tests.extraction.importers.reading import read

DATA = b"""!Account
NTekuci
TBank
^
!Type:Bank
D01/28/2026
T-1,250.00
PMarko
AUlica 1
ABeograd
Mrent
N101
LHousing
^
D1/29'26
U5.00
PMemo
L[Savings]
^
Dx
T5
^
!Type:Invst
D01/28/2026
NBuy
^
D01/30/2026
"""


def test_transactions_are_payments() -> None:
    """Out where negative, with the payee's address, and transfers to own accounts."""
    found = read("a.qif", DATA)
    paid, moved = found.of("Payment")
    assert (paid["amount"], paid["date"]) == ("1250.00", "2026-01-28")
    assert (paid["purpose"], paid["summary"]) == ("rent", "Housing")
    who = found.of("LegalEntity")
    assert [(p["name"], p["address"]) for p in who] == [("Marko", "Ulica 1, Beograd")]
    assert paid["beneficiary"] == who[0]["id"]
    assert moved["date"] == "2026-01-29" and moved["purpose"] == "Memo"
    names = {a["id"]: a["name"] for a in found.of("BankAccount")}
    assert names[moved["payerAccount"]] == "Savings"
    assert names[moved["beneficiaryAccount"]] == "Tekuci" == names[paid["payerAccount"]]


def test_what_is_no_payment_is_named() -> None:
    """Bad dates, securities, and a file that breaks off."""
    assert read("a.qif", DATA).reasons() == [
        ("line 20", "its date (D) is missing or cannot be read"),
        ("line 24", "what is done with securities is no payment"),
        ("line 27", "the file breaks off inside a transaction: ^ is missing"),
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("28/01/2026", "03/02/2026"), "2026-02-03"),
        (("01/28/2026", "03/02/2026"), "2026-03-02"),
        (("28.01.26", "03.02.26"), "2026-02-03"),
        (("28-1-99", "3-2-99"), "1999-02-03"),
    ],
)
def test_the_file_settles_the_order_of_dates(
    dates: tuple[str, str], expected: str
) -> None:
    """One date with a day above 12 decides for all."""
    text = "".join(f"D{day}\nT-5,50\nPA\n^\n" for day in dates)
    paid = read("a.qif", b"!Type:Bank\n" + text.encode()).of("Payment")
    assert (paid[1]["date"], paid[1]["amount"]) == (expected, "5.50")


def test_accounts_of_two_files_are_never_one() -> None:
    """A name such as Savings says nothing outside its file."""
    one = read("a.qif", DATA).of("BankAccount")
    other = read("a.qif", DATA.replace(b"Marko", b"Iva")).of("BankAccount")
    assert not {a["id"] for a in one} & {a["id"] for a in other}


def test_an_empty_file_is_refused() -> None:
    """With its reason."""
    with pytest.raises(InvalidInput, match="qif: it holds no transaction"):
        read("a.qif", b"!Type:Bank\n")


def test_a_raised_digit_is_none() -> None:
    """A superscript counts as a digit to Unicode and is no number of a month."""
    found = read(
        "a.qif", "!Type:Bank\nD¹/2/2026\nT5\nPX\n^\nD3/4/2026\nT6\nPY\n^\n".encode()
    )
    assert found.importer == "qif"
    assert len(found.of("Payment")) == 1
    assert len(found.rejected) == 1
