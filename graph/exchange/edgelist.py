"""CSV edge lists: a header with source and target, a row an edge; or no header."""

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.errors import InvalidInput
from graph.exchange import barelist
from graph.exchange.build import Builder, FileEdge, GraphFile

if TYPE_CHECKING:
    import _csv

_DELIMITERS = ",;\t| "
_WAYS = {"directed": True, "undirected": False}


def read(text: str, builder: Builder) -> GraphFile:
    """Return the edges of the rows; blank rows are skipped.

    The delimiter is the one that lets the header name source and target. Gephi's
    column `type` (Directed, Undirected) is obeyed. Without a header, what looks like
    nothing but edges is read (see barelist). Raises InvalidInput with the line, also
    for a row with more cells than the header and a last one that breaks off.
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
    last = len(text.splitlines())
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            one_way = _way(row, way)
            if one_way is not None:
                said.add(one_way)
            line, short = rows.line_num, len(row) < len(header)
            edge = FileEdge(
                _end(row, source, line),
                _end(row, target, line),
                one_way is not False,
                line=line,
            )
            if any(cell.strip() for cell in row[len(header) :]):
                raise InvalidInput(f"line {line}: more cells than the header names")
            if short and line == last and not text.endswith(("\n", "\r")):
                raise InvalidInput(f"line {line}: the file breaks off here")
            builder.add_edge(
                edge, None if weight is None or weight >= len(row) else row[weight]
            )
    except csv.Error as error:
        raise InvalidInput(f"line {rows.line_num}: not readable as CSV") from error
    return builder.finish("csv", said == {True} if said else None)


def _rows(text: str) -> "tuple[list[str], _csv.Reader] | None":
    for delimiter in _DELIMITERS:
        rows = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=delimiter,
            skipinitialspace=True,
            strict=True,
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
