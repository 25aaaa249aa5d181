"""The fast recognizer's network finds what its spaCy pipeline finds, wherever it is."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.recognition import network, vectors
from extraction.recognition.network import Network
from extraction.recognition.recognizers import Recognizer
from extraction.recognition.settings import Setting

TEXTS = [
    "Svedok je Nadir Hadzic iz Sarajeva, a za njim je Lejla Kovacevic.",
    "",
    "  Petar  Peric\t(rodj. 1980.)   i\u00a0Ana Anic :-) stanuju u ulici Save Kosa 5",
    " ",
    'Firma "Alfa Trade" d.o.o. Podgorica; Grand Hotel Bar, Marka Miljanova 12/a, Bar. ',
    "Perić",
    "\tMarko\r\n Markovic ... 8-) http://www.primer.rs/strana x@y.rs U.K. C++",
]
WORDS = st.sampled_from(
    "Petar Peric iz Bara, ( ) Alfa d.o.o. ulica 5 - :) i 'Ana' \t \n K.\u00a0P".split(
        " "
    )
)


@cache
def pipeline() -> Recognizer:
    """Return the fast recognizer; its own pipeline reads beside the network."""
    return Recognizer.load(Setting.FAST)


def by_pipeline(texts: list[str]) -> list[list[tuple[int, int, str]]]:
    """Return what the pipeline says of texts."""
    docs = pipeline().nlp.pipe(texts)
    return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs]


def test_names_are_those_of_the_pipeline() -> None:
    """Blanks of all kinds, brackets, smileys and no text at all among the texts."""
    expected = by_pipeline(TEXTS)
    assert sum(map(len, expected)) > 8
    assert [*Network(pipeline().nlp).find(TEXTS)] == expected


def test_it_does_not_matter_what_is_read_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Texts are read one by one as they are together, and words learnt anew."""
    monkeypatch.setattr(network, "_AT_ONCE", 1)
    monkeypatch.setattr(vectors, "_REMEMBERED", 5)
    reader = Network(pipeline().nlp)
    assert [*reader.find(TEXTS)] == [*reader.find(TEXTS)] == by_pipeline(TEXTS)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_any_text_is_read_as_by_the_pipeline(text: str) -> None:
    """Words that come in any order, with blanks between them in any number."""
    reader = pipeline().reader
    assert reader is not None
    assert [*reader.find([text])] == by_pipeline([text])
