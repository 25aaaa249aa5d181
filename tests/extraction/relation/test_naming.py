"""Who is meant by a label, a trade or an ordinal, and what a table or a plan states.

Mentions are given by marks; what is found must be exactly what the gold states.
"""

import pytest

from extraction.evaluation import evaluate
from extraction.evaluation.marked import parse_marked
from extraction.model import Document, Extraction

HEAD = "language: {}\nscript: {}\ngenre: official note\npart: train\n=== text\n"


class Nobody:
    """Finds nothing: the mentions are given."""

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return nothing."""
        return Extraction(document)


def check(text: str, relations: list[str], language: str = "sr") -> None:
    """Fail unless exactly these relations are found between the marks of a text."""
    content = HEAD.format(language, "Latn") + text + "\n=== relations\n"
    gold = parse_marked("a.gold", content + "\n".join(relations) + "\n")
    found = evaluate([gold], Nobody(), given=True)
    score = found.relations.score()
    assert (score.right, score.found) == (len(relations), len(relations)), (
        found.as_json()["confusions"]["relations"]
    )


@pytest.mark.parametrize(
    "labels",
    [("O-1 = ", "O-2 = ", "O-1", "O-2"), ("P1 | ", "P2 | ", "P1", "P2")],
    ids=["log", "table"],
)
def test_a_label_stands_for_its_person(labels: tuple[str, str, str, str]) -> None:
    """What a row's beginning calls somebody, later sentences do too."""
    one, other, first, second = labels
    check(
        f"{one}[[Vuk Lazić|PER]]\n{other}[[Mato Kos|PER]]\n\n"
        f"U 10:15 sastali su se {first} i {second}.\n",
        ["meeting: Mato Kos -- Vuk Lazić"],
    )


def test_a_heading_is_the_label_of_the_next_line() -> None:
    """`Lice A`, then the name in a line of its own; later `A` alone in a list."""
    check(
        "Lice A\n  Ime: [[Vuk Lazić|PER]]\nLice B\n  Ime: [[Mato Kos|PER]]\n\n"
        "U maju su A i B otputovali u [[Beč|LOC]].",
        ["travel: Vuk Lazić -> Beč", "travel: Mato Kos -> Beč"],
    )


def test_an_entry_goes_on_with_who_acted_last() -> None:
    """Of two persons with labels the last one is meant where a subject lacks."""
    check(
        "O-1 = [[Vuk Lazić|PER]]\nO-2 = [[Mato Kos|PER]]\n\n"
        "08:10 O-2 izlazi.\n08:30 Prelazi u [[Mađarsku|LOC|Mađarska]].",
        ["travel: Mato Kos -> Mađarska"],
    )


def test_the_head_of_a_table_says_who_pays() -> None:
    """A payment for each row, save for those that were refused."""
    check(
        "Pregled naloga koje je banka primila u toku meseca:\n\n"
        "Datum | Nalogodavac | Korisnik | Iznos | Status\n"
        "05.02. | [[Alfa d.o.o.|ORG]] | [[Vuk Lazić|PER]] | 100 EUR | izvršen\n"
        "06.02. | [[Vuk Lazić|PER]] | [[Ana Kos|PER]] | 50 EUR | izvršen\n"
        "07.02. | [[Ana Kos|PER]] | [[Beta d.o.o.|ORG]] | 50 EUR | odbijen\n",
        ["payment: Alfa d.o.o. -> Vuk Lazić", "payment: Vuk Lazić -> Ana Kos"],
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "[[Vuk Lazić|PER]] was to travel to [[Vienna|LOC]], but fell ill."),
        ("sr", "[[Vuk Lazić|PER]] je trebalo da otputuje u [[Beč|LOC]]."),
        ("mk", "[[Vuk Lazić|PER]] требало да замине за [[Виена|LOC]]."),
        ("sq", "[[Vuk Lazić|PER]] kishte ndërmend të udhëtonte në [[Vjenë|LOC]]."),
        ("en", "The trip of [[Vuk Lazić|PER]] to [[Vienna|LOC]] was called off."),
        ("en", "Did [[Vuk Lazić|PER]] meet [[Mato Kos|PER]]?"),
        ("sr", "Da li [[Vuk Lazić|PER]] poznaje [[Matu Kosa|PER|Mato Kos]], ne zna."),
    ],
)
def test_plans_and_questions_state_nothing(language: str, text: str) -> None:
    """What was planned, called off or only asked did not happen."""
    check(text, [], language)


def test_a_trade_stands_for_whose_it_is() -> None:
    """`The aunt` is she who was called so with her name."""
    check(
        "[[Ana Kos|PER]] lives with an aunt, [[Eva Kos|PER]].\n"
        "The aunt owns [[Alfa Ltd|ORG]].",
        ["family: Ana Kos -- Eva Kos", "ownership: Eva Kos -> Alfa Ltd"],
        "en",
    )


def test_a_third_accused_is_the_third_of_the_list() -> None:
    """Ordinals count the persons that an indictment's list names."""
    check(
        "Against:\n1. [[Vuk Lazić|PER]],\n2. [[Mato Kos|PER]],\n3. [[Ivo Pek|PER]].\n\n"
        "The third accused paid the first accused [[600 euros|MONEY|EUR 600.00]].",
        ["payment: Ivo Pek -> Vuk Lazić"],
        "en",
    )


ASIDE = [
    (
        "en",
        "[[Zef Gashi|PER]], a friend of [[Ana Kos|PER]]'s son [[Luka|PER]], "
        "received [[EUR 900|MONEY]] from [[Alfa Ltd|ORG]].",
        [
            "associate: Zef Gashi -- Luka",
            "family: Ana Kos -- Luka",
            "payment: Alfa Ltd -> Zef Gashi",
        ],
    ),
    (
        "sq",
        "Firma [[Alfa sh.p.k.|ORG]], me ortak të vetëm të birin e të pandehurit "
        "[[Gashi|PER]], [[Ilir Gashi|PER]].",
        ["ownership: Ilir Gashi -> Alfa sh.p.k.", "family: Gashi -- Ilir Gashi"],
    ),
    (
        "sq",
        "Banesa në [[rr. Dibra 5|ADDRESS]] u kontrollua. Derën e hapi gruaja e të "
        "dyshuarit, [[Rina Loka|PER]], e bija e [[Zymerit|PER|Zymer]]. "
        "Ajo jeton po aty.",
        ["family: Rina Loka -- Zymer", "resides_at: Rina Loka -> rr. Dibra 5"],
    ),
    (
        "en",
        "[[Hasan Zorić|PER]] was called. He and [[Luka Pekić|PER]] flew to "
        "[[Dubai|LOC]].",
        ["travel: Hasan Zorić -> Dubai", "travel: Luka Pekić -> Dubai"],
    ),
    (
        "mk",
        "1. [[Горан Стоев|PER]], од [[Прилеп|LOC]].\n\n2. [[Весна Илова|PER]].\n\n"
        "Лицето под точка 1 отпатувало во [[Виена|LOC]].",
        ["travel: Горан Стоев -> Виена"],
    ),
]


@pytest.mark.parametrize(("language", "text", "relations"), ASIDE)
def test_who_is_told_of_by_the_way(
    language: str, text: str, relations: list[str]
) -> None:
    """Whose friend or child somebody is, is not who acts; "there" is the address."""
    check(text, relations, language)


def test_a_relative_of_the_accused_is_not_the_accused() -> None:
    """The name behind a comma is the relative's."""
    check(
        "I dyshuari [[Blend Loka|PER]] u ndalua. Derën e hapi gruaja e të dyshuarit, "
        "[[Rina Loka|PER]].\n\n"
        "I dyshuari u takua me [[Valon Berishën|PER|Valon Berisha]].",
        ["family: Blend Loka -- Rina Loka", "meeting: Blend Loka -- Valon Berisha"],
        "sq",
    )


def test_labels_of_firms_and_code_names_in_capitals() -> None:
    """`O1: firm`, `V1: lorry, plates`, `hereafter CRANE`, `(LARK)`."""
    check(
        "P1: [[Vuk Lazić|PER]]\nO1: [[Alfa d.o.o.|ORG]]\nV1: lorry, plates "
        "[[BG 123-AA|VEHICLE]]\n\nP1 is the owner of O1. V1 is the property of O1.",
        ["ownership: Vuk Lazić -> Alfa d.o.o.", "ownership: Alfa d.o.o. -> BG 123-AA"],
        "en",
    )
    check(
        "Target: [[Klaj Hysa|PER]], hereafter CRANE\nAlso: [[Ilir Duka|PER]] (LARK)\n\n"
        "08:15 CRANE met LARK.",
        ["meeting: Klaj Hysa -- Ilir Duka"],
        "en",
    )


def test_a_group_is_called_one_in_its_name() -> None:
    """Whoever belongs to a clan is a member; a place belongs to nobody."""
    check(
        "[[Luca Conti|PER]] may belong to the [[Moretti clan|ORG]].",
        ["membership?: Luca Conti -> Moretti clan"],
        "en",
    )


@pytest.mark.parametrize("labels", [("(1)", "(2)"), ("(a)", "(b)")])
def test_a_label_in_brackets_stands_for_its_person(labels: tuple[str, str]) -> None:
    """`(1) Vuk Lazić` at a line's beginning, later `(1)` or `the person under (1)`."""
    one, other = labels
    check(
        f"{one} [[Vuk Lazić|PER]], a driver;\n{other} [[Mato Kos|PER]].\n\n"
        f"In May {one} met the person under {other} in a bar.\n"
        "Section 4 (1) of the Act says nothing of him.",
        ["meeting: Mato Kos -- Vuk Lazić"],
        "en",
    )


def test_a_label_may_stand_before_its_name_without_a_mark() -> None:
    """`P1 Vuk Lazić`, `T1 +381…`: persons and numbers are listed so."""
    check(
        "P1 [[Vuk Lazić|PER]]\nP2 [[Mato Kos|PER]]\n"
        "T1 [[+381 60 111 222|PHONE|+38160111222]]\n\n"
        "P1 visited P2 in [[May 2024|DATE]].\nT1 is used by P2.",
        ["meeting: Mato Kos -- Vuk Lazić", "phone_user: Mato Kos -> +38160111222"],
        "en",
    )


def test_who_is_called_by_a_trade_is_meant_by_it_later() -> None:
    """`a farmer, Vuk Lazić`, `Kos, magazinier`: the noun with its article or ending."""
    check(
        "A farmer, [[Vuk Lazić|PER]], told of a quarrel with a neighbour.\n\n"
        "[[Mato Kos|PER]] came to [[Bar|LOC]].\nHe met the farmer at noon.",
        ["travel: Mato Kos -> Bar", "meeting: Mato Kos -- Vuk Lazić"],
        "en",
    )
    check(
        "U pyet [[Vuk Lazić|PER]], magazinier.\n\n[[Mato Kos|PER]] erdhi në polici.\n"
        "Magazinieri banon në [[Tiranë|LOC]].",
        ["resides_at: Vuk Lazić -> Tiranë"],
        "sq",
    )


def test_a_statement_is_that_of_whom_its_form_names() -> None:
    """The name in the form speaks, not whom an answer names; `n'`, `m'` are elided."""
    check(
        "DEKLARATË E DËSHMITARIT\n\nEmri, mbiemri: [[Ana Kos|PER]], "
        "e bija e [[Luka|PER]]\nBanimi: [[rr. Alfa 3, Pejë|ADDRESS]]\n\n"
        "Prokurori: Kë keni parë?\n"
        "Dëshmitarja: Erdh [[Vuk Lazić|PER]] e m'dha [[50 euro|MONEY]].",
        [
            "family: Ana Kos -- Luka",
            "resides_at: Ana Kos -> rr. Alfa 3, Pejë",
            "payment: Vuk Lazić -> Ana Kos",
        ],
        "sq",
    )


def test_a_border_record_says_who_crossed_at_its_post() -> None:
    """The drivers and passengers of the rows, and who begins an entry's line."""
    check(
        "SHIFT REPORT, crossing point [[Merdare|LOC]]\n\n"
        "ENTRY 07:15\nDriver: [[Vuk Lazić|PER]]\nPassenger: [[Mato Kos|PER]]\n\n"
        "EXIT 09:40\n[[Ana Perić|PER]], on foot.\n\n"
        "ANNOUNCED, NOT SEEN\n[[Ivo Matić|PER]] was expected at noon.\n",
        [
            "travel: Vuk Lazić -> Merdare",
            "travel: Mato Kos -> Merdare",
            "travel: Ana Perić -> Merdare",
        ],
        "en",
    )
