"""Delimited text (CSV and its kin) as a grid: any delimiter, quotes, bad rows apart."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Set
from itertools import islice
from typing import NamedTuple

from extraction.importers.tables.grid import (
    MAX_CELL,
    BadRow,
    Grid,
    Row,
    name_columns,
    trim,
)
from extraction.model import Content
from extraction.reading.encoding import decode_text, iter_text, looks_like_text

DELIMITERS = (",", ";", "\t", "|", "^", "~")
_SAMPLE_LINES = 60
_SAMPLE_BYTES = 1 << 18
_MAX_LINES_OF_A_ROW = 500
_FEWEST_ALIKE = 2
_LONGEST_LINE = 1 << 20
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_BREAK = re.compile(r"[\r\n]")
_TOO_LONG = f"a cell is longer than {MAX_CELL} characters"
_UNREADABLE = "its quotation marks do not close, or one stands inside a cell"


def find_delimiter(data: Content) -> str | None:
    """Return the character between cells, or None where this is no such table.

    A table has two or more columns in nearly every one of its first lines, below
    whatever stands above its header.
    """
    if not looks_like_text(data[:4096]):
        return None
    best = _best_delimiter(data)
    return best.mark if best.width > 1 and best.share >= 0.8 else None


def guess_delimiter(data: Content, columns: Set[str] = frozenset()) -> str:
    """Return what most likely stands between cells, however uneven the rows.

    For files that are known to be tables; a comma where there is one column. What
    gives all the `columns` that a mapping reads by its first row is taken.
    """
    if columns:
        sample = _sample(data)
        for mark in DELIMITERS:
            if columns <= {*_header(sample, mark)}:
                return mark
    return _best_delimiter(data).mark


def _header(lines: Iterable[str], mark: str) -> tuple[str, ...]:
    """Return the columns of the first row that is not empty."""
    for row in _rows(_Rewinding(iter(lines)), mark):
        if isinstance(row, BadRow):
            return ()
        if any(row.cells):
            return name_columns(trim(row.cells))
    return ()


class _Candidate(NamedTuple):
    """How well a delimiter does: even rows and a cut first one, then many cells."""

    score: float
    share: float
    width: int
    rank: int
    mark: str


def _best_delimiter(data: Content) -> _Candidate:
    lines = _sample(data)
    first = lines[0].strip() if lines else ""
    if len(first) == 5 and first.lower().startswith("sep="):
        return _Candidate(1.5, 1.0, 2, 0, first[4])
    if len(data) > _SAMPLE_BYTES and len(lines) < _SAMPLE_LINES:
        lines = lines[:-1]
    return max(_try(lines, mark, -rank) for rank, mark in enumerate(DELIMITERS))


def _sample(data: Content) -> list[str]:
    return [*islice(_lines([decode_text(data[:_SAMPLE_BYTES])]), _SAMPLE_LINES)]


def _try(lines: list[str], mark: str, rank: int) -> _Candidate:
    rows = _rows(_Rewinding(iter(lines)), mark)
    widths = [len(r.cells) for r in rows if isinstance(r, Row) and any(r.cells)]
    if not widths:
        return _Candidate(0.0, 0.0, 0, rank, mark)
    counts = Counter(widths)
    width, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    above = widths.index(width) if count > _FEWEST_ALIKE else 0
    share = count / (len(widths) - above) if width > 1 else 0.0
    # a preamble may stand above the header, so the first row cannot decide alone
    score = share + (0.5 if widths[0] > 1 else 0.0)
    return _Candidate(score, share, width, rank, mark)


def read_delimited(data: Content, delimiter: str) -> Grid:
    """Return the rows; one that cannot be read is a BadRow and the next goes on."""
    return Grid(_rows(_Rewinding(_lines(iter_text(data))), delimiter))


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    """Yield lines of a text that comes in pieces; of one too long the beginning."""
    rest = ""
    skipping = False
    for piece in pieces:
        if skipping:
            found = _BREAK.search(piece)
            if found is None:
                continue
            skipping, piece = False, piece[found.start() :]
        lines = _LINE.findall(rest + piece)
        rest = lines.pop() if lines else ""
        yield from lines
        if len(rest) > _LONGEST_LINE:
            yield rest
            rest, skipping = "", True
    if rest:
        yield rest


class _Rewinding:
    """Lines that can be taken again from the second line of the row that failed."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _MAX_LINES_OF_A_ROW:
            raise csv.Error("a row of too many lines")
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        return line

    def begin_row(self) -> None:
        """Forget the lines taken so far."""
        self._taken.clear()

    def rewind(self) -> str:
        """Give back all lines taken for this row but the first; return that one."""
        first = self._taken[0].rstrip("\r\n") if self._taken else ""
        self._again.extendleft(reversed(self._taken[1:]))
        self._taken.clear()
        return first


def _rows(lines: _Rewinding, delimiter: str) -> Iterator[Row | BadRow]:
    number = 0
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        lines.begin_row()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            held = lines.rewind()
            reader = csv.reader(
                lines, delimiter=delimiter, strict=True, skipinitialspace=True
            )
            reason = _TOO_LONG if "larger" in str(error) else _UNREADABLE
            yield BadRow(number, reason, (held,))
            continue
        if number == 1 and cells and cells[0].lower().startswith("sep="):
            continue
        yield _checked(number, cells)


def _checked(number: int, cells: list[str]) -> Row | BadRow:
    whole = "".join(cells)
    if "\ufffd" in whole:
        return BadRow(number, "has characters that could not be decoded", cells)
    if len(whole) > MAX_CELL and any(len(cell) > MAX_CELL for cell in cells):
        return BadRow(number, _TOO_LONG)
    return Row(number, [cell.strip() for cell in cells])
