"""Accounts and amounts, however they are written."""

from decimal import Decimal

import pytest

from extraction.importers.money.amounts import decimal_comma, read_amount
from extraction.importers.money.bankaccounts import read_account, read_iban

IBAN = "RS35260005601001611379"


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        (IBAN, None, IBAN),
        ("IBAN: rs35 2600 0560 1001 6113 79", None, IBAN),
        (f"{IBAN}EUR", None, IBAN),
        ("260005601001611379", "rs", IBAN),
        ("260-56010016113-79", "rs", IBAN),
        ("260-0056010016113-79", "rs", IBAN),
        ("260005601001611379", None, ""),
        ("260005601001611378", "rs", ""),
        ("RS35260005601001611378", None, ""),
        ("1234", "rs", ""),
    ],
)
def test_national_numbers_become_ibans(
    text: str, country: str | None, expected: str
) -> None:
    """Where the country is known and the check digits hold."""
    assert read_iban(text, country) == expected


def test_an_account_is_the_same_however_it_is_written() -> None:
    """With or without IBAN, zeros before it and its bank's branch."""
    assert read_account("260-56010016113-79", "rs").id == read_account(IBAN).id
    one = read_account("AAAADEFF/0012 345")
    assert one.bic == "AAAADEFF"
    assert one.id == read_account("12345", None, "AAAADEFF100").id
    assert one.id != read_account("12345").id
    assert read_account("  ").id == ""


@pytest.mark.parametrize(
    ("text", "comma", "expected"),
    [
        ("1.234,56", True, "1234.56"),
        ("1,234.56", False, "1234.56"),
        ("1 234,50 EUR", True, "1234.50"),
        ("(12.00)", False, "-12.00"),
        ("12.00-", False, "-12.00"),
        ("\u221212,5", True, "-12.5"),
        ("€5", False, "5"),
        ("abc", False, None),
        ("", False, None),
        ("1-2", False, None),
    ],
)
def test_amounts(text: str, comma: bool, expected: str | None) -> None:
    """Signs, brackets, currencies and separators of thousands are understood."""
    wanted = None if expected is None else Decimal(expected)
    assert read_amount(text, comma) == wanted


def test_the_column_settles_what_the_comma_is() -> None:
    """One amount may be read in two ways, a column of them hardly."""
    assert decimal_comma(["1.000", "12,50", "1.234.567"])
    assert not decimal_comma(["1,000", "12.50", ""])
