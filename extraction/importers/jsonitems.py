"""JSON objects out of a file's bytes: one a line, an array, or `{"entities": […]}`."""

import io
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

import orjson

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


def first_items(data: bytes) -> Iterator[object]:
    """Yield the first few objects as far as they can be parsed; to look at only."""
    data = data.removeprefix(_BOM)
    if not data[:1024].lstrip().startswith((b"{", b"[")):
        return
    for line, _ in zip(io.BytesIO(data), range(_PEEK_LINES), strict=False):
        yield _parse(line[:MAX_LINE])
    wrapped = _WRAPPED.match(data)
    begin = wrapped.end() if wrapped else 0
    text = data[begin : begin + _PEEK].decode("utf-8", errors="replace")
    try:
        yield json.JSONDecoder().raw_decode(text.lstrip("[ \t\r\n"))[0]
    except (ValueError, RecursionError):
        return


def iter_items(data: bytes) -> Iterator[Item]:
    """Yield every item in order.

    Raises InvalidInput where an array breaks off or is too large: of one that cannot
    be parsed as a whole, no member is safe.
    """
    data = data.removeprefix(_BOM)
    if data[:1024].lstrip().startswith(b"[") or _WRAPPED.match(data[:1024]):
        yield from _members(data)
        return
    for number, line in enumerate(io.BytesIO(data), start=1):
        if line.strip():
            yield _item(f"line {number}", line)


def _members(data: bytes) -> Iterator[Item]:
    if len(data) > MAX_ARRAY:
        raise InvalidInput("ftm: the array is too large; write one entity a line")
    try:
        whole = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InvalidInput("ftm: the JSON array breaks off or is damaged") from error
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
