"""PDF to its pages, one for one: by their text layer, by OCR where they lack one."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import pypdfium2 as pdfium
from PIL import Image

from extraction.model import Page
from extraction.reading.formats import ENCRYPTED
from extraction.reading.limits import Allow
from extraction.reading.ocr import OcrReader
from extraction.reading.ocr.pictures import check_pages
from extraction.reading.ocr.straightening import LONG_SIDE
from graph.errors import InvalidInput

MAX_PAGES = 50_000
MAX_CHARACTERS = 256 << 20
NO_TEXT = "PDF with no text on any page"

_FEW_LETTERS = 40
_COVERED = 0.5
_MOST_OBJECTS = 2_000
_SCAN_SCALE = 300 / 72
_PASSWORD_ERROR = 4
_SECURITY_ERROR = 5
_lock = threading.Lock()  # pdfium keeps global state and is not thread safe
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd-\uffff\ue000-\uf8ff]")
_HYPHENS = str.maketrans("\ufffe\x02", "--")


def read_pdf(data: bytes, allow: Allow) -> list[Page]:
    """Return the pages; `allow` is asked for time before each that is read by OCR.

    OCR reads pages without a text layer, with a few letters beside a picture of the
    whole page, and with fonts that say no letters. Raises InvalidInput where a
    password is needed, the file is damaged, or no page has text.
    """
    with open_pdf(data) as document:
        texts = list(_iter_texts(document))
        scanned = [n for n, text in enumerate(texts) if _is_scan(document, n, text)]
        check_pages(len(scanned), len(data))
        pages = [Page(n, _clean(text)) for n, text in enumerate(texts, 1)]
        reader = OcrReader(allow)
        for number in scanned:
            read = reader.read(number + 1, render_page(document, number, LONG_SIDE))
            if _letters(read.text) > _letters(pages[number].text) or read.lost:
                pages[number] = read
    if not any(page.text.strip() for page in pages):
        raise InvalidInput(next((p.lost for p in pages if p.lost), NO_TEXT))
    return pages


@contextmanager
def open_pdf(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF, alone in this process. Raises InvalidInput."""
    with _lock:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) in (_PASSWORD_ERROR, _SECURITY_ERROR):
                raise InvalidInput(ENCRYPTED) from error
            raise InvalidInput("damaged: no readable PDF") from error
        try:
            if not 0 < len(document) <= MAX_PAGES:
                raise InvalidInput(f"PDF without pages, or with more than {MAX_PAGES}")
            yield document
        finally:
            document.close()


def render_page(
    document: pdfium.PdfDocument, number: int, long_side: int, *, colour: bool = False
) -> Image.Image:
    """Return a picture of a page, counted from 0, at 300 dots an inch at most.

    It is grey unless `colour` is asked for; its longer side has at most `long_side`
    pixels. Raises InvalidInput.
    """
    with open_page(document, number) as page:
        side = max(page.get_size())
        scale = min(_SCAN_SCALE, long_side / side) if side > 0 else 0
        if not scale * min(page.get_size()) >= 1:
            raise InvalidInput(f"damaged: page {number + 1} has no size")
        bitmap = page.render(scale=scale, grayscale=not colour)
        try:
            picture: Image.Image = bitmap.to_pil().copy()
        finally:
            bitmap.close()
    return picture


@contextmanager
def open_page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """Open a page, counted from 0. Raises InvalidInput where it is damaged."""
    try:
        page = document[number]
        try:
            yield page
        finally:
            page.close()
    except pdfium.PdfiumError as error:
        raise InvalidInput(f"damaged: page {number + 1} cannot be read") from error


def _iter_texts(document: pdfium.PdfDocument) -> Iterator[str]:
    size = 0
    for number in range(len(document)):
        text = _read_layer(document, number)
        size += len(text)
        if size > MAX_CHARACTERS:
            raise InvalidInput("PDF with more text than can be read")
        yield text


def _read_layer(document: pdfium.PdfDocument, number: int) -> str:
    with open_page(document, number) as page:
        layer = page.get_textpage()
        try:
            text = str(layer.get_text_range(errors="replace"))
        finally:
            layer.close()
    return text.replace("\r\n", "\n")


def _clean(text: str) -> str:
    return "" if _is_garbled(text) else _CONTROLS.sub("", text.translate(_HYPHENS))


def _is_garbled(text: str) -> bool:
    """Whether fonts without a map to Unicode left codes in place of letters."""
    return len(_CONTROLS.findall(text)) * 3 > len(text)


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _is_scan(document: pdfium.PdfDocument, number: int, text: str) -> bool:
    """Whether what a page shows is not in its text layer."""
    letters = 0 if _is_garbled(text) else _letters(text)
    if letters >= _FEW_LETTERS:
        return False
    with open_page(document, number) as page:
        if letters:
            return any(_covers(one, page) for one in _objects(page, [_IMAGE]))
        return any(True for _ in _objects(page, None))


_IMAGE = pdfium.raw.FPDF_PAGEOBJ_IMAGE


def _objects(
    page: pdfium.PdfPage, kinds: list[int] | None
) -> Iterator[pdfium.PdfObject]:
    return islice(page.get_objects(filter=kinds), _MOST_OBJECTS)


def _covers(image: pdfium.PdfObject, page: pdfium.PdfPage) -> bool:
    """Whether an image takes up most of its page."""
    width, height = page.get_size()
    left, bottom, right, top = image.get_bounds()
    return bool((right - left) * (top - bottom) >= _COVERED * width * height)
