"""dBase, FoxPro and Clipper tables (.dbf) to their rows, deleted ones left out."""

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extraction.reading.encoding import decode_text, find_encoding
from extraction.reading.yuscii import find_yuscii
from graph.errors import InvalidInput

_VERSIONS = (0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5)
_SAMPLE = 1 << 16
_TEXT, _DATE, _TRUTH = "C", "D", "L"
_TRUTHS = {b"T": True, b"Y": True, b"F": False, b"N": False}


class _Field(NamedTuple):
    name: str
    kind: str
    start: int
    end: int


class _Header(NamedTuple):
    records: int
    size: int
    width: int


def is_dbf(data: bytes) -> bool:
    """Whether the header's sizes and date fit a table of just this length."""
    if len(data) < 68 or data[0] not in _VERSIONS:
        return False
    head = _read_header(data)
    month, day = data[2], data[3]
    ends = head.size + head.records * head.width
    if head.width < 2:
        return False
    return 1 <= month <= 12 and 1 <= day <= 31 and 0 <= len(data) - ends <= 2


def iter_dbf(data: bytes) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """Yield the one table, without a name: first the names of its columns, then rows.

    Raises InvalidInput where the columns cannot be read.
    """
    fields = list(_iter_fields(data))
    head = _read_header(data)
    if not (is_dbf(data) and fields and fields[-1].end <= head.width):
        raise InvalidInput("table: the columns cannot be read")
    yield "", _iter_rows(data, head, fields)


def _read_header(data: bytes) -> _Header:
    return _Header(*struct.unpack_from("<IHH", data, 4))


def _iter_fields(data: bytes) -> Iterator[_Field]:
    start = 1
    for at in range(32, _read_header(data).size - 31, 32):
        if data[at] in (0x0D, 0x00):
            return
        name = data[at : at + 11].partition(b"\0")[0]
        end = start + data[at + 16]
        yield _Field(decode_text(name).strip(), chr(data[at + 11]), start, end)
        start = end


def _iter_rows(
    data: bytes, head: _Header, fields: list[_Field]
) -> Iterator[Sequence[object]]:
    yield [field.name for field in fields]
    decode = _find_decoder(_cut_sample(data, head, fields))
    for row in _cut_rows(data, head):
        yield [_read(row[f.start : f.end].strip(b" \0"), f, decode) for f in fields]


def _cut_rows(data: bytes, head: _Header) -> Iterator[bytes]:
    for number in range(head.records):
        at = head.size + number * head.width
        if data[at : at + 1] == b" ":
            yield data[at : at + head.width]


def _cut_sample(data: bytes, head: _Header, fields: list[_Field]) -> bytes:
    """Return words of the first rows, from which the table's encoding is known."""
    texts = [field for field in fields if field.kind == _TEXT]
    sample = bytearray()
    for row in _cut_rows(data, head):
        for field in texts:
            if value := row[field.start : field.end].strip(b" \0"):
                sample += value.replace(b"\0", b" ") + b"\n"
        if len(sample) > _SAMPLE:
            break
    return bytes(sample)


def _find_decoder(sample: bytes) -> Callable[[bytes], str]:
    page = find_yuscii(sample)
    if page is not None:
        return page.decode
    _, name = find_encoding(sample)
    return lambda data: data.decode(name, "replace")


def _read(value: bytes, field: _Field, decode: Callable[[bytes], str]) -> object:
    if field.kind == _TEXT:
        return decode(value)
    if field.kind == _TRUTH:
        return _TRUTHS.get(value.upper(), "")
    text = value.decode("ascii", "replace")
    if field.kind == _DATE and len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text if field.kind in "NFD" else ""
