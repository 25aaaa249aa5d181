"""What readers of graph files give, nodes and edges, and what analysis takes."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from graph.errors import InvalidInput, KlupkoError, LimitExceeded
from graph.model import Subgraph


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one graph file may hold."""

    bytes: int = 512 * 1024 * 1024
    nodes: int = 5_000_000
    edges: int = 20_000_000
    depth: int = 64


NO_CELLS: Mapping[str, str] = MappingProxyType({})


class FileNode(NamedTuple):
    """A node as its file has it: `cells` are its attributes by name, as text."""

    name: str
    label: str = ""
    cells: Mapping[str, str] = NO_CELLS
    line: int = 0


class FileEdge(NamedTuple):
    """An edge as its file has it; `name` is its id, empty where it has none.

    `one_way` where the file gives it a direction.
    """

    source: str
    target: str
    one_way: bool = True
    name: str = ""
    cells: Mapping[str, str] = NO_CELLS
    line: int = 0


class Fault(NamedTuple):
    """A node or edge that cannot be taken, and why; `line` is 0 where unknown."""

    reason: str
    line: int = 0
    kind: type[KlupkoError] = InvalidInput


Item = FileNode | FileEdge | Fault


@dataclass(slots=True)
class Asked:
    """What a reader is asked for, and what it tells of the file beside its items.

    `cells` asks for all attributes. `directed` is told when the items have ended.
    """

    limits: Limits
    cells: bool = False
    directed: bool | None = None


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A graph as its file has it: `directed` True, False, or None where unsaid.

    `one_way` tells of each edge whether the file gives it a direction; where it says
    nothing, edges have the one that they are written in. `values` are the texts of the
    attribute asked for, over positions in ids, empty where a node has none; empty as a
    whole where none was asked for.
    """

    format: str
    directed: bool | None
    plain: Subgraph
    one_way: tuple[bool, ...] = field(repr=False)
    zero: str = ""
    """Where the first weight of 0 stands, empty where there is none."""
    values: tuple[str, ...] = field(default=(), repr=False)

    def subgraph(self, directed: bool = False) -> Subgraph:
        """Return the graph for analysis; read as directed, two-way edges go both ways.

        A self-loop goes one way only. Raises InvalidInput for a weight of 0, which is
        no distance, and as a strength no edge.
        """
        if self.zero:
            raise InvalidInput(f"{self.zero}: a weight must be above 0 for analysis")
        two_way = ~np.array(self.one_way, dtype=np.bool_)
        if not directed or not two_way.any():
            return self.plain
        ends = self.plain.source, self.plain.target
        back = two_way & (ends[0] != ends[1])
        return Subgraph(
            self.plain.ids,
            self.plain.labels,
            np.concatenate([ends[0], ends[1][back]]),
            np.concatenate([ends[1], ends[0][back]]),
            np.concatenate([self.plain.weight, self.plain.weight[back]]),
        )


@dataclass(slots=True)
class Builder:
    """Collects nodes and edges; ends that were not declared become nodes.

    `weight` names the edge attribute asked for; without it every edge weighs 1.
    `attribute` names one of nodes.
    """

    weight: str | None
    limits: Limits
    attribute: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    one_way: list[bool] = field(default_factory=list)
    weighed: bool = False
    zero: str = ""

    def ask(self) -> Asked:
        """Return what readers are to give: attributes only where one is asked for."""
        return Asked(self.limits, bool(self.weight or self.attribute))

    def take(self, kind: str, items: Iterable[Item], asked: Asked) -> GraphFile:
        """Return the graph of a reader's items; the first fault is raised."""
        for item in items:
            if isinstance(item, FileEdge):
                self.add_edge(item, self._find_weight(item.cells))
            elif isinstance(item, FileNode):
                self.add_node(item.name, item.label)
                if self.attribute is not None:
                    self.values[item.name] = _find(self.attribute, item.cells) or ""
            else:
                where = f"line {item.line}: " if item.line else ""
                raise item.kind(f"{where}{item.reason}")
        return self.finish(kind, asked.directed)

    def _find_weight(self, cells: Mapping[str, str]) -> str | None:
        return None if self.weight is None else _find(self.weight, cells)

    def add_node(self, name: str, label: str = "") -> None:
        """Take a node in; a later label replaces an earlier one."""
        if label or name not in self.labels:
            self.labels[name] = label
        if len(self.labels) > self.limits.nodes:
            raise LimitExceeded(f"more than {self.limits.nodes} nodes")

    def add_edge(self, edge: FileEdge, weight: str | None) -> None:
        """Take an edge in; `weight` is the text of the attribute asked for.

        An edge without it weighs 1, as in networkx. Raises InvalidInput, with the
        line, for text that is no finite number of at least 0.
        """
        self.add_node(edge.source)
        self.add_node(edge.target)
        self.sources.append(edge.source)
        self.targets.append(edge.target)
        self.weights.append(self._weigh(weight, edge.line))
        self.one_way.append(edge.one_way)
        if len(self.sources) > self.limits.edges:
            raise LimitExceeded(f"more than {self.limits.edges} edges")

    def finish(self, kind: str, directed: bool | None) -> GraphFile:
        """Return the graph; raise InvalidInput where no edge has the weight asked."""
        if self.weight is not None and self.sources and not self.weighed:
            raise InvalidInput("no edge has the attribute named as weight")
        ids = sorted(self.labels)
        position = {name: i for i, name in enumerate(ids)}
        plain = Subgraph(
            ids=tuple(ids),
            labels=tuple(self.labels[name] or name for name in ids),
            source=np.array([position[s] for s in self.sources], dtype=np.int32),
            target=np.array([position[t] for t in self.targets], dtype=np.int32),
            weight=np.array(self.weights, dtype=np.float64),
        )
        values: tuple[str, ...] = ()
        if self.attribute is not None:
            values = tuple(self.values.get(name, "").strip() for name in ids)
        return GraphFile(kind, directed, plain, tuple(self.one_way), self.zero, values)

    def _weigh(self, text: str | None, line: int) -> float:
        if self.weight is None or text is None or not text.strip():
            return 1.0
        self.weighed = True
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        where = f"line {line}" if line else f"edge {len(self.sources)}"
        if not math.isfinite(value) or value < 0:
            raise InvalidInput(f"{where}: a weight must be a finite number above 0")
        if value == 0 and not self.zero:
            self.zero = where
        return value


def _find(name: str, cells: Mapping[str, str]) -> str | None:
    """Return an attribute by its name, or by the same in other capitals."""
    if name in cells:
        return cells[name]
    wanted = name.casefold()
    return next((v for k, v in cells.items() if k.casefold() == wanted), None)
