"""GEXF: nodes and edges with attributes; 1.1 to 1.3 are read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import IO

import orjson
from lxml import etree

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

NAMESPACE = "http://gexf.net/1.3"
VIZ = f"{NAMESPACE}/viz"
# Okabe and Ito's palette, as the page draws: it stays distinct to the colour-blind.
COLOURS = {
    "rs": (0, 114, 178),
    "ba": (230, 159, 0),
    "me": (0, 158, 115),
    "mk": (213, 94, 0),
    "al": (204, 121, 167),
    "xk": (86, 180, 233),
}
OTHER, UNKNOWN = (123, 104, 181), (138, 148, 163)
_DIRECTED = Column("directed", "boolean")
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


@dataclass(slots=True)
class _State:
    asked: Asked
    titles: dict[str, dict[str, str]] = field(
        default_factory=lambda: {"node": {}, "edge": {}}
    )
    defaults: dict[str, dict[str, str]] = field(
        default_factory=lambda: {"node": {}, "edge": {}}
    )
    one_way: bool = False


def iter_items(data: bytes, asked: Asked) -> Iterator[Item]:
    """Yield nodes and edges with their own attributes and their `attvalues` by title.

    Of a value that changes with time the last counts. A node without an id and an edge
    without an end are faults. Raises InvalidInput where the XML is broken.
    """
    state = _State(asked)
    for event, name, element in iter_steps(data, "gexf", asked.limits.depth):
        if event == "start":
            if name == "graph":
                kind = element.get("defaultedgetype", "undirected")
                state.one_way = asked.directed = kind == "directed"
        elif name == "attributes":
            _take_titles(state, element)
        elif name == "node":
            yield _read_node(state, element)
            forget(element)
        elif name == "edge":
            yield _read_edge(state, element)
            forget(element)


def _take_titles(state: _State, element: etree._Element) -> None:
    kind = element.get("class", "")
    if kind not in state.titles:
        return
    for child in element.findall("{*}attribute"):
        key = child.get("id", "")
        state.titles[kind][key] = child.get("title") or key
        default = child.find("{*}default")
        if default is not None and default.text:
            state.defaults[kind][state.titles[kind][key]] = default.text


def _read_node(state: _State, element: etree._Element) -> Item:
    if not element.get("id"):
        return Fault("a node has no id", line_of(element))
    return FileNode(
        element.get("id", ""),
        element.get("label", ""),
        _cells(state, element, "node") if state.asked.cells else NO_CELLS,
        line_of(element),
    )


def _read_edge(state: _State, element: etree._Element) -> Item:
    source, target = element.get("source"), element.get("target")
    if not source or not target:
        return Fault("an edge lacks an end", line_of(element))
    kind = element.get("type")
    return FileEdge(
        source,
        target,
        state.one_way if kind is None else kind == "directed",
        element.get("id", ""),
        _cells(state, element, "edge") if state.asked.cells else NO_CELLS,
        line_of(element),
    )


_STRUCTURE = {
    "node": frozenset(("id", "label", "pid")),
    "edge": frozenset(("id", "source", "target", "type")),
}


def _cells(state: _State, element: etree._Element, kind: str) -> Mapping[str, str]:
    """Return defaults, then the values by their titles, then the element's own."""
    titles = state.titles[kind]
    values = {
        titles.get(child.get("for", ""), child.get("for", "")): child.get("value", "")
        for child in element.iterfind(".//{*}attvalue")
    }
    own = {
        str(k): str(v) for k, v in element.attrib.items() if k not in _STRUCTURE[kind]
    }
    return {**state.defaults[kind], **values, **own}


def write(drawing: Drawing, file: IO[bytes], *, mixed: bool = False) -> None:
    """Write a graph as GEXF 1.3, coloured by country, dynamic where dates are known.

    A property of which some entity has several values is a `liststring`, written as a
    JSON array. Whether an edge has a direction is its attribute `directed`: networkx
    reads no graph of both kinds, so only `mixed` says it by the edges' `type`; it names
    no default then, of which Gephi would drop the other kind.
    """
    node_keys = _keys(drawing.node_columns())
    edge_keys = _keys([_DIRECTED, *drawing.edge_columns()])
    way = "directed" if drawing.directed else "undirected"
    told = {} if mixed else {"defaultedgetype": way}
    told["mode"] = "dynamic" if drawing.dated else "static"
    if drawing.dated:
        told["timeformat"] = "date"
    names = {None: NAMESPACE, "viz": VIZ}
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE}}}gexf", {"version": "1.3"}, nsmap=names):
            xml.write(_meta(drawing), pretty_print=True)
            with xml.element("graph", told):
                xml.write(_declared("node", node_keys), pretty_print=True)
                xml.write(_declared("edge", edge_keys), pretty_print=True)
                with xml.element("nodes", count=str(drawing.node_count)):
                    for node in drawing.nodes():
                        _write_node(xml, node, node_keys)
                with xml.element("edges", count=str(drawing.edge_count)):
                    for edge in drawing.edges():
                        element = _edge(edge, edge_keys)
                        if mixed:
                            kind = "directed" if edge.directed else "undirected"
                            element.set("type", kind)
                        xml.write(element, pretty_print=True)


_Keys = dict[str, tuple[str, Column]]


def _keys(columns: Sequence[Column]) -> _Keys:
    return {column.name: (str(i), column) for i, column in enumerate(columns)}


def _meta(drawing: Drawing) -> etree._Element:
    about = drawing.about
    facts = "; ".join(f"{name}: {text}" for name, text in about.facts.items())
    meta = etree.Element("meta")
    for name, text in (
        ("creator", "Klupko"),
        ("title", about.title),
        ("description", f"{about.notice} ({facts})" if facts else about.notice),
    ):
        etree.SubElement(meta, name).text = legal(text)
    return meta


def _declared(kind: str, keys: _Keys) -> etree._Element:
    declared = etree.Element("attributes", {"class": kind, "mode": "static"})
    for key, column in keys.values():
        form = "liststring" if column.many else column.type
        told = {"id": key, "title": column.name, "type": form}
        etree.SubElement(declared, "attribute", told)
    return declared


def _write_node(
    xml: "etree._IncrementalFileWriter", node: OutNode, keys: _Keys
) -> None:
    told = {"id": legal_id(node.id), "label": legal(node.label)}
    with xml.element("node", told | _spell(node.first, node.last)):
        if node.cells:
            xml.write(_values(node.cells, keys))
        red, green, blue = map(str, _colour(node.countries))
        with xml.element(f"{{{VIZ}}}color", r=red, g=green, b=blue):
            pass
    xml.write("\n")


def _edge(edge: OutEdge, keys: _Keys) -> etree._Element:
    told = {
        "id": legal_id(edge.id),
        "source": legal_id(edge.source),
        "target": legal_id(edge.target),
        "label": legal(edge.label),
        "kind": legal(edge.label),
        "weight": repr(edge.weight),
    }
    element = etree.Element("edge", told | _spell(edge.first, edge.last))
    element.append(_values({"directed": edge.directed, **edge.cells}, keys))
    return element


def _values(cells: Mapping[str, Cell], keys: _Keys) -> etree._Element:
    values = etree.Element("attvalues")
    for name, cell in cells.items():
        key, column = keys[name]
        text = _list(cell) if column.many else _text(cell)
        etree.SubElement(values, "attvalue", {"for": key, "value": text})
    return values


def _list(cell: Cell) -> str:
    several = cell if isinstance(cell, tuple) else (write_cell(cell),)
    return orjson.dumps([legal(value) for value in several]).decode()


def _text(cell: Cell) -> str:
    """Return a cell of a column in which nothing has several values."""
    return legal(cell[0]) if isinstance(cell, tuple) else write_cell(cell)


def _colour(countries: Sequence[str]) -> tuple[int, int, int]:
    for country in countries:
        if country in COLOURS:
            return COLOURS[country]
    return OTHER if countries else UNKNOWN


def _spell(first: str, last: str) -> dict[str, str]:
    """Return `start` and `end` as whole days; an end before its start is left out."""
    start, end = _day(first, latest=False), _day(last, latest=True)
    told = {"start": start, "end": end if end >= start else ""}
    return {name: day for name, day in told.items() if day}


def _day(text: str, *, latest: bool) -> str:
    """Return the first or the latest day that a date as far as known may mean."""
    found = _DAY.fullmatch(text)
    if found is None:
        return ""
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day or not latest:
            return date(year, month or 1, day or 1).isoformat()
        after = date(year + month // 12, month % 12 + 1, 1) if month else None
        last = after - timedelta(days=1) if after else date(year, 12, 31)
        return last.isoformat()
    except ValueError:
        return ""
