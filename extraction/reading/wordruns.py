"""Where in an old Word document text has a property: [MS-DOC]'s formatted pages."""

import struct
from collections.abc import Iterator

PAGE = 512
_CHARACTERS, _PARAGRAPHS = 0x0FA, 0x102
DELETED, IN_TABLE, ROW_ENDS = 0x0800, 0x2416, 0x2417
"""Properties: deleted while changes were tracked; in a table; the end of its row."""
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_OF_CELLS = 0xD608


def read_runs(main: bytes, table: bytes, wanted: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the main stream that have the property, in its order."""
    paragraphs = wanted != DELETED
    kind = _PARAGRAPHS if paragraphs else _CHARACTERS
    start, size = struct.unpack_from("<II", main.ljust(kind + 8, b"\0"), kind)
    plc = table[start : start + size]
    count = max(0, (len(plc) - 4) // 8)
    pages = struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ()
    for number in dict.fromkeys(page & 0x3F_FFFF for page in pages):
        page = main[number * PAGE : (number + 1) * PAGE]
        if len(page) == PAGE:
            yield from _read_page(page, paragraphs, wanted)


def _read_page(page: bytes, paragraphs: bool, wanted: int) -> Iterator[tuple[int, int]]:
    count = page[-1]
    width = 13 if paragraphs else 1
    first = 4 * (count + 1)
    if first + width * count > PAGE:
        return
    places = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = 2 * page[first + width * number]
        changes = _cut_paragraph(page, at) if paragraphs else _cut_characters(page, at)
        if at and _is_on(changes, wanted):
            yield places[number], places[number + 1]


def _cut_characters(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]]


def _cut_paragraph(page: bytes, at: int) -> bytes:
    """Return the changes behind a length in words and the number of a style."""
    if page[at]:
        return page[at + 3 : at + 2 * page[at]]
    return page[at + 4 : at + 2 + 2 * page[at + 1]]


def _is_on(changes: bytes, wanted: int) -> bool:
    at = 0
    while at + 3 <= len(changes):
        code = struct.unpack_from("<H", changes, at)[0]
        if code == wanted:
            return changes[at + 2] & 1 == 1
        kind = code >> 13
        if code == _TABLE_OF_CELLS and at + 4 <= len(changes):
            at += 3 + struct.unpack_from("<H", changes, at + 2)[0]
        elif kind == 6:
            at += 3 + changes[at + 2]
        else:
            at += 2 + _OPERANDS[kind]
    return False
