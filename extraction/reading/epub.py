"""Books (EPUB) to their pages, one a chapter in the order of reading."""

import posixpath
from urllib.parse import unquote

from extraction.reading.html import read_html
from extraction.reading.markup import Parts, attribute, local_name
from graph.errors import InvalidInput

MAX_CHAPTERS = 10_000
_CONTAINER = "META-INF/container.xml"
_TEXTS = ("application/xhtml+xml", "text/html")


def read_epub(data: bytes) -> list[str]:
    """Return a page for each chapter; raise InvalidInput where there are too many."""
    parts = Parts(data)
    book = _find_book(parts)
    root = parts.get(book)
    files = {
        attribute(item, "id"): attribute(item, "href")
        for item in root.iter()
        if local_name(item) == "item" and attribute(item, "media-type") in _TEXTS
    }
    order = [
        files[attribute(item, "idref")]
        for item in root.iter()
        if local_name(item) == "itemref" and attribute(item, "idref") in files
    ]
    if len(order) > MAX_CHAPTERS:
        raise InvalidInput(f"book of more than {MAX_CHAPTERS} chapters")
    folder = posixpath.dirname(book)
    names = [posixpath.normpath(posixpath.join(folder, unquote(o))) for o in order]
    return [_read_chapter(parts, name) for name in names if name in parts.names]


def _find_book(parts: Parts) -> str:
    root = parts.get(_CONTAINER)
    for element in root.iter():
        if local_name(element) == "rootfile":
            return attribute(element, "full-path")
    raise InvalidInput("damaged: a book without its contents")


def _read_chapter(parts: Parts, name: str) -> str:
    return "\n".join(read_html(parts.read(name)))
