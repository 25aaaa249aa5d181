"""A gold document given with its own mentions."""

from extraction.evaluation.giving import document_of, give
from extraction.evaluation.notes import parse_note

NOTE = """sr
[[Luka|PER|Luka Perić]], brat [[Marka Perića|PER|Marko Perić]], u vozilu
[[BG 123-AB|VEHICLE!|BG123AB]].
> family: Luka Perić -- Marko Perić"""


def test_mentions_come_in_order_with_their_values_and_entities() -> None:
    document, mentions, entities = give(parse_note("note", NOTE))
    assert [(m.text, m.value, m.valid) for m in mentions] == [
        ("Luka", "Luka Perić", True),
        ("Marka Perića", "Marko Perić", True),
        ("BG 123-AB", "BG123AB", False),
    ]
    (page,) = document.pages
    assert [page.text[m.start : m.end] for m in mentions] == [m.text for m in mentions]
    assert [entities[m.id] for m in mentions] == [m.value for m in mentions]
    assert (document.language, document.script) == ("sr", "Latn")


def test_a_document_to_be_read_has_no_language_yet() -> None:
    document = document_of(parse_note("note", NOTE))
    assert document.language is None
    assert document.pages == give(parse_note("note", NOTE)).document.pages
