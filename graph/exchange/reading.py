"""A graph file's bytes to a graph: the format is found by content."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from graph.errors import InvalidInput, LimitExceeded, NotFound
from graph.exchange import dot, edgelist, gexf, gml, graphml, pajek
from graph.exchange.build import Asked, Builder, GraphFile, Item, Limits

_GML = re.compile(
    r'\s*+(?:#[^\n]*+\n\s*+|(?:creator|version)\s++(?:"[^"]*+"|\S++)\s++)*+graph\s*+\[',
    re.IGNORECASE,
)
_PAJEK = re.compile(
    r"\s*+(?:%[^\n]*+\n\s*+)*+\*(?:network|vertices|arcs|edges)", re.IGNORECASE
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(graphml|gexf)[\s>/]")
_BY_SUFFIX = {
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".gml": "gml",
    ".net": "pajek",
    ".dot": "dot",
    ".gv": "dot",
    ".csv": "csv",
    ".tsv": "csv",
}


def read_graph(
    path: Path,
    weight: str | None = None,
    limits: Limits | None = None,
    attribute: str | None = None,
) -> GraphFile:
    """Return the graph of a file: CSV edge list, GraphML, GEXF, GML, Pajek or DOT.

    `weight` names the edge attribute to weigh by; without it each edge weighs 1, and
    an edge that lacks it too; `attribute` one of nodes that is wanted (edge lists and
    Pajek have none). Raises NotFound, LimitExceeded, or InvalidInput for
    what is none of these, what is broken and what is not of its suffix's format.
    """
    limits = limits or Limits()
    try:
        if path.stat().st_size > limits.bytes:
            raise LimitExceeded(f"a graph file may have {limits.bytes} bytes")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("there is no such graph file") from error
    except OSError as error:
        raise InvalidInput("the graph file cannot be read") from error
    return read_graph_bytes(data, path.name, weight, limits, attribute)


def read_graph_bytes(
    data: bytes,
    name: str = "",
    weight: str | None = None,
    limits: Limits | None = None,
    attribute: str | None = None,
) -> GraphFile:
    """Return the graph of a file's bytes; see read_graph."""
    limits = limits or Limits()
    if len(data) > limits.bytes:
        raise LimitExceeded(f"a graph file may have {limits.bytes} bytes")
    if not data.strip():
        raise InvalidInput("the graph file is empty")
    found = find_format(data)
    expected = _BY_SUFFIX.get(Path(name).suffix.casefold())
    if expected is not None and found != expected:
        raise InvalidInput(f"the file is named {expected} but its content is not")
    builder = Builder(weight, limits, attribute)
    if found == "csv":
        return edgelist.read(_decode(data), builder)
    if found == "pajek" and (weight or "").casefold() == "value":
        builder.weight = "weight"
    asked = builder.ask()
    return builder.take(found, iter_items(data, found, asked), asked)


def iter_items(data: bytes, kind: str, asked: Asked) -> Iterator[Item]:
    """Yield the nodes and edges of a file of a format that find_format told.

    CSV edge lists have no items. Raises InvalidInput where the rest cannot be read.
    """
    if kind in _XML:
        return _XML[kind](data, asked)
    return _TEXT[kind](_decode(data), asked)


def find_format(data: bytes) -> str:
    """Return graphml, gexf, gml, pajek, dot or csv, the last where nothing else fits.

    Raises InvalidInput for other XML and for text that is neither UTF-8 nor UTF-16.
    """
    head = data[:65536]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or head[:4] in (
        b"\xff\xfe<\x00",
        b"\xfe\xff\x00<",
    ):
        root = _ROOT.search(head.replace(b"\x00", b""))
        if root is None:
            raise InvalidInput("the XML is neither GraphML nor GEXF")
        return root.group(1).decode()
    return find_text_format(_decode(data)) or "csv"


def find_text_format(text: str) -> str | None:
    """Return gml, pajek or dot by the beginning of a text, None for neither."""
    found = (kind for kind, head in _HEADS.items() if head.match(text))
    return next(found, None)


def _decode(data: bytes) -> str:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("the graph file is neither UTF-8 nor UTF-16") from error
    if "\x00" in text:
        raise InvalidInput("the graph file is not text")
    return text


_HEADS = {"gml": _GML, "pajek": _PAJEK, "dot": dot.HEAD}
_XML: dict[str, Callable[[bytes, Asked], Iterator[Item]]] = {
    "graphml": graphml.iter_items,
    "gexf": gexf.iter_items,
}
_TEXT: dict[str, Callable[[str, Asked], Iterator[Item]]] = {
    "gml": gml.iter_items,
    "pajek": pajek.iter_items,
    "dot": dot.iter_items,
}
