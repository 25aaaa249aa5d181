"""Nicknames, fathers and birth dates beside a person's name."""

import pytest

from extraction.model import Mention, Page
from extraction.recognition.particulars import (
    find_described,
    find_particulars,
    take_told,
)


def mentions(text: str, *names: str, kind: str = "PER") -> list[Mention]:
    """Return mentions of words in the order in which they stand, values as written."""
    found, place = [], 0
    for name in names:
        place = text.index(name, place)
        found.append(
            Mention(f"m{place}", 1, place, place + len(name), name, kind, name)
        )
        place += len(name)
    return found


def told(
    text: str, names: tuple[str, ...], language: str, dates: tuple[str, ...] = ()
) -> set[tuple[str, str, str]]:
    """Return (words of the mention, property, value) of what a text tells."""
    rows = [*mentions(text, *names), *mentions(text, *dates, kind="DATE")]
    words = {m.id: m.text for m in rows}
    found = find_particulars([Page(1, text)], rows, language)
    return {(words[p.mention], p.prop, p.value) for p in found}


@pytest.mark.parametrize(
    ("text", "names", "language", "father"),
    [
        ("Vuk Lazić, sin Dragana, ćuti.", ("Vuk Lazić",), "sr", "Dragan"),
        ("Vuk Lazić, od oca Luke i majke Vere.", ("Vuk Lazić", "Vere"), "sr", "Luka"),
        ("Mira Lazić, kći Petra.", ("Mira Lazić",), "bs", "Petar"),
        ("Lazić (Savo) Vuk je tu.", ("Lazić (Savo) Vuk",), "cnr", "Savo"),
        ("Vuk Lazić (Savo) je tu.", ("Vuk Lazić",), "cnr", "Savo"),
        ("Трајко Илов, син на Драган.", ("Трајко Илов",), "mk", "Dragan"),
        ("Arben Gashi, i biri i Agimit, iku.", ("Arben Gashi",), "sq", "Agim"),
        ("Arben Gashi, me atësi Besnik.", ("Arben Gashi",), "sq", "Besnik"),
        ("John Hill, son of Peter, left.", ("John Hill",), "en", "Peter"),
        ("Ime: Vuk Lazić\nIme oca: Savo\n", ("Vuk Lazić",), "sr", "Savo"),
    ],
)
def test_fathers(text: str, names: tuple[str, ...], language: str, father: str) -> None:
    """The father's name is told in its own case, in brackets or in a field."""
    assert told(text, names, language) == {(names[0], "fatherName", father)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vuk Lazić i njegov sin Marko Lazić.", ("Vuk Lazić", "Marko Lazić")),
        ("Vuk Lazić sa sinom Markom.", ("Vuk Lazić", "Markom")),
        ("Vuk Lazić (Bar) je tu.", ("Vuk Lazić",)),
        ("Vuk Lazić ćuti.\n\nSin Dragana Perića je tu.", ("Vuk Lazić",)),
    ],
)
def test_sons_are_no_fathers(text: str, names: tuple[str, ...]) -> None:
    """A possessive turns it round; a place in brackets, another paragraph: none."""
    assert told(text, names, "sr") == set()


def test_births() -> None:
    """A year in brackets behind a full name, a date in a field of its own."""
    assert told("Vuk Lazić (1978) ćuti.", ("Vuk Lazić",), "sr") == {
        ("Vuk Lazić", "birthDate", "1978")
    }
    text = "Ime i prezime: Vuk Lazić\nAdresa: Bar\nDatum rođenja: 1.2.1978.\n"
    assert told(text, ("Vuk Lazić",), "sr", ("1.2.1978",)) == {
        ("Vuk Lazić", "birthDate", "1.2.1978")
    }
    assert told("Vuk (1978) ćuti.", ("Vuk",), "sr") == set()


def test_a_nickname_inside_of_a_name() -> None:
    """What stands in quotes is an alias, at its place."""
    text = 'Ann "Bee" Lee left.'
    (found,) = find_particulars([Page(1, text)], mentions(text, 'Ann "Bee" Lee'), "en")
    assert (found.prop, found.value, text[found.start : found.end]) == (
        "alias", "Bee", "Bee",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vuk Lazić, zvani Bata, ćuti.", ("Vuk Lazić", "Bata")),
        ("Vuk Lazić, sin Dragana, zv. „Bata“.", ("Vuk Lazić", "Dragana", "Bata")),
        ("Вук Лазић, алијас Бата.", ("Вук Лазић", "Бата")),
        ("Arben Gashi, i njohur si Niku.", ("Arben Gashi", "Niku")),
        ("Илија Илов, по прекар „Циле“.", ("Илија Илов", "Циле")),
        ("John Hill (a.k.a. Jack).", ("John Hill", "Jack")),
        ("Ime i prezime: Vuk Lazić\nNadimak: Bata\n", ("Vuk Lazić", "Bata")),
    ],
)
def test_nicknames(text: str, names: tuple[str, ...]) -> None:
    """A nickname is that of the person before it, past the father."""
    rows = mentions(text, *names)
    described = find_described([Page(1, text)], rows, "sr")
    found = described[rows[-1].id]
    assert (found.owner, found.role) == (rows[0].id, "alias")


def test_a_nickname_in_another_paragraph_is_nobodys() -> None:
    """Its bearer is of the same sentence or the same form."""
    text = "Vuk Lazić ćuti. Danas je došao zvani Bata."
    assert not find_described(
        [Page(1, text)], mentions(text, "Vuk Lazić", "Bata"), "sr"
    )


def test_values_that_words_ask_for() -> None:
    """A nickname stands in the nominative, a father behind "son" in the genitive."""
    text = "Vuk Lazić, sin Dragana, zvani Mare. Mare je sa Dragana."
    rows = mentions(text, "Vuk Lazić", "Dragana", "Mare", "Mare", "Dragana")
    found = take_told([Page(1, text)], rows, "sr")
    assert [m.value for m in found] == [
        "Vuk Lazić", "Dragan", "Mare", "Mare", "Dragana",
    ]  # fmt: skip
