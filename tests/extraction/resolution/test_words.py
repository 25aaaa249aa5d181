"""Parts of names, addresses and e-mail addresses against each other."""

import pytest

from extraction.resolution.words import (
    compare_addresses,
    compare_emails,
    compare_part,
    compare_words,
    read_address,
    read_email,
    tells_word,
)


@pytest.mark.parametrize(
    ("left", "right", "part"),
    [
        ("petrovic", "petrovic", "same"),
        ("petrovic", "petorvic", "close"),
        ("rob", "robert", "close"),
        ("advs", "davis", "like"),
        ("p", "petar", "missing"),
        ("m", "petar", "different"),
        ("ana", "eva", "different"),
        ("petrovic", "jovanovic", "different"),
    ],
)
def test_words(left: str, right: str, part: str) -> None:
    """Typing errors are close, initials say nothing; the same both ways."""
    assert compare_words(left, right) == part
    assert compare_words(right, left) == part


def test_parts_of_several_words() -> None:
    """One of two family names is enough; none at all is missing."""
    assert compare_part(("petrovic", "jovanovic"), ("jovanovic",)) == "same"
    assert compare_part(("mari", "ja"), ("marija",)) == "close"
    assert compare_part((), ("marija",)) == "missing"


def test_addresses() -> None:
    """Order, missing parts, written together, a digit: alike; other streets are not."""
    known = read_address("Cara Dušana 12, 11000 Beograd")
    assert compare_addresses(known, read_address("Beograd, ul. Cara Dušana 12")) > 0.8
    assert compare_addresses(known, read_address("Caradušana 12 11000 Beograd")) > 0.85
    assert compare_addresses(known, read_address("Cara Dušana 12, 11001 Beogrd")) > 0.8
    assert compare_addresses(known, read_address("Njegoševa 3, Podgorica")) < 0.28
    assert compare_addresses(known, read_address("Кнез Михаилова 1, Београд")) < 0.65


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("a.b@x.rs", "a.b@x.rs", "same"),
        ("petar@x.rs", "petar@firma.com", "local"),
        ("petar@firma.com", "petar1@frima.com", "close"),
        ("petar@firma.com", "jovan@firma.com", "different"),
    ],
)
def test_emails(left: str, right: str, level: str) -> None:
    """The part before the sign tells more than the one behind it."""
    assert compare_emails(read_email(left), read_email(right)) == level
    assert compare_emails(read_email(right), read_email(left)) == level


def test_an_address_tells_a_name() -> None:
    """A word, an initial beside the known word, or another's."""
    email = read_email("g.kelly52@x.com")
    assert tells_word(email, (), ("kelly",)) == "told"
    assert tells_word(email, ("kelly",), ("grace",)) == "initial"
    assert tells_word(email, ("kelly",), ("anna",)) == "none"
