"""Telephone numbers made E.164."""

import pytest

from graph.schema import clean_phone


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("064 555 01 42", "rs", "+381645550142"),
        ("+381 (0)64 555-0142", None, "+381645550142"),
        ("00381645550142", None, "+381645550142"),
        ("061/555-018", "ba", "+38761555018"),
        ("1198", "rs", None),
        ("+3811198", None, None),
        ("5550142", "rs", None),
        ("123456", "rs", None),
        ("Telekom", "rs", None),
        ("064 555 01 42", None, None),
    ],
)
def test_local_numbers_must_be_valid_where_they_are_dialled(
    text: str, country: str | None, expected: str | None
) -> None:
    """Short codes and numbers without area code never become someone's number."""
    assert clean_phone(text, country) == expected
