"""Of which country a local number is: of the one that its page speaks of."""

import pytest

from extraction.model import Page
from extraction.recognition.identifiers.finding import find_identifiers


def phones(text: str, language: str) -> list[str]:
    """Return the numbers that are found, in E.164."""
    found = find_identifiers(Page(1, text), language)
    return [m.value or "" for m in found if m.type == "PHONE"]


@pytest.mark.parametrize("language", ["cnr", "bs", "hr", "sr"])
def test_places_say_more_than_the_language(language: str) -> None:
    """Bosnian, Montenegrin and Serbian are hard to tell apart, towns are not."""
    there = "Zaustavljen je u Nikšiću, na putu iz Podgorice za Pljevlja."
    assert phones(f"{there} Koristi broj 068 900 271.", language) == ["+38268900271"]
    there = "Zaustavljen je u Zenici, na putu iz Tuzle za Mostar."
    assert phones(f"{there} Telefon mu je 065 318 774.", language) == ["+38765318774"]


def test_where_nothing_is_named() -> None:
    """The language's own country it is then; English has none."""
    assert phones("Telefon: 064 119 2036.", "sr") == ["+381641192036"]
    assert phones("Telefon: 067 550 913.", "cnr") == ["+38267550913"]
    assert phones("Phone: 067 550 913.", "en") == []


def test_numbers_of_kosovo_and_macedonia_in_albanian() -> None:
    """An Albanian text that speaks of Prizren, or of Tetovo, has numbers from there."""
    text = "U ndal në Prizren, pastaj në Gjakovë. Telefoni: 044 718 230."
    assert phones(text, "sq") == ["+38344718230"]
    text = "U ndal në Tetovë, pastaj në Gostivar. Telefoni: 071 208 376."
    assert phones(text, "sq") == ["+38971208376"]


def test_a_file_number_is_no_phone() -> None:
    """Without a word for phones only numbers of the first country count."""
    text = "Policijska stanica Janja\nBroj: 11-3/02-230-417/25\nRuta Loznica - Šabac."
    assert phones(text, "bs") == []


def test_of_countries_that_are_named_as_often_the_one_that_has_such_numbers() -> None:
    """Albania's mobile numbers have a digit more than Montenegro's."""
    text = (
        "He left Tuzi for Tirana. He uses 069 331 204 and, from Durrës, 069 331 2045."
    )
    told = "In Podgorica he was seen. "
    assert phones(told + text, "en") == ["+38269331204", "+355693312045"]


def test_a_first_name_is_no_place() -> None:
    """`Vlora` is a woman here, not Vlora in Albania."""
    text = "Vlora Gashi dhe Vlora Kola ndaluan në Prizren. Telefoni: 044 718 230."
    assert phones(text, "sq") == ["+38344718230"]
