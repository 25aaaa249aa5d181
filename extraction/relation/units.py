"""A scene's words, marks and mentions in order."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.lexicon import plain
from extraction.relation.scanning import Scene

_TOKEN = re.compile(r"(?:[a-z]\.){2,}[a-z]?|[a-z0-9]+(?:['’-][a-z]+)*|[^\sa-z0-9]|\t")


class Unit(NamedTuple):
    """A word, a punctuation mark or a mention, with its place on the page."""

    start: int
    end: int
    word: str
    mark: str
    mention: Mention | None


def cut(scene: Scene) -> Iterator[Unit]:
    """Yield the units of a scene: mentions whole, words folded, marks one by one."""
    position = scene.start
    for mention in scene.mentions:
        if mention.start < position:
            continue
        yield from _tokens(scene, position, mention.start)
        yield Unit(mention.start, mention.end, "", "", mention)
        position = mention.end
    yield from _tokens(scene, position, scene.end)


def _tokens(scene: Scene, start: int, end: int) -> Iterator[Unit]:
    first, last = start - scene.start, end - scene.start
    for match in _TOKEN.finditer(scene.folded, first, last):
        text = match.group()
        place = scene.start + match.start(), scene.start + match.end()
        if text[0].isalnum():
            yield Unit(*place, plain(text.replace(".", "")), "", None)
        else:
            yield Unit(*place, "", text, None)


def words_of(scene: Scene) -> Iterator[str]:
    """Yield the words of a scene outside its mentions."""
    return (unit.word for unit in cut(scene) if unit.word)
