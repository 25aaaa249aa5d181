"""GEXF 1.1 to 1.3: nodes and edges with attributes; times are left aside."""

from dataclasses import dataclass, field

from lxml import etree

from graph.errors import InvalidInput
from graph.exchange.build import Builder, GraphFile
from graph.exchange.xml import forget, iter_steps


@dataclass(slots=True)
class _State:
    builder: Builder
    titles: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    one_way: bool = False
    seen: bool = False


def read(data: bytes, builder: Builder) -> GraphFile:
    """Return the graph; `weight` is the edge's own or an attribute by its title.

    Raises InvalidInput where a node has no id or an edge no end.
    """
    state = _State(builder)
    for event, name, element in iter_steps(data, "gexf", builder.limits.depth):
        if event == "start":
            _begin(state, name, element)
        elif name == "attributes":
            _take_titles(state, element)
        elif name == "node":
            forget(element)
        elif name == "edge":
            _take_edge(state, element)
            forget(element)
    return builder.finish("gexf", state.one_way if state.seen else None)


def _begin(state: _State, name: str, element: etree._Element) -> None:
    if name == "graph":
        state.seen = True
        state.one_way = element.get("defaultedgetype", "undirected") == "directed"
    if name == "node":
        if not element.get("id"):
            raise InvalidInput(f"line {element.sourceline}: a node has no id")
        state.builder.add_node(element.get("id", ""), element.get("label", ""))


def _take_titles(state: _State, element: etree._Element) -> None:
    if element.get("class") != "edge":
        return
    for child in element.findall("{*}attribute"):
        key = child.get("id", "")
        state.titles[key] = child.get("title") or key
        default = child.find("{*}default")
        if default is not None and default.text:
            state.defaults[state.titles[key]] = default.text


def _take_edge(state: _State, element: etree._Element) -> None:
    source, target = element.get("source"), element.get("target")
    if not source or not target:
        raise InvalidInput(f"line {element.sourceline}: an edge lacks an end")
    kind = element.get("type")
    one_way = state.one_way if kind is None else kind == "directed"
    state.builder.add_edge(source, target, _weight(state, element), one_way)


def _weight(state: _State, element: etree._Element) -> str | None:
    asked = state.builder.weight
    if asked is None:
        return None
    if element.get(asked) is not None:
        return element.get(asked)
    values = {
        state.titles.get(child.get("for", ""), child.get("for", "")): child.get("value")
        for child in element.iterfind(".//{*}attvalue")
    }
    folded = {k.casefold(): v for k, v in values.items()}
    found = values.get(asked) or folded.get(asked.casefold())
    return state.defaults.get(asked) if found is None else found
