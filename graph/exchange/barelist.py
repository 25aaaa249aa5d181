"""Edge lists without a header, as published data sets have them (SNAP, KONECT).

Two columns, or three with a weight, parted by tabs, blanks, commas or semicolons; lines
that begin with # or % are notes. KONECT's first note tells whether the network is
directed (asym), undirected (sym) or of two kinds of nodes (bip).
"""

import re
from collections.abc import Iterator, Sequence

from graph.errors import InvalidInput
from graph.exchange.build import Builder, FileEdge, GraphFile

RIGHT = "right:"
"""Put before the ids of the second kind, which KONECT numbers from 1 again."""
_WEIGHTS = ("weight", "3")
_NOTES = ("#", "%")
_KONECT = re.compile(r"%\s*(sym|asym|bip)\b")
_PARTED = re.compile(r"[,;\t]|\s+")
_LOOKED_AT = 1_000
_MOST_COLUMNS = 4

Row = tuple[int, list[str]]


def read(text: str, builder: Builder) -> GraphFile | None:
    """Return the graph, None where the text does not look like such a list.

    It does where the first row is edges as the others are: numbers, or ids that come
    again. The weight is asked for as `weight`. Raises InvalidInput with the line.
    """
    head = []
    for row in _rows(text):
        head.append(row[1])
        if len(head) == _LOOKED_AT:
            break
    if not _are_edges(head):
        return None
    told = _KONECT.match(text)
    kind = told.group(1) if told else ""
    column = _weight_column(builder.weight, len(head[0]))
    for line, cells in _rows(text):
        if not 2 <= len(cells) <= max(3, len(head[0])):
            raise InvalidInput(f"line {line}: an edge has a source and a target")
        source, target = cells[0], cells[1]
        if kind == "bip":
            target = RIGHT + target
        weight = cells[column] if column is not None and column < len(cells) else None
        builder.add_edge(FileEdge(source, target, kind != "sym", line=line), weight)
    return builder.finish("csv", {"sym": False, "bip": False, "asym": True}.get(kind))


def _rows(text: str) -> Iterator[Row]:
    for line, said in enumerate(text.splitlines(), 1):
        stripped = said.strip()
        if stripped and not stripped.startswith(_NOTES):
            cells = (cell.strip().strip('"') for cell in _PARTED.split(stripped))
            yield line, [cell for cell in cells if cell]


def _are_edges(rows: Sequence[Sequence[str]]) -> bool:
    if not rows or any(not 2 <= len(row) <= _MOST_COLUMNS for row in rows):
        return False
    if any(not _is_number(cell) for row in rows for cell in row[2:]):
        return False
    first = rows[0][:2]
    if all(map(_is_number, first)):
        return True
    later = {cell for row in rows[1:] for cell in row[:2]}
    return bool(later & set(first))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _weight_column(weight: str | None, columns: int) -> int | None:
    if weight is None:
        return None
    if weight.casefold() not in _WEIGHTS or columns < 3:
        raise InvalidInput(
            "a list without a header has its weight, if any, in the third column: "
            "ask for it as weight"
        )
    return 2
