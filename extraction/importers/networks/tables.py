"""Networks as tables: entities and links as i2 and Gephi import and export them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.base import ImportOptions
from extraction.importers.networks.tablecolumns import (
    EntityTable,
    LinkTable,
    Opened,
    is_half,
    join_hours,
    kind_of_file,
    link_of_file,
    open_network,
    read_direction,
    scope_of,
)
from extraction.importers.networks.writing import Drawn, NetworkWriter
from extraction.importers.recent import Recent
from extraction.importers.tables.grid import BadRow, Grid, Table
from extraction.importers.tables.table import (
    has_sheet,
    is_book,
    iter_grids,
    may_be_table,
)
from extraction.model import Leaf, Rejection
from graph.model import Record

Row = Record | Rejection


class NetworkTableImporter:
    """Tables of entities, of links, or of links that tell of their ends, too."""

    name = "network"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header names both ends of a link, or entities."""
        return may_be_table(leaf) and has_sheet(leaf, lambda grid: _open(leaf, grid))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Row]:
        """Stream a record an entity and a link, or a rejection that names the row.

        Of a workbook the sheets of entities are read before those of links. Raises
        InvalidInput where a workbook is encrypted, damaged or too large.
        """
        yield from _Reader(leaf, options.country).read()


def _open(leaf: Leaf, grid: Grid) -> Opened | None:
    return open_network(grid, grid.name or leaf.name)


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    country: str | None
    _writer: NetworkWriter = field(init=False)
    _told: Recent = field(default_factory=Recent)
    _links: int = 0

    def __post_init__(self) -> None:
        scope, path = scope_of(self.leaf.path), self.leaf.path
        self._writer = NetworkWriter(
            path, scope, self.country, parted=True, coded=is_half(path)
        )

    def read(self) -> Iterator[Row]:
        """Yield the entities of all sheets, then the links."""
        book = is_book(self.leaf)
        for wanted in (EntityTable, LinkTable):
            for grid in iter_grids(self.leaf):
                opened = _open(self.leaf, grid)
                if opened is None and wanted is LinkTable:
                    reason = "neither entities nor links"
                    yield Rejection(self.leaf.path, reason, f"sheet {grid.name}")
                elif isinstance(opened, wanted):
                    yield from self._sheet(opened)
                    if not book:
                        return

    def _sheet(self, opened: Opened) -> Iterator[Row]:
        table: Table = opened.table
        for row in table.rows:
            where = table.locate(row.number)
            if isinstance(row, BadRow):
                yield Rejection(self.leaf.path, row.reason, where)
            elif isinstance(opened, EntityTable):
                yield from self._entity(opened, row.cells, where)
            else:
                yield from self._link(opened, row.cells, where)

    def _entity(
        self, table: EntityTable, cells: list[str], where: str
    ) -> Iterator[Row]:
        key, said = table.read(cells)
        if not key:
            yield Rejection(self.leaf.path, "its key is empty", where)
            return
        kind = kind_of_file(table.table.name or self.leaf.name)
        yield from self._writer.entity(key, "", join_hours(said), where, kind)

    def _link(self, table: LinkTable, cells: list[str], where: str) -> Iterator[Row]:
        keys: list[str] = []
        for side in (0, 1):
            key, said = table.read_end(cells, side)
            if not key:
                yield Rejection(self.leaf.path, "one of its ends is empty", where)
                return
            if said and self._told.meet((key, *said.items())) == 1:
                yield from self._writer.entity(key, "", said, where)
            keys.append(key)
        self._links += 1
        name = cells[table.name] if table.name is not None else ""
        said, back = read_direction(table.read_link(cells))
        source, target = reversed(keys) if back else keys
        label = link_of_file(table.table.name or self.leaf.name)
        drawn = Drawn(source, target, said, where, self._links, name, label)
        yield from self._writer.link(drawn)
