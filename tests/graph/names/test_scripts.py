"""Script conversion: alphabets, case forms, accents, offsets."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.names import Converted, script_of, to_cyrillic, to_latin
from graph.names.scripts import data

SERBIAN = "".join(k for k in data()["serbian"] if len(k) == 1)
MACEDONIAN = "".join(k for k in data()["macedonian"] if len(k) == 1)
ANY_TEXT = st.text(
    alphabet=st.sampled_from(
        SERBIAN
        + MACEDONIAN
        + SERBIAN.upper()
        + "ljnjdžđćčšśźLJNJDŽĐǉǈéx'- 1\u0301\u030c"
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ђорђе Шарић", "Đorđe Šarić"),
        ("Љубљана", "Ljubljana"),
        ("ЉУБЉАНА", "LJUBLJANA"),
        ("Џ. Џајић", "Dž. Džajić"),
        ("МИЉ", "MILJ"),
        ("Њ", "Nj"),
        ("Инјекција и конјунктура", "Injekcija i konjunktura"),
        ("надживети", "nadživeti"),
        ("с́утра, З́еница", "śutra, Źenica"),
        ("+381 64 123-45-67", "+381 64 123-45-67"),
    ],
)
def test_serbian_both_ways(cyrillic: str, latin: str) -> None:
    """Serbian, Bosnian and Montenegrin words convert both ways in all case forms."""
    assert to_latin(cyrillic).text == latin
    assert to_cyrillic(latin).text == cyrillic


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Ѓорѓи Ќосев", "Gjorgji Kjosev"),
        ("ЅВЕЗДА", "DZVEZDA"),
        ("Џемаил", "Džemail"),
        ("нѐ ѝ", "nè ì"),
    ],
)
def test_macedonian_both_ways(cyrillic: str, latin: str) -> None:
    """Macedonian has its own letters and its own table."""
    assert to_latin(cyrillic).text == latin
    assert to_cyrillic(latin, "mk").text == cyrillic


def test_other_spellings_are_read() -> None:
    """Digraph letters and the passport's spelling find their Cyrillic letter."""
    assert to_cyrillic("ǈubǉana").text == "Љубљана"
    assert to_cyrillic("Zhivko Chento Shishkov", "mk").text == "Живко Ченто Шишков"


@given(st.text(alphabet=SERBIAN + " ", max_size=20))
@settings(deadline=None, max_examples=150)
def test_serbian_round_trip(text: str) -> None:
    """Cyrillic to Latin and back is itself, but for letters that only look joined."""
    latin = to_latin(text).text
    if not any(pair in text for pair in ("нј", "лј", "дж")):
        apart = [a.replace("|", "") for a in data()["apart"]]
        if not any(a in latin for a in apart):
            assert to_cyrillic(latin).text == text
    assert to_latin(to_cyrillic(latin).text).text == latin


@given(st.text(alphabet=MACEDONIAN + " ", max_size=20))
@settings(deadline=None, max_examples=150)
def test_macedonian_round_trip(text: str) -> None:
    """The same for Macedonian."""
    pairs = ("нј", "лј", "дж", "дз", "гј", "кј", "зх", "цх", "сх")
    if not any(pair in text for pair in pairs):
        assert to_cyrillic(to_latin(text).text, "mk").text == text


@given(ANY_TEXT, st.sampled_from(["latin", "sr", "mk"]))
@settings(deadline=None, max_examples=300)
def test_offsets_are_monotone_and_in_range(text: str, way: str) -> None:
    """Offsets never go back, stay inside the source and end at its end."""
    result = to_latin(text) if way == "latin" else to_cyrillic(text, way)
    offsets = [result.offset(i) for i in range(len(result.text) + 1)]
    assert len(result.offsets) == len(result.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert all(0 <= o < len(text) for o in offsets[:-1])


@given(ANY_TEXT, st.data())
@settings(deadline=None, max_examples=150)
def test_spans_cover_whole_letters(text: str, choice: st.DataObject) -> None:
    """The span of a whole result is the whole source; any part lies inside it."""
    result = to_latin(text)
    if not result.text:
        return
    assert result.span(0, len(result.text))[1] == len(text)
    start = choice.draw(st.integers(0, len(result.text) - 1))
    end = choice.draw(st.integers(start + 1, len(result.text)))
    a, b = result.span(start, end)
    assert 0 <= a < b <= len(text)


def test_span_brings_a_mention_home() -> None:
    """A mention found in the Latin text is cut out of the Cyrillic one."""
    source = "Сведок Љубиша Његовић је рекао"
    latin = to_latin(source)
    start = latin.text.index("Ljubiša")
    a, b = latin.span(start, start + len("Ljubiša Njegović"))
    assert source[a:b] == "Љубиша Његовић"


def test_empty_span() -> None:
    """An empty span stays empty."""
    assert to_latin("Љ").span(1, 1) == (0, 0)


def test_combining_accents_are_one_letter() -> None:
    """Text with accents apart converts as the composed text; offsets fit its own."""
    apart = unicodedata.normalize("NFD", "Šarić Đorđe")
    result = to_cyrillic(apart)
    assert result.text == "Шарић Ђорђе"
    assert result.offset(1) == 2
    assert to_latin(unicodedata.normalize("NFD", "Ќира Ѓ")).text == "Kjira Gj"


def test_marks_that_never_compose_do_no_harm() -> None:
    """Text that composing letter by letter leaves decomposed still converts."""
    source = "\u1100\u1161 \u0483\u0301 Ђ"
    result = to_latin(source)
    assert result.text.endswith(" Đ")
    assert result.offsets[-1] == len(source)


def test_converted_is_a_value() -> None:
    """Equal texts with equal offsets are equal."""
    assert Converted("a", (0, 1)) == Converted("a", (0, 1))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Марко", "Cyrl"),
        ("Marko", "Latn"),
        ("Ђ", "Cyrl"),
        ("Марко i", "Cyrl"),
        ("12-34 ×", None),
        ("", None),
    ],
)
def test_script_of(text: str, script: str | None) -> None:
    """The script of most letters, None without letters."""
    assert script_of(text) == script
