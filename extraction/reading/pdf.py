"""PDF with a text layer to its pages, one for one."""

import re
import threading

import pypdfium2 as pdfium

from extraction.reading.formats import ENCRYPTED
from graph.errors import InvalidInput

MAX_PAGES = 50_000
MAX_CHARACTERS = 256 << 20
GARBLED = "text layer without Unicode (OCR not built yet)"
SCANNED = "scanned: no text layer (OCR not built yet)"

_PASSWORD_ERROR = 4
_SECURITY_ERROR = 5
_lock = threading.Lock()  # pdfium keeps global state and is not thread safe
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd-\uffff\ue000-\uf8ff]")
_HYPHENS = str.maketrans("\ufffe\x02", "--")


def read_pdf(data: bytes) -> list[str]:
    """Return the text of each page, empty for one without.

    Raises InvalidInput where a password is needed, the file is damaged, or no page
    holds text.
    """
    with _lock:
        pages = _read_pages(data)
    if not any(page.strip() for page in pages):
        raise InvalidInput(SCANNED)
    if _is_garbled("".join(pages)):
        raise InvalidInput(GARBLED)
    return [_CONTROLS.sub("", page.translate(_HYPHENS)) for page in pages]


def _is_garbled(text: str) -> bool:
    """Whether fonts without a map to Unicode left codes in place of letters."""
    return len(_CONTROLS.findall(text)) * 3 > len(text)


def _read_pages(data: bytes) -> list[str]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD_ERROR, _SECURITY_ERROR):
            raise InvalidInput(ENCRYPTED) from error
        raise InvalidInput("damaged: no readable PDF") from error
    try:
        if not 0 < len(document) <= MAX_PAGES:
            raise InvalidInput(f"PDF without pages, or with more than {MAX_PAGES}")
        return _read_each(document)
    finally:
        document.close()


def _read_each(document: pdfium.PdfDocument) -> list[str]:
    texts: list[str] = []
    size = 0
    for number in range(len(document)):
        texts.append(_read_page(document, number))
        size += len(texts[-1])
        if size > MAX_CHARACTERS:
            raise InvalidInput("PDF with more text than can be read")
    return texts


def _read_page(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise InvalidInput(f"damaged: page {number + 1} cannot be read") from error
    try:
        layer = page.get_textpage()
        try:
            text = str(layer.get_text_range(errors="replace"))
        finally:
            layer.close()
    except pdfium.PdfiumError as error:
        raise InvalidInput(f"damaged: page {number + 1} cannot be read") from error
    finally:
        page.close()
    return text.replace("\r\n", "\n")
