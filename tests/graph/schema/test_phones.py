"""Telephone numbers made E.164."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.schema import clean_phone, identifier_country


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


CODES = st.sampled_from(["", "381", "383", "355", "1", "7", "44", "800", "882", "999"])


@given(CODES, st.text("0123456789", max_size=20))
@example("92", "010457645435383414")
@example("1", "1")
@example("", "0174")
def test_the_country_of_a_number_is_what_phonenumbers_reads(
    code: str, rest: str
) -> None:
    """Found without reading the whole number: the first digits tell."""
    number = f"+{code}{rest}"
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        read = phonenumbers.PhoneNumber()
    region = phonenumbers.region_code_for_country_code(read.country_code or 0)
    named = len(region) == 2 and region != "ZZ"
    assert identifier_country("PhoneNumber", number) == (
        region.lower() if named else None
    )
