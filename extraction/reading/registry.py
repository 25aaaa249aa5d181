"""Which reader takes which format, and the one door through which documents come."""

import hashlib
from collections.abc import Callable

from extraction.model import Document, Leaf, Page
from extraction.reading.detection import detect_format
from extraction.reading.djvu import read_djvu
from extraction.reading.doc import read_doc
from extraction.reading.docx import read_docx
from extraction.reading.epub import read_epub
from extraction.reading.html import read_html
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

READERS: dict[str, Reader] = {
    "text": read_text,
    "html": read_html,
    "pdf": read_pdf,
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
    "epub": read_epub,
    "djvu": read_djvu,
}


def read_document(leaf: Leaf) -> Document:
    """Return the leaf's text page by page, by its content, whatever its name says.

    Raises InvalidInput with the reason where it is empty, encrypted, damaged, without
    text, with more than MAX_CHARACTERS, or of a format that nothing here reads.
    """
    found = detect_format(leaf.data, leaf.name)
    if found.refusal:
        raise InvalidInput(found.refusal)
    reader = READERS.get(found.name)
    if reader is None:
        raise InvalidInput("an archive: its members are read one by one")
    texts = read_safely(reader, leaf.data)
    if sum(map(len, texts)) > MAX_CHARACTERS:
        most = MAX_CHARACTERS // 1_000_000
        raise InvalidInput(f"more than {most} million characters of text")
    if not any(text.strip() for text in texts):
        raise InvalidInput("empty: no text in it")
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    digest = hashlib.sha256(leaf.data).hexdigest()
    return Document(digest, leaf.name, found.media_type, pages)


def read_safely(reader: Reader, data: bytes) -> list[str]:
    """Return what `reader` does; whatever a library fails with is a damaged file."""
    try:
        return reader(data)
    except (InvalidInput, MemoryError):
        raise
    except Exception as error:
        raise InvalidInput("damaged: cannot be read") from error
