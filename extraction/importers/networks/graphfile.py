"""Graph files as cases: GraphML, GEXF, GML, Pajek, DOT; nodes and edges as records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from extraction.importers.base import ImportOptions
from extraction.importers.networks.values import split_list
from extraction.importers.networks.writing import Drawn, NetworkWriter
from extraction.importers.xmlstream import find_root
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.exchange import Limits
from graph.exchange.build import Asked, FileEdge, FileNode
from graph.exchange.outgoing import split_values
from graph.exchange.reading import find_text_format, iter_items
from graph.model import Record

HEAD = 1 << 16
LIMITS = Limits(bytes=256 << 20, nodes=2_000_000, edges=5_000_000)
_ROOTS = ("graphml", "gexf")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(graphml|gexf)[\s>/]")
_DECLARED_WITHIN = 1_000


class GraphFileImporter:
    """Nodes are entities, edges links; what they are their attributes say."""

    name = "graph"
    version = "1"
    streams = False

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the beginning is that of one of the formats."""
        return _find_format(leaf) is not None

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a record a node and an edge, with what cannot be taken.

        Where the file breaks off what came before stays, and the rest is a rejection.
        Raises InvalidInput where nothing could be read.
        """
        kind = _find_format(leaf)
        if kind is None:
            raise InvalidInput("it is no graph file")
        asked = Asked(LIMITS, cells=True)
        reader = _Reader(leaf, kind, options.country, asked)
        try:
            yield from reader.read()
        except InvalidInput as error:
            if not reader.count:
                raise InvalidInput(f"{kind}: {error}") from error
            yield Rejection(leaf.path, str(error), "the rest")
            yield from reader.end()
        if not reader.count:
            raise InvalidInput(f"{kind}: it has no nodes")


def _find_format(leaf: Leaf) -> str | None:
    head = leaf.content[:HEAD]
    root = find_root(leaf.content)
    if root is not None:
        return root.name if root.name in _ROOTS else None
    if not looks_like_text(head[:4096]):
        return None
    text = decode_text(head).lstrip("\ufeff")
    if 0 <= (begin := text.find("<!DOCTYPE")) < _DECLARED_WITHIN:
        declared = _ROOT.search(text, begin)
        return declared[1] if declared else None
    return find_text_format(text)


@dataclass(slots=True)
class _Reader:
    """Writes nodes as they come; an edge waits for the end where it came before."""

    leaf: Leaf
    kind: str
    country: str | None
    asked: Asked
    count: int = 0
    _edges: int = 0
    _waiting: list[Drawn] = field(default_factory=list)
    _writer: NetworkWriter = field(init=False)

    def __post_init__(self) -> None:
        scope = sha256(self.leaf.content).hexdigest()[:32]
        split = split_list if self.kind == "gexf" else split_values
        self._writer = NetworkWriter(self.leaf.path, scope, self.country, split)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield nodes and edges; an edge that stands before its nodes comes last."""
        data = self.leaf.data
        if self.kind not in _ROOTS:
            data = decode_text(data).encode(errors="replace")
        for item in iter_items(data, self.kind, self.asked):
            if isinstance(item, FileNode):
                self.count += 1
                _check(self.count, LIMITS.nodes, "nodes")
                yield from self._node(item)
            elif isinstance(item, FileEdge):
                self.count += 1
                yield from self._edge(item)
            else:
                where = f"line {item.line}" if item.line else f"item {self.count + 1}"
                yield Rejection(self.leaf.path, item.reason, where)
        yield from self.end()

    def end(self) -> Iterator[Record | Rejection]:
        """Yield the edges that waited for their ends."""
        for drawn in self._waiting:
            yield from self._writer.link(drawn)
        self._waiting.clear()

    def _node(self, node: FileNode) -> Iterator[Record | Rejection]:
        where = f"node {node.name}"
        yield from self._writer.entity(node.name, node.label, node.cells, where)

    def _edge(self, edge: FileEdge) -> Iterator[Record | Rejection]:
        self._edges += 1
        _check(self._edges, LIMITS.edges, "edges")
        drawn = Drawn(
            edge.source,
            edge.target,
            edge.cells,
            f"edge {edge.name or self._edges}",
            self._edges,
            edge.name,
        )
        ends = edge.source, edge.target
        if all(map(self._writer.knows, ends)):
            yield from self._writer.link(drawn)
        else:
            self._waiting.append(drawn)


def _check(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise InvalidInput(f"more than {limit} {what}: export the network in parts")
