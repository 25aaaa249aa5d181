"""Pages as pictures, and the boxes of a PDF's own text layer on them."""

import io
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extraction.model import WHOLE
from extraction.reading.picturing import LONG_SIDE, draw_page, find_boxes
from graph.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from tests.extraction.reading.conftest import Maker

TEXT = "Ana Savic zna Bojana\nBojica od ranije."


def test_a_pdf_page_is_drawn_with_its_words_in_their_boxes(make: "Maker") -> None:
    """Each box of the layer lies on ink of the picture; the page's shape is kept."""
    data = make.pdf("x", TEXT)
    picture = draw_page(data, 2, 0)
    assert max(picture.size) == LONG_SIDE and picture.mode == "RGB"
    boxes = find_boxes(data, 2, TEXT)
    assert [TEXT[box.start : box.end] for box in boxes] == TEXT.split()
    grey = picture.convert("L")
    for box in boxes:
        left, right = (round(x * grey.width / WHOLE) for x in (box.left, box.right))
        top, bottom = (round(y * grey.height / WHOLE) for y in (box.top, box.bottom))
        assert sum(grey.crop((left, top, right, bottom)).histogram()[:100]) > 20
    assert boxes[3].bottom < boxes[4].bottom


def test_boxes_of_a_turned_page_are_those_of_its_picture() -> None:
    """The page's own rotation is in both."""
    flat, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(flat, invariant=1, pagesize=(400, 200))
    canvas.drawString(20, 180, "Gorelevonapisano")
    canvas.save()
    document = pdfium.PdfDocument(flat.getvalue())
    document[0].set_rotation(90)
    document.save(out)
    document.close()
    picture = draw_page(out.getvalue(), 1, 0)
    assert picture.height > picture.width
    boxes = find_boxes(out.getvalue(), 1, "Gorelevonapisano")
    assert all(box.right - box.left < box.bottom - box.top for box in boxes)
    assert all(box.left > WHOLE * 0.8 and box.top < WHOLE * 0.1 for box in boxes)


def test_another_text_has_no_boxes(make: "Maker") -> None:
    """Offsets into a text that the layer does not hold would point anywhere."""
    assert find_boxes(make.pdf("Ana"), 1, "Ana i Bojan") == ()
    assert find_boxes(b"Ana", 1, "Ana") == ()


def test_images_are_drawn_page_by_page_and_turned() -> None:
    """Made smaller where they are large, in colour, turned clockwise."""
    out = io.BytesIO()
    red, blue = (Image.new("RGB", (90, 30), shade) for shade in ("red", "blue"))
    red.save(out, "TIFF", save_all=True, append_images=[blue])
    drawn = draw_page(out.getvalue(), 2, 90)
    assert drawn.size == (30, 90) and drawn.getpixel((5, 5)) == (0, 0, 255)
    large = io.BytesIO()
    Image.new("L", (5000, 100)).save(large, "PNG")
    assert draw_page(large.getvalue(), 1, 0).width == LONG_SIDE


def test_what_is_not_there_is_not_drawn(make: "Maker") -> None:
    """A page outside the file, and files without pictures."""
    for number in (0, 2):
        with pytest.raises(NotFound):
            draw_page(make.pdf("x"), number, 0)
    with pytest.raises(InvalidInput, match="no pictures"):
        draw_page(b"text", 1, 0)
