"""Personal numbers, passports, phones and what only looks like them."""

import pytest

from extraction.recognition.identifiers.persons import (
    is_company_number,
    is_jmbg,
    is_kosovo_number,
    is_nid,
    read_jmbg_date,
)
from tests.extraction.recognition.identifiers.conftest import Finder

# check digits worked out by hand from the published weights
JMBG = "0101985710016"
EMBG = "1505990450011"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"JMBG: {JMBG}", JMBG),
        (f"ЈМБГ {JMBG},", JMBG),
        (f"rođen, {JMBG}, u Novom Sadu", JMBG),
        (f"ЕМБГ {EMBG}.", EMBG),
        ("JMBG 0101985710017", "0101985710017 !"),
        ("matični broj 3213985710010", "3213985710010 !"),
        ("JMBG 101985710016", "0101985710016"),
        ("JMBG 101985710017", "101985710017 !"),
        ("numri personal J00101999W", "J00101999W"),
        ("Numri personal: J05115999K.", "J05115999K"),
        ("NID J00101999A", "J00101999A !"),
        ("numri personal 1234567892, Prishtinë", "1234567892"),
        ("lični broj 1234567890", "1234567890 !"),
        ("OIB 69435151530", "69435151530"),
        ("OIB: 69435151531", "69435151531 !"),
    ],
)
def test_personal_numbers(find: Finder, text: str, value: str) -> None:
    """Every state's number is found with its checksum's verdict."""
    assert [(kind, v) for kind, _, v in find(text)] == [("PERSONAL_ID", value)]


@pytest.mark.parametrize(
    "text",
    [
        "bar kod 8606012345678",
        "JIB 4200123456789, PDV 200123456789",
        "broj 1234567890 bez ičega",
        "NIPT J91402501L",
        "NUIS K22218003V",
        "ЕДБ 4030992255006",
        "PIB 101134702, MB 07004967",
        "račun 265-0000001234567-89 kod banke",
        "12345678901",
        "0101985710016123",
        "serijski broj AJ00101999W",
    ],
)
def test_other_numbers_are_no_persons(find: Finder, text: str) -> None:
    """Companies, goods, accounts and bare numbers are not taken for persons."""
    assert [kind for kind, *_ in find(text, "sr") if kind == "PERSONAL_ID"] == []


def test_checks_and_dates() -> None:
    """The pure checks say yes and no, and read dates of both centuries."""
    assert is_jmbg(JMBG)
    assert not is_jmbg("0101985710017")
    assert not is_jmbg("3102985710011")
    assert str(read_jmbg_date("2902000710011")) == "2000-02-29"
    assert read_jmbg_date("2902001710011") is None
    assert is_nid("J00101999W")
    assert not is_nid("J00230123C")
    assert is_kosovo_number("1234567892")
    assert is_company_number("101134702")
    assert not is_company_number("101134703")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("pasoš br. 012345678", ["012345678"]),
        ("пасош број 012345678 издат", ["012345678"]),
        ("putovnica br. 123456789", ["123456789"]),
        ("putna isprava broj A1234567", ["A1234567"]),
        ("pasaportë nr. BA1234567", ["BA1234567"]),
        ("Pasaporta P01234567", ["P01234567"]),
        ("passport No. C1234567", ["C1234567"]),
        ("патна исправа A0123456", ["A0123456"]),
        ("pasoši br. 012345678 i 876543210", ["012345678", "876543210"]),
        ("pasoš nije pronađen, tel. 064 123 456 789", []),
        ("pasoš je izgubio 12.03.2024.", []),
        ("pasoš, JMBG 0101985710016", []),
        ("broj 012345678", []),
    ],
)
def test_passports(find: Finder, text: str, values: list[str]) -> None:
    """Only a number that a word for a passport announces is one."""
    assert [v for kind, _, v in find(text) if kind == "PASSPORT"] == values


@pytest.mark.parametrize(
    ("text", "language", "country", "value"),
    [
        ("+381 64 123 4567", None, None, "+381641234567"),
        ("+381641234567", "en", None, "+381641234567"),
        ("00381 64 123-4567", None, None, "+381641234567"),
        ("(+387) 61 123 456", None, None, "+38761123456"),
        ("+381 (0)64 123 4567", None, None, "+381641234567"),
        ("064/123-4567", "sr", None, "+381641234567"),
        ("064/123-45-67", "sr", None, "+381641234567"),
        ("T1 +381 64 123 4567", None, None, "+381641234567"),
        ("0641234567", "sr", None, "+381641234567"),
        ("(011) 3334-444", "sr", None, "+381113334444"),
        ("тел. 063 8123 456", "sr", None, "+381638123456"),
        ("061 123 456", "bs", None, "+38761123456"),
        ("061 123 456", "sr", "ba", "+38761123456"),
        ("067 123 456", "cnr", None, "+38267123456"),
        ("070 123 456", "mk", None, "+38970123456"),
        ("02 3123 456", "mk", None, "+38923123456"),
        ("044 123 456", "sq", "xk", "+38344123456"),
        ("069 123 4567", "sq", None, "+355691234567"),
        ("091 123 4567", "hr", None, "+385911234567"),
        ("telefon 64 123 4567", "sr", None, "+381641234567"),
        ("mob: 69 123 4567", "sq", "al", "+355691234567"),
        ("+49 170 1234567", "sr", None, "+491701234567"),
    ],
)
def test_phones(
    find: Finder, text: str, language: str | None, country: str | None, value: str
) -> None:
    """International and local forms of all six countries give E.164."""
    found = find(f"Zvao {text}, pa prekinuo.", language, country)
    assert [(kind, v) for kind, _, v in found] == [("PHONE", value)]


def test_several_phones_in_a_row(find: Finder) -> None:
    """Numbers with only a blank, slash or word between stay apart."""
    found = find("tel 064/123-4567 065 222 3333, 011/3334-444 i 062 111 222", "sr")
    assert [v for _, _, v in found] == [
        "+381641234567",
        "+381652223333",
        "+381113334444",
        "+38162111222",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "dana 12.03.2024. godine",
        "12/03/2024 10:30",
        "2024-03-12 10:30:00",
        "JMBG 0101985710016",
        "predmet Kt 064/2023, K-064/2023 i Ks 12/2024",
        "KTI 45/23-064123456",
        "iznos od 1.234.567,00 dinara",
        "račun 160-0000000123456-05",
        "160000000012345605 na račun",
        "Službeni glasnik 85/2005, 88/2005, 107/2005",
        "član 246 stav 1 tačka 2",
        "IBAN RS35260005601001611379",
        "PIB 101134702",
        "serijski broj 0641234567",
        "lična karta br. 012345678",
        "192.168.100.200",
        "44.8125, 20.4612",
        "faktura 064-123-4567",
        "ISBN 978-86-123-4567-8",
        "broj 1234567",
        "file_0641234567.pdf",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "broj: 01/2 - 422/15",
        "Broj 4/0 - 01 - 177/2021 - 03",
    ],
)
def test_other_numbers_are_no_phones(find: Finder, text: str) -> None:
    """Dates, cases, laws, accounts and serial numbers are no phones."""
    assert [found for found in find(text, "sr") if found[0] == "PHONE"] == []


def test_local_numbers_need_a_country(find: Finder) -> None:
    """Without language or country nobody knows whose 064 it is."""
    assert find("064 123 4567") == []
    assert find("064 123 4567", "en") == []
    assert find("064 123 4567", "en", "rs")[0][2] == "+381641234567"


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Policia e Kosovës, Prishtinë; tel. 044 318 772", "sq", "+38344318772"),
        ("Policia e Shtetit, Tiranë; tel. 044 318 772", "sq", "+35544318772"),
        ("arrested in Podgorica, mobile 067 448 019", "en", "+38267448019"),
        ("arrested in Leeds, phone 07911 123 456", "en", "+447911123456"),
    ],
)
def test_what_a_page_names_tells_whose_numbers_are_local(
    find: Finder, text: str, language: str, value: str
) -> None:
    """Albanian is written in two states, English about all."""
    assert value in [found[2] for found in find(text, language)]


def test_numbers_that_cannot_exist_are_kept_as_such(find: Finder) -> None:
    """A labelled or international number outside the plan is not valid, not lost."""
    assert find("tel. +381 99 000 0000") == [
        ("PHONE", "+381 99 000 0000", "+381990000000 !")
    ]


def test_a_bracket_that_only_opens_is_no_part(find: Finder) -> None:
    """A number that stands whole in brackets is its digits."""
    found = find("sa telefona (064/123-4567) zvao", "sr")
    assert [text for kind, text, _ in found if kind == "PHONE"] == ["064/123-4567"]


def test_a_number_ends_with_its_line_where_it_cannot_go_on(find: Finder) -> None:
    """A table's next row begins with a figure of its own; a wrapped number goes on."""
    row = (
        "1 | Petar Perić, zaposlen kod nepoznatog poslodavca | +381 64 123 4567\n2 | I"
    )
    assert find(row, "sr") == [("PHONE", "+381 64 123 4567", "+381641234567")]
    wrapped = (
        "Pretresom je utvrđeno da osumnjičeni koristi broj telefona +381 64\n123 4567"
    )
    assert find(wrapped, "sr")[0][2] == "+381641234567"
