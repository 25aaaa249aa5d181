"""Members of a long array inside a JSON object, one at a time, from bytes or a map."""

import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

import orjson

from extraction.model import Content
from extraction.reading.position import reach

MAX_MEMBER = 32 << 20
MAX_HEADER = 1 << 20
_MAX_DEPTH = 200
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_COLON = re.compile(rb"\s*:\s*\[")


class Member(NamedTuple):
    """One member of the array, or why there is none, and what stood before the array.

    `header` holds the members of the array's object that come before it; `begin` is
    True for the first member of an array; `offset` counts bytes.
    """

    header: dict[str, object]
    value: object
    offset: int
    begin: bool = False
    error: str = ""


def iter_members(content: Content, name: str) -> Iterator[Member]:
    """Yield the members of each array under the key `name`, in order.

    A member that is not valid is an error and the next goes on; where the file breaks
    off or is no JSON, the last one says so.
    """
    scanner = _Scanner(content, b'"' + name.encode() + b'"')
    yield from scanner.scan()


class _Scanner:
    """Follows braces and strings; never holds more than one member."""

    def __init__(self, content: Content, key: bytes) -> None:
        self._content = content
        self._key = key
        self._tokens = _TOKEN.finditer(content)
        self._opened: list[int] = []

    def scan(self) -> Iterator[Member]:
        """Yield the members of the arrays under the key, errors among them."""
        for token in self._tokens:
            text = token[0]
            if text in (b"{", b"["):
                self._opened.append(token.start())
                if len(self._opened) > _MAX_DEPTH:
                    yield Member({}, None, token.start(), error="nested too deep")
                    return
            elif text in (b"}", b"]"):
                if not self._opened:
                    yield Member({}, None, token.start(), error="closed too often")
                    return
                self._opened.pop()
            elif text == self._key and _COLON.match(self._content, token.end()):
                ended = yield from self._members(self._header(token.start()))
                if not ended:
                    return
        if self._opened:
            at = len(self._content)
            yield Member({}, None, at, error="breaks off: the rest is missing")

    def _header(self, end: int) -> dict[str, object]:
        start = self._opened[-1] if self._opened else 0
        if end - start > MAX_HEADER:
            return {}
        text = bytes(self._content[start:end]).rstrip().removesuffix(b",") + b"}"
        found = _parse(text)
        return found if isinstance(found, dict) else {}

    def _members(self, header: dict[str, object]) -> Generator[Member, None, bool]:
        """Yield the array's members; return whether the array was closed."""
        depth, start, first = 0, 0, True
        for token in self._tokens:
            text = token[0]
            if text in (b"{", b"["):
                if depth == 1:
                    start = token.start()
                depth += 1
                if depth > _MAX_DEPTH:
                    yield Member(header, None, start, error="nested too deep")
                    return False
            elif text in (b"}", b"]"):
                depth -= 1
                if depth == 0:
                    return True
                if depth == 1:
                    yield self._member(header, start, token.end(), first)
                    first = False
        at = len(self._content)
        yield Member(header, None, at, error="breaks off: the rest is missing")
        return False

    def _member(
        self, header: dict[str, object], start: int, end: int, first: bool
    ) -> Member:
        reach(end)
        if end - start > MAX_MEMBER:
            return Member(header, None, start, first, f"longer than {MAX_MEMBER} bytes")
        value = _parse(bytes(self._content[start:end]))
        error = "" if value is not None else "not valid JSON"
        return Member(header, value, start, first, error)


def _parse(data: bytes) -> object:
    try:
        found: object = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    return found
