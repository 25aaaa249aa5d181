"""JSON objects out of a file's bytes: one a line, an array, or `{"entities": […]}`."""

import io
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import orjson

from extraction.model import Content
from extraction.reading.position import reach
from graph.errors import InvalidInput

MAX_LINE = 32 << 20
MAX_ARRAY = 512 << 20
_PEEK = 1 << 20
_PEEK_LINES = 5
_BOM = b"\xef\xbb\xbf"
_WRAPPED = re.compile(rb'\s*\{\s*"(?:entities|results)"\s*:\s*(?=\[)')


class Item(NamedTuple):
    """One value of the file: where it stands (`line 3`, `item 3`), and what it is.

    `error` says why it could not be parsed; `value` is then None.
    """

    where: str
    value: object
    error: str = ""


def first_items(data: Content) -> Iterator[object]:
    """Yield the first few objects as far as they can be parsed; to look at only."""
    head = data[: _PEEK_LINES * MAX_LINE].removeprefix(_BOM)
    if not head[:1024].lstrip().startswith((b"{", b"[")):
        return
    for line, _ in zip(io.BytesIO(head), range(_PEEK_LINES), strict=False):
        yield _parse(line[:MAX_LINE])
    wrapped = _WRAPPED.match(head)
    begin = wrapped.end() if wrapped else 0
    text = head[begin : begin + _PEEK].decode("utf-8", errors="replace")
    try:
        yield json.JSONDecoder().raw_decode(text.lstrip("[ \t\r\n"))[0]
    except (ValueError, RecursionError):
        return


def iter_items(data: Content) -> Iterator[Item]:
    """Yield every item in order.

    Raises InvalidInput where an array breaks off or is too large: of one that cannot
    be parsed as a whole, no member is safe.
    """
    head = data[:1024].removeprefix(_BOM)
    if head.lstrip().startswith(b"[") or _WRAPPED.match(head):
        yield from _members(data)
        return
    for number, line in enumerate(_lines(data), start=1):
        if line.strip():
            yield _item(f"line {number}", line)


def _lines(data: Content) -> Iterator[bytes]:
    """Yield the lines, the first without BOM; of one too long its beginning."""
    start = len(_BOM) if data[: len(_BOM)] == _BOM else 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        reach(end)
        yield data[start : min(end, start + MAX_LINE + 1)]
        start = end


def _members(data: Content) -> Iterator[Item]:
    if not isinstance(data, bytes) or len(data) > MAX_ARRAY:
        raise InvalidInput("the JSON array is too large: write one object a line")
    try:
        whole = orjson.loads(data.removeprefix(_BOM))
    except orjson.JSONDecodeError as error:
        raise InvalidInput("the JSON array breaks off or is damaged") from error
    listed = next(iter(whole.values())) if isinstance(whole, dict) else whole
    for number, member in enumerate(listed, start=1):
        yield Item(f"item {number}", member)


def _item(where: str, line: bytes) -> Item:
    if len(line) > MAX_LINE:
        return Item(where, None, f"longer than {MAX_LINE} bytes")
    value = _parse(line)
    return Item(where, value, "" if value is not None else "not valid JSON")


def _parse(line: bytes) -> object:
    try:
        parsed: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return parsed
