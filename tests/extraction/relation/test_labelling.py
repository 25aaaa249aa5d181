"""Labels of persons are found where they stand for the name again."""

import pytest

from extraction.relation.labelling import Word, add_labels
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
        (
            "Legenda\nO-1: Iva Rak\nO-2: Ana Ko\n08:10 O-1 zove; O2 ćuti.",
            ("Iva Rak", "Ana Ko"),
            [("O-1", "Iva Rak"), ("O-2", "Ana Ko"), ("O-1", "Iva Rak"),
             ("O2", "Ana Ko")],
        ),
        (
            "Oznake: X = Iva Rak; Y = Ana Ko, kuma\n08:10 X prilazi. Gleda Y s mosta.",
            ("Iva Rak", "Ana Ko"),
            [("X", "Iva Rak"), ("Y", "Ana Ko"), ("X", "Iva Rak"), ("Y", "Ana Ko")],
        ),
        (
            "Lica: BETA – Iva Rak, GAMA – Ana Ko.\nBETU čeka GAMA.",
            ("Iva Rak", "Ana Ko"),
            [("BETA", "Iva Rak"), ("GAMA", "Ana Ko"), ("BETU", "Iva Rak"),
             ("GAMA", "Ana Ko")],
        ),
        (
            "AK – Altin Kodra, handset\nBZ: line 067, used by Ivo Rak\nAK: Yes. BZ?",
            ("Altin Kodra", "Ivo Rak"),
            [("AK", "Altin Kodra"), ("BZ", "Ivo Rak"), ("AK", "Altin Kodra"),
             ("BZ", "Ivo Rak")],
        ),
        (
            "(1) Iva Rak, nosi torbu\n(2) Ana Ko\n09:00 (1) prilazi (2).",
            ("Iva Rak", "Ana Ko"),
            [("(1)", "Iva Rak"), ("(2)", "Ana Ko"), ("(1)", "Iva Rak"),
             ("(2)", "Ana Ko")],
        ),
        (
            "1.1 Iva Rak – pasoš\n1.2 Ana Ko\n2.1 Vozi 1.2, a plaća 1.1.",
            ("Iva Rak", "Ana Ko"),
            [("1.1", "Iva Rak"), ("1.2", "Ana Ko"), ("1.2", "Ana Ko"),
             ("1.1", "Iva Rak")],
        ),
        (
            "#1 Iva Rak @rak\n#2 Ana Ko\nWorks for #2; #12 is unknown.",
            ("Iva Rak", "Ana Ko"),
            [("#1", "Iva Rak"), ("#2", "Ana Ko"), ("#2", "Ana Ko")],
        ),
        (
            "а) Ива Рак, Ниш\nб) Ана Ко\nВозилом управља б), платио а).",
            ("Ива Рак", "Ана Ко"),
            [("а)", "Ива Рак"), ("б)", "Ана Ко"), ("б)", "Ана Ко"),
             ("а)", "Ива Рак")],
        ),
        (
            "LICE 1\nIme: Iva Rak\n\nVeza s licem 1: kuma. L-1 je otišla.",
            ("Iva Rak",),
            [("LICE 1", "Iva Rak"), ("licem 1", "Iva Rak"), ("L-1", "Iva Rak")],
        ),
        (
            "Subjekti (S1): Ivo Rak\n07:10 S1 del. S2 është Ana Ko. Te S2-ja.",
            ("Ivo Rak", "Ana Ko"),
            [("S1", "Ivo Rak"), ("S1", "Ivo Rak"), ("S2", "Ana Ko"),
             ("S2-ja", "Ana Ko")],
        ),
        (
            "ОСОБА: Ива Рак (даље: ОПМ)\n06:40 ОПМ излази.",
            ("Ива Рак",),
            [("ОПМ", "Ива Рак"), ("ОПМ", "Ива Рак")],
        ),
        (
            "WITNESS: I know Ivo Rak.\nCLERK: And?\nWITNESS: He came.",
            ("Ivo Rak",),
            [],
        ),
        ("OD: Iva Rak\nZA: Ana Ko\nODGOVOR ZA UPRAVU", ("Iva Rak", "Ana Ko"), []),
        ("1. Iva Rak\nStrana 1, vitamin (1).", ("Iva Rak",), []),
    ],
)  # fmt: skip
def test_labels(text: str, names: tuple[str, ...], wanted: Found) -> None:
    """Of all kinds, in both scripts, before and behind a name, and in all its cases."""
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
