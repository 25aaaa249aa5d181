"""GraphML: nodes and edges with typed data; read with nested graphs taken flat."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from graph.errors import Unsupported
from graph.exchange.build import (
    NO_CELLS,
    Asked,
    Fault,
    FileEdge,
    FileNode,
    Item,
)
from graph.exchange.outgoing import (
    Cell,
    Column,
    Drawing,
    OutEdge,
    OutNode,
    legal,
    legal_id,
    write_cell,
)
from graph.exchange.xml import forget, iter_steps, line_of

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_LABELS = ("label", "name")
_OWN = {"node": [Column("label", "string")], "edge": [Column("label", "string")]}
_OWN["edge"] += [Column("weight", "double"), Column("directed", "boolean")]


@dataclass(slots=True)
class _State:
    asked: Asked
    keys: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, dict[str, str]] = field(
        default_factory=lambda: {"node": {}, "edge": {}}
    )
    ways: list[bool] = field(default_factory=list)
    said: set[bool] = field(default_factory=set)


def iter_items(data: bytes, asked: Asked) -> Iterator[Item]:
    """Yield nodes and edges; a label is data label or name, a drawing's, or the `desc`.

    A node without an id, an edge without an end and a hyperedge are faults. Raises
    InvalidInput where the XML is broken.
    """
    state = _State(asked)
    for event, name, element in iter_steps(data, "graphml", asked.limits.depth):
        if event == "start":
            if name == "graph":
                directed = element.get("edgedefault", "undirected") == "directed"
                state.ways.append(directed)
                state.said.add(directed)
        elif name == "key":
            _take_key(state, element)
        elif name == "graph":
            state.ways.pop()
        elif name in ("node", "edge", "hyperedge"):
            yield _READ[name](state, element)
            forget(element)
    asked.directed = state.said == {True} if state.said else None


def _take_key(state: _State, element: etree._Element) -> None:
    key = element.get("id", "")
    state.keys[key] = element.get("attr.name") or key
    default = _child(element, "default")
    if default is not None:
        for kind, defaults in state.defaults.items():
            if element.get("for") in (kind, "all", None):
                defaults[state.keys[key]] = default


def _read_node(state: _State, element: etree._Element) -> Item:
    if not element.get("id"):
        return Fault("a node has no id", line_of(element))
    return FileNode(
        element.get("id", ""),
        _label(state, element),
        _cells(state, element, "node") if state.asked.cells else NO_CELLS,
        line_of(element),
    )


def _read_edge(state: _State, element: etree._Element) -> Item:
    source, target = element.get("source"), element.get("target")
    if not source or not target or not state.ways:
        return Fault("an edge lacks an end", line_of(element))
    said = element.get("directed")
    return FileEdge(
        source,
        target,
        state.ways[-1] if said is None else said in ("true", "1"),
        element.get("id", ""),
        _cells(state, element, "edge") if state.asked.cells else NO_CELLS,
        line_of(element),
    )


def _read_hyperedge(state: _State, element: etree._Element) -> Item:
    reason = "GraphML hyperedges are not read"
    return Fault(reason, line_of(element), Unsupported)


_READ = {"node": _read_node, "edge": _read_edge, "hyperedge": _read_hyperedge}
_STRUCTURE = frozenset(("id", "source", "target", "directed"))


def _cells(state: _State, element: etree._Element, kind: str) -> Mapping[str, str]:
    """Return the attributes: of the element, then defaults, then its data."""
    own = {str(k): str(v) for k, v in element.attrib.items() if k not in _STRUCTURE}
    drawn = element.find(".//{*}EdgeLabel") if kind == "edge" else None
    label = {} if drawn is None else {"label": (drawn.text or "").strip()}
    desc = _child(element, "desc")
    told = {"description": desc} if desc else {}
    return {**own, **told, **state.defaults[kind], **label, **_values(state, element)}


def _values(state: _State, element: etree._Element) -> dict[str, str]:
    return {
        state.keys.get(child.get("key", ""), child.get("key", "")): child.text or ""
        for child in element
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "data"
    }


def _label(state: _State, element: etree._Element) -> str:
    values = {k.casefold(): v.strip() for k, v in _values(state, element).items()}
    for name in _LABELS:
        if values.get(name):
            return values[name]
    drawn = element.find(".//{*}NodeLabel")
    if drawn is not None:
        return (drawn.text or "").strip()
    return _child(element, "desc") or ""


def _child(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{{*}}{name}")
    return None if found is None else (found.text or "").strip()


def write(drawing: Drawing, file: IO[bytes], *, mixed: bool = False) -> None:
    """Write a graph as GraphML; several values of a property are joined by ` | `.

    Whether an edge has a direction is its data `directed`. networkx reads no graph of
    both kinds of edges, so only `mixed` says it as the format does, edge by edge.
    """
    keys = {
        "node": _keys("n", _OWN["node"] + drawing.node_columns()),
        "edge": _keys("e", _OWN["edge"] + drawing.edge_columns()),
        "graph": {name: (f"g{i}", "string") for i, name in enumerate(_facts(drawing))},
    }
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        xml.write(etree.Comment(_comment(drawing.about.notice)), pretty_print=True)
        with xml.element(f"{{{NAMESPACE}}}graphml", nsmap={None: NAMESPACE}):
            for kind, named in keys.items():
                _write_keys(xml, kind, named)
            way = "directed" if drawing.directed else "undirected"
            with xml.element("graph", id="G", edgedefault=way):
                _write_text(xml, "desc", drawing.about.notice)
                for name, text in _facts(drawing).items():
                    xml.write(_data(keys["graph"][name][0], legal(text)))
                for node in drawing.nodes():
                    xml.write(_node(node, keys["node"]), pretty_print=True)
                for edge in drawing.edges():
                    element = _edge(edge, keys["edge"])
                    if mixed and edge.directed is not drawing.directed:
                        element.set("directed", write_cell(edge.directed))
                    xml.write(element, pretty_print=True)


_Keys = dict[str, tuple[str, str]]


def _facts(drawing: Drawing) -> dict[str, str]:
    return {"title": drawing.about.title, **drawing.about.facts}


def _keys(prefix: str, columns: Iterable[Column]) -> _Keys:
    return {c.name: (f"{prefix}{i}", c.type) for i, c in enumerate(columns)}


def _write_keys(xml: "etree._IncrementalFileWriter", kind: str, keys: _Keys) -> None:
    for name, (key, type_name) in keys.items():
        told = {"id": key, "for": kind, "attr.name": name, "attr.type": type_name}
        xml.write(etree.Element("key", told), pretty_print=True)


def _write_text(xml: "etree._IncrementalFileWriter", name: str, text: str) -> None:
    element = etree.Element(name)
    element.text = legal(text)
    xml.write(element, pretty_print=True)


def _node(node: OutNode, keys: _Keys) -> etree._Element:
    element = etree.Element("node", {"id": legal_id(node.id)})
    cells = {"label": node.label, **node.cells}
    element.extend(_data(keys[n][0], write_cell(cell)) for n, cell in cells.items())
    return element


def _edge(edge: OutEdge, keys: _Keys) -> etree._Element:
    ends = {"source": legal_id(edge.source), "target": legal_id(edge.target)}
    element = etree.Element("edge", {"id": legal_id(edge.id), **ends})
    cells: dict[str, Cell] = {"label": edge.label, "weight": edge.weight}
    cells |= {"directed": edge.directed, **edge.cells}
    element.extend(_data(keys[n][0], write_cell(cell)) for n, cell in cells.items())
    return element


def _data(key: str, text: str) -> etree._Element:
    element = etree.Element("data", {"key": key})
    element.text = text
    return element


def _comment(text: str) -> str:
    return f" {legal(text).replace('--', '- -')} "
