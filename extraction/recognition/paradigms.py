"""Words of names → what they can be cases of: nominative, sex, case, and at what price.

The paradigms are data (paradigms.yaml); a reading is one of them run backwards.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from extraction.recognition.given import first_names
from extraction.recognition.wording import load
from graph.names import fold as name_fold

Role = Literal["given", "family", "single"]

CASES = ("nom", "gen", "dat", "acc", "ins")
SEXES = ("m", "f")
ANY = "any"

_STEM = 2
"""The letters that a stem has at least."""

_LONGEST = 6
"""The letters that an ending has at most."""

_NEAR = {
    "slavic": ("south_slavic", "bosniak"),
    "macedonian": ("macedonian", "south_slavic"),
    "albanian": ("albanian",),
    "fixed": ("english",),
}


class Reading(NamedTuple):
    """What a word can be: the nominative with its search key, sex (m, f), case, cost.

    The case `any` fits every case: a word that does not agree with its neighbours.
    `changed` where the word is not the nominative itself.
    """

    base: str
    key: str
    sex: str
    case: str
    cost: float
    changed: bool = False


class _Paradigm(NamedTuple):
    base: str
    sexes: str
    case: str
    stem: re.Pattern[str] | None
    put: str | None
    role: str
    cost: float


def family_of(language: str | None) -> str:
    """Return the family of a language's paradigms; slavic where it is not known."""
    found: str = load("paradigms")["families"].get(language or "", "slavic")
    return found


fold = lru_cache(maxsize=65536)(name_fold)
"""A word's search key, kept: the same few words are read in many ways."""


@cache
def cost(name: str) -> float:
    """Return one of the prices that are not of a word."""
    return float(load("paradigms")["costs"][name])


@lru_cache(maxsize=65536)
def readings(word: str, role: Role, family: str) -> tuple[Reading, ...]:
    """Return what a word can be in a family's languages, its own nominative first."""
    if not word[:1].isupper():
        return tuple(Reading(word, fold(word), sex, ANY, 0.0) for sex in SEXES)
    return (*_nominatives(word, role, family), *_oblique(word, role, family))


@lru_cache(maxsize=65536)
def is_given(word: str) -> bool:
    """Whether a word is, as it stands, a first name of the lists."""
    return fold(word) in _given()


def is_family(word: str, family: str) -> bool:
    """Whether a word has the look of a family name that hardly another word has."""
    return _look(word.lower(), "family", family) == 0


def _nominatives(word: str, role: Role, family: str) -> Iterator[Reading]:
    for sex in SEXES:
        for one in _roles(role):
            price = _price(word, one, sex, family)
            if role == "single":
                price = _alone(price, word)
            for case in _own_cases(word, one, sex, family):
                yield Reading(word, fold(word), sex, case, price)


def _own_cases(word: str, role: str, sex: str, family: str) -> tuple[str, ...]:
    """Return the cases in which a word stays as it is."""
    if family != "slavic" or word.endswith("."):
        return (ANY,)
    indeclinable = sex == "f" and not word.endswith("a")
    return (ANY,) if indeclinable else ("nom",)


def _oblique(word: str, role: Role, family: str) -> Iterator[Reading]:
    lower, known = word.lower(), _paradigms(family)
    for size in range(1, min(_LONGEST, len(word) - _STEM) + 1):
        for row in known.get(lower[-size:], ()):
            base = _undo(word[:-size], row)
            if base and (role == "single" or row.role in ("", role)):
                for reading in _as(base, row, role, family):
                    yield reading._replace(changed=base != word)


def _undo(stem: str, row: _Paradigm) -> str | None:
    if row.stem is None:
        return stem + row.base
    found = row.stem.search(stem.lower())
    if found is None:
        return None
    if row.put is not None:
        stem = stem[: found.start()] + row.put + stem[found.end() :]
    return stem + row.base


def _alone(price: float, word: str) -> float:
    """Return the price of a word that stands alone, whose role nothing shows."""
    least = 0.0 if is_given(word) else cost("least")
    return max(least, min(price, cost("most")))


def _as(base: str, row: _Paradigm, role: Role, family: str) -> Iterator[Reading]:
    for sex in row.sexes:
        for one in _roles(row.role or role):
            price = _price(base, one, sex, family) + row.cost
            if role == "single" and not (one == "given" and is_given(base)):
                price += cost("guess")
            yield Reading(base, fold(base), sex, row.case, price)


def _roles(role: str) -> tuple[str, ...]:
    return ("given", "family") if role == "single" else (role,)


def _price(base: str, role: str, sex: str, family: str) -> float:
    """Return what it costs to take a word for a nominative of a role and a sex."""
    known = _given().get(fold(base))
    if role == "given" and known:
        if sex not in known:
            return cost("other_sex")
        return 0.0 if family in known[sex] else cost("far")
    price = _look(base.lower(), role, family)
    if role == "family":
        womens = sex == "m" and re.search(load("paradigms")["feminine"], base)
        return price + (0.4 if known else 0.0) + (cost("feminine") if womens else 0.0)
    return price + (0.6 if (sex == "m") == base.endswith("a") else 0.0)


@lru_cache(maxsize=65536)
def _look(base: str, role: str, family: str) -> float:
    return next(price for look, price in _looks(role, family) if look.search(base))


@cache
def _looks(role: str, family: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    data = load("paradigms")
    rows = [*data.get(f"{family}_{role}", ()), *data[role]]
    return tuple((re.compile(look), float(price)) for look, price in rows)


@cache
def _given() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the keys of first names → sex → the families of languages they are of."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for sex, groups in first_names().items():
        for group, names in groups.items():
            near = {family for family, known in _NEAR.items() if group in known}
            for name in names:
                row = found.setdefault(fold(name), {})
                row[sex[0]] = row.get(sex[0], frozenset()) | near
    return found


@cache
def _paradigms(family: str) -> Mapping[str, tuple[_Paradigm, ...]]:
    """Return ending → the paradigms that put it, for a family of languages."""
    found: dict[str, list[_Paradigm]] = {}
    for row in load("paradigms")[family]:
        stem = re.compile(row["stem"]) if "stem" in row else None
        for case, endings in row["forms"].items():
            paradigm = _Paradigm(
                row.get("base", ""), row["sex"], case, stem, row.get("put"),
                row.get("role", ""), row.get("cost", 0.0),
            )  # fmt: skip
            for ending in _endings(endings):
                found.setdefault(ending, []).append(paradigm)
    return {ending: tuple(rows) for ending, rows in found.items()}


def _endings(written: Iterable[str]) -> Iterator[str]:
    """Yield the endings; each of a possessive adjective for one with a plus."""
    for ending in written:
        if ending.startswith("+"):
            yield from (ending[1:] + last for last in load("paradigms")["adjective"])
        else:
            yield ending
