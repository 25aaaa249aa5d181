"""A person's name in its parts."""

import pytest

from graph.names import initials, name_key, name_words, split_name


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        ("Petar Petrović", ("petar",), ("petrovic",)),
        ("Petrović, Petar", ("petar",), ("petrovic",)),
        ("dr Ана Марија Кнежевић-Лукић", ("ana", "marija"), ("knezevic", "lukic")),
        ("Petrović,", (), ("petrovic",)),
        ("Ana", (), ("ana",)),
        ("dr", (), ()),
        ("", (), ()),
    ],
)
def test_split_name(text: str, given: tuple[str, ...], family: tuple[str, ...]) -> None:
    """Given and family names in either order; titles are no names."""
    assert split_name(text) == (given, family)


def test_name_key_forgets_order_and_script() -> None:
    """Reversed, converted and titled names have one key."""
    assert name_key("Petrović Petar") == name_key("dr Петар Петровић")


def test_words_and_initials() -> None:
    """Words come in their order, initials are their first letters."""
    assert name_words("Mr. Ђорђе Шарић") == ("djordje", "saric")
    assert initials("Ђорђе Шарић") == "ds"
    assert initials("?") == ""
