"""The training's corpora → gold documents of what the training holds out of them."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from extraction.evaluation.gold import GoldDocument, GoldMention
from extraction.evaluation.tokens import TOGETHER
from extraction.models.corpora import Sentence, iter_sentences
from graph.errors import NotFound

_GAP = "\n\n"


def read_held_out(root: Path) -> Iterator[GoldDocument]:
    """Yield forty development sentences at a time, corpus by corpus.

    Only the labels that a corpus has are scored on it. Raises NotFound where the
    corpora are not under `root`.
    """
    try:
        sentences = [s for s in iter_sentences(root) if s.part == "dev"]
    except FileNotFoundError as error:
        raise NotFound("the corpora of the training are not there") from error
    for (corpus, language), rows in groupby(
        sentences, key=lambda s: (s.corpus, s.language)
    ):
        own = list(rows)
        types = frozenset(span.label for s in own for span in s.spans)
        for first in range(0, len(own), TOGETHER):
            text, mentions = _join(own[first : first + TOGETHER])
            yield GoldDocument(
                f"{corpus}#{first}",
                text,
                mentions,
                types,
                language=language,
                corpus=corpus,
                part="dev",
            )


def _join(sentences: list[Sentence]) -> tuple[str, tuple[GoldMention, ...]]:
    text = ""
    mentions: list[GoldMention] = []
    for sentence in sentences:
        for span in sentence.spans:
            words = sentence.text[span.start : span.end]
            start, end = len(text) + span.start, len(text) + span.end
            mentions.append(GoldMention(start, end, span.label, words))
        text += sentence.text + _GAP
    return text.removesuffix(_GAP), tuple(mentions)
