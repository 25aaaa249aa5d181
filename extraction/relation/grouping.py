"""Which mentions name one entity, as far as the text of a document shows it."""

from collections.abc import Iterable, Sequence

from extraction.relation.lexicon import plain

Name = tuple[str, ...]
"""The words of a name, without marks and capitals."""


def group(named: Sequence[tuple[str, str]]) -> list[int]:
    """Return a number of the entity of each mention, given its type and normal form.

    A part of a person's name stands for the first person before it who has that name,
    whose relatives are named in full, or else for the first one behind it.
    """
    numbers: dict[tuple[str, str], int] = {}
    people = (tuple(plain(value).split()) for kind, value in named if kind == "PER")
    full = _FullNames(people)
    found: list[int] = []
    for kind, value in named:
        key = kind, plain(value)
        if kind == "PER":
            key = kind, " ".join(full.whole(tuple(plain(value).split())))
        found.append(numbers.setdefault(key, len(numbers)))
    return found


class _FullNames:
    """The full names of a document in order, found by any of their parts."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_part: dict[str, dict[Name, None]] = {}
        self._known: dict[Name, Name] = {}
        for name in names:
            if len(name) > 1 and not _short(name):
                for part in name:
                    for key in (part, part[:1] + "."):
                        self._by_part.setdefault(key, {}).setdefault(name)

    def whole(self, parts: Name) -> Name:
        """Return the first full name that parts of one fit, or these themselves."""
        if parts not in self._known:
            key = max(parts, key=lambda part: len(part.rstrip(".")), default="")
            key = f"{key[:1]}." if _short((key,)) else key
            fitting = (n for n in self._by_part.get(key, ()) if _fits(parts, n))
            self._known[parts] = next(fitting, parts)
        return self._known[parts]


def _fits(parts: Name, name: Name) -> bool:
    """Whether a name has all parts of one that leaves parts out or shortens them."""
    shorter = len(name) > len(parts) or (len(name) == len(parts) and _short(parts))
    return shorter and all(any(_agree(part, one) for one in name) for part in parts)


def _short(parts: Name) -> bool:
    return any(len(part.rstrip(".")) == 1 for part in parts)


def _agree(part: str, whole: str) -> bool:
    """Whether a part is a name, or the initial that it begins with."""
    short = part.rstrip(".")
    return part == whole or (len(short) == 1 and whole.startswith(short))
