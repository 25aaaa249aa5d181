"""An organization's name read once: kind, name proper, legal form, seat, numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from graph.names.given import load
from graph.names.placeholders import is_placeholder
from graph.names.repairing import repair
from graph.names.sounds import is_marked, sound, spell

LONGEST = 300

_QUOTED = re.compile(r"[\"„“”«»‹›''‘’]\s*([^\"„“”«»‹›]{2,}?)\s*[\"„“”«»‹›'‘’](?!\w)")
_DOTTED = re.compile(r"\b(?:(?:\w{1,2}\.){1,5}\w{1,2}|(?:\w\. ){1,5}\w)\b\.?")
_BRACKET = re.compile(r"\([^)]*\)?")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´ʼ](?=\w)")
_CAMEL = re.compile(r"(?<=[a-zčćšžđë]{2})(?=[A-ZČĆŠŽĐ][a-zčćšžđë]{2})")
_CASE = re.compile(r"(?:og|om|oj|im|ih|it|ut|[aeiou])$")
_PLAIN_BITS, _TERM_BITS = 10.0, 3.0


@dataclass(frozen=True)
class OrganizationName:
    """The parts of an organization's name; all empty for what names nobody.

    `kinds` are what sort of body it is (a court, a club), `words` its name proper and
    `terms` the trades in it, whatever their language; `form` and `form_country` its
    legal form; `towns` and `countries` its seat. `joined` is the name proper in one.
    """

    words: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    form: str = ""
    form_country: str = ""
    joined: str = ""
    initials: str = ""
    text: str = field(default="", repr=False)

    @property
    def usable(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self.words or self.terms or self.kinds)

    @cached_property
    def rarity(self) -> float:
        """How much it tells that two bear this name, in bits; 0 for no name."""
        if not self.usable:
            return 0.0
        proper = sum(_PLAIN_BITS for _ in self.words[:3])
        rest = len(self.terms) + len(self.towns) + len(self.kinds) + len(self.numbers)
        return min(proper + _TERM_BITS * rest, 40.0)


NO_NAME = OrganizationName()


class _Stem(NamedTuple):
    """A word of a name: spelt, its stem, its sounds."""

    text: str
    stem: str
    sounds: str


def read_organization(text: str) -> OrganizationName:
    """Return the parts of an organization's name; no parts for what names nobody.

    At most 300 characters of it are read.
    """
    text = repair(text[:LONGEST])
    if is_placeholder(text):
        return NO_NAME
    text = _CAMEL.sub(" ", _APOSTROPHE.sub("", text))
    reader = _Reader()
    outside = _BRACKET.sub(" ", text)
    quoted = _QUOTED.search(outside)
    if quoted:
        reader.take(_stems(outside[: quoted.start()]), proper=False)
        reader.take(_stems(quoted.group(1)), proper=True)
        reader.take(_stems(outside[quoted.end() :]), proper=not reader.words)
    else:
        reader.take(_stems(outside), proper=True)
    if not reader.words and not reader.terms and not reader.kinds:
        reader.take(_stems(text), proper=True)
    return reader.name()


class _Reader:
    """Sorts the words of a name by what they say."""

    def __init__(self) -> None:
        self.words: list[_Stem] = []
        self.terms: list[str] = []
        self.kinds: set[str] = set()
        self._numbers: set[str] = set()
        self._places: dict[str, set[str]] = {"town": set(), "country": set()}
        self._form = ("", "")
        self._initials: list[str] = []
        self._texts: list[str] = []
        self._joined: list[str] = []

    def take(self, stems: Sequence[_Stem], *, proper: bool) -> None:
        """Take words; those outside the name `proper` count only if known."""
        at = 0
        while at < len(stems):
            stem = stems[at]
            if stem.stem in _stops() and at:
                return
            size, what, value = _find(stems, at)
            if what == "word" and not proper:
                size, what = 1, "dropped"
            if what == "term" and not proper and self._is_weak(value):
                what = "dropped"
            self._note(stems[at : at + size], what, value)
            at += size

    def name(self) -> OrganizationName:
        """Return what was read."""
        form, country = self._form
        words = tuple(w.stem for w in self.words)
        return OrganizationName(
            tuple(sorted(words)), frozenset(self.terms), frozenset(self.kinds),
            frozenset(self._numbers), frozenset(self._places["town"]),
            frozenset(self._places["country"]), form, country, "".join(self._joined),
            "".join(self._initials), " ".join(self._texts),
        )  # fmt: skip

    def _is_weak(self, term: str) -> bool:
        return term in weak_terms()

    def _note(self, stems: Sequence[_Stem], what: str, value: str) -> None:
        self._texts += [s.text for s in stems]
        if what == "form":
            found, _, country = value.partition(":")
            if not self._form[0]:
                self._form = (found, country)
        elif what == "kind":
            self.kinds.add(value)
        elif what in ("town", "country"):
            self._places[what].add(value)
        elif what == "number":
            self._numbers.add(value)
        elif what in ("word", "term"):
            if what == "word":
                self.words += stems
            else:
                self.terms.append(value)
            self._joined += [s.sounds for s in stems]
            self._initials += [s.sounds[0] for s in stems]


def _find(stems: Sequence[_Stem], at: int) -> tuple[int, str, str]:
    """Return how many words from a place on are one thing, which, and its value."""
    first = stems[at]
    if first.text.isdigit():
        return 1, "number", first.text.lstrip("0")
    for phrase, what, value in _phrases().get(first.stem, ()):
        if tuple(s.stem for s in stems[at : at + len(phrase)]) == phrase:
            return len(phrase), what, value
    if first.text in _dropped() or (len(first.text) == 1 and len(stems) > 1):
        return 1, "dropped", ""
    return 1, "word", ""


def _stems(text: str) -> list[_Stem]:
    text = _DOTTED.sub(_together, text)
    spelt = spell(text)
    return [_stem(w) for w in _TOKEN.findall(spelt)]


def _together(match: re.Match[str]) -> str:
    """Return an abbreviation without its dots, where it is one."""
    whole = match.group()
    parts = re.findall(r"\w+", whole)
    joined = "".join(parts)
    if len(parts) == 2 and max(map(len, parts)) > 1 and joined.lower() not in _known():
        return whole
    return f" {joined} "


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> _Stem:
    if word.isdigit():
        return _Stem(word, word, word)
    sounds = sound(word, marked=is_marked(word)).loose
    shorter = _CASE.sub("", sounds) if len(sounds) > 3 else sounds
    return _Stem(word, shorter if len(shorter) > 2 else sounds, sounds)


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """Return first stem → (stems of a phrase, what it is, its value), longest first."""
    found: dict[str, dict[tuple[str, ...], tuple[str, str]]] = {}
    for what, value, phrase in _iter_phrases():
        stems = tuple(_stem(spell(w)).stem for w in phrase.split())
        found.setdefault(stems[0], {}).setdefault(stems, (what, value))
    return {
        first: tuple(
            (stems, what, value)
            for stems, (what, value) in sorted(rows.items(), key=lambda r: -len(r[0]))
        )
        for first, rows in found.items()
    }


def _iter_phrases() -> Iterator[tuple[str, str, str]]:
    known = load("organizations")
    for form, countries in known["forms"].items():
        for country, phrases in countries.items():
            value = f"{form}:{'' if country == 'any' else country}"
            yield from (("form", value, phrase) for phrase in phrases)
    for what in ("kinds", "terms", "countries"):
        name = {"kinds": "kind", "terms": "term", "countries": "country"}[what]
        for value, phrases in known[what].items():
            yield from ((name, value, phrase) for phrase in phrases)
    for town in known["towns"]:
        yield from (("town", town[0], phrase) for phrase in town)


@cache
def _known() -> frozenset[str]:
    return frozenset(p.replace(" ", "") for _, _, p in _iter_phrases())


@cache
def _dropped() -> frozenset[str]:
    return frozenset(load("organizations")["dropped"].split())


@cache
def weak_terms() -> frozenset[str]:
    """Return the trades without which a name is still the same."""
    return frozenset(load("organizations")["weak"])


@cache
def bodies_above() -> frozenset[str]:
    """Return the kinds of bodies that are named beside those under them."""
    return frozenset(load("organizations")["above"])


@cache
def _stops() -> frozenset[str]:
    return frozenset(_stem(spell(w)).stem for w in load("organizations")["stops"])
