"""The stages composed: from a document to mentions and relations."""

from functools import cache

import pytest

from extraction.model import Document, Page
from extraction.pipeline import Pipeline


@cache
def pipeline() -> Pipeline:
    """Return the pipeline, loaded once."""
    return Pipeline.load()


def document(*texts: str) -> Document:
    """Return a document of pages."""
    pages = tuple(Page(n, text) for n, text in enumerate(texts, start=1))
    return Document("cd" * 32, "a.txt", "text/plain", pages)


def test_mentions_come_in_order_with_short_ids() -> None:
    """Ids count from m1 in the order of pages and places; spans are slices."""
    found = pipeline().extract(
        document(
            "Осумњичени Зоран Трифуновић из Ниша користи +381641234567.",
            "Svedok Nadir Hadžić, JMBG 0102980730011, živi u ul. 27. marta br. 5, Bar.",
        )
    )
    assert [m.id for m in found.mentions] == [
        f"m{n}" for n in range(1, len(found.mentions) + 1)
    ]
    places = [(m.page, m.start) for m in found.mentions]
    assert places == sorted(places)
    for mention in found.mentions:
        text = found.document.pages[mention.page - 1].text
        assert text[mention.start : mention.end] == mention.text
    assert {"PER", "LOC", "PHONE", "PERSONAL_ID", "ADDRESS"} <= {
        m.type for m in found.mentions
    }


def test_a_date_in_a_street_stays_in_the_address() -> None:
    """Overlaps are resolved: an address keeps the numbers inside it."""
    found = pipeline().extract(document("Živi u ul. 27. marta br. 5, Beograd, stan 4."))
    assert [m.type for m in found.mentions] == ["ADDRESS"]


@pytest.mark.parametrize("plate", ["BG123AB", "BG 123-AB"])
def test_a_table_s_head_says_what_its_column_holds(plate: str) -> None:
    """A plate that stands in no sentence, and whose it is."""
    found = pipeline().extract(
        document(
            "Име и презиме | ЈМБГ | Адреса | Возило\n"
            f"Петар Тестић | 0101990710006 | Кнеза Милоша 1, Београд | {plate}\n"
        )
    )
    vehicle = next(m for m in found.mentions if m.type == "VEHICLE")
    assert (vehicle.text, vehicle.value) == (plate, "BG123AB")
    assert "vehicle_user" in {r.type for r in found.relations}


def test_language_and_script_are_filled() -> None:
    """The document comes back with its language and script."""
    found = pipeline().extract(
        document(
            "Осомничениот е приведен во полициската станица во Скопје и го негира тоа."
        )
    )
    assert (found.document.language, found.document.script) == ("mk", "Cyrl")


def test_empty_documents_give_nothing() -> None:
    """No text, no mentions, no error."""
    found = pipeline().extract(document("", " \n\t"))
    assert (found.mentions, found.relations) == ((), ())


def test_long_documents_are_read_page_by_page() -> None:
    """Each page of a long document is read, with its own number."""
    text = "Osumnjičeni Zoran Trifunović negira delo."
    found = pipeline().extract(document(*[text] * 40))
    assert {m.page for m in found.mentions} == set(range(1, 41))
