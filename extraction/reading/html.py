"""HTML to its one page of visible text, a line for each block and table row."""

import re

from lxml import etree, html

from extraction.reading.encoding import decode_text
from extraction.reading.markup import TextBuilder
from graph.errors import InvalidInput

_HIDDEN = frozenset(
    "script style template noscript head iframe object svg math select datalist "
    "textarea".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li "
    "main nav ol p pre section summary table tbody tfoot thead title ul".split()
)
_CELLS = ("td", "th")
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes) -> list[str]:
    """Return one page; raise InvalidInput where nothing in it is visible."""
    match = _DECLARED.search(data[:4096])
    declared = match[1].decode("ascii") if match else None
    return [extract_text(decode_text(data, declared))]


def extract_text(markup: str) -> str:
    """Return the visible text of HTML; empty where there is none."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    source = markup.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        if not source.strip():
            return ""
        raise InvalidInput("HTML without any content") from error
    return _Renderer().render(root)


class _Renderer:
    """Walks the tree without recursion: hostile markup nests deep."""

    def __init__(self) -> None:
        self._out = TextBuilder()
        self._hidden = 0
        self._verbatim = 0
        self._fresh = True

    def render(self, root: etree._Element) -> str:
        """Return the title and the text, in lines and cells as the markup has them."""
        title = root.findtext(".//head/title")
        if title and title.strip():
            self._write(title)
            self._break()
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        return self._out.text()

    def _start(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if self._hidden or _is_hidden(element, tag):
            self._hidden += 1
            return
        if tag == "tr":
            self._out.start_row()
            self._fresh = True
        elif tag in _BLOCKS:
            self._break()
        elif tag == "br":
            self._out.end_line()
            self._fresh = True
        self._verbatim += tag == "pre"
        self._write(element.text)

    def _end(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if self._hidden:
            self._hidden -= 1
        else:
            self._close(tag)
        if not self._hidden:
            self._write(element.tail)

    def _close(self, tag: str) -> None:
        self._verbatim -= tag == "pre"
        if tag in _CELLS:
            self._out.end_cell()
            self._fresh = True
        elif tag == "tr":
            self._out.end_row()
            self._fresh = True
        elif tag in _BLOCKS:
            self._break()

    def _write(self, text: str | None) -> None:
        if not text or self._hidden:
            return
        if self._verbatim:
            self._write_verbatim(text)
            return
        line = _BLANKS.sub(" ", text)
        if self._fresh:
            line = line.lstrip(" ")
        if line:
            self._out.add(line)
            self._fresh = line.endswith(" ")

    def _write_verbatim(self, text: str) -> None:
        *lines, last = text.replace("\r\n", "\n").split("\n")
        for line in lines:
            self._out.add(line)
            self._out.end_line()
        if last:
            self._out.add(last)
        self._fresh = False

    def _break(self) -> None:
        if self._out.begun:
            self._out.end_line()
        self._fresh = True


def _is_hidden(element: etree._Element, tag: str) -> bool:
    if tag in _HIDDEN or not tag:
        return True
    if "hidden" in element.attrib:
        return True
    return bool(_UNSEEN.search(str(element.get("style", ""))[:1000]))
