"""A document's page as a picture to look at, and where its text stands on it."""

import ctypes
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from extraction.model import WHOLE, Box
from extraction.reading.detection import detect_format
from extraction.reading.ocr.pictures import load_picture
from extraction.reading.pdf import open_page, open_pdf, render_page
from graph.errors import InvalidInput, NotFound

LONG_SIDE = 2000
"""Pixels of a picture's longer side, at the most."""
NONE = "this file has no pictures of its pages"
_PDF = "application/pdf"


def has_pictures(media_type: str) -> bool:
    """Whether pages of a media type can be shown as pictures."""
    return media_type == _PDF or media_type.startswith("image/")


def draw_page(data: bytes, number: int, turn: int) -> Image.Image:
    """Return the page, counted from 1, in colour, turned clockwise by `turn` degrees.

    Raises NotFound where there is no such page, InvalidInput where the file has no
    pictures or is damaged.
    """
    found = detect_format(data).name
    if found == "pdf":
        with open_pdf(data) as document:
            _check(number, len(document))
            picture = render_page(document, number - 1, LONG_SIDE, colour=True)
    elif found == "image":
        picture = load_picture(data, number - 1, LONG_SIDE)
    else:
        raise InvalidInput(NONE)
    return picture.rotate(-turn, expand=True) if turn else picture


def find_boxes(data: bytes, number: int, text: str) -> tuple[Box, ...]:
    """Return where the words of a PDF page's text layer stand on its picture.

    `text` is what was read of the page, whose characters the boxes count; where it is
    not what the layer says, and for other files, there are none.
    """
    if detect_format(data).name != "pdf":
        return ()
    with open_pdf(data) as document:
        _check(number, len(document))
        with open_page(document, number - 1) as page:
            return _find_boxes(page, text)


def _check(number: int, pages: int) -> None:
    if not 1 <= number <= pages:
        raise NotFound("no such page")


def _find_boxes(page: pdfium.PdfPage, text: str) -> tuple[Box, ...]:
    layer = page.get_textpage()
    try:
        places = _match(layer, text)
        if places is None:
            return ()
        return tuple(
            _box(page, layer, word, places)
            for blank, group in groupby(range(len(text)), lambda at: text[at].isspace())
            if not blank and (word := [at for at in group if at in places])
        )
    finally:
        layer.close()


def _match(layer: pdfium.PdfTextPage, text: str) -> dict[int, int] | None:
    """Return the layer's index of each character of a text, None where one lacks.

    The text is the layer's without what is no letter; blanks may be others.
    """
    places: dict[int, int] = {}
    index, count = 0, layer.count_chars()
    for at, character in enumerate(text):
        if character.isspace():
            continue
        while index < count and not _is_same(layer, index, character):
            index += 1
        if index == count:
            return None
        places[at] = index
        index += 1
    return places


def _is_same(layer: pdfium.PdfTextPage, index: int, character: str) -> bool:
    code = raw.FPDFText_GetUnicode(layer.raw, index)
    return bool(code == ord(character) or (character == "-" and code in (2, 0xFFFE)))


def _box(
    page: pdfium.PdfPage,
    layer: pdfium.PdfTextPage,
    word: list[int],
    places: dict[int, int],
) -> Box:
    corners = []
    for at in word:
        left, bottom, right, top = layer.get_charbox(places[at], loose=True)
        corners += [_place(page, left, bottom), _place(page, right, top)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    sides = min(across), min(down), max(across), max(down)
    return Box(word[0], word[-1] + 1, *(min(WHOLE, max(0, s)) for s in sides))


def _place(page: pdfium.PdfPage, x: float, y: float) -> tuple[int, int]:
    """Return a point of the page in parts of WHOLE from its picture's top left."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, WHOLE, WHOLE, 0, x, y, across, down)
    return across.value, down.value
