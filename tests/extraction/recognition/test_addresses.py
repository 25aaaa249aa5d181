"""Addresses by the word for a street, as forms and reports of the region write them."""

import time

import pytest

from extraction.recognition.addresses import find_addresses

ADDRESSES = [
    # Albania and Kosovo
    'banues në lagjen "Skënderbeg", rruga "Sami Frashëri", pall. 3, ap. 21, Lezhë!',
    "Adresa: rr. Fehmi Agani nr. 8, Prishtinë!",
    'me banim në rr. "Tirana" p.n., Gjakovë! dhe',
    "rruga e Elbasanit nr. 7, shk. 1, kati 4, ap. 12, Tiranë!",
    "Bulevardi Bill Klinton, hyrja 3, nr. 44, Prishtinë!",
    "Lagjja nr. 14, rruga Egnatia, Durrës! ku jeton",
    "Lagjja 5, Rruga Pavarësia, Pallati 12, Vlorë!",
    'lagjen "Kastriot", rruga "Jakov Xoxa", nd. 14, h. 3, Fier!, çmoj',
    "në Rr. Naim Frashëri 62, mbi plazhin, Tushemisht!. Vila",
    "në Laç, lagjja nr. 3, pallati 12, hyrja 1!",
    "në lagjen Pinjesh, rr. „Hafiz Ali“ p.n., Ulqin!",
    'në rrugën "Xhorxh Bush" nr. 5, 10000 Prishtinë!',
    # North Macedonia
    "живее на ул. „Гоце Делчев“ бр. 44-2/7, Штип!",
    "бул. „Партизански одреди“ бр. 12А, влез 2, стан 14, Скопје!",
    "ул. Маршал Тито ББ, Струга!",
    "улица „Илинденска“ бр. 9! во",
    # Serbia, Bosnia, Montenegro
    "ul. Vojvode Mišića 21a, ulaz 2, stan 14, Niš!",
    "Bulevar kralja Aleksandra 73, 11000 Beograd!",
    "ul. Dr. Ivana Ribara 105/12, Novi Beograd!",
    # In English
    "lives at No. 4 Rruga e Dibrës, Tirana!",
    "at 22 Knez Mihailova Street, Belgrade!",
    "Blvd. Ilinden, no. 101, Skopje!",
    "of 5 Rruga Myslym Shyri, Tirana! with",
    "at Rruga Agim Ramadani, building 6, entrance B, apt. 30, Pristina!",
]

NONE = [
    "Rruga është e gjatë 5 km.",
    "u nis në rrugën për në Shkup më 5 maj",
    "bulevar je 12 metara dug",
    "Street 5 of the report",
]


@pytest.mark.parametrize("marked", ADDRESSES)
def test_the_whole_address(marked: str) -> None:
    """Quarter, number, entrance, floor, flat, place belong to it; it ends at "!"."""
    text, end = marked.replace("!", ""), marked.index("!")
    found = max(find_addresses(text), key=lambda span: span[1] - span[0])
    assert found[1] == end
    first = text[found[0] :].split()[0].strip(".")
    assert first in {
        "rruga", "rr", "Bulevardi", "Lagjja", "rrugën", "ул", "бул", "улица", "ul",
        "Bulevar", "No", "22", "Blvd", "5", "Rruga", "lagjen", "lagjja", "Rr",
    }  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_address(text: str) -> None:
    """A road without a name or number is none."""
    assert not list(find_addresses(text))


def test_time_is_linear() -> None:
    """A long run of street words costs no more than its length."""
    text = 'rruga "Jakov ' * 4000 + "rr. Aa Bb Cc Dd Ee " * 4000
    started = time.perf_counter()
    list(find_addresses(text))
    assert time.perf_counter() - started < 2
