"""Labels in brackets before what they are of, and in its place: `(1) …`, `of (a)`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.model import Mention
from extraction.relation.scanning import Scene
from extraction.relation.units import Unit, unit_of

_LABELLED = frozenset({"PER", "ORG", "VEHICLE", "PHONE"})
_WIDTH = 3
_MOST = 100
_BETWEEN = (",", ";", ":")
_UNDER = frozenset("under pod nen".split())
_CALLED = ("person", "lic", "osob", "shtetas", "the")


@dataclass(slots=True)
class Bracketed:
    """The labels in brackets of a page, with what the lines that begin with them name.

    A letter or a number of two figures at most; at the beginning of a line it is only
    that item's own.
    """

    known: dict[str, Mention] = field(default_factory=dict)

    def read(self, units: Sequence[Unit]) -> None:
        """Take in the labels that begin a line, or an item of a list in it."""
        for at, unit in enumerate(units[:-_WIDTH]):
            if at and units[at - 1].mark not in _BETWEEN:
                continue
            named = units[at + _WIDTH].mention if unit.mark == "(" else None
            label = _label_at(units, at) if named else ""
            if label and named and named.type in _LABELLED and len(self.known) < _MOST:
                self.known.setdefault(label, named)

    def put(self, units: list[Unit], scene: Scene) -> list[Unit]:
        """Return the units, with what is labelled in place of each label."""
        return list(self._put(units, scene)) if self.known else units

    def _put(self, units: Sequence[Unit], scene: Scene) -> Iterator[Unit]:
        at = 0
        while at < len(units):
            called = _called(units, at) if at else 0
            end = at + called + _WIDTH
            mention = self.known.get(_label_at(units, at + called)) if at else None
            before = units[at - 1]
            behind = units[end].mention if end < len(units) else None
            if mention is None or before.word.isdigit() or behind is mention:
                yield units[at]
                at += 1
                continue
            if before.mention is None or before.mention.value != mention.value:
                place = units[at].start, units[end - 1].end
                yield unit_of(mention, *place, scene)
            at = end


def _called(units: Sequence[Unit], at: int) -> int:
    """Return how many words say "the person under" from a place on."""
    count = 0
    while at + count < len(units) and units[at + count].word.startswith(_CALLED):
        count += 1
    under = at + count < len(units) and units[at + count].word in _UNDER
    return count + 1 if under else 0


def _label_at(units: Sequence[Unit], at: int) -> str:
    """Return the label of the three units from a place on, or nothing."""
    inside = units[at : at + _WIDTH]
    if [unit.mark for unit in inside] != ["(", "", ")"]:
        return ""
    word = inside[1].word
    short = (word.isdigit() and len(word) <= 2) or (word.isalpha() and len(word) == 1)
    return word if short else ""
