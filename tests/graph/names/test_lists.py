"""The lists themselves: written as the readers expect them."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from graph.names import given_names, script_of
from graph.names.given import iter_cognates, iter_short, iter_variants, load
from graph.names.sounds import is_marked, sound, spell


def every_name() -> Iterator[str]:
    """Yield all first and family names of the lists."""
    for groups in given_names().values():
        for names in groups.values():
            yield from names
    for formal, short, _ in iter_short():
        yield from (formal, short)
    for row in (*iter_variants(), *iter_cognates()):
        yield from row
    usual = load("usual")
    for names in usual["given"].values():
        yield from names.split()
    for classes in usual["family"].values():
        for names in classes.values():
            yield from names.split()


def test_lists_are_in_latin_without_strays() -> None:
    """One alphabet, a capital first: a Cyrillic letter would hide a name for ever."""
    wrong = [n for n in set(every_name()) if not re.fullmatch(r"[^\W\d_]\S*", n)]
    mixed = [n for n in set(every_name()) if re.search("[\u0400-\u04ff]", n)]
    small = [n for n in set(every_name()) if not n[0].isupper()]
    assert (wrong, mixed, small) == ([], [], [])
    assert {script_of(n) for n in every_name()} == {"Latn"}


@pytest.mark.parametrize("sex", ["male", "female"])
def test_no_short_form_twice_under_one_name(sex: str) -> None:
    """A pair is listed once, and no name is short for itself."""
    for formal, short in load("short")[sex].items():
        forms = short.split()
        assert [f for f, n in Counter(forms).items() if n > 1] == [], formal
        assert formal not in forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marković", "Markoviq"),
        ("Marković", "Марковиќ"),
        ("Hodža", "Hoxha"),
        ("Škrijelj", "Schkrijelj"),
        ("Živković", "Zhivkovitch"),
        ("Jovanović", "Yovanovich"),
        ("Đukić", "Gjukiq"),
        ("Thaçi", "Тачи"),
        ("Mihailo", "Mihajlo"),
        ("Marija", "Maria"),
        ("Müller", "Mueller"),
    ],
)
def test_one_sound_in_many_spellings(one: str, other: str) -> None:
    """Loose forms are one, and as long as the narrow ones."""
    sounds = [sound(spell(w), marked=is_marked(spell(w))) for w in (one, other)]
    assert sounds[0].loose == sounds[1].loose
    assert {len(f) for s in sounds for f in s[:3]} == {len(sounds[0].narrow)}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Begaj", "Begović"), ("Petrović", "Petković"), ("Krasniqi", "Krasniku")],
)
def test_other_sounds_stay_apart(one: str, other: str) -> None:
    """What is not the same sound is another word."""
    assert sound(spell(one), marked=True).wide != sound(spell(other), marked=True).wide


def test_words_of_mixed_scripts_are_what_they_look_like() -> None:
    """A Latin letter in a Cyrillic word, and the other way."""
    assert spell("Mаrkо Pеtrоvić") == spell("Марко Петровић") == "marko petrović"
    assert spell("ПETPOBИЋ") == "petrović"
