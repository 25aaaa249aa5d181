"""Who bears a name of a document: short forms, initials, nicknames, brothers."""

import pytest

from extraction.model import Mention
from extraction.recognition.particulars import Described
from extraction.recognition.persons import Bearer, find_bearers


def mention(key: str, text: str, value: str = "") -> Mention:
    """Return a person's mention."""
    return Mention(key, 1, 0, len(text), text, "PER", value or text)


def bearer(*names: str) -> str:
    """Return who bears the last of some names."""
    rows = [mention(str(n), name) for n, name in enumerate(names)]
    return find_bearers(rows, {})[rows[-1].id].name


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("Marko Perić", "Ana Ilić", "Perić"), "Marko Perić"),
        (("Marko Perić", "Marko"), "Marko Perić"),
        (("Marko Perić", "M. Perić"), "Marko Perić"),
        (("Darren P. Whitlock", "Darren Whitlock"), "Darren P. Whitlock"),
        (("Ana Perić Ilić", "Ana Perić", "Ana"), "Ana Perić Ilić"),
        (("Marko Perić", "Milan Perić", "Perić"), "Marko Perić"),
        (("Milan Perić", "Marko Perić", "M. Perić"), "Milan Perić"),
        (("Marko Perić", "Jovan Perić", "J. Perić"), "Jovan Perić"),
        (("Marko Perić", "Ana Perić", "Perić"), "Marko Perić"),
        (("Marko Perić", "Marko Ilić"), "Marko Ilić"),
        (("Marko Perić", "Lazić"), "Lazić"),
    ],
)
def test_short_forms(names: tuple[str, ...], wanted: str) -> None:
    """A short form is of the first full name that it fits, else of nobody."""
    assert bearer(*names) == wanted


def test_nicknames_are_the_bearers() -> None:
    """Where it is told and wherever it stands again; not where two bear it."""
    rows = [mention(*row) for row in (
        ("a", "Marko Perić"), ("b", "Bata"), ("c", "Bata"), ("d", "Vuk Ilić"),
        ("e", "Mile"), ("f", "Mile"), ("g", "Mile"), ("i", "Seka"),
        ("h", "Ana „Seka“ Lazić", "Ana Lazić"),
    )]  # fmt: skip
    described = {
        "b": Described("a", "alias"),
        "e": Described("a", "alias"),
        "f": Described("d", "alias"),
    }
    found = find_bearers(rows, described)
    marko = Bearer("Marko Perić", "Marko Perić", "alias")
    assert found["b"] == found["c"] == found["e"] == marko
    assert found["f"].name == "Vuk Ilić"
    assert found["g"] == Bearer("Mile", "Mile")
    assert found["i"] == Bearer("Ana Lazić", "Ana Lazić", "alias")


def test_fathers_of_one_first_name_stay_apart() -> None:
    """A father of whom only the first name is told is nobody else of that name."""
    rows = [mention(*row) for row in (
        ("a", "Marko Perić"), ("b", "Dragan"), ("c", "Vuk Ilić"), ("d", "Dragan"),
        ("e", "Dragan Kostić"),
    )]  # fmt: skip
    described = {"b": Described("a", "parent"), "d": Described("c", "parent")}
    found = find_bearers(rows, described)
    assert found["b"].name == found["d"].name == "Dragan"
    assert len({found[key].key for key in "bde"}) == 3


def test_many_names_cost_in_proportion() -> None:
    """Each name is compared with those that share a word of it, not with all."""
    names = [f"Ime{n} Prezime{n}" for n in range(4000)]
    rows = [mention(f"{n}.{name}", name) for n in (0, 1) for name in names]
    rows += [mention(f"s{n}", f"Prezime{n}") for n in range(4000)]
    rows += [mention(f"p{n}", f"Ime{n} Perić") for n in range(4000)]
    rows += [mention(f"q{n}", f"I{n}. Perić") for n in range(4000)]
    found = find_bearers(rows, {})
    assert found["s17"].name == "Ime17 Prezime17"
    assert found["q17"].name == "I17. Perić"
