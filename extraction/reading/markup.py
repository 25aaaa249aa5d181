"""XML of office documents: entities and network off, every part within limits."""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extraction.reading.formats import ENCRYPTED
from extraction.reading.limits import Budget, Limits
from extraction.reading.zips import DAMAGE, open_zip_file
from graph.errors import InvalidInput

PART_LIMITS = Limits(leaf_bytes=32 << 20, total_bytes=256 << 20)


DECLARED = "its XML declares entities, which can do harm: refused"


class Parts:
    """The parts of an office document; raises InvalidInput where it is damaged."""

    def __init__(self, data: bytes) -> None:
        self._budget = Budget(PART_LIMITS)
        self._file = open_zip_file(io.BytesIO(data))
        self.names = frozenset(self._file.namelist())

    def find(self, name: str) -> etree._Element | None:
        """Return the root of an XML part, or None where there is none."""
        return self.get(name) if name in self.names else None

    def get(self, name: str) -> etree._Element:
        """Return the root of an XML part."""
        return parse_xml(self.read(name))

    def read(self, name: str) -> bytes:
        """Return the bytes of a part."""
        try:
            info = self._file.getinfo(name)
            if info.flag_bits & 1:
                raise InvalidInput(ENCRYPTED)
            with self._file.open(info) as stream:
                return self._budget.read(stream, info.compress_size)
        except (*DAMAGE, KeyError, RuntimeError) as error:
            raise InvalidInput("damaged: a part of it cannot be unpacked") from error


def parse_xml(data: bytes) -> etree._Element:
    """Return the root; raise InvalidInput for XML broken, too deep or with entities."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise InvalidInput("damaged: its XML is broken") from error
    if root is None:
        raise InvalidInput("damaged: its XML is empty")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise InvalidInput(DECLARED)
    return root


def local_name(element: etree._Element) -> str:
    """Return the tag without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return the attribute of this local name, empty where it is absent."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


class TextBuilder:
    """Lines of text from blocks, table rows and runs met in document order.

    A row of a table becomes one line, its cells split by ` | `, so that a label and
    its value stay side by side.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._rows: list[list[str]] = []

    @property
    def begun(self) -> bool:
        """Whether a line is begun and not yet ended."""
        return bool(self._line)

    def add(self, text: str) -> None:
        """Add a run to the line begun."""
        self._line.append(text)

    def end_line(self) -> None:
        """End the line; inside a table cell a blank stands for the break."""
        if self._rows:
            self._line.append(" ")
            return
        self._lines.append("".join(self._line).rstrip())
        self._line.clear()

    def start_row(self) -> None:
        """Begin a table row; one inside a cell goes on in the cell."""
        if not self._rows and self._line:
            self.end_line()
        self._rows.append([])

    def end_cell(self) -> None:
        """End a cell of the row begun."""
        if len(self._rows) == 1:
            self._rows[0].append(" ".join("".join(self._line).split()))
            self._line.clear()
        elif self._line:
            self._line.append(" ")

    def end_row(self) -> None:
        """End the row begun."""
        if not self._rows:
            return
        cells = self._rows.pop()
        if not self._rows and any(cells):
            self._lines.append(" | ".join(cells))

    def text(self) -> str:
        """Return the lines, at most one blank between two that hold text."""
        if self._line:
            self._lines.append("".join(self._line).rstrip())
            self._line.clear()
        return "\n".join(_squeeze(self._lines)).strip("\n")


def _squeeze(lines: list[str]) -> Iterator[str]:
    blank = False
    for line in lines:
        if line.strip():
            yield line
        elif not blank:
            yield ""
        blank = not line.strip()
