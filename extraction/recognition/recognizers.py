"""A trained recognizer, loaded, that reads each text as it was taught to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import spacy

from extraction.recognition.preparing import prepare
from extraction.recognition.settings import Setting
from graph.errors import Unavailable
from graph.names import Converted


class Entity(NamedTuple):
    """A stretch of a text with its label, in code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Recognizer:
    """A loaded pipeline that labels PER, ORG, LOC and ADDRESS."""

    nlp: Any
    setting: Setting

    @classmethod
    def load(cls, setting: Setting, folder: Path | None = None) -> "Recognizer":
        """Load the weights. Raises Unavailable where they are missing."""
        if setting is Setting.ACCURATE:
            import extraction.recognition.encoder  # noqa: F401  (registers it)
        try:
            return cls(spacy.load(folder or setting.folder), setting)
        except OSError as error:
            raise Unavailable("the recognizer's weights are missing") from error

    def find(self, texts: Iterable[str]) -> Iterator[list[Entity]]:
        """Yield for each text its entities in order, none overlapping."""
        write = _as_it_is if self.setting is Setting.ACCURATE else prepare
        written = [write(text) for text in texts]
        docs = self.nlp.pipe(
            (w.text.replace("\n", " ") for w in written), batch_size=128
        )
        for one, doc in zip(written, docs, strict=True):
            yield [
                Entity(*one.span(e.start_char, e.end_char), e.label_) for e in doc.ents
            ]


def _as_it_is(text: str) -> Converted:
    return Converted(text, range(len(text) + 1))
