"""Word 97–2003 documents (.doc) to their one page, by the table of pieces ([MS-DOC]).

Deleted text and field codes are left out; a row of a table is a line, as elsewhere.
Word 6 and 95 keep their text in one run of bytes; its encoding is found by its letters.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from extraction.reading.compound import Compound
from extraction.reading.encoding import decode_text
from extraction.reading.formats import ENCRYPTED
from extraction.reading.markup import TextBuilder
from extraction.reading.wordruns import DELETED, IN_TABLE, ROW_ENDS, read_runs
from graph.errors import InvalidInput

MAX_PIECES = 200_000
_DAMAGED = "damaged: the text of the Word document cannot be found"
_MAGIC, _WORD_97 = (0xA5EC, 0xA5DC), 0x00C1
_ENCRYPTED, _IN_PIECES, _SECOND_TABLE = 0x0100, 0x0004, 0x0200
_PAR, _CELL, _ROW = "\r", "\x07", "\x1d"
_MARKS = re.compile(r"[\r\x07\x0b\x0c\x13-\x15\x1d]")
_UNSEEN: dict[int, str | None] = dict.fromkeys((*range(9), *range(14, 32)), None)
_UNSEEN[0x1E] = "-"


def read_doc(data: bytes) -> list[str]:
    """Return one page; raise InvalidInput where a password is needed."""
    file = Compound(data)
    main = file.get("WordDocument")
    if len(main) < 0x44:
        raise InvalidInput(_DAMAGED)
    magic, version, flags = (struct.unpack_from("<H", main, at)[0] for at in (0, 2, 10))
    if magic not in _MAGIC:
        raise InvalidInput(_DAMAGED)
    if flags & _ENCRYPTED:
        raise InvalidInput(ENCRYPTED)
    if version < _WORD_97:
        return [_render(_read_old(main, flags))]
    table = file.get("1Table" if flags & _SECOND_TABLE else "0Table")
    return [_render(_read_pieces(main, table))]


def _read_old(main: bytes, flags: int) -> Iterator[str]:
    if flags & _IN_PIECES:
        raise InvalidInput("Word 95 document saved in pieces: not supported yet")
    start, end = struct.unpack_from("<II", main, 24)
    yield decode_text(main[start:end]).replace(_CELL + _CELL, _CELL + _ROW)


def _read_pieces(main: bytes, table: bytes) -> Iterator[str]:
    """Yield the text in order: body, notes, headers, comments, boxes."""
    deleted = list(read_runs(main, table, DELETED))
    inside = list(read_runs(main, table, IN_TABLE))
    ends = list(read_runs(main, table, ROW_ENDS))
    for at, width, text in _iter_pieces(main, table):
        kept = _Marker(at, width, text)
        kept.replace(_PAR, " ", inside)
        kept.replace(_CELL, _ROW, ends)
        yield kept.without(deleted)


class _Marker:
    """The text of one piece, whose characters stand at known places of the file."""

    def __init__(self, at: int, width: int, text: str) -> None:
        self._at, self._width, self._text = at, width, text

    def replace(self, old: str, new: str, ranges: list[tuple[int, int]]) -> None:
        """Replace a character where it stands in one of these ranges."""
        if not ranges or old not in self._text:
            return
        starts = [start for start, _ in ranges]
        letters = list(self._text)
        for place, letter in enumerate(letters):
            if letter == old:
                where = self._at + place * self._width
                number = bisect_right(starts, where) - 1
                if number >= 0 and where < ranges[number][1]:
                    letters[place] = new
        self._text = "".join(letters)

    def without(self, ranges: list[tuple[int, int]]) -> str:
        """Return the text that is not in one of these ranges."""
        kept, done = [], 0
        for start, end in ranges:
            first = max(0, (start - self._at) // self._width)
            last = min(len(self._text), (end - self._at) // self._width)
            if last > max(first, done):
                kept.append(self._text[done:first])
                done = last
        return "".join([*kept, self._text[done:]])


def _iter_pieces(main: bytes, table: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield where each piece stands in the file, the bytes of a character, its text."""
    start, size = struct.unpack_from("<II", main.ljust(0x1AA, b"\0"), 0x1A2)
    plc = _find_pieces(table[start : start + size])
    count = (len(plc) - 4) // 12
    if not 0 < count <= MAX_PIECES:
        raise InvalidInput(_DAMAGED)
    places = struct.unpack_from(f"<{count + 1}I", plc)
    total = 0
    for number in range(count):
        length = places[number + 1] - places[number]
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        width = 1 if where & 0x4000_0000 else 2
        at = (where & 0x3FFF_FFFF) // (2 if width == 1 else 1)
        total += length
        if length < 0 or total > len(main):
            raise InvalidInput(_DAMAGED)
        code = "cp1252" if width == 1 else "utf-16-le"
        yield at, width, main[at : at + length * width].decode(code, "replace")


def _find_pieces(clx: bytes) -> bytes:
    """Return the table of pieces, behind the properties that some saves put first."""
    at = 0
    while at + 5 <= len(clx):
        if clx[at] == 2:
            size = struct.unpack_from("<I", clx, at + 1)[0]
            return clx[at + 5 : at + 5 + size]
        if clx[at] != 1:
            break
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    raise InvalidInput(_DAMAGED)


def _render(pieces: Iterable[str]) -> str:
    out = TextBuilder()
    for line in _iter_lines("".join(pieces)):
        out.add(line)
        out.end_line()
    return out.text()


def _iter_lines(text: str) -> Iterator[str]:
    line: list[str] = []
    cells: list[str] = []
    codes: list[bool] = []
    done = 0
    for match in _MARKS.finditer(text):
        if not any(codes):
            line.append(text[done : match.start()].translate(_UNSEEN))
        done = match.end()
        match match[0]:
            case "\x13":
                codes.append(True)
            case "\x14" | "\x15" if codes:
                codes.pop()
                codes.extend([False] if match[0] == "\x14" else [])
            case "\x07" if not any(codes):
                cells.append(" ".join("".join(line).split()))
                line.clear()
            case _ if not any(codes):
                yield _join(cells, line)
                cells.clear()
                line.clear()
    line.append(text[done:].translate(_UNSEEN))
    yield _join(cells, line)


def _join(cells: list[str], line: list[str]) -> str:
    rest = "".join(line)
    return " | ".join([*cells, rest] if rest.strip() or not cells else cells)
