"""Sentences that tell of a seizure: what was taken, when and from whom."""

from collections.abc import Iterator
from typing import NamedTuple

from extraction.model import Extraction
from extraction.relation.countries import words_of
from extraction.relation.scanning import Scene, by_page, iter_scenes

_GOODS = frozenset({"DRUG", "WEAPON"})


class Event(NamedTuple):
    """A seizure: its name, properties, the mention of whom it was taken from."""

    name: str
    values: tuple[tuple[str, str], ...]
    person: str
    page: int
    start: int
    end: int


def find_events(extraction: Extraction) -> Iterator[Event]:
    """Yield one seizure for each kind of goods that a sentence says was taken."""
    pages = by_page(extraction.mentions)
    for page in extraction.document.pages:
        here = pages.get(page.number, [])
        if not any(m.type in _GOODS for m in here):
            continue
        for scene in iter_scenes(page, here):
            yield from _in_scene(scene)


def _in_scene(scene: Scene) -> Iterator[Event]:
    match = words_of("seizure").search(scene.bare())
    goods = [m for m in scene.mentions if m.type in _GOODS]
    if match is None or not goods:
        return
    before = scene.bare()[max(0, match.start() - 25) : match.start()]
    if words_of("negation").search(before):
        return
    people = {m.id for m in scene.mentions if m.type == "PER"}
    person = people.pop() if len(people) == 1 else ""
    common: list[tuple[str, str]] = []
    dates = {m.value for m in scene.mentions if m.type == "DATE"}
    if len(dates) == 1:
        common.append(("date", dates.pop()))
    places = {m.value for m in scene.mentions if m.type in ("LOC", "ADDRESS")}
    if len(places) == 1:
        common.append(("location", places.pop()))
    for value in sorted({m.value for m in goods}):
        values = [("name", value), *common]
        if any(m.value == value and m.type == "DRUG" for m in goods):
            values.append(("drug", value.split()[0]))
        yield Event(value, tuple(values), person, scene.page, scene.start, scene.end)
