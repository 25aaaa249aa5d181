"""The accurate recognizer as a spaCy component: words → names, by a small encoder.

It reads both scripts as they are. Nothing but onnxruntime and tokenizers is needed.
"""

import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from extraction.recognition.graphs import open_graph
from extraction.recognition.moves import Named
from extraction.recognition.pieces import (
    BEGIN,
    END,
    PieceCutter,
    Pieces,
    split_words,
)
from extraction.recognition.tagging import TAGS, decode
from graph.errors import InvalidInput

NAME = "klupko_encoder"
LOWER_FILE, UPPER_FILE, TOKENIZER_FILE = "lower.onnx", "names.onnx", "tokenizer.json"
_FILES = (LOWER_FILE, UPPER_FILE, TOKENIZER_FILE)
LONGEST = 510
"""Pieces that can be read at once."""
WINDOW = 126
"""Pieces read at once, as many as in training; longer texts are read in windows."""
BATCH = 128
"""Texts that are taken at once, to be read beside each other."""
OVERLAP = 32
"""Pieces that a window shares with the one before it."""
AT_ONCE = WINDOW + 2
"""Pieces of windows, their beginnings and ends counted, that are read at once."""


class Window(NamedTuple):
    """A stretch of a text's pieces, and the part of it whose answer counts."""

    start: int
    end: int
    first: int
    last: int


class Strip(NamedTuple):
    """The pieces of a window, and the places in it of those that are asked for."""

    ids: list[int]
    asked: list[int]


class WordTokenizer:
    """spaCy's tokenizer: our words, and every blank that is not a single one."""

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary that the documents share."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the text as a document that gives it back unchanged."""
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for start, end in [*split_words(text), (len(text), len(text))]:
            gap = text[position:start]
            if gap.startswith(" ") and words:
                spaces[-1], gap = True, gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
            if start < end:
                words.append(text[start:end])
                spaces.append(False)
            position = end
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: there is no state."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> "WordTokenizer":
        """Return itself: there is no state."""
        return self

    def to_disk(self, _: Path, **__: Any) -> None:
        """Write nothing: there is no state."""

    def from_disk(self, _: Path, **__: Any) -> "WordTokenizer":
        """Return itself: there is no state."""
        return self


@registry.tokenizers("klupko.words.v1")
def create_tokenizer() -> Any:
    """Return what makes the tokenizer of a pipeline."""
    return lambda nlp: WordTokenizer(nlp.vocab)


class EncoderRecognizer:
    """Sets the entities of documents. The weights are loaded with the first one."""

    def __init__(self, threads: int = 1) -> None:
        """Use at most `threads` for a batch."""
        self.threads = threads
        self._folder: Path | None = None
        self._cutter: PieceCutter | None = None
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Yield the documents in order with their entities set."""
        documents = iter(stream)
        while some := list(islice(documents, batch_size)):
            found = self.find(doc.text for doc in some)
            for doc, names in zip(some, found, strict=True):
                spans = (doc.char_span(*name) for name in names)
                doc.set_ents([span for span in spans if span is not None])
                yield doc

    def find(self, texts: Iterable[str]) -> Iterator[list[Named]]:
        """Yield the names of each text in order, in characters; none overlap."""
        waiting = iter(texts)
        while some := list(islice(waiting, BATCH)):
            words = [split_words(text) for text in some]
            pieces = [self.cutter.cut(*one) for one in zip(some, words, strict=True)]
            answers = zip(words, pieces, self.score(pieces), strict=True)
            for spans, (_, firsts), scores in answers:
                known = [s for s, n in zip(spans, firsts, strict=True) if n >= 0]
                yield [
                    Named(known[a][0], known[b - 1][1], label)
                    for a, b, label in decode(scores)
                ]

    def score(self, texts: Sequence[Pieces]) -> list[NDArray[np.float32]]:
        """Return for each text the scores (words, tags) of its words' first pieces.

        Texts are read window by window, as many beside each other as fill one, because
        the weights then leave the memory once for all of them. No answer depends on
        what is read beside it, up to the rounding of single precision.
        """
        asked = [[n for n in text.firsts if n >= 0] for text in texts]
        strips = [
            strip
            for text, places in zip(texts, asked, strict=True)
            for strip in _strips(text.ids, places)
        ]
        rows = [np.zeros((0, len(TAGS)), np.float32)]
        rows += [self._score(beside) for beside in _beside(strips)]
        ends = np.cumsum([len(places) for places in asked])
        return np.split(np.concatenate(rows), ends[:-1])

    def _score(self, strips: Sequence["Strip"]) -> NDArray[np.float32]:
        """Return the scores of what is asked of strips that are read at once."""
        lengths = [len(strip.ids) for strip in strips]
        texts = np.repeat(np.arange(len(strips)), lengths)[None]
        starts = np.cumsum([0, *lengths[:-1]])
        asked = np.concatenate(
            [start + np.array(s.asked) for start, s in zip(starts, strips, strict=True)]
        )
        middle = self._middle([strip.ids for strip in strips], texts)
        scores: NDArray[np.float32]
        ((scores,),) = self._run(
            UPPER_FILE, "scores", middle=middle, texts=texts, asked=asked
        )
        return scores

    def read_middle(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the states (1, pieces, width) of the lower layers, read at once.

        Ids from `vocabulary` on are marks. Raises InvalidInput for more than LONGEST.
        """
        if len(ids) > LONGEST:
            raise InvalidInput(f"at most {LONGEST} pieces can be read at once")
        return self._middle([ids], np.zeros((1, len(ids)), np.int64))

    def _middle(
        self, strips: Sequence[Sequence[int]], texts: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        states: NDArray[np.float32]
        (states,) = self._run(
            LOWER_FILE,
            "middle",
            pieces=np.concatenate(strips, dtype=np.int64)[None],
            positions=np.concatenate([np.arange(len(ids)) for ids in strips])[None],
            texts=texts,
        )
        return states

    @property
    def vocabulary(self) -> int:
        """How many pieces the vocabulary has."""
        return int(self.cutter.size)

    @property
    def folder(self) -> Path:
        """Where the weights are. Raises FileNotFoundError before they were read."""
        return self._file(LOWER_FILE).parent

    @property
    def cutter(self) -> PieceCutter:
        """The vocabulary, read when it is first asked for."""
        if self._cutter is None:
            self._cutter = PieceCutter.load(self._file(TOKENIZER_FILE))
        return self._cutter

    def _run(self, name: str, output: str, **given: NDArray[Any]) -> Any:
        """Run one of the two graphs; its weights are read when it is first asked."""
        if name not in self._sessions:
            self._sessions[name] = open_graph(self._file(name), self.threads)
        return self._sessions[name].run([output], given)

    def _file(self, name: str) -> Path:
        if self._folder is None:
            raise FileNotFoundError(name)
        return self._folder / name

    def from_disk(self, path: Path, **_: Any) -> "EncoderRecognizer":
        """Remember where the weights are. Raises OSError where they are not."""
        for name in _FILES:
            if not (Path(path) / name).is_file():
                raise FileNotFoundError(name)
        self._folder = Path(path)
        return self

    def to_disk(self, path: Path, **_: Any) -> None:
        """Copy the weights into a folder."""
        Path(path).mkdir(exist_ok=True)
        for name in _FILES:
            shutil.copyfile(self._file(name), Path(path) / name)


@Language.factory(NAME, default_config={"threads": 1}, assigns=["doc.ents"])
def create_recognizer(nlp: Language, name: str, threads: int) -> EncoderRecognizer:
    """Return the component as spaCy makes it from a pipeline's configuration."""
    return EncoderRecognizer(threads)


def windows_of(length: int) -> list[Window]:
    """Return the windows over a text's pieces: every piece counts in exactly one.

    Of what two windows share, each answers for the half on its side.
    """
    if length <= WINDOW:
        return [Window(0, length, 0, length)] if length else []
    found: list[Window] = []
    start = first = 0
    while start + WINDOW < length:
        last = start + WINDOW - OVERLAP // 2
        found.append(Window(start, start + WINDOW, first, last))
        first, start = last, start + WINDOW - OVERLAP
    found.append(Window(start, length, first, length))
    return found


def _strips(ids: Sequence[int], asked: Sequence[int]) -> Iterator[Strip]:
    """Yield the windows of a text of which something is asked."""
    for window in windows_of(len(ids)):
        first, last = (bisect_left(asked, n) for n in (window.first, window.last))
        if first < last:
            inside = [BEGIN, *ids[window.start : window.end], END]
            yield Strip(inside, [n - window.start + 1 for n in asked[first:last]])


def _beside(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Yield strips in order, as many at once as fill a window."""
    some: list[Strip] = []
    filled = 0
    for strip in strips:
        if some and filled + len(strip.ids) > AT_ONCE:
            yield some
            some, filled = [], 0
        some.append(strip)
        filled += len(strip.ids)
    if some:
        yield some
