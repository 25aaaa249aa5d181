"""Pajek's .net files: vertices, arcs, edges, their lists, or a matrix."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graph.errors import LimitExceeded
from graph.exchange.build import Asked, Fault, FileEdge, FileNode, Item

_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(slots=True)
class _State:
    asked: Asked
    line: int = 0
    count: int = 0
    row: int = 0
    relation: str = ""
    unseen: dict[str, None] = field(default_factory=dict)
    ways: set[bool] = field(default_factory=set)


def iter_items(text: str, asked: Asked) -> Iterator[Item]:
    """Yield nodes, by number with labels beside them, and edges.

    An edge's third figure is its `weight`, the label of its relation its `kind`.
    Sections that hold no vertices and no lines are passed over. A line that cannot be
    read is a fault. Raises LimitExceeded for too many vertices.
    """
    state = _State(asked)
    take: _Take = _pass
    for state.line, line in enumerate(text.splitlines(), 1):
        words = [a or b for a, b in _WORD.findall(line)]
        if not words or line.lstrip().startswith("%"):
            continue
        try:
            if words[0].startswith("*"):
                take = _SECTIONS.get(words[0].casefold(), _pass)
                yield from _begin(state, words)
            else:
                yield from take(state, words)
        except ValueError:
            yield Fault("not readable as Pajek", state.line)
    if 0 < len(state.unseen) < state.count and take is _vertex:
        yield Fault("the file breaks off among its vertices", state.line)
    yield from _rest(state)
    asked.directed = state.ways == {True} if state.ways else None


_Take = Callable[[_State, list[str]], Iterable[Item]]


def _begin(state: _State, words: list[str]) -> Iterator[Item]:
    """Take a section's head; vertices without a line of their own are nodes, too."""
    name = words[0].casefold()
    yield from _rest(state)
    if name == "*vertices":
        _, count, *_ = words
        state.count = int(count)
        if state.count > state.asked.limits.nodes:
            raise LimitExceeded(f"more than {state.asked.limits.nodes} nodes")
        state.unseen = {str(i): None for i in range(1, state.count + 1)}
    if name in _WAYS:
        state.ways.add(_WAYS[name])
        state.relation = words[2] if len(words) > 2 else ""


def _pass(state: _State, words: list[str]) -> Iterable[Item]:
    """Read nothing."""
    return ()


def _vertex(state: _State, words: list[str]) -> Iterator[Item]:
    label = words[1] if words[1:] else ""
    number = _number(state, words[0])
    state.unseen.pop(number, None)
    yield FileNode(number, label, line=state.line)


def _rest(state: _State) -> Iterator[Item]:
    yield from (FileNode(number, line=state.line) for number in state.unseen)
    state.unseen = {}


def _arc(state: _State, words: list[str]) -> Iterator[Item]:
    yield _line(state, words, True)


def _edge(state: _State, words: list[str]) -> Iterator[Item]:
    yield _line(state, words, False)


def _line(state: _State, words: list[str], one_way: bool) -> Item:
    source, target, *figures = words
    cells = {"weight": figures[0]} if figures else {}
    if state.relation:
        cells["kind"] = state.relation
    ends = _number(state, source), _number(state, target)
    return FileEdge(*ends, one_way, "", cells, state.line)


def _arcs(state: _State, words: list[str]) -> Iterator[Item]:
    for target in words[1:]:
        yield _line(state, [words[0], target], True)


def _edges(state: _State, words: list[str]) -> Iterator[Item]:
    for target in words[1:]:
        yield _line(state, [words[0], target], False)


def _matrix(state: _State, words: list[str]) -> Iterator[Item]:
    state.row += 1
    for column, value in enumerate(words, 1):
        if float(value) != 0:
            yield _line(state, [str(state.row), str(column), value], True)


def _number(state: _State, word: str) -> str:
    number = int(word)
    if not 1 <= number <= state.count:
        raise ValueError("no such vertex")
    return str(number)


_WAYS = {
    "*arcs": True,
    "*arcslist": True,
    "*matrix": True,
    "*edges": False,
    "*edgeslist": False,
}
_SECTIONS: dict[str, _Take] = {
    "*vertices": _vertex,
    "*arcs": _arc,
    "*edges": _edge,
    "*arcslist": _arcs,
    "*edgeslist": _edges,
    "*matrix": _matrix,
}
