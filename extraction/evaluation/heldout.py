"""The training's corpora → gold documents of what the training holds out of them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from extraction.evaluation.gold import GoldDocument, GoldMention
from extraction.evaluation.re3d import is_re3d, parse_re3d
from extraction.evaluation.tokens import TOGETHER
from extraction.models.corpora import Sentence, iter_sentences, part_of
from graph.errors import NotFound

_GAP = "\n\n"
_DOCUMENTS = "re3d"
_ARTICLE = "the "


def read_held_out(root: Path) -> Iterator[GoldDocument]:
    """Yield forty development sentences at a time, corpus by corpus; re3d's documents.

    Only the labels that a corpus has are scored on it. Raises NotFound where the
    corpora are not under `root`.
    """
    try:
        held_out = (s for s in iter_sentences(root) if s.part == "dev")
        sentences = [s for s in held_out if s.corpus != _DOCUMENTS]
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
    for folder in filter(is_re3d, sorted((root / _DOCUMENTS).glob("*/"))):
        for gold in parse_re3d(folder):
            if part_of(gold.name.partition("#")[2]) == "dev":
                yield replace(_without_articles(gold), part="dev")


def _without_articles(gold: GoldDocument) -> GoldDocument:
    """Return the document with names that begin behind their article, as ours do."""
    return replace(
        gold,
        mentions=tuple(
            replace(m, start=m.start + len(_ARTICLE))
            if gold.text[m.start : m.end].lower().startswith(_ARTICLE)
            else m
            for m in gold.mentions
        ),
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
