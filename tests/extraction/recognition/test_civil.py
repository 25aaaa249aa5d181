"""In contracts and civil judgments an address has its town."""

import pytest

from extraction.model import Mention, Page
from extraction.pipeline import Pipeline
from extraction.recognition.civil import is_civil, with_towns

PARTIES = (
    "Tužilac traži da tuženi vrati kupoprodajnu cenu. Tuženi osporava ugovor. "
    "Ugovorne strane su ugovor overile."
)
CASE = "Osumnjičeni je po ugovoru preuzeo robu, a tužilac je naredio pretres stana."


def found(text: str, *names: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the mentions of a page behind those names, with their types."""
    mentions = [
        Mention(f"m{text.index(name)}", 1, start, start + len(name), name, kind, name)
        for name, kind in names
        for start in [text.index(name)]
    ]
    return [(m.text, m.type) for m in with_towns([Page(1, text)], mentions)]


@pytest.mark.parametrize(
    ("place", "names", "whole"),
    [
        ("Beograda, ul. Niška 2", ("Beograda", "ul. Niška 2"), "Beograda, ul. Niška 2"),
        (
            "Prokuplja ul. Niška 2",
            ("Prokuplja", "ul. Niška 2"),
            "Prokuplja ul. Niška 2",
        ),
        ("Nišu u ul. Dositejevoj 5", ("Nišu", "ul. Dositejevoj 5"), None),
        ("ul. Niška 2 u Somboru", ("ul. Niška 2",), "ul. Niška 2 u Somboru"),
        ("stan broj 4 u ul. Niška 2", ("ul. Niška 2",), "stan broj 4 u ul. Niška 2"),
        ("stanu br. 4 u ul. Niška 2", ("br. 4 u ul. Niška 2",), None),
    ],
)
def test_an_address_takes_its_town_and_flat(
    place: str, names: tuple[str, ...], whole: str | None
) -> None:
    text = f"{PARTIES} Tuženi stanuje: {place}, a radi u struci."
    types = [(n, "ADDRESS" if any(c.isdigit() for c in n) else "LOC") for n in names]
    assert found(text, *types) == [(whole or place, "ADDRESS")]


def test_in_a_case_file_they_are_two() -> None:
    text = f"{CASE} Stanuje u Beogradu, ul. Niška 2."
    names = ("Beogradu", "LOC"), ("ul. Niška 2", "ADDRESS")
    assert found(text, *names) == [*names]


def test_what_stands_apart_stays_apart() -> None:
    text = f"{PARTIES} Iz Beograda je, a stanuje u ul. Niška 2, radi u Baru od juče."
    names = ("Beograda", "LOC"), ("ul. Niška 2", "ADDRESS"), ("Baru", "LOC")
    assert found(text, *names) == [*names]


def test_papers_are_told_by_words_for_parties() -> None:
    assert is_civil(PARTIES)
    assert not is_civil(CASE)
    assert not is_civil(CASE * 9)
    assert not is_civil("")
    assert not is_civil(f"{PARTIES} {'Osumnjičeni je priznao krađu. ' * 300}")


def test_a_document_is_read_so() -> None:
    text = f"{PARTIES}\n\nTužilac Marko Perić iz Pančeva, Cvijićeva 62, protiv tuženog."
    page = Page(1, text)
    mentions = Pipeline.load().names.find([page], "sr")
    places = [(m.text, m.type) for m in mentions if m.type in ("LOC", "ADDRESS")]
    assert places == [("Pančeva, Cvijićeva 62", "ADDRESS")]
