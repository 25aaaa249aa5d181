"""DOCX to its one page: header, paragraphs and tables in order, footer, notes."""

from lxml import etree

from extraction.reading.markup import Parts, TextBuilder, attribute, local_name
from graph.errors import InvalidInput

_SKIPPED = frozenset(
    "delText delInstrText instrText Fallback del moveFrom pPr rPr sectPr tblPr tblGrid "
    "trPr tcPr sdtPr".split()
)
_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


def read_docx(data: bytes) -> list[str]:
    """Return one page: Word files carry no pages of their own."""
    parts = Parts(data)
    body = parts.find(_MAIN)
    if body is None:
        raise InvalidInput("damaged: Word document without its text")
    texts = [_render_part(parts, name) for name in _find_margins(parts, "header")]
    texts.append(_render(body))
    texts += [_render_part(parts, name) for name in _find_margins(parts, "footer")]
    texts += [_render_part(parts, name) for name in _NOTES if name in parts.names]
    return ["\n\n".join(dict.fromkeys(text for text in texts if text))]


def _find_margins(parts: Parts, kind: str) -> list[str]:
    prefix = f"word/{kind}"
    return sorted(n for n in parts.names if n.startswith(prefix) and n.endswith(".xml"))


def _render_part(parts: Parts, name: str) -> str:
    return _render(parts.get(name))


def _render(root: etree._Element) -> str:
    out = TextBuilder()
    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local_name(element)
        if skipped or name in _SKIPPED:
            skipped += 1 if event == "start" else -1
        elif event == "start":
            _start(out, element, name)
        else:
            _end(out, name)
    return out.text()


def _start(out: TextBuilder, element: etree._Element, name: str) -> None:
    match name:
        case "t":
            out.add(element.text or "")
        case "tab" | "ptab":
            out.add("\t")
        case "br" | "cr":
            out.end_line()
        case "noBreakHyphen":
            out.add("-")
        case "sym":
            out.add(_decode_symbol(attribute(element, "char")))
        case "tr":
            out.start_row()


def _end(out: TextBuilder, name: str) -> None:
    match name:
        case "p":
            out.end_line()
        case "tc":
            out.end_cell()
        case "tr":
            out.end_row()


def _decode_symbol(code: str) -> str:
    """Return the character of a symbol font, a blank for private ones."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return " "
    return character if character.isprintable() else " "
