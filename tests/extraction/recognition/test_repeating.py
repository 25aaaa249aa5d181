"""Parts of a document's full names, where they stand alone."""

from dataclasses import replace

import pytest

from extraction.model import Mention, Page
from extraction.recognition.repeating import repeat_names, without_small
from extraction.recognition.rules import find_by_rules


def mention(text: str, words: str, kind: str) -> Mention:
    """Return a mention of words where they first stand."""
    start = text.index(words)
    return Mention("m", 1, start, start + len(words), words, kind, "")


def people(text: str, *known: Mention, values: tuple[str, ...]) -> list[str]:
    """Return the words of the persons in a text."""
    found = repeat_names([Page(1, text)], known, values)
    return [m.text for m in found if m.type == "PER"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Zatim Perićem i Marku; Perićev auto.", ["Perićem", "Marku", "Perićev"]),
        ("Потом Перићу и Марков брат.", ["Перићу", "Марков"]),
        ("ПЕРИЋ: ћути.", ["ПЕРИЋ"]),
        ("Perićgrad nije ime, ni perić.", []),
    ],
)
def test_forms(text: str, wanted: list[str]) -> None:
    """Each case, possessives and capitals, in either script; whole words alone."""
    assert people(text, values=("Marko Perić",)) == wanted


def test_a_place_that_is_a_name() -> None:
    """One word becomes the person that it names; a longer mention stays."""
    text = "Berat Koci i Berat; firma Berat Oil."
    known = (mention(text, "Berat Koci", "PER"), mention(text, "Berat Oil", "ORG"))
    place = Mention("p", 1, 13, 18, "Berat", "LOC", "")
    found = repeat_names([Page(1, text)], [*known, place], ["Berat Kocić"])
    assert [(m.text, m.type) for m in found] == [
        ("Berat Koci", "PER"), ("Berat", "PER"), ("Berat Oil", "ORG"),
    ]  # fmt: skip


def test_a_first_name_alone_comes_again() -> None:
    """Where the document has it once as a person; not one that is a word too."""
    text = "Od nadimka Slavica. Za Slavicu nema podataka. Nada i Nadu."
    first = replace(mention(text, "Slavica", "PER"), value="Slavica")
    word = replace(mention(text, "Nada", "PER"), value="Nada")
    found = people(text, first, word, values=())
    assert found == ["Slavica", "Slavicu", "Nada"]


def test_common_words_are_none() -> None:
    """What the document writes small too, one word alone, an institution."""
    assert people("Zora je svanula zora.", values=("Zora Perić",)) == []
    assert people("Tada Marko ode.", values=("Marko",)) == []
    assert people("Vrhovna komora.", values=("Vrhovna Komora",)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vuk Lazić zvani „Crni Đorđe“ ćuti.", "Crni Đorđe"),
        ("Vuk Lazić zv. Bato iz Bara.", "Bato"),
        ("Вук Лазић, алијас „Мече“.", "Мече"),
        ("Agim Krasniqi, i njohur si Niku, ikën.", "Niku"),
        ("Ann Lee (a.k.a. Bee) left.", "Bee"),
    ],
)
def test_nicknames(text: str, name: str) -> None:
    """The name behind a word for a nickname is a person's."""
    found = [text[c.start : c.end] for c in find_by_rules(text) if c.type == "PER"]
    assert name in found


def test_values() -> None:
    """The value is the part as the full name has it; a form of two names has none."""
    text = "Perićem, Petra, Marku i Perić."
    values = ["Marko Perić", "Petar Perić", "Petra Ilić"]
    found = repeat_names([Page(1, text)], [mention(text, "Marku", "PER")], values)
    assert [m.value for m in found] == ["Perić", "Petra", "Marko", "Perić"]
    text = "Sa Ivanom."
    found = repeat_names([Page(1, text)], [], ["Ivan Perić", "Ivana Ilić"])
    assert [(m.text, m.value) for m in found] == [("Ivanom", "")]


def test_two_family_names_side_by_side() -> None:
    """Each is its own person's, whose names the document has."""
    text = "Horvat Periću duguje."
    pair = mention(text, "Horvat Periću", "PER")
    pair = replace(pair, value="Horvat Perić")
    values = ["Ivo Horvat", "Ana Perić", "Horvat Perić"]
    found = repeat_names([Page(1, text)], [pair], values)
    assert [(m.text, m.value) for m in found] == [
        ("Horvat", "Horvat"), ("Periću", "Perić"),
    ]  # fmt: skip
    other = replace(pair, text="Horvatu Periću")
    assert len(repeat_names([Page(1, text)], [other], values)) == 1
    wrong = replace(pair, value="Horvato Perićo")
    found = repeat_names([Page(1, text)], [wrong], values[:2])
    assert [m.text for m in found] == ["Horvat", "Periću"]


def test_a_full_name_is_a_person_everywhere() -> None:
    """Whatever the recognizer took it for, in any case; not a part with other words."""
    text = "Marko Perić i Marku Periću; Perić Gradnja."
    taken = mention(text, "Marku Periću", "ORG"), mention(text, "Perić Gradnja", "LOC")
    found = repeat_names([Page(1, text)], taken, ["Marko Perić"])
    assert [(m.text, m.type) for m in found][-2:] == [
        ("Marku Periću", "PER"), ("Perić Gradnja", "LOC"),
    ]  # fmt: skip


def test_a_full_name_that_nothing_shows() -> None:
    """Its words are looked for where one of them is a person alone elsewhere."""
    text = "Rrosh Skura i Skura. Rrosh."
    whole = mention(text, "Rrosh Skura", "PER")
    alone = replace(whole, start=14, end=19, text="Skura", value="Skura")
    assert people(text, whole, values=("Rrosh Skura",)) == ["Rrosh Skura"]
    found = repeat_names([Page(1, text)], [whole, alone], ["Rrosh Skura"])
    assert [m.text for m in found] == ["Rrosh Skura", "Skura", "Rrosh"]


def test_words_of_small_letters_are_no_names_where_names_have_capitals() -> None:
    """In a chat without capitals, and where a capitalized one is the same, they are."""

    def left(*names: tuple[str, str, str]) -> list[str]:
        rows = [
            Mention(f"m{n}", 1, 10 * n, 10 * n + len(text), text, kind, "", True, by)
            for n, (text, kind, by) in enumerate(names)
        ]
        return [m.text for m in without_small(rows, "read")]

    capitals = ("Ana Anić", "PER", "read"), ("Alfa d.o.o.", "ORG", "read")
    word = ("rođak", "PER", "read")
    assert left(*capitals, word) == ["Ana Anić", "Alfa d.o.o."]
    assert left(*capitals, ("rođak", "PER", "rules/1"))[-1] == "rođak"
    assert left(*capitals, ("more", "LOC", "read"))[-1] == "more"
    assert left(*capitals, ("škaljarski klan", "ORG", "read"))[-1] == "škaljarski klan"
    assert left(*capitals, ("ohridskog suda", "ORG", "read"))[-1] == "ohridskog suda"
    ministry = ("ministarstva finansija", "ORG", "read")
    assert left(*capitals, ministry)[-1] == "ministarstva finansija"
    assert left(*capitals, ("gradski sud", "ORG", "read"))[-1] == "Alfa d.o.o."
    assert left(*capitals, ("ana anić", "PER", "read"))[-1] == "ana anić"
    assert left(("ana anić", "PER", "read"), word) == ["ana anić", "rođak"]
