"""What a column's name says, however it is spelled: one reading for all tables."""

import re
from collections.abc import Iterable, Iterator, Mapping

from graph.names import fold

_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_RUN_TOGETHER = re.compile(
    r"(?<=[a-zšđčćžëç])(?=[A-ZŠĐČĆŽËÇ])|(?<=[A-Z])(?=[A-Z][a-z])"
)
_MAX_LENGTH = 200
_FILLERS = frozenset("of the and in no nr br i na od za u e dhe te per".split())
_UNITS = frozenset(
    "s sec secs seconds sek sekunde sekundi utc gmt cet cest local lokalno "
    "eur rsd bam mkd all usd chf gbp".split()
)


class Headings:
    """Names of columns as people list them, each with the field it means.

    A name is known as it is listed, folded; without what stands in brackets; with
    words parted that were run together (`OriginatingNumber`); without a unit, zone or
    currency behind it (`Duration sec`, `iznos EUR`); and with its words in another
    order or without small words between them (`broj pozivajući`).
    """

    def __init__(self, listed: Mapping[str, str]) -> None:
        self._listed = dict(listed)
        self._bags: dict[frozenset[str], str] = {}
        for name, field in listed.items():
            self._bags.setdefault(_bag(name), field)

    def field_of(self, name: str) -> str | None:
        """Return the field that a column of this name is, None where none is known."""
        if len(name) > _MAX_LENGTH:
            return None
        forms = list(dict.fromkeys(_spellings(name)))
        for form in forms:
            if (found := self._listed.get(form)) is not None:
                return found
        bags = (self._bags.get(_bag(form)) for form in forms)
        return next((found for found in bags if found is not None), None)

    def find(self, cells: Iterable[str]) -> dict[str, int]:
        """Return field → position for a header's cells; the first of two counts."""
        found: dict[str, int] = {}
        for position, cell in enumerate(cells):
            field = self.field_of(cell)
            if field is not None:
                found.setdefault(field, position)
        return found


def _spellings(name: str) -> Iterator[str]:
    yield fold(name)
    bare = _BRACKETS.sub(" ", name)
    yield fold(bare)
    parted = fold(_RUN_TOGETHER.sub(" ", bare))
    yield parted
    words = parted.split()
    while len(words) > 1 and words[-1] in _UNITS:
        words.pop()
        yield " ".join(words)


def _bag(folded: str) -> frozenset[str]:
    words = folded.split()
    telling = frozenset(words) - _FILLERS
    return telling if len(telling) > 1 else frozenset((folded,))
