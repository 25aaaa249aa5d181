"""What labels of forms and heads of columns say that a value is."""

import pytest

from extraction.recognition.fields import find_fields
from extraction.recognition.normalizing import normalize_persons


def people(text: str) -> list[tuple[str, str]]:
    """Return the words and the normal form of each person that a label announces."""
    found = [c for c in find_fields(text) if c.type == "PER"]
    names = {c.value or text[c.start : c.end] for c in found}
    normal = normalize_persons(names, "sr")
    return [
        (text[c.start : c.end], normal[c.value or text[c.start : c.end]]) for c in found
    ]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Ime i prezime: Vukan Perić", "Vukan Perić", "Vukan Perić"),
        ("IME I PREZIME ......: VUKAN PERIĆ", "VUKAN PERIĆ", "Vukan Perić"),
        ("Име и презиме:\tВукан Перић", "Вукан Перић", "Vukan Perić"),
        ("Emri dhe mbiemri: Arben Gashi, i lindur", "Arben Gashi", "Arben Gashi"),
        ("Mbiemri dhe emri: Gashi Arben", "Gashi Arben", "Arben Gashi"),
        ("Презиме и име: Илов Трајко", "Илов Трајко", "Trajko Ilov"),
        ("Full name: Ann Lee", "Ann Lee", "Ann Lee"),
        ("Ime i prezime / Emri dhe mbiemri: Ann Lee", "Ann Lee", "Ann Lee"),
        ("Ime i prezime (ime oca): Vukan (Rale) Perić", "Vukan (Rale) Perić",
         "Vukan Perić"),
        ("Ime i prezime:\nVukan Perić\n", "Vukan Perić", "Vukan Perić"),
        ("Osumnjičeni 1: Vukan Perić", "Vukan Perić", "Vukan Perić"),
    ],
)  # fmt: skip
def test_persons(text: str, words: str, name: str) -> None:
    """The value is the name, in the order that the label says, whatever is beside."""
    assert people(text) == [(words, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Prezime: Perić\nIme: Vukan\n",
        "Име: Вукан\nПрезиме: Перић",
        "Mbiemri: Perić\nEmri: Vukan",
        "1. Surname: Perić\n2. Given names: Vukan\n",
    ],
)
def test_a_field_for_each_part(text: str) -> None:
    """Both parts are of the one person whose name they make together."""
    assert [name for _, name in people(text)] == ["Vukan Perić"] * 2


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_columns(mark: str) -> None:
    """A column's head announces the cells under it, until the table ends."""
    rows = [
        ["Rb.", "Prezime i ime", "JMBG", "Adresa"],
        ["1.", "Perić Vukan", "0101985710006", "Bar 1"],
        ["2.", "Ilić Una", "", "Obala bb 3"],
    ]
    text = "\n".join(mark.join(cell or "-" for cell in row) for row in rows)
    assert people(text) == [("Perić Vukan", "Vukan Perić"), ("Ilić Una", "Una Ilić")]
    addresses = [c for c in find_fields(text) if c.type == "ADDRESS"]
    assert [text[c.start : c.end] for c in addresses] == ["Bar 1", "Obala bb 3"]
    assert people(f"{text}\n\nRazno{mark}Novi Sad{mark}a{mark}b")[2:] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ime i prezime: nepoznato",
        "Ime i prezime: 12 lica",
        "Ime i prezime:\nJMBG: 0101985710006",
        "Ime i prezime: JMBG Broj",
        "Prezime: Perić\n\n\n\n\nIme: Vukan",
    ],
)
def test_no_names(text: str) -> None:
    """Words that are no names, and parts that stand far from each other."""
    assert people(text) == []


def test_companies() -> None:
    """A company's label announces its value."""
    (found,) = find_fields("Firma: Beta Trans d.o.o., Bar")
    assert found.type == "ORG"
