"""OpenDocument text and presentations to one page, tables row by row."""

from lxml import etree

from extraction.reading.formats import ENCRYPTED
from extraction.reading.markup import Parts, TextBuilder, attribute, local_name
from graph.errors import InvalidInput

_SKIPPED = frozenset("tracked-changes forms sequence-decls annotation-end".split())
_MAX_BLANKS = 200


def read_odt(data: bytes) -> list[str]:
    """Return one page; raise InvalidInput where a password is needed."""
    parts = Parts(data)
    refuse_encrypted(parts)
    out = TextBuilder()
    skipped = 0
    root = parts.get("content.xml")
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local_name(element)
        if skipped or name in _SKIPPED:
            skipped += 1 if event == "start" else -1
        elif event == "start":
            _start(out, element, name)
        else:
            _end(out, name)
        if event == "end" and not skipped and _in_text(element):
            out.add(element.tail or "")
    return [out.text()]


def refuse_encrypted(parts: Parts) -> None:
    """Raise InvalidInput where the manifest of an OpenDocument file names a lock."""
    manifest = parts.find("META-INF/manifest.xml")
    locks = () if manifest is None else manifest.iter("{*}encryption-data")
    if next(iter(locks), None) is not None:
        raise InvalidInput(ENCRYPTED)


def _in_text(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) in ("p", "h", "span", "a")


def _start(out: TextBuilder, element: etree._Element, name: str) -> None:
    match name:
        case "p" | "h" | "span" | "a":
            out.add(element.text or "")
        case "tab":
            out.add("\t")
        case "s":
            count = attribute(element, "c")
            out.add(" " * (min(int(count), _MAX_BLANKS) if count.isdigit() else 1))
        case "line-break":
            out.end_line()
        case "table-row":
            out.start_row()


def _end(out: TextBuilder, name: str) -> None:
    match name:
        case "p" | "h":
            out.end_line()
        case "table-cell" | "covered-table-cell":
            out.end_cell()
        case "table-row":
            out.end_row()
