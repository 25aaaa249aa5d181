"""What is no name though a recognizer took it for one, and companies' short names."""

import pytest

from extraction.model import Mention, Page
from extraction.recognition.barring import is_barred
from extraction.recognition.companies import name_companies
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.mending import mend
from extraction.recognition.rules import MODEL


@pytest.mark.parametrize(
    ("text", "name", "label", "barred"),
    [
        ("kombi „Фијат Дукато“, KU 7713", "Фијат Дукато", "ORG", True),
        ("vozi Škodom Superb", "Škodom Superb", "ORG", True),
        ("firma Opel Centar Novak d.o.o.", "Opel Centar Novak d.o.o.", "ORG", False),
        ("akcija „Beton“", "Beton", "ORG", True),
        ("firma „Beton“", "Beton", "ORG", False),
        ("holder of a Bosnian passport", "Bosnian", "LOC", True),
        ("left the UK", "UK", "LOC", False),
        ("SIENA – OPERATIVNA PORUKA\nOd: X", "OPERATIVNA PORUKA", "ORG", True),
        ("VIŠI SUD\nU BEOGRADU", "VIŠI SUD", "ORG", False),
        ("RAPORT PËR BASTISJEN E BANESËS", "BASTISJEN E BANESËS", "ORG", True),
        ("ПРЕДЛОГ ЗА УКИНУВАЊЕ", "УКИНУВАЊЕ", "ORG", True),
        ("RAPORT I POLICISË SË KOSOVËS", "POLICISË SË KOSOVËS", "ORG", False),
        ("REPORT TO EUROJUST", "EUROJUST", "ORG", False),
        ("Subject: Op. RED KITE – reply", "Op. RED KITE", "PER", True),
        ("Europol (AP Sustrans)", "AP Sustrans", "ORG", True),
        ("rasti „Labirinti“", "Labirinti", "ORG", True),
        ("seen with P3 in", "P3", "ORG", True),
        ("u autu O-2", "O-2", "ORG", True),
        ("an ITA national", "ITA", "ORG", True),
        ("P1 Vaso Radunović, MNE, JMBG", "MNE", "LOC", True),
        ("in a call K2 asks", "K2", "ORG", True),
        ("služba A1 kaže", "A1", "ORG", False),
        ("oko Bajrama", "Bajrama", "PER", True),
        ("sin Bajrama i Fate", "Bajrama", "PER", False),
        ("the US government", "US", "LOC", False),
        ("EU je odobrila", "EU", "ORG", False),
        ("Kt-S. br. 109/24", "Kt-S", "ORG", True),
        ("SIPA br. 4", "SIPA", "ORG", False),
        ("FLETË VËZHGIMI nr. 7", "FLETË VËZHGIMI", "ORG", True),
        ("State Prosecutor Luljeta Gashi", "State Prosecutor", "ORG", True),
        ("daja i A. Të dy", "A.", "PER", True),
        ("ЛИСТ – предмет „Кашика“", "Кашика", "PER", True),
        ("Предмет: Кирчо Манолев", "Кирчо Манолев", "PER", False),
    ],
)
def test_barred(text: str, name: str, label: str, barred: bool) -> None:
    """Makes, operations, nationalities and headings are no names; the rest may be."""
    start = text.index(name)
    assert is_barred(text, start, start + len(name), label) is barred


@pytest.mark.parametrize(
    ("text", "span", "label", "names"),
    [
        ("JP „Lašva“ je", "JP „Lašva", "ORG", [("JP „Lašva“", "ORG")]),
        ("Alfa Kft. banka", "Alfa Kft. banka", "ORG", [("Alfa Kft.", "ORG")]),
        ("Alfa d.o.o. banka je", "Alfa d.o.o. banka", "ORG", [("Alfa d.o.o.", "ORG")]),
        ("an EULEX monitor", "EULEX monitor", "ORG", [("EULEX", "ORG")]),
        ("Interception desk says", "Interception desk", "ORG", []),
        ("N.T.P. „Drini“ nga", "N.T.P.", "ORG", [("N.T.P. „Drini“", "ORG")]),
        (
            "Njësia e Hetimit pranë Policisë së Kosovës",
            "Njësia e Hetimit pranë Policisë së Kosovës",
            "ORG",
            [("Njësia e Hetimit", "ORG"), ("Policisë së Kosovës", "ORG")],
        ),
        (
            "Departamenti për Krime të Rënda i Prokurorisë Themelore",
            "Departamenti për Krime të Rënda i Prokurorisë Themelore",
            "ORG",
            [
                ("Departamenti për Krime të Rënda", "ORG"),
                ("Prokurorisë Themelore", "ORG"),
            ],
        ),
        (
            "Drejtoria e Policisë Durrës",
            "Drejtoria e Policisë Durrës",
            "ORG",
            [("Drejtoria e Policisë Durrës", "ORG")],
        ),
        ("Keljmend gang", "Keljmend gang", "ORG", [("Keljmend gang", "ORG")]),
        ('N.T.P. "Drini" nga', 'N.T.P. "Drini', "ORG", [('N.T.P. "Drini"', "ORG")]),
        ("Uradila: I. Drašković", "Drašković", "PER", [("I. Drašković", "PER")]),
        ("Edmond Kuqi mohoi të", "Edmond Kuqi mohoi", "PER", [("Edmond Kuqi", "PER")]),
        (
            "Za: Agencija za finansije\nTirana, 18.",
            "Agencija za finansije\nTirana",
            "ORG",
            [("Agencija za finansije", "ORG"), ("Tirana", "LOC")],
        ),
        (
            "predmet vodi Osnovni sud u\nBeogradu i",
            "Osnovni sud u\nBeogradu",
            "ORG",
            [("Osnovni sud u\nBeogradu", "ORG")],
        ),
    ],
)
def test_edges(text: str, span: str, label: str, names: list[tuple[str, str]]) -> None:
    """A span's edges are moved to where the name begins and ends."""
    start = text.index(span)
    found = mend(text, Candidate(start, start + len(span), label, "", MODEL), True)
    assert [(text[c.start : c.end], c.type) for c in found] == names


def test_a_companys_short_name_is_an_organization() -> None:
    """What stands before a legal form is a company elsewhere, marked or not."""
    text = "„Luka Stone“ d.o.o. Tivat\nLuka Stone | 10\nOd Luka Stone."
    page = Page(1, text)
    spans = [(0, 25, "ORG"), (26, 36, "PER")]
    mentions = [
        Mention(f"1.{s}.{e}.{kind}", 1, s, e, text[s:e], kind, text[s:e])
        for s, e, kind in spans
    ]
    found = name_companies([page], mentions)
    assert [(m.start, m.type, m.value) for m in found][1:] == [
        (26, "ORG", "Luka Stone"),
        (45, "ORG", "Luka Stone"),
    ]
