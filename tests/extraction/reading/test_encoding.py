"""Text in the encodings that the region has used."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.reading.encoding import decode_text, looks_like_text

LATIN = [
    "Marko Marković",
    "Đorđe Šćepanović, Žabljak",
    "Općinski sud u Čapljini donio je rješenje",
    "Osumnjičeni je priznao da je uzeo džip",
    "„Šta će biti?“ – upitao je Živko",
]
ALBANIAN = ["Gjykata e Tiranës vendosi çështjen", "Për herë të parë në Shkodër"]
CYRILLIC = [
    "Марко Марковић",
    "Виши суд у Београду, Ђура Јакшић",
    "Основниот суд Скопје ја донесе пресудата",
    "Куманово, 12 март: приведен е Ѓорѓи Ќосев",
]


@pytest.mark.parametrize("text", LATIN)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso8859_2", "cp852"])
def test_latin_of_the_region(text: str, encoding: str) -> None:
    """South Slavic Latin is read whatever page it was written in."""
    if encoding != "utf-8" and any(mark in text for mark in "„–"):
        encoding = "cp1250"
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ALBANIAN)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp1250", "iso8859_2"])
def test_albanian(text: str, encoding: str) -> None:
    """Albanian is the same in the western and the central page."""
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("text", CYRILLIC)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "iso8859_5"])
def test_cyrillic_of_the_region(text: str, encoding: str) -> None:
    """Serbian and Macedonian Cyrillic are read in both one-byte pages."""
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [*LATIN, *CYRILLIC, *ALBANIAN, "plain words only"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_bom(text: str, encoding: str) -> None:
    """UTF-16 is known by its pairs where no BOM says so."""
    data = text.encode(encoding)
    assert looks_like_text(data)
    assert decode_text(data) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_bom_is_believed_and_dropped(encoding: str) -> None:
    """A byte order mark names the encoding and is no part of the text."""
    assert decode_text("Чачак".encode(encoding)) == "Чачак"


def test_declared_encoding_decides_where_it_decodes() -> None:
    """A header is believed only where the bytes fit it."""
    assert decode_text("naïve coût".encode("cp1252"), "windows-1252") == "naïve coût"
    assert decode_text("Žarko".encode(), "us-ascii") == "Žarko"
    assert decode_text("Žarko".encode("cp1250"), "no-such-page") == "Žarko"


def test_damaged_utf8_stays_utf8() -> None:
    """One broken byte in much sound UTF-8 does not turn all of it to mojibake."""
    data = ("Шћепановић је стигао. " * 20).encode() + b"\xff" + "Крај".encode()
    assert decode_text(data).endswith("\ufffdКрај")


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=80)
def test_utf8_comes_back_exactly(text: str) -> None:
    """Whatever is valid UTF-8 with a mark comes back character for character."""
    assert decode_text(b"\xef\xbb\xbf" + text.encode()) == text


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_text(data: bytes) -> None:
    """No bytes raise, and no lone surrogate comes out."""
    text = decode_text(data)
    assert text.encode("utf-8").decode("utf-8") == text
