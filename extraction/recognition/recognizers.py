"""A trained recognizer, loaded, that reads each text as it was taught to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import spacy

from extraction.recognition.moves import Named
from extraction.recognition.network import Network
from extraction.recognition.preparing import prepare
from extraction.recognition.settings import Setting
from extraction.recognition.stock import Stock
from graph.errors import Unavailable
from graph.names import Converted, to_latin

ENCODER = "klupko_encoder"
"""The accurate recognizer's component."""
_STOCK_LABELS = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG",
    "LOC": "LOC", "GPE": "LOC", "FAC": "LOC",
}  # fmt: skip
_STOCK_PARTS = frozenset(
    {"tok2vec", "transformer", "curated_transformer", "ner", "beam_ner", "entity_ruler"}
)


class Entity(NamedTuple):
    """A stretch of a text with its label, in code points."""

    start: int
    end: int
    label: str


class Reader(Protocol):
    """What finds the names of texts."""

    def find(self, texts: Iterable[str]) -> Iterator[list[Named]]:
        """Yield the names of each text in order, in characters; none overlap."""


@dataclass(frozen=True, slots=True)
class Recognizer:
    """A loaded pipeline that labels PER, ORG, LOC and, if it is ours, ADDRESS."""

    nlp: Any
    setting: Setting | Stock
    reader: Reader | None = None
    """What finds the names as the pipeline does, without its documents."""

    @classmethod
    def load(cls, setting: Setting | Stock, folder: Path | None = None) -> "Recognizer":
        """Load the weights. Raises Unavailable where they are missing."""
        if isinstance(setting, Stock):
            return cls(_load_stock(setting), setting)
        accurate = setting is Setting.ACCURATE
        if accurate:
            import extraction.recognition.encoder  # noqa: F401  (registers it)
        try:
            nlp: Any = spacy.load(folder or setting.folder)
        except OSError as error:
            raise Unavailable("the recognizer's weights are missing") from error
        return cls(nlp, setting, nlp.get_pipe(ENCODER) if accurate else Network(nlp))

    def find(self, texts: Iterable[str]) -> Iterator[list[Entity]]:
        """Yield for each text its entities in order, none overlapping."""
        written = [self._writing(text) for text in texts]
        read = self.reader.find if self.reader else self._read
        found = read(one.text.replace("\n", " ") for one in written)
        for one, names in zip(written, found, strict=True):
            yield [
                Entity(*one.span(start, end), label)
                for start, end, said in names
                if (label := self._label(said))
            ]

    def _read(self, texts: Iterable[str]) -> Iterator[list[Named]]:
        """Yield what the pipeline finds in each text."""
        for doc in self.nlp.pipe(texts, batch_size=128):
            yield [Named(e.start_char, e.end_char, e.label_) for e in doc.ents]

    @property
    def _writing(self) -> Callable[[str], Converted]:
        """How texts are written for it: as it was taught to read them."""
        if self.setting is Setting.FAST:
            return prepare
        cyrillic = self.setting is Setting.ACCURATE or self.nlp.lang == "mk"
        return _as_it_is if cyrillic else to_latin

    def _label(self, label: str) -> str | None:
        return _STOCK_LABELS.get(label) if isinstance(self.setting, Stock) else label


def _load_stock(stock: Stock) -> Any:
    try:
        nlp = spacy.load(stock.name)
    except (OSError, ImportError, ValueError) as error:
        raise Unavailable(f"{stock.name} does not load: {error}"[:300]) from error
    for part in set(nlp.pipe_names) - _STOCK_PARTS:
        nlp.remove_pipe(part)
    if not nlp.pipe_names:
        raise Unavailable(f"{stock.name} recognizes no names")
    return nlp


def _as_it_is(text: str) -> Converted:
    return Converted(text, range(len(text) + 1))
