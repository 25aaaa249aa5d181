"""A person's name in its parts."""

import pytest

from graph.names import PersonName, is_placeholder, read_person


def parts(text: str) -> tuple[str, str, str]:
    """Return given, family and father's names as they were spelt."""
    person = read_person(text)
    sides = (person.given, person.family, person.father)
    given, family, father = (" ".join(w.text for w in side) for side in sides)
    return given, family, father


@pytest.mark.parametrize(
    ("text", "given", "family", "father"),
    [
        ("Đorđe Marković", "đorđe", "marković", ""),
        ("MARKOVIĆ Đ. (Petar), 1978", "đ", "marković", "petar"),
        ("Marković, Đorđe", "đorđe", "marković", ""),
        ("Марковић Ђорђе", "đorđe", "marković", ""),
        ("Agim Ramiz Krasniqi", "agim", "krasniqi", "ramiz"),
        ("Agim i Ramizit Krasniqi", "agim", "krasniqi", "ramizit"),
        ("Marko Petrović, sin Petra", "marko", "petrović", "petra"),
        ("Иван Петров, син на Ѓорѓи", "ivan", "petrov", "gjorgji"),
        ("Stanković Petra Đorđe", "đorđe", "stanković", "petra"),
        ("Ana Marija Jovanović", "ana marija", "jovanović", ""),
        ("Ana Petrović-Jovanović", "ana", "petrović jovanović", ""),
        ("Begović I. Edin", "edin", "begović", "i"),
        ("P<SRBMARKOVIC<<DJORDJE<PETAR<<<<<", "djordje", "markovic", "petar"),
        ("KURTAGIC/SELMA MRS", "selma", "kurtagic", ""),
        ("Kremić Radovan iz Užica, rođ. 1965", "radovan", "kremić", ""),
        ("dr Marko von Petrović, dipl. ing.", "marko", "petrović", ""),
        ("Petrović", "", "petrović", ""),
        ("Gagi", "gagi", "", ""),
    ],
)
def test_parts(text: str, given: str, family: str, father: str) -> None:
    """Whatever the order, the father's name is never the given name."""
    assert parts(text) == (given, family, father)


def test_nicknames_and_names_at_birth_stand_apart() -> None:
    """What one is called, and what one was called, are no part of the name."""
    called = read_person("Dragan Petrović „Gagi“")
    assert [w.text for w in called.nicknames] == ["gagi"]
    assert [w.text for w in read_person("Ana Ilić zvana Anči").nicknames] == ["anči"]
    assert [w.text for w in read_person("Dragan (Gaga) Simić").nicknames] == ["gaga"]
    assert [w.text for w in read_person("Ana Ilić rođ. Simić").others] == ["simić"]
    assert read_person("Petar Petrović ml.").generation == "younger"


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Nikola Ilić", "m"),
        ("Ana Ilić", "f"),
        ("Saša Ilić", ""),
        ("Xyz Petrovska", "f"),
        ("Marko Petrović", "m"),
    ],
)
def test_sex(text: str, sex: str) -> None:
    """The given name shows it, else a woman's form; a name of both does not."""
    assert read_person(text).sex == sex


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "?", "M", "M. P.", "1", "NN", "N.N.", "NN lice", "NN lice 2",
        "nepoznat", "Nepoznata osoba", "nepoznato muško lice", "Непознато лице",
        "НН лице", "i panjohur", "Person i panjohur", "e panjohur", "unknown",
        "unknown male 1", "Unidentified woman", "John Doe", "ime i prezime",
        "Име и презиме", "Emri Mbiemri", "nema podataka", "n/a", "xxx", "svjedok 3",
        "Suspect 2", "osumnjičeni br. 1", "i pandehuri 1", "непознат маж", "x y",
    ],
)  # fmt: skip
def test_placeholders(text: str) -> None:
    """What stands for a name in six languages names nobody."""
    assert is_placeholder(text)
    assert read_person(text) == PersonName()


@pytest.mark.parametrize(
    "text",
    [
        "Ana Li", "Man Xu", "Vera Nepoznanović", "Agim", "Ilija Čovjek Ilić",
        "John Dovani", "Nina Neimarević", "Nepoznati Marko Petrović", "Žena Petrović",
        "Ime Imamović", "Shofer Hoxha",
    ],
)  # fmt: skip
def test_names_are_no_placeholders(text: str) -> None:
    """A name stays one beside or within such words."""
    assert not is_placeholder(text)
    assert read_person(text).usable
