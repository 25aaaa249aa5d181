"""Names in the cases of six languages, and what the document itself shows of them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.model import Mention, Page
from extraction.recognition.inflection import decline_feminine, decline_masculine
from extraction.recognition.normalizing import find_hints, normalize_persons
from graph.names import given_names

TABLE = Path(__file__).with_name("inflected.txt")


@cache
def table() -> dict[str, list[tuple[str, list[str], str]]]:
    """Return part → (language, names of one document, normal form of the first)."""
    parts: dict[str, list[tuple[str, list[str], str]]] = {}
    rows = [line for line in TABLE.read_text("utf-8").splitlines() if line[:1] != "#"]
    for row in rows:
        if row.startswith("=== "):
            part = parts.setdefault(row[4:], [])
            continue
        language, rest = row.split(" | ")
        names, wanted = rest.split(" -> ")
        part.append((language, names.split(" + "), wanted))
    return parts


@pytest.mark.parametrize("part", ["tuned", "held", "later"])
def test_the_table_of_inflected_names(part: str) -> None:
    """At least 97 of a hundred have the nominative that grammar gives."""
    rows = table()[part]
    wrong = [
        (names[0], wanted, got)
        for language, names, wanted in rows
        for got in [normalize_persons(names, language)[names[0]]]
        if got != wanted
    ]
    assert len(wrong) <= 0.03 * len(rows), wrong


def declined() -> Iterator[tuple[str, str, str]]:
    """Yield case, form and name of known first names with common family names."""
    for sex, decline in (("male", decline_masculine), ("female", decline_feminine)):
        for name in given_names()[sex]["south_slavic"]:
            for family in ("Perović", "Kovač", "Marinkov"):
                given, last = decline(name), decline(family)
                for case in ("gen", "dat", "acc", "ins"):
                    yield case, f"{given[case]} {last[case]}", f"{name} {family}"


def test_known_first_names_come_back_from_their_cases() -> None:
    """All but those that two names of the lists share with each other."""
    rows = list(declined())
    wrong = [
        (form, name)
        for _, form, name in rows
        if normalize_persons([form], "sr")[form] != name
    ]
    assert len(wrong) < 0.05 * len(rows), wrong[:40]


@settings(max_examples=80, deadline=None)
@given(
    st.text(alphabet="Aačćë бЂljnj.,-()„“\"'’", max_size=30),
    st.sampled_from(["sr", "mk", "sq", "en", None]),
)
def test_any_text_has_a_form(text: str, language: str | None) -> None:
    """What is no name stays a text and raises nothing."""
    assert isinstance(normalize_persons([text], language)[text], str)


def test_what_the_document_shows() -> None:
    """Its nominative wins, its accents are kept, two spellings stay apart."""
    found = normalize_persons(["Marka Brke", "Marko Brko", "Marko Brka"], "sr")
    assert found["Marka Brke"] in ("Marko Brka", "Marko Brko")
    found = normalize_persons(["Ivana Sarica", "Ivan Šarić", "Ana Sarić"], "sr")
    assert found["Ivana Sarica"] in ("Ivan Saric", "Ivan Sarica")
    found = normalize_persons(["Ivana Sarica", "Ivan Šarić"], "sr")
    assert found["Ivana Sarica"] == "Ivan Šarić"


def test_possessives_are_the_persons() -> None:
    """A possessive adjective is its person's where the document shows the name."""
    names = ["Marko Perić", "Ana Danilenko", "Perićeva", "Danilenkovog", "Markov"]
    found = normalize_persons(names, "sr")
    assert [found[n] for n in names[2:]] == ["Perić", "Danilenko", "Marko"]


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("saputnica muža Stanka, koji", "Stanka", "Stanko"),
        ("natpis „za Zorana“ i", "Zorana", "Zoran"),
        ("Stanka je došla", "Stanka", "Stanka"),
        ("kum Antin sin, Anto", "Anto", "Anto"),
    ],
)
def test_the_word_before_tells_whose_name_it_is(
    text: str, name: str, wanted: str
) -> None:
    """A man's word before it, and a preposition, that never has the nominative."""
    start = text.index(name)
    mention = Mention("m1", 1, start, start + len(name), name, "PER", "")
    hints = find_hints([Page(1, text)], [mention])
    assert normalize_persons([name], "sr", hints) == {name: wanted}


@pytest.mark.parametrize(
    ("names", "language", "wanted"),
    [
        (["Bogdanov", "Bogdanu"], "cnr", "Bogdan"),
        (["Radetov", "Rade Vukojičić"], "sr", "Rade"),
        (["Lumturija", "Lumturije Arifaj"], "sq", "Lumturije"),
        (["Sylën"], "sq", "Sylë"),
        (["Zorkom"], "cnr", "Zorka"),
    ],
)
def test_names_that_only_documents_know(
    names: list[str], language: str, wanted: str
) -> None:
    """First names of names.yaml, and adjectives of them, in their cases."""
    assert normalize_persons(names, language)[names[0]] == wanted
