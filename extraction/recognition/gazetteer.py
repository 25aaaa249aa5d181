"""Places and first names of the region, and where they stand in a text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from extraction.recognition.inflection import iter_place_forms
from graph.names import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST = 5
_REMEMBERED = 20_000


class Place(NamedTuple):
    """A place: its name in Latin and its country, empty where several have it."""

    name: str
    country: str
    is_country: bool = False


class Found(NamedTuple):
    """A place's name in a text, in code points."""

    start: int
    end: int
    place: Place


@dataclass(slots=True)
class _Index:
    places: dict[tuple[str, ...], Place] = field(default_factory=dict)
    starts: set[str] = field(default_factory=set)

    def add(self, form: str, place: Place) -> None:
        """Add a form of a place's name; one of two countries has none from there on."""
        key = tuple(fold(form).split())
        known = self.places.get(key)
        if known and known.country != place.country:
            place = Place(known.name, "", known.is_country)
        elif known:
            place = known
        self.places[key] = place
        self.starts.add(key[0])


def find_places(text: str) -> Iterator[Found]:
    """Yield the places that a text names, longest first choice, none overlapping."""
    index = _index()
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        found = _match(text, words, position, index)
        if found is None:
            position += 1
            continue
        length, place = found
        start, end = words[position].start(), words[position + length - 1].end()
        position += length
        if length > 1 or not (_begins(text, start) and text[start:end] in _words()):
            yield Found(start, end, place)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence or line begins at a place of the text."""
    before = text[:start].rstrip(' "„“«(')
    return not before or before[-1] in ".!?\n"


@cache
def _words() -> frozenset[str]:
    return frozenset(_load("places")["words"].split())


def find_country(name: str) -> str | None:
    """Return the ISO code of the country that a place or country lies in, or None."""
    place = _index().places.get(tuple(fold(name).split()))
    return place.country or None if place else None


@lru_cache(maxsize=_REMEMBERED)
def find_place(name: str) -> Place | None:
    """Return the place of that name in any of its forms, or None."""
    return _index().places.get(tuple(fold(name).split()))


def _match(
    text: str, words: Sequence[re.Match[str]], position: int, index: _Index
) -> tuple[int, Place] | None:
    first = words[position].group()
    if not first[0].isupper() or not _opens_place(first):
        return None
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        end = words[position + length - 1].end()
        piece = text[words[position].start() : end]
        if len(piece) > 60 or re.search(r"[.,;:()\n]", piece):
            continue
        place = index.places.get(tuple(fold(piece).split()))
        if place and (len(piece) > 2 or piece.isupper()):
            return length, place
    return None


@lru_cache(maxsize=_REMEMBERED)
def _opens_place(word: str) -> bool:
    """Whether a place's name begins with a word."""
    return fold(word) in _index().starts


@cache
def _load(name: str) -> Any:
    path = Path(__file__).with_name(f"{name}.yaml")
    return yaml.safe_load(path.read_text("utf-8"))


@cache
def _index() -> _Index:
    index = _Index()
    data = _load("places")
    for country, row in data["countries"].items():
        for form in [*row["names"], *row.get("forms", ())]:
            index.add(form, Place(row["names"][0], country, is_country=True))
    for country, cities in data["cities"].items():
        for entry in cities.split():
            _add_city(index, entry.replace("_", " "), country)
    return index


def _add_city(index: _Index, entry: str, country: str) -> None:
    """Add `Name=form,form|other name|…` with the forms that rules make."""
    names = entry.split("|")
    main = names[0].partition("=")[0]
    place = Place(main, country)
    for name in names:
        base, _, irregular = name.partition("=")
        forms = irregular.split(",") if irregular else iter_place_forms(base)
        for form in (base, *forms):
            index.add(form, place)


@cache
def place_names() -> Mapping[str, Sequence[str]]:
    """Return the places' names by who writes them so: hbs (and mk), sq."""
    slavic: list[str] = []
    albanian: list[str] = []
    for country, cities in _load("places")["cities"].items():
        for entry in cities.split():
            names = [n.partition("=")[0] for n in entry.replace("_", " ").split("|")]
            (albanian if country in ("al", "xk") else slavic).append(names[0])
            albanian += names[1:]
    return {"hbs": slavic, "sq": albanian}
