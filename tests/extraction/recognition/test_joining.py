"""The parts of one person's name or of one address are joined."""

import pytest

from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.joining import join_parts
from extraction.recognition.mending import mend
from extraction.recognition.rules import MODEL


def test_a_family_name_first_is_one_with_the_first_name() -> None:
    """Two neighbours are one where lists turn names round; else they stay two."""
    text = "Ilievski Dragan, Marko Dragan i Perić Bor."
    spans = [(0, 8), (9, 15), (17, 22), (23, 29), (32, 37), (38, 41)]
    found = join_parts(text, [Candidate(*s, "PER", "", MODEL) for s in spans])
    assert [text[c.start : c.end] for c in found] == [
        "Ilievski Dragan", "Marko", "Dragan", "Perić", "Bor",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pieces", "address"),
    [
        (("rruga „Kosova“", "pallati 14, Vlorë"), "rruga „Kosova“, pallati 14, Vlorë"),
        (("Kosova“, pallati 14, Vlorë",), "rruga „Kosova“, pallati 14, Vlorë"),
    ],
)
def test_quotes_do_not_part_an_address(pieces: tuple[str, ...], address: str) -> None:
    """The street's word before them and the number behind them are of it."""
    text = "Banon në rruga „Kosova“, pallati 14, Vlorë, prej vitesh."
    spans: list[Candidate] = []
    for piece in pieces:
        start = text.index(piece)
        found = Candidate(start, start + len(piece), "ADDRESS", "", MODEL)
        spans += mend(text, found, True)
    (joined,) = join_parts(text, spans)
    assert text[joined.start : joined.end] == address
