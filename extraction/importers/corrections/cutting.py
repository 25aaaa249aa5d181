"""Refused records cut out of their file: a sheet of what a person may correct."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from extraction.importers.base import Importer, ImportOptions
from extraction.importers.corrections.rows import Watch
from extraction.importers.corrections.sheet import Entry, Origin, Shape, Sheet
from extraction.importers.phones.sqlitefile import is_database
from extraction.importers.tables.grid import ROW_PLACE, BadRow, Grid, Row
from extraction.importers.tables.table import iter_grids
from extraction.model import Content, Leaf, Rejection
from extraction.reading.encoding import find_encoding
from graph.errors import InvalidInput
from graph.model import Record

HEADER_WITHIN = 30
MOST_LINES = 2_000
MOST_BYTES = 1 << 18
_LINE = re.compile(r"\bline (\d{1,9})\b")
_ROW = re.compile(rf"({ROW_PLACE.pattern})(?::.*)?", re.DOTALL)


def base_of(record: str | None) -> str:
    """Return the place of a record, without the part of it that a reason is about.

    `row 17: imei` stands in `row 17`, `entry 5, line 88` at `line 88`. Empty for what
    is neither a row nor a line.
    """
    if found := _ROW.fullmatch(record or ""):
        return found[1]
    found = _LINE.search(record or "")
    return found[0] if found else ""


def cut(
    leaf: Leaf,
    importer: Importer,
    options: ImportOptions,
    origin: Origin,
    rejections: Sequence[Rejection],
) -> Iterator[Sheet]:
    """Yield sheets of what was refused of a file, in the order of the file.

    What is no record by itself (the rest of a file cut off, a count) is in none.
    """
    if is_database(leaf.content):
        yield from _database(leaf, importer, options, origin, rejections)
        return
    reasons: dict[str, list[str]] = {}
    files: list[Entry] = []
    for one in rejections:
        place = base_of(one.record)
        if one.raw:
            files.append(Entry(one.record or "", one.reason, text=one.raw))
        elif place:
            reasons.setdefault(place, []).append(_reason(one, place))
    told = {place: "; ".join(dict.fromkeys(why)) for place, why in reasons.items()}
    rows = {place: why for place, why in told.items() if ROW_PLACE.fullmatch(place)}
    if rows:
        yield from _rows(leaf, importer, options, origin, rows)
    lines = {int(p.split()[1]): why for p, why in told.items() if p not in rows}
    if lines and (entries := list(_lines(leaf, importer, options, lines))):
        yield Sheet(replace(origin, shape=Shape.LINES), tuple(entries))
    if files:
        yield Sheet(replace(origin, shape=Shape.FILES), tuple(files))


def again(sheet: Sheet, rejections: Sequence[Rejection]) -> Iterator[Sheet]:
    """Yield a corrected sheet with what of it was refused again, if anything was."""
    reasons: dict[str, list[str]] = {}
    is_table = sheet.origin.shape is not Shape.DATABASE
    for one in rejections:
        place = (is_table and base_of(one.record)) or one.record or ""
        reasons.setdefault(place, []).append(_reason(one, place))
    left = tuple(
        replace(entry, reason="; ".join(reasons[entry.place]))
        for entry in sheet.entries
        if entry.place in reasons
    )
    if left:
        yield replace(sheet, entries=left)


def _reason(one: Rejection, place: str) -> str:
    about = (one.record or "")[len(place) :].lstrip(": ")
    return (
        f"{about}: {one.reason}"
        if about and place in (one.record or "")
        else (one.reason)
    )


def _rows(
    leaf: Leaf,
    importer: Importer,
    options: ImportOptions,
    origin: Origin,
    reasons: dict[str, str],
) -> Iterator[Sheet]:
    for grid in iter_grids(leaf):
        prefix = f"sheet {grid.name} row " if grid.name else "row "
        wanted = {
            int(place.rpartition(" ")[2]): place
            for place in reasons
            if place.rpartition(" ")[0] + " " == prefix
        }
        if not wanted:
            continue
        first = list(islice(grid.rows, HEADER_WITHIN))
        entries = [
            Entry(wanted[row.number], reasons[wanted[row.number]], tuple(row.cells))
            for row in _until(first, grid, max(wanted))
            if row.number in wanted
        ]
        columns = _header(first, importer, options, leaf.name)
        made = replace(origin, shape=Shape.ROWS, sheet=grid.name)
        yield Sheet(made, tuple(entries), columns)


def _database(
    leaf: Leaf,
    importer: Importer,
    options: ImportOptions,
    origin: Origin,
    rejections: Iterable[Rejection],
) -> Iterator[Sheet]:
    """Yield a sheet for each table that the importer refused rows of.

    What it reads of a row stands there. Rows that no key tells apart are in none.
    """
    reasons: dict[str, dict[str, None]] = {}
    for one in rejections:
        reasons.setdefault(one.record or "", {})[one.reason] = None
    watch = Watch(reasons.keys())
    try:
        for _ in importer.read(replace(leaf, editor=watch), options):
            pass
    except InvalidInput:
        pass
    sheets: dict[tuple[str, tuple[str, ...]], list[Entry]] = {}
    for place, row in watch.rows.items():
        if row is not None:
            entry = Entry(place, "; ".join(reasons[place]), row.cells)
            sheets.setdefault((row.table, row.columns), []).append(entry)
    for (table, columns), entries in sheets.items():
        made = replace(origin, shape=Shape.DATABASE, sheet=table)
        yield Sheet(made, tuple(entries), columns)


def _until(
    first: Iterable[Row | BadRow], grid: Grid, last: int
) -> Iterator[Row | BadRow]:
    for rows in (first, grid.rows):
        for row in rows:
            if row.number > last:
                return
            yield row


def _header(
    first: Sequence[Row | BadRow], importer: Importer, options: ImportOptions, name: str
) -> tuple[str, ...]:
    """Return the row under which the importer knows the table, for people to see.

    It is the last of the fewest first rows that the importer takes for its own.
    """
    rows = [tuple(row.cells) for row in first if any(row.cells)]
    width = max(map(len, rows), default=0)
    for count in range(1, len(rows) + 1):
        text = "\n".join(
            ";".join(_quote(cell) for cell in _fill(row, width)) for row in rows[:count]
        )
        head = Leaf(f"{name}.csv", f"{name}.csv", f"{text}\n".encode())
        if options.mapping is not None or importer.recognizes(head, options):
            return rows[count - 1]
    return rows[0] if rows else ("",)


def _fill(row: Sequence[str], width: int) -> Iterator[str]:
    yield from row
    yield from [""] * (width - len(row))


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _lines(
    leaf: Leaf, importer: Importer, options: ImportOptions, reasons: dict[int, str]
) -> Iterator[Entry]:
    """Yield records that begin at these lines, each up to where the next one does."""
    encoding = line_encoding(leaf.content)
    if encoding is None:
        return
    begins = sorted(reasons)
    ends = _find_ends(leaf, importer, options, begins)
    for begin, end, data in _slices(leaf.content, begins, ends):
        text = data.decode(encoding, "replace").replace("\r\n", "\n").rstrip("\n")
        if text and "##klupko" not in text:
            place = f"line {begin}"
            yield Entry(place, reasons[begin], text=text, lines=end - begin)


def line_encoding(content: Content) -> str | None:
    """Return the encoding of a text whose lines end in LF; None for any other."""
    start, encoding = find_encoding(content)
    if encoding.startswith(("utf-16", "utf-32")):
        return None
    head = content[start : start + (1 << 20)]
    return None if head.count(b"\r") != head.count(b"\r\n") else encoding


def _find_ends(
    leaf: Leaf, importer: Importer, options: ImportOptions, begins: Sequence[int]
) -> list[int]:
    """Return for each line the next one at which the importer finds something."""
    ends = [0] * len(begins)
    try:
        for item in importer.read(leaf, options):
            record = item.place.record if isinstance(item, Record) else item.record
            for found in _LINE.finditer(record or ""):
                line = int(found[1])
                at = bisect_left(begins, line) - 1
                if at >= 0 and (not ends[at] or line < ends[at]):
                    ends[at] = line
    except InvalidInput:
        pass
    for at, end in enumerate(ends[:-1]):
        ends[at] = min(end or begins[at + 1], begins[at + 1])
    return ends


def _slices(
    content: Content, begins: Sequence[int], ends: Sequence[int]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield (first line, line behind the last, bytes); what is too long is left out."""
    starts = line_starts(content)
    number, at = next(starts)
    for begin, end in zip(begins, ends, strict=True):
        while number < begin:
            number, at = next(starts, (begin, len(content)))
        first = at
        while at < len(content) and (not end or number < end):
            number, at = next(starts, (number + 1, len(content)))
            if number - begin > MOST_LINES or at - first > MOST_BYTES:
                break
        else:
            yield begin, number, bytes(content[first:at])


def line_starts(content: Content) -> Iterator[tuple[int, int]]:
    """Yield each line's number, from 1, and where it begins."""
    number, at = 1, 0
    while True:
        yield number, at
        found = content.find(b"\n", at)
        if found < 0:
            return
        number, at = number + 1, found + 1
