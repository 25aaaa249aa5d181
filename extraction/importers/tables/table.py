"""Tables as files: delimited text and workbooks, read by a mapping if there is one."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

from extraction.importers.base import ImportOptions
from extraction.importers.tables.delimited import (
    find_delimiter,
    guess_delimiter,
    read_delimited,
)
from extraction.importers.tables.grid import (
    BadRow,
    Grid,
    Row,
    looks_like_header,
    name_columns,
    read_table,
    replace_rows,
    trim,
)
from extraction.importers.tables.mapped import RowReader
from extraction.importers.tables.mapping import Mapping, Query, load_mapping
from extraction.importers.tables.workbook import is_workbook, read_workbook
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import looks_like_text
from graph.errors import InvalidInput
from graph.model import Record

T = TypeVar("T")

_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_MAX_COLUMNS_SHOWN = 40
_DESCRIBED_ROWS = 30
_MOST_COLUMNS = 2_000
_LONGEST_LINE = 1 << 20


def _is_delimited(leaf: Leaf) -> bool:
    """Whether the leaf is named as delimited text and really that."""
    return leaf.name.lower().endswith(_SUFFIXES) and bool(find_delimiter(leaf.content))


def iter_grids(leaf: Leaf, columns: Set[str] = frozenset()) -> Iterator[Grid]:
    """Yield the leaf's sheets; delimited text is one without a name.

    `columns` are those that a mapping reads of its first sheet. Rows that a person
    corrected stand in place of what the file has. Raises InvalidInput where a workbook
    is encrypted, damaged or too large.
    """
    for grid in _iter_grids(leaf, columns):
        yield replace_rows(grid, leaf.replaced) if leaf.replaced else grid


def _iter_grids(leaf: Leaf, columns: Set[str]) -> Iterator[Grid]:
    if is_book(leaf):
        yield from read_workbook(leaf.data)
    else:
        yield read_delimited(leaf.content, guess_delimiter(leaf.content, columns))


def has_sheet(leaf: Leaf, open_sheet: Callable[[Grid], object | None]) -> bool:
    """Whether `open_sheet` knows some sheet's header; False for what is no table.

    Nor is a sheet known whose first rows have more columns than any list has, or a text
    whose first line is longer than any header.
    """
    head = bytes(leaf.content[:_LONGEST_LINE])
    has_lines = b"\n" in head or b"\r" in head
    if len(head) == _LONGEST_LINE and not has_lines and not is_book(leaf):
        return False
    try:
        sheets = (Grid(_narrow(grid.rows), grid.name) for grid in iter_grids(leaf))
        return any(open_sheet(sheet) is not None for sheet in sheets)
    except InvalidInput:
        return False


def _narrow(rows: Iterator[Row | BadRow]) -> Iterator[Row | BadRow]:
    """Yield rows until one has more columns than any list has."""
    for row in rows:
        if isinstance(row, Row) and len(row.cells) > _MOST_COLUMNS:
            return
        yield row


def read_sheets(
    leaf: Leaf,
    open_sheet: Callable[[Grid], T | None],
    otherwise: str,
    read: Callable[[T], Iterator[Record | Rejection]],
) -> Iterator[Record | Rejection]:
    """Yield what `read` makes of each sheet that `open_sheet` knows, one by one.

    Of another sheet a Rejection with `otherwise`. Raises InvalidInput where a workbook
    is encrypted, damaged or too large.
    """
    for grid in iter_grids(leaf):
        opened = open_sheet(grid)
        if opened is None:
            yield Rejection(leaf.path, otherwise, f"sheet {grid.name}")
        else:
            yield from read(opened)


def is_book(leaf: Leaf) -> bool:
    """Whether the leaf is a workbook; one too large to be held is none."""
    return not leaf.is_large and is_workbook(leaf.data)


def may_be_table(leaf: Leaf) -> bool:
    """Whether it is worth looking for a header: a workbook or text in columns."""
    if is_book(leaf) or find_delimiter(leaf.content):
        return True
    named = leaf.name.lower().endswith(_SUFFIXES)
    return named and looks_like_text(leaf.content[:4096])


class MappedTableImporter:
    """Tables whose file name a query of the mapping file names."""

    name = "table"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the mapping names the file and it is a table.

        Raises InvalidInput where the mapping cannot be used.
        """
        if options.mapping is None:
            return False
        named = cached_mapping(options.mapping).queries_for(leaf.name)
        return bool(named) and (is_book(leaf) or looks_like_text(leaf.content[:4096]))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records, and rejections by row (`row 17`) or value (`row 17: x.y`).

        Raises InvalidInput where columns of the mapping are missing.
        """
        if options.mapping is None:
            raise InvalidInput("table: needs a mapping (--mapping FILE)")
        mapping = cached_mapping(options.mapping)
        yield from read_mapped(leaf, mapping, options.country)


class UnmappedTableImporter:
    """Every other delimited text: refused with what it would take to read it.

    Other workbooks are documents.
    """

    name = "table"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the leaf is delimited text."""
        return _is_delimited(leaf)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Raise InvalidInput with the columns found, for whoever writes a mapping."""
        found = "; ".join(
            f"{grid.name}: {described}" if grid.name else described
            for grid in iter_grids(leaf)
            if (described := _describe(grid))
        )
        need = "needs a mapping (--mapping FILE)"
        if options.mapping is not None:
            need = "no query of the mapping names this file"
        raise InvalidInput(f"table: {need}; {found or 'it is empty'}")


def _describe(grid: Grid) -> str:
    """Return the names of the columns: the fullest of the first rows with names."""
    rows = islice(grid.rows, _DESCRIBED_ROWS)
    filled = [row.cells for row in rows if isinstance(row, Row) and any(row.cells)]
    if not filled:
        return ""
    headers = [trim(cells) for cells in filled if looks_like_header(cells)]
    if not headers:
        return "its first row does not look like names of columns"
    columns = name_columns(max(headers, key=lambda cells: sum(map(bool, cells))))
    more = ", …" if len(columns) > _MAX_COLUMNS_SHOWN else ""
    return f"columns found: {', '.join(columns[:_MAX_COLUMNS_SHOWN])}{more}"


def cached_mapping(path: Path) -> Mapping:
    """Return the mapping of a file, read again only when the file has changed.

    Raises InvalidInput where it cannot be read or used.
    """
    try:
        stat = path.stat()
    except OSError as error:
        raise InvalidInput("mapping: the file cannot be opened") from error
    return _load(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _load(path: Path, changed: int, size: int) -> Mapping:
    return load_mapping(path)


def read_mapped(
    leaf: Leaf, mapping: Mapping, country: str | None = None
) -> Iterator[Record | Rejection]:
    """Stream what the mapping makes of the leaf, sheet after sheet.

    A query without `sheet` reads the first one; a sheet with rows that no query reads
    is a rejection. Raises InvalidInput where columns or sheets are missing.
    """
    for reader in _readers(leaf, mapping, country):
        if isinstance(reader, Rejection):
            yield reader
        else:
            yield from reader.read()


def _readers(
    leaf: Leaf, mapping: Mapping, country: str | None
) -> Iterator[RowReader | Rejection]:
    queries = mapping.queries_for(leaf.name)
    wanted = {query.sheet for query in queries if query.sheet is not None}
    columns = frozenset(c for q in queries if q.sheet is None for c in q.columns)
    for number, grid in enumerate(iter_grids(leaf, columns)):
        mine = [q for q in queries if q.sheet in _names(grid, number)]
        wanted.discard(grid.name)
        if mine:
            yield RowReader(leaf.path, read_table(grid), mine, country)
        elif any(True for _ in grid.rows):
            reason = "no query of the mapping reads this sheet"
            yield Rejection(leaf.path, reason, f"sheet {grid.name}")
    if wanted:
        raise InvalidInput("table: a sheet that the mapping names is not here")


def _names(grid: Grid, number: int) -> set[str | None]:
    return {grid.name or None, None} if number == 0 else {grid.name}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a mapping would make of a table's first rows.

    `unused` are columns that no query reads; `rejected` is what would be lost.
    """

    columns: tuple[str, ...]
    unused: tuple[str, ...]
    records: tuple[Record, ...]
    rejected: tuple[Rejection, ...]


def preview(
    leaf: Leaf, mapping: Mapping, rows: int = 10, country: str | None = None
) -> Preview:
    """Return what the first `rows` rows of each sheet would give; nothing is kept.

    Raises InvalidInput where the file or the mapping does not fit.
    """
    columns: dict[str, None] = {}
    found: list[Record | Rejection] = []
    for reader in _readers(leaf, mapping, country):
        if isinstance(reader, Rejection):
            found.append(reader)
            continue
        columns |= dict.fromkeys(reader.table.columns)
        reader.table.rows = islice(reader.table.rows, rows)
        found += reader.read()
    return Preview(
        tuple(columns),
        _unused(columns, mapping.queries_for(leaf.name)),
        tuple(item for item in found if isinstance(item, Record)),
        tuple(item for item in found if isinstance(item, Rejection)),
    )


def _unused(columns: dict[str, None], queries: Sequence[Query]) -> tuple[str, ...]:
    used = set().union(*(query.columns for query in queries))
    return tuple(name for name in columns if name not in used)
