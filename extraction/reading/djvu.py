"""DjVu scans to the text that lies behind their pages, by djvutxt."""

import re

from extraction.reading.programs import run_program
from graph.errors import InvalidInput

PROGRAM, PACKAGE = "djvutxt", "djvulibre-bin"
_MARKS = re.compile(r"[\x0b\x1d\x1f]")


def read_djvu(data: bytes) -> list[str]:
    """Return a page for each page; raise InvalidInput where none has text."""
    out = run_program((PROGRAM, "{}"), data, PACKAGE).decode("utf-8", "replace")
    pages = [_MARKS.sub("", page).strip() for page in out.split("\f")]
    if pages and not pages[-1]:
        pages.pop()
    if not any(pages):
        raise InvalidInput("scanned: no text layer")
    return pages
