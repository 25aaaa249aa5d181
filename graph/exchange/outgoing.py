"""What writers of graph files take: nodes and edges as they leave the system."""

import pickle
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

Cell = str | int | float | bool | tuple[str, ...]
"""A text, figure or flag; a tuple holds the values of a property that may have many."""

SEPARATOR = " | "
EVERY = 500
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class OutNode:
    """A node to write: `first` and `last` are dates as far as known, or empty."""

    id: str
    label: str
    countries: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutEdge:
    """An edge to write; `label` is its kind, `directed` whether it has a direction."""

    id: str
    source: str
    target: str
    label: str
    directed: bool = True
    weight: float = 1.0
    first: str = ""
    last: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)


class Column(NamedTuple):
    """An attribute that some node or edge has: string, long, double or boolean.

    `many` where one of them has several values.
    """

    name: str
    type: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: its title, and under which conditions it left."""

    title: str
    notice: str
    facts: Mapping[str, str] = field(default_factory=dict)


class _Rows:
    """Nodes or edges laid down in a file, with the columns that they fill."""

    def __init__(self, file: BinaryIO, leading: Sequence[str]) -> None:
        self.file = file
        self.leading = list(leading)
        self.count = 0
        self._columns: dict[str, Column] = {}

    def add(self, row: OutNode | OutEdge) -> None:
        """Lay down a row; its cells may add columns, or widen one to a list."""
        pickle.dump(row, self.file, pickle.HIGHEST_PROTOCOL)
        self.count += 1
        for name, cell in row.cells.items():
            known = self._columns.get(name)
            if known is None or (type(cell) is tuple and not known.many):
                self._columns[name] = _column(name, cell)

    def columns(self) -> list[Column]:
        """Return the leading columns in their order, then the others by name."""
        lead = [self._columns[n] for n in self.leading if n in self._columns]
        return lead + sorted(c for c in self._columns.values() if c not in lead)

    def read(self) -> Iterator[OutNode | OutEdge]:
        """Yield the rows again from the first, in the order they were added."""
        self.file.seek(0)
        for _ in range(self.count):
            yield pickle.load(self.file)


def _column(name: str, cell: Cell) -> Column:
    if isinstance(cell, tuple):
        return Column(name, "string", len(cell) > 1)
    kinds = {bool: "boolean", int: "long", float: "double", str: "string"}
    return Column(name, kinds[type(cell)])


class Drawing:
    """A graph on its way out, laid down in two scratch files, read as often as asked.

    A writer must know every column before the first node; a graph of a million nodes
    is never held in memory for that. Empty texts and tuples are no cells: leave them
    out.
    """

    def __init__(
        self,
        scratch: tuple[BinaryIO, BinaryIO],
        leading: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> None:
        self.about = About("", "")
        self._nodes = _Rows(scratch[0], leading[0])
        self._edges = _Rows(scratch[1], leading[1])
        self._ways: set[bool] = set()
        self.dated = False
        self.on_read: Callable[[int], None] = lambda count: None
        """Told of every so many rows that a writer has read."""

    def add_node(self, node: OutNode) -> None:
        """Lay down a node; ids must be unique."""
        self._nodes.add(node)
        self.dated = self.dated or bool(node.first or node.last)

    def add_edge(self, edge: OutEdge) -> None:
        """Lay down an edge; ids must be unique, the ends among the nodes."""
        self._edges.add(edge)
        self._ways.add(edge.directed)
        self.dated = self.dated or bool(edge.first or edge.last)

    @property
    def directed(self) -> bool:
        """Whether any edge has a direction, or there is none."""
        return self._ways != {False}

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return self._nodes.count

    @property
    def edge_count(self) -> int:
        """Number of edges."""
        return self._edges.count

    def node_columns(self) -> list[Column]:
        """Return the columns of nodes, the leading ones first."""
        return self._nodes.columns()

    def edge_columns(self) -> list[Column]:
        """Return the columns of edges, the leading ones first."""
        return self._edges.columns()

    def nodes(self) -> Iterator[OutNode]:
        """Stream the nodes in the order laid down; one reader at a time."""
        for at, row in enumerate(self._nodes.read(), 1):
            assert isinstance(row, OutNode)
            self._tell(at)
            yield row

    def edges(self) -> Iterator[OutEdge]:
        """Stream the edges in the order laid down; one reader at a time."""
        for at, row in enumerate(self._edges.read(), 1):
            assert isinstance(row, OutEdge)
            self._tell(at)
            yield row

    def _tell(self, at: int) -> None:
        if at % EVERY == 0:
            self.on_read(EVERY)


def legal(text: str) -> str:
    """Return the text with what XML 1.0 forbids replaced by U+FFFD."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def legal_id(text: str) -> str:
    """Return an id with what XML 1.0 forbids spelt out, so that ids stay different."""
    return _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def write_cell(cell: Cell) -> str:
    """Return a cell as one legal text; several values are joined by ` | `.

    In values of properties a backslash stands before `|` and backslash, so that
    split_values takes them apart again.
    """
    if isinstance(cell, tuple):
        return SEPARATOR.join(re.sub(r"([\\|])", r"\\\1", legal(v)) for v in cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return legal(cell) if isinstance(cell, str) else repr(cell)


def split_values(text: str) -> tuple[str, ...]:
    """Return the values that write_cell joined."""
    parts = re.split(r"(?<!\\)((?:\\\\)*) \| ", text)
    joined = [a + b for a, b in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    return tuple(re.sub(r"\\([\\|])", r"\1", part) for part in joined)
