"""Which reader takes which format, and the one door through which documents come."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from extraction.model import Document, Leaf, Page
from extraction.reading.detection import detect_format
from extraction.reading.djvu import read_djvu
from extraction.reading.doc import read_doc
from extraction.reading.docx import read_docx
from extraction.reading.epub import read_epub
from extraction.reading.html import read_html
from extraction.reading.images import read_image
from extraction.reading.limits import Allow, allow_all
from extraction.reading.mail import read_eml, read_emlx
from extraction.reading.msg import read_msg
from extraction.reading.odt import read_odt
from extraction.reading.pdf import read_pdf
from extraction.reading.ppt import read_ppt
from extraction.reading.pptx import read_pptx
from extraction.reading.rtf import read_rtf
from extraction.reading.sheets import read_sheets
from extraction.reading.text import read_text
from graph.errors import InvalidInput

MAX_CHARACTERS = 16_000_000

Reader = Callable[[bytes], list[str]]


class PageReader(Protocol):
    """Reads pages that may need OCR, for which `allow` is asked for time."""

    def __call__(self, data: bytes, allow: Allow) -> list[Page]:
        """Return the pages."""


T = TypeVar("T")

READERS: dict[str, Reader] = {
    "text": read_text,
    "html": read_html,
    "docx": read_docx,
    "odt": read_odt,
    "pptx": read_pptx,
    "rtf": read_rtf,
    "eml": read_eml,
    "emlx": read_emlx,
    "msg": read_msg,
    "doc": read_doc,
    "ppt": read_ppt,
    "xlsx": read_sheets,
    "xls": read_sheets,
    "ods": read_sheets,
    "dbf": read_sheets,
    "epub": read_epub,
    "djvu": read_djvu,
}

PAGE_READERS: dict[str, PageReader] = {"pdf": read_pdf, "image": read_image}
"""What may have pages without text, which are read by OCR, each in time of its own."""


def read_document(leaf: Leaf, allow: Allow = allow_all) -> Document:
    """Return the leaf's text page by page, by its content, whatever its name says.

    `allow` is asked for CPU seconds before each page that is read by OCR. Raises
    InvalidInput with the reason where the file is empty, encrypted, damaged, without
    text, with more than MAX_CHARACTERS, or of a format that nothing here reads.
    """
    found = detect_format(leaf.data, leaf.name)
    if found.refusal:
        raise InvalidInput(found.refusal)
    pages = _read_pages(found.name, leaf.data, allow)
    if sum(len(page.text) for page in pages) > MAX_CHARACTERS:
        most = MAX_CHARACTERS // 1_000_000
        raise InvalidInput(f"more than {most} million characters of text")
    if not any(page.text.strip() for page in pages):
        raise InvalidInput("empty: no text in it")
    digest = hashlib.sha256(leaf.data).hexdigest()
    return Document(digest, leaf.name, found.media_type, tuple(pages))


def _read_pages(name: str, data: bytes, allow: Allow) -> list[Page]:
    if name in PAGE_READERS:
        return read_safely(partial(PAGE_READERS[name], allow=allow), data)
    if name not in READERS:
        raise InvalidInput("an archive: its members are read one by one")
    texts = read_safely(READERS[name], data)
    return [Page(number, text) for number, text in enumerate(texts, start=1)]


def read_safely(reader: Callable[[bytes], T], data: bytes) -> T:
    """Return what `reader` does; whatever a library fails with is a damaged file."""
    try:
        return reader(data)
    except (InvalidInput, MemoryError):
        raise
    except Exception as error:
        raise InvalidInput("damaged: cannot be read") from error
