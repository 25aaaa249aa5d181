"""GML: keys, values and lists in brackets."""

import html
import re
from collections.abc import Iterator

from graph.errors import InvalidInput
from graph.exchange.build import Asked, Fault, FileEdge, FileNode, Item

_TOKEN = re.compile(r'\s+|#[^\n]*|"([^"]*)"|([\[\]])|([^\s\[\]"#]+)')

Values = dict[str, str]
_STRUCTURE = frozenset(("id", "source", "target"))


def iter_items(text: str, asked: Asked) -> Iterator[Item]:
    """Yield nodes, by `id` with `label` beside it, then the edges.

    A node without an id and an edge without an end are faults. Raises InvalidInput
    where the brackets or values do not fit.
    """
    directed = False
    edges: list[tuple[Values, int]] = []
    for path, values, line in _lists(text, asked.limits.depth):
        if path == ("graph", "node"):
            yield _read_node(values, line)
        elif path == ("graph", "edge"):
            edges.append((values, line))
            if len(edges) > asked.limits.edges:
                raise InvalidInput(f"more than {asked.limits.edges} edges")
        elif path == ("graph",):
            directed = values.get("directed") == "1"
    asked.directed = directed
    for values, line in edges:
        yield _read_edge(values, line, directed)


def _read_node(values: Values, line: int) -> Item:
    if "id" not in values:
        return Fault("a node has no id", line)
    cells = {k: v for k, v in values.items() if k not in ("id", "label")}
    return FileNode(values["id"], values.get("label", ""), cells, line)


def _read_edge(values: Values, line: int, directed: bool) -> Item:
    source, target = values.get("source"), values.get("target")
    if not source or not target:
        return Fault("an edge lacks an end", line)
    cells = {k: v for k, v in values.items() if k not in _STRUCTURE}
    return FileEdge(source, target, directed, values.get("id", ""), cells, line)


def _lists(text: str, depth: int) -> Iterator[tuple[tuple[str, ...], Values, int]]:
    """Stream each list when it ends: keys from the top, plain values, and the line."""
    path: list[str] = []
    open_values: list[Values] = [{}]
    begun = [1]
    key = None
    line = 1
    for token, quoted, line in _tokens(text):
        if token == "]" and not quoted:
            if key is not None or not path:
                raise InvalidInput(f"line {line}: a bracket does not fit")
            yield tuple(path), open_values.pop(), begun.pop()
            path.pop()
        elif key is None:
            if quoted or token == "[":
                raise InvalidInput(f"line {line}: a key is missing")
            key = token
        elif token == "[" and not quoted:
            path.append(key)
            open_values.append({})
            begun.append(line)
            key = None
            if len(path) > depth:
                raise InvalidInput(f"line {line}: nested too deep")
        else:
            open_values[-1][key] = token
            key = None
    if path or key is not None:
        raise InvalidInput(f"line {line}: the file ends inside a list")


def _tokens(text: str) -> Iterator[tuple[str, bool, int]]:
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise InvalidInput(f"line {line}: a text in quotes has no end")
        if found.group(1) is not None:
            yield html.unescape(found.group(1)), True, line
        elif found.group(2) or found.group(3):
            yield found.group(), False, line
        line += found.group().count("\n")
        at = found.end()
