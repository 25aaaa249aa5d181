"""One way to say what is found on a page, shared by the tests of every type."""

from collections.abc import Callable

import pytest

from extraction.model import Page
from extraction.recognition.identifiers import find_identifiers

Found = list[tuple[str, str, str]]
Finder = Callable[..., Found]


@pytest.fixture
def find() -> Finder:
    """Return a finder of (type, text, value) triples; a value not valid ends in `!`."""

    def run(
        text: str, language: str | None = None, country: str | None = None
    ) -> Found:
        mentions = find_identifiers(Page(1, text), language, country)
        for mention in mentions:
            assert mention.text == text[mention.start : mention.end]
        return [(m.type, m.text, m.value + ("" if m.valid else " !")) for m in mentions]

    return run
