"""OpenDocument workbooks (.ods) to their rows."""

from collections.abc import Iterator, Sequence

from lxml import etree

from extraction.reading.markup import Parts, attribute, local_name
from extraction.reading.odt import refuse_encrypted

MAX_REPEATED = 1024
_CELLS = ("table-cell", "covered-table-cell")
_VALUES = ("date-value", "time-value", "value")


def iter_ods(data: bytes) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """Yield each sheet's name and rows; what repeats is given MAX_REPEATED times.

    Raises InvalidInput where a password is needed or the file is damaged.
    """
    parts = Parts(data)
    refuse_encrypted(parts)
    for table in parts.get("content.xml").iter("{*}table"):
        yield attribute(table, "name"), _iter_rows(table)


def _iter_rows(table: etree._Element) -> Iterator[Sequence[object]]:
    for row in table.iter("{*}table-row"):
        cells: list[object] = []
        for cell in row:
            if local_name(cell) in _CELLS:
                cells += [_read(cell)] * _repeats(cell, "number-columns-repeated")
        while cells and not cells[-1]:
            cells.pop()
        for _ in range(_repeats(row, "number-rows-repeated") if cells else 1):
            yield cells


def _repeats(element: etree._Element, name: str) -> int:
    text = attribute(element, name)[:7]
    return min(int(text), MAX_REPEATED) if text.isdigit() else 1


def _read(cell: etree._Element) -> str:
    """Return a value as it is kept, a text as it is shown."""
    kind = attribute(cell, "value-type")
    if kind in ("date", "time", "float"):
        for name in _VALUES:
            if value := attribute(cell, name):
                return value.removesuffix("T00:00:00")
    lines = ("".join(map(str, line.itertext())) for line in cell.iterchildren("{*}p"))
    return "\n".join(lines)
