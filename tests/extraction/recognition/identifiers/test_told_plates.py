"""Plates of countries farther off, and weapons with their number and calibre."""

import pytest

from extraction.model import Page
from extraction.recognition.identifiers.finding import find_identifiers


def found(text: str, kind: str) -> list[str]:
    """Return the text of what is found of a type."""
    return [m.text for m in find_identifiers(Page(1, text), "sr") if m.type == kind]


@pytest.mark.parametrize(
    "plate",
    [
        "MKL-204", "AA BC-123", "KR E8-112", "MB 15-KLM", "DO RS 2219", "B 123 ABC",
        "ZH 445 221", "4AB 1234", "WA 12345",
    ],
)  # fmt: skip
def test_behind_a_word_for_plates(plate: str) -> None:
    """They are plates just behind such a word, and mean nothing elsewhere."""
    assert found(f"Vozilo stranih tablica {plate}, bez prikolice.", "VEHICLE") == [
        plate
    ]
    assert found(f"registarskih oznaka: {plate} i ključ", "VEHICLE") == [plate]
    assert found(f"Vozilo je parkirano. Dopis {plate}, list 3.", "VEHICLE") == []


@pytest.mark.parametrize(
    "weapon",
    [
        "pištolj marke Glock 19",
        "lovačka puška „Zastava“, kalibra 12 mm",
        "poluautomatska puška",
    ],
)
def test_a_weapon_with_what_is_told_of_it(weapon: str) -> None:
    """A comma behind the number of a model ends it; calibres of shotguns count."""
    assert found(f"Oduzeto: {weapon}, bez okvira.", "WEAPON") == [weapon]
