"""CSV edge lists: a header with source and target, a row an edge; or no header."""

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.errors import InvalidInput
from graph.exchange import barelist
from graph.exchange.build import Builder, GraphFile

if TYPE_CHECKING:
    import _csv

_DELIMITERS = ",;\t| "
_WAYS = {"directed": True, "undirected": False}


def read(text: str, builder: Builder) -> GraphFile:
    """Return the edges of the rows; blank rows are skipped.

    The delimiter is the one that lets the header name source and target. Gephi's
    column `type` (Directed, Undirected) is obeyed. Without a header, what looks like
    nothing but edges is read (see barelist). Raises InvalidInput with the line.
    """
    found = _rows(text)
    if found is None:
        bare = barelist.read(text, builder)
        if bare is None:
            raise InvalidInput(
                "the first line of a CSV edge list must name source and target"
            )
        return bare
    header, rows = found
    names = [name.casefold() for name in header]
    source, target = names.index("source"), names.index("target")
    weight = _weight_column(header, builder.weight)
    way = names.index("type") if "type" in names else None
    said: set[bool] = set()
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            one_way = _way(row, way)
            if one_way is not None:
                said.add(one_way)
            builder.add_edge(
                _end(row, source, rows.line_num),
                _end(row, target, rows.line_num),
                row[weight] if weight is not None and weight < len(row) else None,
                one_way is not False,
            )
    except csv.Error as error:
        raise InvalidInput(f"line {rows.line_num}: not readable as CSV") from error
    return builder.finish("csv", said == {True} if said else None)


def _rows(text: str) -> "tuple[list[str], _csv.Reader] | None":
    for delimiter in _DELIMITERS:
        rows = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True
        )
        try:
            header = [name.strip() for name in next(rows, [])]
        except csv.Error:
            continue
        if {"source", "target"} <= {name.casefold() for name in header}:
            return header, rows
    return None


def _weight_column(header: Sequence[str], weight: str | None) -> int | None:
    if weight is None:
        return None
    folded = [name.casefold() for name in header]
    if weight in header:
        return header.index(weight)
    if weight.casefold() in folded:
        return folded.index(weight.casefold())
    raise InvalidInput("no column has the name given as weight")


def _way(row: Sequence[str], column: int | None) -> bool | None:
    if column is None or column >= len(row):
        return None
    return _WAYS.get(row[column].strip().casefold())


def _end(row: Sequence[str], column: int, line: int) -> str:
    name = row[column].strip() if column < len(row) else ""
    if not name:
        raise InvalidInput(f"line {line}: source or target is missing")
    return name
