"""A CSV edge list with a column of times, as a history."""

import csv
from pathlib import Path

from backend.temporal.occurrences import FIRST, LAST, History, Occurrence
from backend.temporal.spans import read_span
from graph.errors import InvalidInput, LimitExceeded, NotFound
from graph.exchange.build import Limits
from graph.model import Link, Node
from graph.schema import clean_date

_DELIMITERS = ",;\t|"


def read_timed_file(path: Path, column: str, limits: Limits | None = None) -> History:
    """Return the rows of a CSV as events: source, target, and a column of dates.

    An empty date is no date. Raises NotFound, LimitExceeded, and InvalidInput with the
    line where a date or an end cannot be read.
    """
    limits = limits or Limits()
    try:
        if path.stat().st_size > limits.bytes:
            raise LimitExceeded(f"a graph file may have {limits.bytes} bytes")
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound("there is no such graph file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("the graph file cannot be read as UTF-8") from error
    return _read(text, column, limits)


def _read(text: str, column: str, limits: Limits) -> History:
    lines = text.splitlines()
    reader = _open(lines, column)
    found: list[Occurrence] = []
    links: dict[str, Link] = {}
    for row in reader:
        where = f"line {reader.line_num}"
        source, target = row["source"], row["target"]
        if not source or not target:
            raise InvalidInput(f"{where}: source or target is missing")
        written = (row[column.casefold()] or "").strip()
        said = clean_date(written) if written else ""
        span = read_span(said) if said else None
        if said is None or (said and span is None):
            raise InvalidInput(f"{where}: its time cannot be read")
        name = f"{source}~{target}"
        links.setdefault(name, Link(name, "", source, target))
        found.append(
            Occurrence(
                name,
                "",
                source,
                target,
                where,
                span.begin if span else FIRST,
                span.end if span else LAST,
                bool(span and span.exact),
                stands=span is None,
            )
        )
        if len(found) > limits.edges:
            raise LimitExceeded(f"a graph file may have {limits.edges} edges")
    names = {end for one in found for end in (one.source, one.target)}
    nodes = {name: Node(name, "", name) for name in sorted(names)}
    found.sort(key=lambda one: (one.begin, one.link))
    return History(nodes, tuple(found), links)


def _open(lines: list[str], column: str) -> "csv.DictReader[str]":
    for delimiter in _DELIMITERS:
        reader = csv.DictReader(lines, delimiter=delimiter, skipinitialspace=True)
        names = [name.strip().casefold() for name in reader.fieldnames or ()]
        if {"source", "target"} <= set(names):
            if column.casefold() not in names:
                raise InvalidInput("no column has the name given as time")
            reader.fieldnames = names
            return reader
    raise InvalidInput("the first line of a CSV edge list must name source and target")
