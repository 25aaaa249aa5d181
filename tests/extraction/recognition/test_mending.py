"""The recognizer's spans are cut and widened to what is a name by our rules."""

import pytest

from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.mending import mend
from extraction.recognition.rules import MODEL


def mended(text: str, piece: str, label: str) -> list[tuple[str, str]]:
    """Return the type and text of what is made of a piece with a label."""
    start = text.index(piece)
    found = Candidate(start, start + len(piece), label, "", MODEL)
    return [(c.type, text[c.start : c.end]) for c in mend(text, found, True)]


@pytest.mark.parametrize(
    ("before", "town", "street"),
    [
        ("nastanjen u ", "Tuzli", "ul. Titova br. 5, stan 8"),
        ("sa prebivalištem u ", "Novom Sadu", "Dunavska 5"),
        ("са пребивалиштем у ", "Нишу", "ул. Књажевачка бр. 14, улаз 2"),
        ("prijavljen je u ", "Zenici", "ul. Crkvice 52"),
        ("sa stanom u ", "Brčkom", "Bijeljinska cesta 61"),
        ("nastanjenog u ", "Zabrđu", "Skerlićeva 14"),
        ("Vendbanimi: ", "Klinë", "rr. „Mujë Krasniqi“ nr. 88"),
    ],
)
def test_the_town_where_somebody_lives(before: str, town: str, street: str) -> None:
    """It is a place of its own, behind it the street with entrance and flat."""
    piece = f"{town}, {street}"
    found = mended(f"{before}{piece}", piece, "ADDRESS")
    assert found == [("LOC", town), ("ADDRESS", street)]


def test_the_town_of_a_seat_stays() -> None:
    """A firm's address and one behind `iz` are one, as contracts write them."""
    for before in ("sa sedištem u ", "tužilac Petar Lukić iz "):
        piece = "Beogradu, Vodovodska 18"
        found = mended(f"{before}{piece}", piece, "ADDRESS")
        assert found == [("ADDRESS", piece)]


@pytest.mark.parametrize(
    ("text", "piece", "name"),
    [
        (
            "radi u Carinskoj ispostavi Zvornik, gdje",
            "Carinskoj",
            "Carinskoj ispostavi Zvornik",
        ),
        ("radi u Fabrici papira Berane od", "Fabrici", "Fabrici papira Berane"),
        ("ради у Пореској управи Ниш од", "Пореској", "Пореској управи Ниш"),
    ],
)
def test_an_institution_goes_on(text: str, piece: str, name: str) -> None:
    """The noun that heads its name and its seat follow what was taken for a place."""
    assert mended(text, piece, "LOC") == [("ORG", name)]


def test_a_place_stays_one() -> None:
    """A place of the gazetteer, or one before any other word, is widened by none."""
    assert mended("u Nišu policija traga", "Nišu", "LOC") == [("LOC", "Nišu")]
    assert mended("u Zabrđu nema nikoga", "Zabrđu", "LOC") == [("LOC", "Zabrđu")]


@pytest.mark.parametrize("label", ["O1", "A", "P-2", "vl"])
def test_a_label_is_no_name(label: str) -> None:
    """Letters and numbers that stand for people are no organizations."""
    assert mended(f"kod kuće {label} izlazi", label, "ORG") == []


def test_a_reference_is_of_no_name() -> None:
    """`Br.` on the next line begins a file's number."""
    text = "informisati Europol\nBr. 55/25"
    assert mended(text, "Europol\nBr", "ORG") == [("ORG", "Europol")]


@pytest.mark.parametrize(
    ("text", "piece", "label", "made"),
    [
        ("taksira za „Tamiš taksi“ Pančevo,", "Tamiš taksi“ Pančevo", "ORG",
         [("ORG", "„Tamiš taksi“ Pančevo")]),
        ("задругу ЗЗ „Топлички воћар“ Блаце.", "Топлички воћар“ Блаце", "ORG",
         [("ORG", "ЗЗ „Топлички воћар“ Блаце")]),
        ("O1 Drini Cargo SHPK", "O1 Drini Cargo SHPK", "ORG",
         [("ORG", "Drini Cargo SHPK")]),
        ("niece of P3\nP3 Ilir Cenaj, ALB", "P3\nP3 Ilir Cenaj", "ORG",
         [("PER", "Ilir Cenaj")]),
        ("otišao u „Stari Grad“ i", "Stari Grad", "LOC", [("ORG", "Stari Grad")]),
        ("referent u Općini Jajce", "Općini Jajce", "LOC", [("ORG", "Općini Jajce")]),
        ("Vendkalimi Sukobin", "Vendkalimi Sukobin", "PER", [("LOC", "Sukobin")]),
        ("lidhur me grupin e Zadrimës", "Zadrimës", "LOC",
         [("ORG", "grupin e Zadrimës")]),
        ("Shares: 100 % with Shkelzen Avdiu", "Shkelzen Avdiu", "ORG",
         [("PER", "Shkelzen Avdiu")]),
        ("avokati Klodian Rapo\nSarandë, 08", "Klodian Rapo\nSarandë", "PER",
         [("PER", "Klodian Rapo")]),
        ("sletjela u Tivat\nVujačić –", "Tivat\nVujačić", "LOC", [("LOC", "Tivat")]),
        ("u Novi\nSad ide", "Novi\nSad", "LOC", [("LOC", "Novi\nSad")]),
        ("2. Ormar: pištolj", "Ormar", "PER", []),
        ("had seen Ms Stojkovska", "Ms", "PER", []),
        ("u kući: kuće Radnička 41, Bujanovac", "kuće Radnička 41, Bujanovac",
         "ADDRESS", [("ADDRESS", "Radnička 41, Bujanovac")]),
        ("u stanu Futoška 60, Novi Sad našli", "Futoška 60", "ADDRESS",
         [("ADDRESS", "Futoška 60, Novi Sad")]),
        ("Sava Kovačevića 71. Punomoćje po", "Sava Kovačevića 71. Punomoćje",
         "ADDRESS", [("ADDRESS", "Sava Kovačevića 71")]),
        ("Cara Dušana 5, Šabac\nC2 – N", "Cara Dušana 5, Šabac\nC2", "ADDRESS",
         [("ADDRESS", "Cara Dušana 5, Šabac")]),
        ("R. br. 2 torba", "R. br. 2", "ADDRESS", []),
        ("PREGLED KOMUNIKACIJA br. 6", "PREGLED KOMUNIKACIJA br. 6", "ADDRESS", []),
        ("во „БМВ“ KU 1180 AC.", "БМВ“ KU 1180 AC", "ADDRESS", []),
        ("firma „Sea Gate“ d.o.o. Bar. Trebalo", "„Sea Gate“ d.o.o. Bar.", "ORG",
         [("ORG", "„Sea Gate“ d.o.o. Bar")]),
        ("Radnička 41, udata", "Radnička 41, udata", "ADDRESS",
         [("ADDRESS", "Radnička 41")]),
    ],
)  # fmt: skip
def test_where_a_name_begins_and_ends(
    text: str, piece: str, label: str, made: list[tuple[str, str]]
) -> None:
    """Marks that close inside, labels of lists, kinds before a name, remarks behind."""
    assert mended(text, piece, label) == made


@pytest.mark.parametrize("label", ["II.", "IV)", "META 2", "S 3"])
def test_what_the_next_line_begins_with(label: str) -> None:
    """The number of the next line is no part of the name that ends before it."""
    name = "Visoka škola „Vlašić“"
    piece = f"{name}\n{label.rstrip('.) 23')}"
    assert mended(f"{name}\n{label} Mladen Šimić", piece, "ORG") == [("ORG", name)]


@pytest.mark.parametrize(
    ("piece", "name"), [("Zove Bato", "Bato"), ("Сам Чолић", "Чолић")]
)
def test_what_a_sentence_begins_with(piece: str, name: str) -> None:
    """A verb or pronoun with a capital is no first name."""
    assert mended(f"{piece} je rekao", piece, "PER") == [("PER", name)]
