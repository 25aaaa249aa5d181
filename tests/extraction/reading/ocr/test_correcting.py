"""Corrections put right what is certainly misread, and leave all else alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.reading.ocr.correcting import correct, join_halves


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("JMBG O1O1990710OO8 i", "JMBG 0101990710008 i"),
        ("račun RS35 26OO 0560 1001 6113 79.", "račun RS35 2600 0560 1001 6113 79."),
        ("IMEI 49O15420323751B", "IMEI 490154203237518"),
        ("dana l2.O3.2024. godine", "dana 12.03.2024. godine"),
        ("iznos 1.25O,0O evra", "iznos 1.250,00 evra"),
        ("„Sava“ d.0.o. Beograd", "„Sava“ d.o.o. Beograd"),
        ("„Сава“ д.0.0. Београд", "„Сава“ д.о.о. Београд"),
        ("Hadži ðorðe Ðurić", "Hadži đorđe Đurić"),
        ("отишао je код Страхињe", "отишао је код Страхиње"),
        ("Marko — Ana, 12—14", "Marko – Ana, 12—14"),
        ("возило ВG 1234-OB", "возило BG 1234-OB"),
        ("из Bapa је дошао", "из Вара је дошао"),
        ("rekao je da sе vidi", "rekao je da se vidi"),
    ],
)
def test_what_is_certain_is_set_right(read: str, meant: str) -> None:
    """By a check digit, the form of a date or sum, or the line's own script."""
    assert correct(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "JMBG O1O1990710OO7 ne valja ni sa nulama",
        "Tablice BG 123-AB, E70-O-123 i SK 8001 AO",
        "возило BG 1234-OB и BMW, компанија TAM",
        "pasoš O0l23456, šifra IO1O, soba 1O",
        "i.O. direktora, 0.5 kg, 10.0.0.1",
        "Писао је на ana.aca@cope.rs и www.cope.rs у поноћ",
        "RS35260005601001611379, 0101990710008, 490154203237518",
        "J40312048N, 12.03.2024, 1.250,00",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    """Plates, codes, addresses and numbers that are right or wrong either way."""
    assert correct(text) == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [("ЈБупчо", "Љупчо"), ("Јбубица", "Љубица"), ("ЈБ", "ЈБ"), ("ЈБК", "ЈБК")],
)
def test_a_letter_read_as_two_is_one(read: str, meant: str) -> None:
    """At a word's beginning, before a small letter; capitals stay."""
    assert join_halves(read) == meant
    assert join_halves(meant) == meant


@given(st.text(alphabet="0O1lIoаaеeBВ8д .,-\nRS35", max_size=60))
def test_every_correction_keeps_the_length(text: str) -> None:
    """Boxes stay where they are; corrected once is corrected."""
    once = correct(text)
    assert len(once) == len(text)
    assert correct(once) == once
