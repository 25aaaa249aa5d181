"""Labels of persons are found where they stand for the name again."""

import pytest

from extraction.relation.learned.labelling import Word, add_labels
from extraction.relation.learned.marking import Place

Found = list[tuple[str, str]]


def labels_in(text: str, *names: str) -> Found:
    """Return each label that is found, with the name that it stands for."""
    places = [
        Place(text.index(name), text.index(name) + len(name), "PER", number)
        for number, name in enumerate(names)
    ]
    found = add_labels(text, places)
    assert found.places[: len(places)] == places
    assert found.names[: len(places)] == list(range(len(places)))
    rest = zip(found.places[len(places) :], found.names[len(places) :], strict=True)
    rows = sorted((p.start, p.end, p.entity, names[n]) for p, n in rest)
    assert all(names[entity] == name for _, _, entity, name in rows)
    return [(text[start:end], name) for start, end, _, name in rows]


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        (
            "M1 – Iva Rak\nM2: Sead Lugić\n08:10 M1 > M2, M1 pita. M12 ćuti.",
            ("Iva Rak", "Sead Lugić"),
            [("M1", "Iva Rak"), ("M2", "Sead Lugić"), ("M1", "Iva Rak"),
             ("M2", "Sead Lugić"), ("M1", "Iva Rak")],
        ),
        (
            "Лице 1: Ана Ко\nКод лица 1 је нађен нож. Лице 2 није било ту.",
            ("Ана Ко",),
            [("Лице 1", "Ана Ко"), ("лица 1", "Ана Ко")],
        ),
        (
            "Petrit Dema (O-3) doli. Në orën 9 O-3 u kthye; O-31 jo.",
            ("Petrit Dema",),
            [("O-3", "Petrit Dema"), ("O-3", "Petrit Dema")],
        ),
        (
            "Lik B – Rade Pop.\nA onda je B otišao; lik B se vratio. Vitamin B.",
            ("Rade Pop",),
            [("Lik B", "Rade Pop"), ("B", "Rade Pop"), ("lik B", "Rade Pop")],
        ),
        ("Ovde je Rade Pop. Stan 3 je prazan.", ("Rade Pop",), []),
    ],
)  # fmt: skip
def test_labels(text: str, names: tuple[str, ...], wanted: Found) -> None:
    """Short and worded labels, in both scripts, before and behind their name."""
    assert labels_in(text, *names) == wanted


def test_a_mention_is_no_label() -> None:
    """What is marked already is not marked again; many labels take linear time."""
    text = "P1: Ana Ko\n" + "P1 i P2. " * 20_000
    places = [Place(4, 10, "PER", 0), Place(11, 13, "VEHICLE", 1)]
    found = add_labels(text, places)
    assert len(found.places) == len(found.names) == 20_001 + 1
    assert set(found.names[2:]) == {0}


def test_other_words_that_stand_for_a_name_are_marked_besides() -> None:
    """Where no name or label stands already; of two in one place the first counts."""
    text = "M1 – Iva Rak. Osumnjičena je otišla, M1 je ćutala."
    place = Place(5, 12, "PER", 0)
    role = text.index("Osumnjičena")
    label = text.rindex("M1")
    words = [
        Word(role, role + 11, 0),
        Word(role, role + 3, 0),
        Word(label, label + 2, 0),
    ]
    found = add_labels(text, [place], words)
    marked = sorted(text[p.start : p.end] for p in found.places[1:])
    assert marked == ["M1", "M1", "Osumnjičena"]
    assert found.names == [0] * 4
    assert {(p.type, p.entity) for p in found.places} == {("PER", 0)}
