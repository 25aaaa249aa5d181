"""JSON-LD without the network: compact names made whole, nested nodes laid flat."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import orjson

from graph.errors import InvalidInput, LimitExceeded

MAX_BYTES = 32 << 20
MAX_NESTING = 64
MAX_CONTEXT = 1_000

_KEYWORDS = {"@id", "@type", "@context", "@graph"}


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that is another node: its whole id."""

    id: str


Term = str | Ref
"""A value: the text of a literal, or another node."""


@dataclass(slots=True)
class Node:
    """A node with whole names; `label` is its id as the file writes it.

    `values` keeps the order of the file; `item` counts the members of the graph.
    """

    id: str
    label: str
    item: int
    types: dict[str, None] = field(default_factory=dict)
    values: dict[str, list[Term]] = field(default_factory=dict)


@dataclass(slots=True)
class Graph:
    """All nodes by id, and (item, reason) of what could not be read.

    `vocabulary` stands before names that the file writes without prefix.
    """

    vocabulary: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)


def parse_json(data: bytes) -> object:
    """Return the JSON of a file in UTF-8, UTF-16 or UTF-32.

    Raises InvalidInput, with line and column, where it is none or is too large.
    """
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"JSON-LD of more than {MAX_BYTES >> 20} MB: split the file")
    encoding = json.detect_encoding(data)
    try:
        if not encoding.startswith("utf-8"):
            data = data.decode(encoding).encode()
        parsed: object = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidInput(f"not valid JSON at {where}") from error
    except UnicodeError as error:
        raise InvalidInput(f"not valid {encoding}") from error
    return parsed


def read_graph(parsed: object, known: Mapping[str, str], scope: str) -> Graph:
    """Lay a parsed document flat.

    `known` are prefixes for a context that is only named by its address; `scope` makes
    ids of nodes that have none unlike those of other files.
    """
    reader = _Reader(known, scope)
    documents = parsed if isinstance(parsed, list) else [parsed]
    for document in documents:
        reader.document(document)
    return reader.graph


class _Reader:
    def __init__(self, known: Mapping[str, str], scope: str) -> None:
        self.graph = Graph()
        self._known = known
        self._scope = scope
        self._names: dict[str, str] = {}
        self._prefixes: dict[str, str] = {}
        self._vocabulary = ""
        self._unnamed = 0
        self._item = 0

    def document(self, document: object) -> None:
        """Take a document's context, and the nodes in it, into the graph."""
        if not isinstance(document, dict):
            return
        if "@context" in document:
            self._take_context(document["@context"])
        members = document.get("@graph")
        if members is None or document.keys() - _KEYWORDS:
            self._top(document)
        for member in members if isinstance(members, list) else [members]:
            if member is not None:
                self._top(member)

    def _top(self, member: object) -> None:
        self._item += 1
        try:
            if not isinstance(member, dict):
                raise InvalidInput("not a JSON object")
            if "@graph" in member:
                for inner in _listed(member["@graph"]):
                    self._node(inner, 1)
            if member.keys() - {"@graph", "@context"}:
                self._node(member, 0)
        except InvalidInput as error:
            self.graph.problems.append((self._item, str(error)))

    def _take_context(self, context: object) -> None:
        for part in _listed(context):
            if isinstance(part, str):
                self._prefixes = {**self._known, **self._prefixes}
            elif isinstance(part, dict):
                if len(part) > MAX_CONTEXT:
                    raise LimitExceeded(f"a context of more than {MAX_CONTEXT} names")
                self._define(part)
        self._names.clear()

    def _define(self, part: Mapping[str, object]) -> None:
        for name, meant in part.items():
            if isinstance(meant, dict):
                meant = meant.get("@id")
            if not isinstance(meant, str):
                continue
            if name == "@vocab":
                self._vocabulary = self.graph.vocabulary = meant
            elif not name.startswith("@"):
                self._prefixes[name] = meant

    def _whole(self, name: str) -> str:
        """Return the whole name of a term or compact name."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = self._expand(name, 0)
        return found

    def _expand(self, name: str, depth: int) -> str:
        if depth > 8:
            return name
        if name in self._prefixes and self._prefixes[name] != name:
            return self._expand(self._prefixes[name], depth + 1)
        prefix, colon, rest = name.partition(":")
        if not colon:
            return self._vocabulary + name if depth == 0 else name
        if rest.startswith("//") or prefix not in self._prefixes:
            return name
        return self._expand(self._prefixes[prefix], depth + 1) + rest

    def _id(self, given: object) -> tuple[str, str]:
        """Return the whole id of a node, and how the file writes it."""
        if isinstance(given, str) and given and not given.startswith("_:"):
            if ":" not in given:
                return f"{self._scope}#{given}", given
            prefix, _, rest = given.partition(":")
            if prefix in self._prefixes and not rest.startswith("//"):
                return self._whole(f"{prefix}:") + rest, given
            return given, given
        if isinstance(given, str) and given:
            return f"{self._scope}#{given}", given
        self._unnamed += 1
        return f"{self._scope}#-{self._unnamed}", "(unnamed)"

    def _node(self, given: object, depth: int) -> str:
        if depth > MAX_NESTING:
            raise InvalidInput(f"nested deeper than {MAX_NESTING}")
        if not isinstance(given, dict):
            raise InvalidInput("not a JSON object")
        name, label = self._id(given.get("@id"))
        node = self.graph.nodes.get(name)
        if node is None:
            node = self.graph.nodes[name] = Node(name, label, self._item)
        for kind in _listed(given.get("@type")):
            if isinstance(kind, str):
                node.types[self._whole(kind)] = None
        for key, value in given.items():
            if key.startswith("@") or value is None:
                continue
            values = list(self._values(value, depth + 1))
            if values:
                node.values.setdefault(self._whole(key), []).extend(values)
        return name

    def _values(self, value: object, depth: int) -> Iterator[Term]:
        if depth > MAX_NESTING:
            raise InvalidInput(f"nested deeper than {MAX_NESTING}")
        if isinstance(value, list):
            for one in value:
                yield from self._values(one, depth + 1)
        elif isinstance(value, dict):
            yield from self._object(value, depth)
        elif isinstance(value, bool):
            yield "true" if value else "false"
        elif value is not None:
            yield str(value)

    def _object(self, value: Mapping[str, object], depth: int) -> Iterator[Term]:
        if "@value" in value:
            if not isinstance(value["@value"], dict):
                yield from self._values(value["@value"], depth + 1)
        elif "@list" in value or "@set" in value:
            yield from self._values(value.get("@list", value.get("@set")), depth + 1)
        elif value.keys() == {"@id"}:
            yield Ref(self._id(value["@id"])[0])
        elif value:
            yield Ref(self._node(value, depth))


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
