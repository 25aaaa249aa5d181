"""DOT, the language of Graphviz: statements in braces, read without running it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.errors import InvalidInput, LimitExceeded
from graph.exchange.build import Asked, FileEdge, FileNode, Item

HEAD = re.compile(
    r"(?:\s|//[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/|#[^\n]*+\n)*+"
    r"(?:strict\s++)?(?:di)?graph\b\s*+"
    r'(?:"(?:[^"\\]|\\.)*+"|[\w.-]++)?+\s*+\{',
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?P<blank>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/)"
    r'|"(?P<quoted>(?:[^"\\]|\\.)*+)"'
    r"|(?P<mark>->|--|[{}\[\];,=:+])"
    r"|(?P<html><)"
    r"|(?P<word>-?(?:\.\d+|\d+(?:\.\d*)?)(?![^\W\d])|[^\W\d]\w*)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_KINDS = ("graph", "node", "edge")

Cells = dict[str, str]


class _Token(NamedTuple):
    """A word with the line it stands on; `mark` is True for what is punctuation."""

    text: str
    line: int
    mark: bool = False
    bare: bool = False


def iter_items(text: str, asked: Asked) -> Iterator[Item]:
    """Yield the nodes in the order of their first sight, then the edges.

    Attributes include those that `node [...]` and `edge [...]` give to what follows;
    `a -> {b c}` is an edge to each, and ports are left aside. Raises InvalidInput,
    with the line, where the text is no DOT, LimitExceeded for too much of it.
    """
    reader = _Reader(_Tokens(text), asked)
    reader.read()
    asked.directed = reader.ways == {True} if reader.ways else None
    for name, (cells, line) in reader.nodes.items():
        label = _label(cells.get("label", ""), name)
        rest = {k: v for k, v in cells.items() if k != "label"}
        yield FileNode(name, label, rest, line)
    yield from reader.edges


def _label(text: str, name: str) -> str:
    """Return a label without escapes; `\\N` stands for the node's name."""
    escapes = {"N": name, "G": "", "n": "\n", "l": "\n", "r": "\n"}
    return _ESCAPED.sub(lambda m: escapes.get(m[1], m[1]), text).strip()


class _Tokens:
    """Words of the text, one looked at ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at, self._line = 0, 1
        self.next = self._read()

    def take(self) -> _Token:
        """Return the next token and go on; an empty mark at the end."""
        token, self.next = self.next, self._read()
        return token

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.next.mark and not self.next.text

    def skip(self, mark: str) -> bool:
        """Go over the mark if it is next."""
        found = self.next.mark and self.next.text == mark
        if found:
            self.take()
        return found

    def _read(self) -> _Token:
        while self._at < len(self._text):
            begin = self._line
            if self._text[self._at] == "#" and self._text[self._at - 1 : self._at] in (
                "",
                "\n",
            ):
                self._at = self._text.find("\n", self._at) % (len(self._text) + 1)
                continue
            found = _TOKEN.match(self._text, self._at)
            if found is None:
                raise InvalidInput(f"line {begin}: not readable as DOT")
            if found["html"]:
                return self._html()
            self._at = found.end()
            self._line += found[0].count("\n")
            if found["quoted"] is not None:
                text = found["quoted"].replace('\\"', '"').replace("\\\n", "")
                return _Token(text, begin)
            if found["mark"]:
                return _Token(found[0], begin, mark=True)
            if found["word"]:
                return _Token(found[0], begin, bare=True)
        return _Token("", self._line, mark=True)

    def _html(self) -> _Token:
        begin, depth, start = self._line, 0, self._at
        for found in re.compile("[<>]").finditer(self._text, start):
            depth += 1 if found[0] == "<" else -1
            if depth == 0:
                self._at = found.end()
                inside = self._text[start + 1 : found.start()]
                self._line += inside.count("\n")
                return _Token(html.unescape(_TAG.sub(" ", inside)).strip(), begin)
        raise InvalidInput(f"line {begin}: a text in angle brackets has no end")


@dataclass(slots=True)
class _Reader:
    """Reads graphs, by descent; subgraphs are the nodes that they name."""

    tokens: _Tokens
    asked: Asked
    nodes: dict[str, tuple[Cells, int]] = field(default_factory=dict)
    edges: list[FileEdge] = field(default_factory=list)
    ways: set[bool] = field(default_factory=set)
    named: dict[str, dict[str, None]] = field(default_factory=dict)
    directed: bool = False
    shared: int = 0

    def read(self) -> None:
        """Read all graphs of the text, usually one."""
        while not self.tokens.ended:
            token = self._word()
            if token.text.casefold() == "strict":
                token = self._word()
            kind = token.text.casefold()
            if kind not in ("graph", "digraph"):
                raise InvalidInput(f"line {token.line}: not readable as DOT")
            self.directed = kind == "digraph"
            if not self.tokens.next.mark:
                self._name()
            self._open()
            self._statements({"node": {}, "edge": {}}, {}, 1)

    def _word(self) -> _Token:
        token = self.tokens.take()
        if token.mark:
            what = "not readable as DOT" if token.text else "the file breaks off here"
            raise InvalidInput(f"line {token.line}: {what}")
        return token

    def _name(self) -> _Token:
        """Return an id; quoted parts may be joined by plus signs."""
        token = self._word()
        while not token.bare and self.tokens.skip("+"):
            token = token._replace(text=token.text + self._word().text)
        return token

    def _open(self) -> None:
        token = self.tokens.take()
        if not token.mark or token.text != "{":
            raise InvalidInput(f"line {token.line}: an opening brace is missing")

    def _statements(
        self, given: dict[str, Cells], inside: dict[str, None], depth: int
    ) -> None:
        """Read up to the closing brace; `inside` gets the nodes that are named."""
        if depth > self.asked.limits.depth:
            raise InvalidInput(f"line {self.tokens.next.line}: nested too deep")
        while not self.tokens.skip("}"):
            if self.tokens.skip(";") or self.tokens.skip(","):
                continue
            token = self.tokens.next
            if token.bare and token.text.casefold() in _KINDS:
                self.tokens.take()
                if not self.tokens.skip("="):
                    cells = self._attributes()
                    given.setdefault(token.text.casefold(), {}).update(cells)
                else:
                    self._name()
                continue
            self._chain(given, inside, depth)

    def _chain(
        self, given: dict[str, Cells], inside: dict[str, None], depth: int
    ) -> None:
        """Read a node, a subgraph, an edge of several ends, or `name = value`."""
        line = self.tokens.next.line
        ends = [self._end(given, depth)]
        if ends[0] is None:
            return
        while (mark := self.tokens.next.text) in ("->", "--") and self.tokens.next.mark:
            self.tokens.take()
            end = self._end(given, depth)
            if end is None:
                raise InvalidInput(f"line {line}: an edge lacks an end")
            ends.append(end)
            self.ways.add(mark == "->")
        cells = self._attributes()
        found = [end for end in ends if end is not None]
        for end in found:
            inside.update(end)
        if len(found) > 1:
            self._join(found, {**given["edge"], **cells}, line)
        else:
            for name in found[0]:
                self.nodes[name][0].update(cells)

    def _end(self, given: dict[str, Cells], depth: int) -> dict[str, None] | None:
        """Return the nodes of an end; None for an attribute of the graph."""
        token = self.tokens.next
        named = token.bare and token.text.casefold() == "subgraph"
        if named or (token.mark and token.text == "{"):
            return self._subgraph(given, depth, named)
        name = self._name()
        if self.tokens.skip("="):
            self._name()
            return None
        while self.tokens.skip(":"):
            self._name()
        self._see(name, given["node"])
        return {name.text: None}

    def _subgraph(
        self, given: dict[str, Cells], depth: int, named: bool
    ) -> dict[str, None]:
        inside: dict[str, None] = {}
        if named:
            self.tokens.take()
            if not self.tokens.next.mark:
                inside = self.named.setdefault(self._name().text, inside)
        if not named or (self.tokens.next.mark and self.tokens.next.text == "{"):
            self._open()
            own = {kind: dict(cells) for kind, cells in given.items()}
            self._statements(own, inside, depth + 1)
        self.shared += len(inside)
        if self.shared > self.asked.limits.edges:
            raise LimitExceeded("its subgraphs name more nodes than can be read")
        return dict(inside)

    def _see(self, name: _Token, given: Cells) -> None:
        if name.text not in self.nodes:
            self.nodes[name.text] = (dict(given), name.line)
            if len(self.nodes) > self.asked.limits.nodes:
                raise LimitExceeded(f"more than {self.asked.limits.nodes} nodes")

    def _attributes(self) -> Cells:
        cells: Cells = {}
        while self.tokens.skip("["):
            while not self.tokens.skip("]"):
                if self.tokens.skip(",") or self.tokens.skip(";"):
                    continue
                name = self._name().text
                cells[name] = self._name().text if self.tokens.skip("=") else "true"
        return cells

    def _join(self, ends: list[dict[str, None]], cells: Cells, line: int) -> None:
        label = cells.get("label")
        if label:
            cells["label"] = _label(label, "")
        for sources, targets in zip(ends, ends[1:], strict=False):
            if len(self.edges) + len(sources) * len(targets) > self.asked.limits.edges:
                raise LimitExceeded(f"more than {self.asked.limits.edges} edges")
            self.edges += (
                FileEdge(
                    source, target, self.directed, cells.get("id", ""), cells, line
                )
                for source in sources
                for target in targets
            )
