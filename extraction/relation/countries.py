"""Which country a document ties a person or company to, and a person's birth date.

Only what is said of that very name counts: its citizenship, or the place that stands
behind it. A phone's prefix or a personal number's region says nothing of a person.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from extraction.model import Extraction, Mention
from extraction.recognition.gazetteer import find_places
from extraction.recognition.identifiers.scan import word_regex
from extraction.recognition.particulars import find_described
from extraction.relation.entities import country_of
from extraction.relation.scanning import Scene, by_page, iter_scenes

_REACH = 130


class Found(NamedTuple):
    """A property of the entity that a mention names, and the sentence that says it."""

    mention: str
    prop: str
    value: str
    page: int
    start: int
    end: int


def find_countries(extraction: Extraction) -> Iterator[Found]:
    """Yield nationality, country and birth date of persons, country of companies.

    Nothing is said of a nickname or of a father who only describes another.
    """
    pages, language = extraction.document.pages, extraction.document.language
    described = find_described(pages, extraction.mentions, language)
    named = by_page(m for m in extraction.mentions if m.id not in described)
    for page in pages:
        here = named.get(page.number)
        if not here:
            continue
        for scene in iter_scenes(page, here):
            text = page.text[scene.start : scene.end]
            seen = set()
            for name, prop, value in _in_scene(scene, text):
                if (name.id, prop) not in seen:
                    seen.add((name.id, prop))
                    yield Found(
                        name.id, prop, value, scene.page, scene.start, scene.end
                    )


def _in_scene(scene: Scene, text: str) -> Iterator[tuple[Mention, str, str]]:
    names = [m for m in scene.mentions if m.type in ("PER", "ORG")]
    for index, name in enumerate(names):
        following = names[index + 1 :]
        limit = next((n.start for n in following if n.type == "PER"), scene.end)
        behind = range(
            name.end - scene.start, min(limit, name.end + _REACH) - scene.start
        )
        yield from _said_of(scene, text, name, behind)


def _said_of(
    scene: Scene, text: str, name: Mention, behind: range
) -> Iterator[tuple[Mention, str, str]]:
    folded = scene.folded
    place = _directly_from(scene, text, name)
    if place:
        yield name, "country", place
    if name.type != "PER":
        return
    for match in words_of("citizenship").finditer(folded, behind.start, behind.stop):
        country = _country_around(text, folded, match.start(), match.end())
        if country:
            yield name, "nationality", country
            break
    before = folded[max(0, name.start - scene.start - 40) : name.start - scene.start]
    if words_of("citizenship").search(before):
        country = _country_around(before, before, 0, 0) or country_of(
            text[max(0, name.start - scene.start - 40) : name.start - scene.start]
        )
        if country:
            yield name, "nationality", country
    yield from _born(scene, name, behind)


def _country_around(text: str, folded: str, start: int, end: int) -> str | None:
    """Return the country beside a word for citizenship: a name behind, an adjective."""
    for found in find_places(text[end : end + 45]):
        if found.place.is_country and found.start < 30:
            return found.place.country or None
    beside = folded[max(0, start - 25) : end + 25]
    for country, pattern in _adjectives():
        if pattern.search(beside):
            return country
    return None


def _directly_from(scene: Scene, text: str, name: Mention) -> str | None:
    """Return the country of the place that a word ties to the name just before it."""
    end = name.end - scene.start
    gap = re.match(r"[\s,(\"”“»]{0,4}", scene.folded[end:])
    start = end + (gap.end() if gap else 0)
    match = words_of("from").match(scene.folded, start)
    if match is None:
        return None
    for found in find_places(text[match.end() : match.end() + 40]):
        return found.place.country or None if found.start <= 2 else None
    return None


def _born(
    scene: Scene, name: Mention, behind: range
) -> Iterator[tuple[Mention, str, str]]:
    match = words_of("born").search(scene.folded, behind.start, behind.stop)
    if match is None:
        return
    for mention in scene.mentions:
        distance = mention.start - scene.start - match.end()
        if mention.type == "DATE" and 0 <= distance < 40:
            yield name, "birthDate", mention.value
            return


@cache
def load() -> dict[str, Any]:
    """Return countries.yaml."""
    path = Path(__file__).with_name("countries.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


@cache
def words_of(key: str) -> re.Pattern[str]:
    """Return the pattern of a list of countries.yaml, for folded text."""
    return word_regex(load()[key])


@cache
def _adjectives() -> Sequence[tuple[str, re.Pattern[str]]]:
    return [(country, word_regex(row)) for country, row in load()["adjectives"].items()]
