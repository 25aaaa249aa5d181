"""Tables of nodes and edges as Gephi imports them and spreadsheets open them."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from graph.exchange.outgoing import Cell, Drawing, legal, legal_id, write_cell

NODES, EDGES, NOTICE = "nodes.csv", "edges.csv", "README.txt"
_NODE = ("Id", "Label")
_EDGE = ("Source", "Target", "Type", "Kind", "Id", "Label", "Weight")
_FORMULA = re.compile(
    r"(^|[;\t\r\n])"
    r"(\s*)(?='*[=+\-@＝＋－＠])"
    r"(?!\s*[+-][\d\s().,/-]*(?:[;\t\r\n|]|$))"
)


def write_nodes(drawing: Drawing, file: IO[bytes]) -> None:
    """Write the table of nodes: Id, Label, and a column for each attribute.

    UTF-8 with a byte order mark, without which spreadsheets misread č and ж.
    """
    names = [column.name for column in drawing.node_columns()]
    rows = ([legal_id(n.id), n.label, *_cells(n.cells, names)] for n in drawing.nodes())
    _write(file, [*_NODE, *_named(names, _NODE)], rows)


def write_edges(drawing: Drawing, file: IO[bytes]) -> None:
    """Write the table of edges: _EDGE's columns, then a column for each attribute.

    Gephi keeps edges between the same two apart by their Kind, which is the label.
    """
    names = [column.name for column in drawing.edge_columns()]
    rows = (
        [
            legal_id(e.source),
            legal_id(e.target),
            "Directed" if e.directed else "Undirected",
            e.label,
            legal_id(e.id),
            e.label,
            write_cell(e.weight),
            *_cells(e.cells, names),
        ]
        for e in drawing.edges()
    )
    _write(file, [*_EDGE, *_named(names, _EDGE)], rows)


def write_archive(drawing: Drawing, file: IO[bytes]) -> None:
    """Write a ZIP archive of both tables and a text on what they are."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in ((NODES, write_nodes), (EDGES, write_edges)):
            with archive.open(_member(name), "w", force_zip64=True) as member:
                write(drawing, member)
        facts = (f"{name}: {text}" for name, text in drawing.about.facts.items())
        lines = (drawing.about.title, drawing.about.notice, *facts)
        archive.writestr(_member(NOTICE), "\n".join(lines) + "\n")


def harmless(text: str) -> str:
    """Return a cell's text with an apostrophe before what would run as a formula.

    A formula begins with = + - or @, at the start or where a spreadsheet that splits
    at semicolons would start a cell. Numbers with a sign, telephone numbers among
    them, stay as they are.
    """
    return _FORMULA.sub(r"\1\2'", text)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _named(names: Iterable[str], taken: Iterable[str]) -> Iterator[str]:
    """Yield headings; one that Gephi would take for its own gets a prefix."""
    own = {name.casefold() for name in taken}
    return (f"ftm:{n}" if n.casefold() in own else n for n in names)


def _cells(cells: Mapping[str, Cell], names: Iterable[str]) -> Iterator[str]:
    return (write_cell(cells[n]) if n in cells else "" for n in names)


def _write(file: IO[bytes], header: list[str], rows: Iterable[list[str]]) -> None:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(header)
    table.writerows([harmless(legal(cell)) for cell in row] for row in rows)
    text.flush()
    text.detach()
