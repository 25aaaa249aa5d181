"""What holds for every page: offsets, order, no overlap, data files, and time."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import extraction.recognition.identifiers.finding as finding
from extraction.model import Page
from extraction.recognition.identifiers import VERSION, find_identifiers
from extraction.recognition.identifiers.scan import fold

DATA = Path(finding.__file__).parent
PIECES = st.sampled_from(
    "Марко|064|123|-|/|.|,|+381|BG|AB|RS35|12.3.2024|kg|kokaina|evra|1.234,50|pasoš|"
    "0101985710016|@|mail.rs|http://|Ž|đ|İ|😀|IMEI|490154203237518|M70|€|𝟙|\u0301|ǅ|ß|"
    "martа|2024|x|°|'|(|)|bc1|0x| |\n".split("|")
)
LANGUAGES = st.sampled_from([None, "sr", "bs", "cnr", "hr", "mk", "sq", "en"])


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=150)
def test_folding_keeps_every_offset(text: str) -> None:
    """One code point in, one out, whatever it is."""
    assert len(fold(text)) == len(text)


@given(st.lists(PIECES, max_size=40).map("".join), LANGUAGES)
@settings(deadline=None, max_examples=200)
def test_mentions_are_slices_in_order(text: str, language: str | None) -> None:
    """Each mention is the page's slice; none overlaps; ids are its own."""
    mentions = find_identifiers(Page(3, text), language)
    for mention in mentions:
        assert mention.text == text[mention.start : mention.end] != ""
        assert mention.value
        assert (mention.page, mention.by) == (3, VERSION)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert len({m.id for m in mentions}) == len(mentions)


def test_characters_outside_the_basic_plane_do_not_shift_offsets() -> None:
    """Offsets count code points, not UTF-16 units or bytes."""
    text = "😀😀 İzmir: marko@mail.rs"
    (mention,) = find_identifiers(Page(1, text))
    assert text[mention.start : mention.end] == "marko@mail.rs"


def test_the_better_of_two_readings_wins() -> None:
    """An IBAN is not also a phone, nor a link's digits an amount."""
    text = "RS35260005601001611379 https://x.rs/0641234567 JMBG 0101985710016"
    types = [m.type for m in find_identifiers(Page(1, text), "sr")]
    assert types == ["IBAN", "URL", "PERSONAL_ID"]


def test_numbers_broken_by_wrapped_lines_are_whole() -> None:
    """A break after a long line is a blank; a short line ends its number."""
    filler = "Osumnjičeni je dana koji nije utvrđen zvao sa svog broja telefona "
    (mention,) = find_identifiers(Page(1, f"{filler}+381 64\n123 4567 i javio se."))
    assert (mention.text, mention.value) == ("+381 64\n123 4567", "+381641234567")
    lines = find_identifiers(Page(1, "tel. 064 123 4567\n065 222 3333\n"), "sr")
    assert [m.value for m in lines] == ["+381641234567", "+381652223333"]


HOSTILE = {
    "wrapped": ("1" * 61 + "\n") * 1600,
    "piped drugs": "kokain aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | " * 2_400,
    "digits": "1" * 100_000,
    "spaced digits": "1 " * 50_000,
    "dotted digits": "1." * 50_000,
    "grouped": "123.456." * 12_500,
    "letters": "a" * 100_000,
    "base58": "1A" * 50_000,
    "at signs": "a@" * 50_000,
    "dots": "a." * 50_000,
    "mails": "a@b." * 25_000,
    "slashes": "http://" * 14_000,
    "ibans": "RS35 " * 20_000,
    "words": "pasoš " * 16_000,
    "phones": "tel 0 " * 16_000,
    "plates": "BG 123 " * 14_000,
    "blanks": " " * 100_000,
    "money": "1 000 " * 16_000,
    "drugs": "kg kokain " * 10_000,
    "weapons": "pištolj marke " * 7_000,
    "degrees": "1°1'" * 25_000,
    "colons": "a:" * 50_000,
    "months": "12 mart " * 12_000,
    "zeros": "0 0" * 33_000,
    "plus": "+1" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_linear_time(name: str) -> None:
    """A hundred thousand characters made to be slow are done in seconds."""
    begun = time.process_time()
    find_identifiers(Page(1, HOSTILE[name]), "sr")
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda p: p.name)
def test_words_in_data_files_are_words(path: Path) -> None:
    """YAML reads `on` and `no` as truth values: every word must be text."""

    def check(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                check(inner)
        elif isinstance(value, list):
            for inner in value:
                check(inner)
                assert not isinstance(inner, bool | int | float)

    check(yaml.safe_load(path.read_text("utf-8")))
