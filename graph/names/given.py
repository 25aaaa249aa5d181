"""First names: whose they are, which are one, and what is short for what; from YAML."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from graph.names.sounds import Sounds, differences, sound, spell

Ids = frozenset[int]
NO_IDS: Ids = frozenset()


class Known(NamedTuple):
    """What is known of a first name, as numbers of names; all empty for none.

    `names` are the names that it is, `formal` those that it is short for, `origins`
    and `formal_origins` the roots that they share with other languages' names.
    `firsts` are the first sounds of the formal names, `roots` the numbers by which
    spellings and cognates of it are one. `own` where a short form is a formal name with
    short forms of its own. `sex` is m, f, or mf; `bits` how rare it is.
    """

    names: Ids = NO_IDS
    formal: Ids = NO_IDS
    origins: Ids = NO_IDS
    formal_origins: Ids = NO_IDS
    firsts: str = ""
    roots: tuple[int, ...] = ()
    own: bool = False
    sex: str = ""
    bits: float = 0.0


UNKNOWN = Known()


@dataclass(slots=True)
class _Entry:
    """One spelling of a first name while the lists are read."""

    sounds: Sounds
    names: set[int] = field(default_factory=set)
    formal: set[int] = field(default_factory=set)
    firsts: set[str] = field(default_factory=set)
    sex: set[str] = field(default_factory=set)
    own: bool = False
    bits: float = 99.0


@cache
def given_names() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return first names in Latin by sex (male, female) and language group."""
    return {
        sex: {group: row.split() for group, row in groups.items()}
        for sex, groups in load("given").items()
    }


@cache
def load(name: str) -> Any:
    """Return one of the YAML files of this package."""
    text = files("graph.names").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return load_yaml(text)


def find_given(sounds: Sounds) -> Known:
    """Return what the lists know of a word as a first name."""
    index = _index()
    found = [e for e in index.get(sounds.loose, ()) if not differences(e[0], sounds)]
    if not found:
        return UNKNOWN
    if len(found) == 1:
        return found[0][1]
    known = [k for _, k in found]
    return Known(
        frozenset().union(*(k.names for k in known)),
        frozenset().union(*(k.formal for k in known)),
        frozenset().union(*(k.origins for k in known)),
        frozenset().union(*(k.formal_origins for k in known)),
        "".join(sorted({c for k in known for c in k.firsts})),
        tuple(sorted({r for k in known for r in k.roots})),
        any(k.own for k in known),
        "".join(sorted({s for k in known for s in k.sex}, reverse=True)),
        min(k.bits for k in known),
    )


def iter_variants() -> Iterator[list[str]]:
    """Yield the lists of names that are spellings of one name."""
    for groups in load("equivalents")["variants"].values():
        yield from (row.split() for row in groups)


def iter_cognates() -> Iterator[list[str]]:
    """Yield the lists of names of one origin in several languages."""
    for groups in load("equivalents")["cognates"].values():
        yield from (row.split() for row in groups)


def iter_short() -> Iterator[tuple[str, str, str]]:
    """Yield formal name, short form and sex (m, f), one pair at a time."""
    for sex, names in load("short").items():
        for formal, short in names.items():
            for one in short.split():
                yield formal, one, sex[0]


class _Reader:
    """Reads the lists into entries by the narrow form of their names."""

    def __init__(self) -> None:
        self.entries: dict[str, _Entry] = {}
        self._next = 0

    def entry(self, name: str) -> _Entry:
        """Return a name's entry, a new one where it was not met before."""
        sounds = sound(spell(name), marked=True)
        return self.entries.setdefault(sounds.narrow, _Entry(sounds))

    def number(self) -> int:
        """Return a number that no name has."""
        self._next += 1
        return self._next

    def group(self, names: Iterable[str]) -> None:
        """Make names one."""
        number = self.number()
        for name in names:
            self.entry(name).names.add(number)

    def name(self, name: str) -> _Entry:
        """Return a name's entry, made a name of its own where it is none yet."""
        entry = self.entry(name)
        if not entry.names:
            entry.names.add(self.number())
        return entry


@cache
def _index() -> Mapping[str, tuple[tuple[Sounds, Known], ...]]:
    reader = _Reader()
    sexes = ("male", "female")
    for sex in sexes:
        for row in load("equivalents")["variants"][sex]:
            reader.group(row.split())
            for name in row.split():
                reader.entry(name).sex.add(sex[0])
    grouped = frozenset(range(1, reader.number()))
    for sex in sexes:
        for names in given_names()[sex].values():
            for name in names:
                reader.name(name).sex.add(sex[0])
    for bits, names in load("usual")["given"].items():
        for name in names.split():
            entry = reader.name(name)
            entry.bits = min(entry.bits, float(bits))
    origins = _origins(reader)
    for formal, short, sex in iter_short():
        of = reader.name(formal)
        of.sex.add(sex)
        of.own = True
        one = reader.entry(short)
        one.formal |= of.names
        one.firsts.add(of.sounds.loose.lstrip("hj")[:1])
        one.sex.add(sex)
    index: dict[str, list[tuple[Sounds, Known]]] = {}
    for entry in reader.entries.values():
        index.setdefault(entry.sounds.loose, []).append(
            (entry.sounds, _known(entry, origins, grouped))
        )
    return {loose: tuple(found) for loose, found in index.items()}


def _origins(reader: _Reader) -> Mapping[int, Ids]:
    """Return the roots of each name that has cognates."""
    found: dict[int, Ids] = {}
    for sex in ("male", "female"):
        for row in load("equivalents")["cognates"][sex]:
            root = reader.number()
            for name in row.split():
                entry = reader.name(name)
                entry.sex.add(sex[0])
                for number in entry.names:
                    found[number] = found.get(number, NO_IDS) | {root}
    return found


def _known(entry: _Entry, origins: Mapping[int, Ids], grouped: Ids) -> Known:
    usual = 9.5 if entry.names else 11.0
    own = _joined(origins, entry.names)
    return Known(
        frozenset(entry.names),
        frozenset(entry.formal - entry.names),
        own,
        _joined(origins, entry.formal),
        "".join(sorted(entry.firsts)),
        tuple(sorted(own | (entry.names & grouped))),
        entry.own,
        "".join(sorted(entry.sex, reverse=True)),
        min(entry.bits, usual),
    )


def _joined(origins: Mapping[int, Ids], names: Iterable[int]) -> Ids:
    return frozenset(r for n in names for r in origins.get(n, NO_IDS))


def load_yaml(text: str) -> Any:
    """Return what a YAML text holds, by the fast parser where there is one."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
