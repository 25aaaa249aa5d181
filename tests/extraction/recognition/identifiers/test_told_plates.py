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
        "ZH 445 221", "4AB 1234", "WA 12345", "1-XKB-204",
    ],
)  # fmt: skip
def test_behind_a_word_for_plates(plate: str) -> None:
    """They are plates just behind such a word, and mean nothing elsewhere."""
    assert found(f"Vozilo stranih tablica {plate}, bez prikolice.", "VEHICLE") == [
        plate
    ]
    assert found(f"registarskih oznaka: {plate} i ključ", "VEHICLE") == [plate]
    assert found(f"Vozilo je parkirano. Dopis {plate}, list 3.", "VEHICLE") == []


@pytest.mark.parametrize("plate", ["ZH 704 118", "1-XKB-204", "34 KLP 207"])
def test_behind_a_word_for_vehicles(plate: str) -> None:
    """Some are plates just behind a make or a word for vehicles too."""
    for before in ("u „Škodi“", "njegov „BMW“", "Vozilo upravljano:", "kamion"):
        assert found(f"Vidjen je {before} {plate}, bijel.", "VEHICLE") == [plate]


def test_letters_of_two_sounds() -> None:
    """A Cyrillic letter that Latin writes as two is two on a plate."""
    page = Page(1, "Возило је „голф“ ЛО 038-ЏБ; власник је таксиста.")
    assert [m.value for m in find_identifiers(page, "sr")] == ["LO038DŽB"]


@pytest.mark.parametrize(
    "weapon",
    [
        "pištolj marke Glock 19",
        "lovačka puška „Zastava“, kalibra 12 mm",
        "poluautomatska puška",
        "pištolj Walther P99, kal. 9 mm",
        "pištolj „Crvena zastava“ M57, kal. 7,62 mm",
        "automatska puška M70 AB2",
        "pushkë gjahu „Benelli“, kal. 12",
        "puška M48, kalibra 7,92 mm",
        "lovačka puška „CZ 550“, kal. 30-06",
        "pištolj „Beretta“ 92, kal. 9 mm",
        "gasen pištolj „Ekol“ 9 mm",
        "pistoletë gazi Zoraki 914",
        "Benelli semi-automatic shotgun, calibre 12",
    ],
)
def test_a_weapon_with_what_is_told_of_it(weapon: str) -> None:
    """A comma behind the number of a model ends it; calibres of shotguns count."""
    assert found(f"Oduzeto: {weapon}, bez okvira.", "WEAPON") == [weapon]


@pytest.mark.parametrize("text", ["Kuršumlija", "Zoltan", "pištolj i 20 komada"])
def test_what_only_begins_like_a_weapon(text: str) -> None:
    """A town and a first name are none; how many there are is no model."""
    assert found(f"Oduzeto: {text}.", "WEAPON") in ([], ["pištolj"])


@pytest.mark.parametrize("word", ["Motoçikleta", "me motorin", "skuter"])
def test_plates_of_motorcycles(word: str) -> None:
    """Albanian ones have two figures, and mean nothing but behind a word for them."""
    assert found(f"{word} AA 12 MQ, e kuqe", "VEHICLE") == ["AA 12 MQ"]
    assert found("Dopis AA 12 MQ, list 3", "VEHICLE") == []
