"""Text → words and the word pieces that the encoder reads, as it learnt them.

Every word is cut by itself: a piece never reaches over a word's edge, so that what is
said of a word's first piece is said of a span of the text.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+|[^\w\s]|_")

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
"""The ids of the pieces that stand for no text."""


LONGEST = 100
"""Characters of a word that are cut into pieces."""


class Pieces(NamedTuple):
    """The ids of a text's pieces, and for each word the place of its first one.

    A word that has no piece (a control character) has the place -1.
    """

    ids: list[int]
    firsts: list[int]


def split_words(text: str) -> list[tuple[int, int]]:
    """Return the words in order, as spans in code points; none is empty.

    A word is letters and digits with their accents, or one other visible character.
    """
    return [match.span() for match in _WORD.finditer(text)]


class PieceCutter:
    """The vocabulary's unigram model; equal words give equal pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Keep a tokenizer that takes words, a blank before them where one is."""
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, path: Path) -> "PieceCutter":
        """Read a tokenizer's JSON file."""
        return cls(Tokenizer.from_file(str(path)))

    @property
    def size(self) -> int:
        """How many pieces there are."""
        return int(self._tokenizer.get_vocab_size())

    def cut(self, text: str, words: Iterable[tuple[int, int]]) -> Pieces:
        """Return the pieces of the words of a text; of a long one those it begins with.

        A word of thousands of letters or digits is none, and costs as much as a page.
        """
        written = []
        for start, end in words:
            begun = text[start : min(end, start + LONGEST)]
            blank = not start or text[start - 1].isspace()
            written.append(f" {begun}" if blank else begun)
        if not written:
            return Pieces([], [])
        encoded = self._tokenizer.encode(
            written, is_pretokenized=True, add_special_tokens=False
        )
        firsts = [-1] * len(written)
        for place, word in reversed(list(enumerate(encoded.word_ids))):
            if word is not None:
                firsts[word] = place
        return Pieces(encoded.ids, firsts)
