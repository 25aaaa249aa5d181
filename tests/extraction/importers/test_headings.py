"""Names of columns: known however a program spells them, and nothing else."""

import pytest

from extraction.importers.tables.headings import Headings

HEADINGS = Headings(
    {
        "originating number": "caller",
        "duration": "duration",
        "iznos": "amount",
        "pozivajuci broj": "caller",
        "data e thirrjes": "date",
        "data": "date",
        "dob": "birth_date",
    }
)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("OriginatingNumber", "caller"),
        ("originating_number", "caller"),
        ("Originating Number (E.164)", "caller"),
        ("DurationSec", "duration"),
        ("Duration [s]", "duration"),
        ("Iznos EUR", "amount"),
        ("Broj (pozivajući)", "caller"),
        ("Broj pozivajući", "caller"),
        ("Број, позивајући", "caller"),
        ("Data thirrjes", "date"),
        ("DOB", "birth_date"),
        ("Data volume", None),
        ("Originating", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_names_of_columns(name: str, field: str | None) -> None:
    """Run together, with a unit, in brackets, in another order."""
    assert HEADINGS.field_of(name) == field


def test_the_first_of_two_columns_counts() -> None:
    """The other is left alone."""
    assert HEADINGS.find(["x", "Iznos", "Iznos RSD"]) == {"amount": 1}
