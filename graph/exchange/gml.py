"""GML: keys, values and lists in brackets."""

import html
import re
from collections.abc import Iterator

from graph.errors import InvalidInput
from graph.exchange.build import Builder, GraphFile

_TOKEN = re.compile(r'\s+|#[^\n]*|"([^"]*)"|([\[\]])|([^\s\[\]"#]+)')

Values = dict[str, str]


def read(text: str, builder: Builder) -> GraphFile:
    """Return the graph; nodes go by `id` with `label` beside it.

    Raises InvalidInput where the brackets or values do not fit, a node has no id or
    an edge no end.
    """
    directed = False
    edges: list[Values] = []
    for path, values in _lists(text, builder.limits.depth):
        if path == ("graph", "node"):
            if "id" not in values:
                raise InvalidInput("a node has no id")
            builder.add_node(values["id"], values.get("label", ""))
        elif path == ("graph", "edge"):
            edges.append(values)
            if len(edges) > builder.limits.edges:
                raise InvalidInput(f"more than {builder.limits.edges} edges")
        elif path == ("graph",):
            directed = values.get("directed") == "1"
    for edge in edges:
        if not edge.get("source") or not edge.get("target"):
            raise InvalidInput("an edge lacks an end")
        weight = edge.get(builder.weight) if builder.weight else None
        builder.add_edge(edge["source"], edge["target"], weight, directed)
    return builder.finish("gml", directed)


def _lists(text: str, depth: int) -> Iterator[tuple[tuple[str, ...], Values]]:
    """Stream each list when it ends: its keys from the top, and its plain values."""
    path: list[str] = []
    open_values: list[Values] = [{}]
    key = None
    for token, quoted, line in _tokens(text):
        if token == "]" and not quoted:
            if key is not None or not path:
                raise InvalidInput(f"line {line}: a bracket does not fit")
            yield tuple(path), open_values.pop()
            path.pop()
        elif key is None:
            if quoted or token == "[":
                raise InvalidInput(f"line {line}: a key is missing")
            key = token
        elif token == "[" and not quoted:
            path.append(key)
            open_values.append({})
            key = None
            if len(path) > depth:
                raise InvalidInput(f"line {line}: nested too deep")
        else:
            open_values[-1][key] = token
            key = None
    if path or key is not None:
        raise InvalidInput("the file ends inside a list")


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
