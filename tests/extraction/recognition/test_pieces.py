"""Words and their pieces, with the vocabulary that ships."""

import re
import unicodedata
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from extraction.recognition.encoder import NAME, TOKENIZER_FILE
from extraction.recognition.pieces import (
    BEGIN,
    END,
    PAD,
    UNKNOWN,
    PieceCutter,
    split_words,
)
from extraction.recognition.settings import Setting

PATH = Setting.ACCURATE.folder / NAME / TOKENIZER_FILE
OURS = 'abcčćdđžšëçqxyABČĆŠŽЂабвгдђјљњћџѓќѕшАЉЊЋЏЃЌЅ0123 .,:-()„“"/\n'


@cache
def cutter() -> PieceCutter:
    """Return the shipped vocabulary."""
    return PieceCutter.load(PATH)


def test_words_are_letters_with_their_accents_or_one_sign() -> None:
    """Blanks are in no word, a combining accent is in its letter's."""
    text = "  Vuk_Antić, c\u0301 d.o.o.\tЂ1"
    words = [text[a:b] for a, b in split_words(text)]
    assert words == [
        *("Vuk", "_", "Antić", ",", "c\u0301"),
        *("d", ".", "o", ".", "o", ".", "Ђ1"),
    ]


@given(st.text(max_size=60))
def test_words_hold_all_that_is_visible(text: str) -> None:
    """Words are in order, apart and not empty; between them is nothing but blanks."""
    position = 0
    for start, end in split_words(text):
        assert position <= start < end
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@settings(deadline=None)
@given(st.text(max_size=60))
def test_every_piece_is_of_one_word(text: str) -> None:
    """First pieces are in the order of the words; those without one say so."""
    words = split_words(text)
    ids, firsts = cutter().cut(text, words)
    known = [first for first in firsts if first >= 0]
    assert len(firsts) == len(words)
    assert known == sorted(set(known))
    assert all(0 <= first < len(ids) for first in known)
    assert bool(ids) == bool(known)


@settings(deadline=None)
@given(st.text(alphabet=OURS, max_size=60))
def test_pieces_give_the_text_back(text: str) -> None:
    """In letters of our languages no piece is unknown, and none is lost."""
    ids, _ = cutter().cut(text, split_words(text))
    assert not {BEGIN, PAD, END, UNKNOWN} & set(ids)
    tokenizer = Tokenizer.from_file(str(PATH))
    back = "".join(str(tokenizer.id_to_token(n)) for n in ids).replace("▁", " ")
    assert (
        back.strip() == re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    )
