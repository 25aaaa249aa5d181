"""Personal numbers of the region."""

import pytest

from extraction.resolution.numbers import birth_date, personal_number


@pytest.mark.parametrize(
    ("number", "countries", "valid"),
    [
        ("1203978780158", (), True),
        ("1203978780159", (), False),
        ("3113978780158", (), False),
        ("J00101999W", (), True),
        ("J05115999K", (), True),
        ("J00101999V", (), False),
        ("J01301999W", (), False),
        ("33392005961", ("hr",), True),
        ("33392005961", (), False),
        ("33392005962", ("hr",), False),
        ("1234567892", ("xk",), True),
        ("1234567892", ("rs",), False),
        ("1234567893", ("xk",), False),
        ("123456789x", ("xk",), False),
        ("", (), False),
    ],
)
def test_personal_number(number: str, countries: tuple[str, ...], valid: bool) -> None:
    """Checksums decide; short check digits count only in their own country."""
    assert personal_number(number, countries) == (number if valid else None)


def test_birth_date() -> None:
    """JMBG, EMBG and NID hold the birth date, other numbers do not."""
    assert birth_date("1203978780158") == "1978-03-12"
    assert birth_date("0205995220149") == "1995-05-02"
    assert birth_date("J05115999K") == "1990-01-15"
    assert birth_date("33392005961") is None
