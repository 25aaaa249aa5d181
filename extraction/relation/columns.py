"""Tables and forms of payments and calls: who pays whom, who calls whom.

A table's head says what its columns hold; in a form two labelled lines follow each
other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extraction.model import Mention
from extraction.relation.lexicon import Lexicon
from extraction.relation.sentence import Sentence
from extraction.relation.units import Unit

Pair = tuple[str, Mention, Mention]

_SEPARATORS = frozenset("|\t")
_ENDS = {"payment": ("PER", "ORG"), "call": ("PER", "PHONE")}
_SIDES = {
    "payment": (("payer", "sender"), ("payee",)),
    "call": (("caller",), ("called",)),
}
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Head:
    """What the columns of a table hold: the relation, and which column either end."""

    relation: str
    source: int | None
    target: int | None


@dataclass(slots=True)
class ColumnReader:
    """Reads a page's rows in order; remembers a table's head and a form's first end."""

    fields: Mapping[str, frozenset[str]]
    _head: _Head | None = None
    _first: dict[str, Mention] = field(default_factory=dict)

    @classmethod
    def of(cls, lexicon: Lexicon) -> "ColumnReader":
        """Begin a page that a lexicon reads."""
        return cls(lexicon.fields)

    def read(self, sentence: Sentence, owner: Mention | None) -> Iterator[Pair]:
        """Yield what a row says; `owner` is whose account a table without payer is."""
        if not sentence.scene.row:
            return
        cells = _cells(sentence.units)
        if len(cells) < _FEWEST:
            self._head = None
            yield from self._labelled(sentence)
            return
        head = self._read_head(cells)
        if head is not None:
            self._head = head
        elif _is_void(sentence):
            return
        elif self._head is not None:
            yield from _read_cells(self._head, cells, owner)
        else:
            yield from _unheaded(sentence, cells)

    def _read_head(self, cells: Sequence[Sequence[Unit]]) -> _Head | None:
        """Return what the columns hold, None where a row is no head."""
        labels = [" ".join(u.word for u in cell if u.word) for cell in cells]
        if any(u.mention for cell in cells for u in cell):
            return None
        for relation, (sources, targets) in _SIDES.items():
            source = self._column(labels, sources)
            target = self._column(labels, targets)
            sums = relation == "payment" and self._column(labels, ("amount",))
            if None not in (source, target) or (target is not None and sums):
                return _Head(relation, source, target)
        return None

    def _column(self, labels: Sequence[str], fields: Sequence[str]) -> int | None:
        for name in fields:
            for at, label in enumerate(labels):
                if label in self.fields[name]:
                    return at
        return None

    def _labelled(self, sentence: Sentence) -> Iterator[Pair]:
        """Yield a payment or call whose ends two labelled lines name."""
        label = _label(sentence.units)
        for relation, types in _ENDS.items():
            end = _one(sentence.units, types)
            sources, targets = _SIDES[relation]
            if end is None or not label:
                continue
            if label in self.fields[sources[0]]:
                self._first[relation] = end
            elif any(label in self.fields[name] for name in targets):
                source = self._first.pop(relation, None)
                if source is not None and source.value != end.value:
                    yield relation, source, end


def _unheaded(sentence: Sentence, cells: Sequence[Sequence[Unit]]) -> Iterator[Pair]:
    """Yield the payment of a row without a head: `| Alfa | to Beta | 5,000 EUR |`."""
    found = [(cell, _one(cell, _ENDS["payment"])) for cell in cells if cell]
    parties = [(cell, end) for cell, end in found if end is not None]
    money = any(u.mention and u.mention.type == "MONEY" for cell in cells for u in cell)
    if len(parties) != 2 or not money:
        return
    (_, source), (cell, target) = parties
    to = sentence.cue_at(sentence.units.index(cell[0]), "to") or cell[0].word == "te"
    if to and source.value != target.value:
        yield "payment", source, target


def _read_cells(
    head: _Head, cells: Sequence[Sequence[Unit]], owner: Mention | None
) -> Iterator[Pair]:
    types = _ENDS[head.relation]
    source = owner if head.source is None else _in_column(cells, head.source, types)
    target = _in_column(cells, head.target, types)
    if source is not None and target is not None and source.value != target.value:
        yield head.relation, source, target


def _in_column(
    cells: Sequence[Sequence[Unit]], column: int | None, types: Sequence[str]
) -> Mention | None:
    if column is None or column >= len(cells):
        return None
    return _one(cells[column], types)


def _one(units: Sequence[Unit], types: Sequence[str]) -> Mention | None:
    """Return the one mention of the first of some types that units have."""
    for kind in types:
        found = [u.mention for u in units if u.mention and u.mention.type == kind]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _cells(units: Sequence[Unit]) -> list[list[Unit]]:
    """Return the cells of a row, without empty ones at either end."""
    cells: list[list[Unit]] = [[]]
    for unit in units:
        if unit.mark and unit.mark in _SEPARATORS:
            cells.append([])
        else:
            cells[-1].append(unit)
    while cells and not cells[0]:
        cells = cells[1:]
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _label(units: Sequence[Unit]) -> str:
    words: list[str] = []
    for unit in units:
        if unit.mark == ":":
            return " ".join(words)
        if not unit.word:
            return ""
        words.append(unit.word)
    return ""


def _is_void(sentence: Sentence) -> bool:
    """Whether a row tells of what was rejected."""
    return "void" in sentence.cues or "negation" in sentence.cues
