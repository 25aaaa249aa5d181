"""GraphML: nodes and edges with typed data, nested graphs taken flat."""

from dataclasses import dataclass, field

from lxml import etree

from graph.errors import InvalidInput, Unsupported
from graph.exchange.build import Builder, GraphFile
from graph.exchange.xml import forget, iter_steps

_LABELS = ("label", "name")


@dataclass(slots=True)
class _State:
    builder: Builder
    keys: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    ways: list[bool] = field(default_factory=list)
    said: set[bool] = field(default_factory=set)


def read(data: bytes, builder: Builder) -> GraphFile:
    """Return the graph; labels from data named label or name, or from a drawing.

    Raises InvalidInput where a node has no id or an edge no end, Unsupported for
    hyperedges.
    """
    state = _State(builder)
    for event, name, element in iter_steps(data, "graphml", builder.limits.depth):
        if event == "start":
            _begin(state, name, element)
        elif name == "key":
            _take_key(state, element)
        elif name == "graph":
            state.ways.pop()
        elif name == "node":
            builder.add_node(element.get("id", ""), _label(state, element))
            forget(element)
        elif name == "edge":
            _take_edge(state, element)
            forget(element)
    return builder.finish("graphml", _directed(state.said))


def _begin(state: _State, name: str, element: etree._Element) -> None:
    if name == "hyperedge":
        raise Unsupported("GraphML hyperedges are not read")
    if name == "graph":
        state.ways.append(element.get("edgedefault", "undirected") == "directed")
        state.said.add(state.ways[-1])
    if name == "node" and not element.get("id"):
        raise InvalidInput(f"line {element.sourceline}: a node has no id")
    if name == "node":
        state.builder.add_node(element.get("id", ""))


def _take_key(state: _State, element: etree._Element) -> None:
    key = element.get("id", "")
    state.keys[key] = element.get("attr.name") or key
    default = _child(element, "default")
    if default is not None and element.get("for") in ("edge", "all", None):
        state.defaults[state.keys[key]] = default


def _take_edge(state: _State, element: etree._Element) -> None:
    source, target = element.get("source"), element.get("target")
    if not source or not target or not state.ways:
        raise InvalidInput(f"line {element.sourceline}: an edge lacks an end")
    said = element.get("directed")
    one_way = state.ways[-1] if said is None else said in ("true", "1")
    weight = None
    if state.builder.weight is not None:
        asked = state.builder.weight
        weight = _values(state, element).get(asked, state.defaults.get(asked))
        weight = element.get(asked) if weight is None else weight
    state.builder.add_edge(source, target, weight, one_way)


def _values(state: _State, element: etree._Element) -> dict[str, str]:
    return {
        state.keys.get(child.get("key", ""), child.get("key", "")): child.text or ""
        for child in element
        if isinstance(child.tag, str) and etree.QName(child).localname == "data"
    }


def _label(state: _State, element: etree._Element) -> str:
    values = {k.casefold(): v.strip() for k, v in _values(state, element).items()}
    for name in _LABELS:
        if values.get(name):
            return values[name]
    drawn = element.find(".//{*}NodeLabel")
    return (drawn.text or "").strip() if drawn is not None else ""


def _child(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{{*}}{name}")
    return None if found is None else (found.text or "").strip()


def _directed(said: set[bool]) -> bool | None:
    return said == {True} if said else None
