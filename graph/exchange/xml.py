"""What GraphML and GEXF share: XML read piece by piece, without entities."""

import io
from collections.abc import Iterator
from typing import Literal, cast

from lxml import etree

from graph.errors import InvalidInput

Step = tuple[Literal["start", "end"], str, etree._Element]


def iter_steps(data: bytes, root: str, depth: int) -> Iterator[Step]:
    """Stream (start or end, local name, element); ended elements may be cleared.

    Raises InvalidInput for another root, bad XML, deep nesting, or a document type:
    nothing that a graph needs is declared there, and entities can do harm.
    """
    level = 0
    try:
        parser = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        for event, element in parser:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.rpartition("}")[2]
            if event == "start":
                if level == 0:
                    _check_root(element, name, root)
                level += 1
                if level > depth:
                    raise InvalidInput("the XML is nested too deep")
                yield "start", name, element
            else:
                level -= 1
                yield "end", name, element
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise InvalidInput(f"line {line}: not well-formed XML") from error


def forget(element: etree._Element) -> None:
    """Drop an element that has been read, and what was read before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def line_of(element: etree._Element) -> int:
    """Return the line that an element begins on, 0 where unknown."""
    return cast("int | None", element.sourceline) or 0


def _check_root(element: etree._Element, name: str, root: str) -> None:
    info = element.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise InvalidInput("a document type declaration is refused")
    if name != root:
        raise InvalidInput(f"the file is not {root}")
