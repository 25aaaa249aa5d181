"""Pajek's .net files: vertices, arcs, edges, their lists, or a matrix."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from graph.errors import InvalidInput, LimitExceeded
from graph.exchange.build import Builder, GraphFile

_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(slots=True)
class _State:
    builder: Builder
    count: int = 0
    row: int = 0
    ways: set[bool] = field(default_factory=set)


def read(text: str, builder: Builder) -> GraphFile:
    """Return the graph; nodes go by number, labels beside them.

    The weight is the third figure of an arc or edge, asked for as `weight`. Sections
    that hold no vertices and no lines are passed over. Raises InvalidInput with the
    line.
    """
    state = _State(builder)
    take: _Take = _pass
    for number, line in enumerate(text.splitlines(), 1):
        words = [a or b for a, b in _WORD.findall(line)]
        if not words or line.lstrip().startswith("%"):
            continue
        try:
            if words[0].startswith("*"):
                take = _section(state, words)
            else:
                take(state, words)
        except ValueError as error:
            raise InvalidInput(f"line {number}: not readable as Pajek") from error
    return builder.finish("pajek", state.ways == {True} if state.ways else None)


_Take = Callable[[_State, list[str]], None]


def _section(state: _State, words: list[str]) -> _Take:
    name = words[0].casefold()
    if name == "*vertices":
        _, count, *_ = words
        state.count = int(count)
        if state.count > state.builder.limits.nodes:
            raise LimitExceeded(f"more than {state.builder.limits.nodes} nodes")
        for i in range(1, state.count + 1):
            state.builder.add_node(str(i))
    if name in _WAYS:
        state.ways.add(_WAYS[name])
    return _SECTIONS.get(name, _pass)


def _pass(state: _State, words: list[str]) -> None:
    """Read nothing."""


def _vertex(state: _State, words: list[str]) -> None:
    state.builder.add_node(_number(state, words[0]), words[1] if words[1:] else "")


def _arc(state: _State, words: list[str]) -> None:
    _line(state, words, True)


def _edge(state: _State, words: list[str]) -> None:
    _line(state, words, False)


def _line(state: _State, words: list[str], one_way: bool) -> None:
    source, target, *figures = words
    ends = _number(state, source), _number(state, target)
    weight = figures[0] if figures and _asked(state) else None
    state.builder.add_edge(*ends, weight, one_way)


def _arcs(state: _State, words: list[str]) -> None:
    for target in words[1:]:
        _line(state, [words[0], target], True)


def _edges(state: _State, words: list[str]) -> None:
    for target in words[1:]:
        _line(state, [words[0], target], False)


def _matrix(state: _State, words: list[str]) -> None:
    state.row += 1
    for column, value in enumerate(words, 1):
        if float(value) != 0:
            _line(state, [str(state.row), str(column), value], True)


def _asked(state: _State) -> bool:
    return (state.builder.weight or "").casefold() in ("weight", "value")


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
