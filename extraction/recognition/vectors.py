"""Texts → their words as spaCy's tokenizer cuts them, each with its vector.

What a word is and what stands for it depends on nothing beside it, up to the blanks
around: it is asked of spaCy once, and kept for as long as there is room.
"""

import re
from collections.abc import Iterable, Sequence, Set
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE, NORM, PREFIX, SHAPE, SUFFIX

from extraction.recognition.products import Floats

_RUN = re.compile(r"\S+|\s+")
_BREAK = "\n"
_REMEMBERED, _LETTERS = 20_000, 1_000_000
"""Words whose vectors are kept, and how many characters they may have together."""
_READ = (NORM, PREFIX, SUFFIX, SHAPE, IS_SPACE)
"""What the pipeline reads of a word."""


class Words(NamedTuple):
    """The words of some texts, one after another.

    `starts` and `ends` are places in their text, `lengths` the words of each text;
    `blank` says which words are no more than blanks.
    """

    starts: list[int]
    ends: list[int]
    lengths: list[int]
    vectors: Floats
    blank: NDArray[np.bool_]


class _Run(NamedTuple):
    """Where the words of a run of letters or blanks end, and their vectors' rows."""

    ends: tuple[int, ...]
    rows: tuple[int, ...]


class WordVectors:
    """Cuts texts with a pipeline's tokenizer, and embeds words with its first layer."""

    def __init__(self, nlp: Any, embed: Any) -> None:
        """Keep both; of a word nothing but what is read is looked up from now on."""
        self._tokenizer = nlp.tokenizer
        self._extract, _, self._embed, self._mix, _ = embed.layers
        getters = nlp.vocab.lex_attr_getters
        nlp.vocab.lex_attr_getters = {key: getters[key] for key in _READ}
        self._runs: dict[str, _Run] = {}
        self._table = np.zeros((0, embed.get_dim("nO")), np.float32)
        self._filled = self._letters = 0

    def read(self, texts: Sequence[str]) -> Words:
        """Return the words of some texts in order."""
        if self._filled > _REMEMBERED or self._letters > _LETTERS:
            self._runs.clear()
            self._filled = self._letters = 0
        cut = [[*_runs(text)] for text in texts]
        self._learn({run for runs in cut for run, _ in runs} - self._runs.keys())
        starts, ends, rows = list[int](), list[int](), list[int]()
        lengths, blanks = list[int](), list[int]()
        for runs in cut:
            before = len(rows)
            for run, place in runs:
                known = self._runs[run]
                if run.isspace():
                    blanks += range(len(rows), len(rows) + len(known.rows))
                starts.append(place)
                if len(known.ends) > 1:
                    starts += [place + end for end in known.ends[:-1]]
                ends += [place + end for end in known.ends]
                rows += known.rows
            lengths.append(len(rows) - before)
        blank = np.zeros(len(rows), np.bool_)
        blank[blanks] = True
        return Words(starts, ends, lengths, self._table[rows], blank)

    def _learn(self, unknown: Set[str]) -> None:
        """Ask spaCy for the words of runs and their vectors."""
        blank = sorted(run for run in unknown if run.isspace())
        if visible := sorted(unknown - {*blank}):
            self._take(visible)
        for run in blank:
            self._take([run])

    def _take(self, runs: Sequence[str]) -> None:
        """Learn runs that are cut at once: the break between two is a word alone."""
        text = _BREAK.join(runs)
        doc = self._tokenizer(text)
        self._letters += len(text)
        ends = [token.idx + len(token) for token in doc]
        kept: list[int] = []
        at = start = 0
        for run in runs:
            first = at
            while at < len(ends) and ends[at] <= start + len(run):
                at += 1
            row = self._filled + len(kept)
            rows = tuple(range(row, row + at - first))
            inside = tuple(end - start for end in ends[first:at])
            self._runs[run] = _Run(inside, rows)
            kept += range(first, at)
            start, at = start + len(run) + len(_BREAK), at + 1
        (attributes,) = self._extract.predict([doc])
        self._keep(self._mix.predict(self._embed.predict(attributes[kept])))

    def _keep(self, vectors: Floats) -> None:
        """Write vectors behind those that are kept; there is room for twice as many."""
        end = self._filled + len(vectors)
        if end > len(self._table):
            table = np.zeros((2 * end, vectors.shape[1]), np.float32)
            table[: self._filled] = self._table[: self._filled]
            self._table = table
        self._table[self._filled : end] = vectors
        self._filled = end


def _runs(text: str) -> Iterable[tuple[str, int]]:
    """Yield the runs of a text with their places; a single blank parts two."""
    for match in _RUN.finditer(text):
        run, start = match.group(), match.start()
        if start and run[0] == " ":
            run, start = run[1:], start + 1
        if run:
            yield run, start
