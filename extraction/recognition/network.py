"""The fast recognizer's network: texts → names, as its spaCy pipeline finds them.

The weights are spaCy's, and so is the answer. What differs is the way to it: words that
come again are embedded once, all of a page's words are decided at once, and only where
a name of several words begins is it followed step by step.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from extraction.recognition.moves import Moves, Named
from extraction.recognition.products import Floats, one_thread, product
from extraction.recognition.vectors import WordVectors

_AT_ONCE = 2_500
"""Characters of texts that are read at once: their states fit a processor's cache."""
_LEAST = np.float32(1e-8)


class Network:
    """Reads sentences with the weights of a spaCy pipeline for named entities."""

    def __init__(self, nlp: Any) -> None:
        """Take the weights of a pipeline that is loaded."""
        parser = nlp.get_pipe("ner")
        reader, _, narrow = parser.model.get_ref("tok2vec").layers
        encode = reader.get_ref("encode")
        self._words = WordVectors(nlp, reader.get_ref("embed"))
        self._apart = encode.attrs["pad"]
        self._layers = [_Maxout(layer) for layer in encode.layers[0].layers]
        self._weight, self._bias = narrow.get_param("W"), narrow.get_param("b")
        self._moves = Moves(parser)

    def find(self, texts: Iterable[str]) -> Iterator[list[Named]]:
        """Yield the names of each text in order, in characters; none overlap."""
        for some in _together(texts):
            words = self._words.read(some)
            with one_thread():
                states = self._read(words.vectors, words.lengths)
                found = [*self._moves.decide(states, words.lengths, words.blank)]
            first = 0
            for length, names in zip(words.lengths, found, strict=True):
                yield [
                    Named(words.starts[first + a], words.ends[first + b - 1], label)
                    for a, b, label in names
                ]
                first += length

    def _read(self, vectors: Floats, lengths: Sequence[int]) -> Floats:
        """Return the state of each word, read among those of its text.

        Between texts stand rows for no words, as many as a state reaches over.
        """
        count, width = vectors.shape
        texts = np.repeat(np.arange(1, len(lengths) + 1), lengths)
        places = np.arange(count) + self._apart * texts
        rows = count + self._apart * (len(lengths) + 1)
        states = np.zeros((rows, width), np.float32)
        states[places] = vectors
        around = np.zeros((rows, 3 * width), np.float32)
        for layer in self._layers:
            around[1:, :width] = states[:-1]
            around[:, width : 2 * width] = states
            around[:-1, 2 * width :] = states[1:]
            states += layer(around)
        return product(states[places], self._weight, self._bias)


class _Maxout:
    """A layer that keeps the largest of some values, and makes them even."""

    def __init__(self, layer: Any) -> None:
        """Take the weights of a layer of spaCy's that is made of such a one."""
        parts = {node.name: node for node in layer.walk()}
        maxout, norm = parts["maxout"], parts["layernorm"]
        weight = maxout.get_param("W").transpose(1, 0, 2)
        self._pieces, self._width, given = weight.shape
        self._weight = np.ascontiguousarray(weight.reshape(-1, given))
        self._bias = maxout.get_param("b").T.reshape(-1)
        self._gain, self._shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, given: Floats) -> Floats:
        """Return a row for each row of what is given."""
        values = product(given, self._weight, self._bias)
        best: Floats = values.reshape(-1, self._pieces, self._width).max(axis=1)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / np.float32(self._width)
        best *= (1 / np.sqrt(spread + _LEAST))[:, None]
        best *= self._gain
        best += self._shift
        return best


def _together(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in order, as many at once as fill the cache."""
    some: list[str] = []
    filled = 0
    for text in texts:
        some.append(text)
        filled += len(text)
        if filled >= _AT_ONCE:
            yield some
            some, filled = [], 0
    if some:
        yield some
