"""Headers of messages as people read them, also those that nobody would write."""

import pytest

from extraction.reading.mail import decode_field, read_headers

LONG = 400_000
"""Blanks in a row: what looks at each of them again and again never ends."""


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Ana\r\n Anić", "Ana Anić"),
        (" Ana \n\n\t Anić \n", "Ana Anić"),
        ("Ana \n \n Anić", "Ana Anić"),
        ("=?utf-8?b?xI0=?=", "č"),
        ("a  b", "a  b"),
    ],
)
def test_a_header_is_one_line(raw: str, read: str) -> None:
    """Folded lines are joined by one blank; what is in a line stays."""
    assert decode_field(raw) == read


def test_long_runs_of_blanks_end() -> None:
    """They are read in time that grows as they do."""
    raw = f"To: Ana{' ' * LONG}Anić\r\n\r\nText".encode()
    (told,) = read_headers(raw)["to"]
    assert len(told) == LONG + len("AnaAnić")
