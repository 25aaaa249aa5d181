"""A scene's words, marks and mentions in order."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from extraction.model import Mention, Page
from extraction.relation.lexicon import (
    FULL,
    SAMPLE,
    Lexicon,
    choose_lexicon,
    folded,
    plain,
)
from extraction.relation.scanning import Scene, iter_scenes

ROMAN = frozenset("i ii iii iv v vi vii viii ix x".split())
"""The numbers of an indictment's accused, where it writes Roman ones."""

QUOTES = frozenset('"„“”«»')
"""Quotation marks of whole words."""
_BEHIND = (".", ")", "-", "–", "—")
_TOKEN = re.compile(
    r"(?:[a-z]\.){2,}[a-z]?|[mntsc]['’](?=[a-z])|[a-z0-9]+(?:['’-][a-z]+)*"
    r"|[^\sa-z0-9]|\t"
)


class Unit(NamedTuple):
    """A word, a punctuation mark or a mention, with its place on the page."""

    start: int
    end: int
    word: str
    mark: str
    mention: Mention | None

    @property
    def is_person(self) -> bool:
        """Whether it is the mention of a person."""
        return self.mention is not None and self.mention.type == "PER"


def unit_of(mention: Mention, start: int, end: int, scene: Scene) -> Unit:
    """Return the unit of a place that stands for a mention, with the text there."""
    text = scene.raw[start - scene.start : end - scene.start]
    here = replace(mention, start=start, end=end, text=text)
    return Unit(start, end, "", "", here)


def cut(scene: Scene, write: Callable[[str], str] = plain) -> Iterator[Unit]:
    """Yield the units of a scene: mentions whole, words folded, marks one by one.

    `write` folds a word as the lexicon does that reads it.
    """
    position = scene.start
    for mention in scene.mentions:
        if mention.start < position:
            continue
        yield from _tokens(scene, position, mention.start, write)
        yield Unit(mention.start, mention.end, "", "", mention)
        position = mention.end
    yield from _tokens(scene, position, scene.end, write)


def _tokens(
    scene: Scene, start: int, end: int, write: Callable[[str], str]
) -> Iterator[Unit]:
    first, last = start - scene.start, end - scene.start
    begin = scene.start
    for match in _TOKEN.finditer(scene.folded, first, last):
        text, (left, right) = match[0], match.span()
        if text[0].isalnum():
            word = FULL[text[0]] if text[-1] in "'’" else write(text.replace(".", ""))
            yield Unit(begin + left, begin + right, word, "", None)
        else:
            yield Unit(begin + left, begin + right, "", text, None)


def words_of(scene: Scene) -> Iterator[str]:
    """Yield the words of a scene outside its mentions."""
    return (unit.word for unit in cut(scene, folded) if unit.word)


def read_scenes(
    page: Page, mentions: Sequence[Mention], language: str | None
) -> tuple[list[Scene], Lexicon]:
    """Return a page's scenes, and the lexicon that knows most of their words."""
    scenes = list(iter_scenes(page, mentions))
    words = list(islice((w for s in scenes for w in words_of(s)), SAMPLE))
    return scenes, choose_lexicon(words, language)


def is_roman_item(units: Sequence[Unit]) -> bool:
    """Whether a Roman number and a person begin a line: `II Petra Perića iz …`.

    A lone I is a number before a comma only; elsewhere it may be a word.
    """
    if len(units) < 2 or units[0].word not in ROMAN:
        return False
    at = 2 if units[1].mark in _BEHIND and len(units) > 2 else 1
    if not units[at].is_person:
        return False
    behind = units[at + 1].mark if at + 1 < len(units) else ""
    return len(units[0].word) > 1 or at > 1 or behind in (",", ";")
