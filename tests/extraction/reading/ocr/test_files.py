"""Image files and PDFs with scanned pages become documents, page by page."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extraction.model import Document, Leaf
from extraction.reading import read_document
from extraction.reading.ocr import pictures
from graph.errors import InvalidInput

if TYPE_CHECKING:
    from tests.extraction.reading.ocr.conftest import Press

LINE = "Marko Marković je pozvao Anu Anić iz Kragujevca."
OTHER = "Ana Anić se javila iz Podgorice dana 3. maja."


def document(data: bytes) -> Document:
    """Read bytes whatever their name."""
    return read_document(Leaf("x", "x", data))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_every_image_format_is_read(press: "Press", form: str) -> None:
    """By its content; the media type is the format's."""
    found = document(press.pack(form, press.page(LINE)))
    assert [page.text for page in found.pages] == [LINE]
    assert found.media_type == f"image/{form.lower()}"


def test_a_tiff_has_pages(press: "Press") -> None:
    """Each frame is one, an empty one too."""
    frames = (press.page(LINE), Image.new("L", (900, 900), 255), press.page(OTHER))
    bilevel = [frame.convert("1") for frame in frames]
    data = press.pack("TIFF", *bilevel, compression="group4")
    pages = document(data).pages
    assert [(page.number, page.text) for page in pages] == [
        (1, LINE), (2, ""), (3, OTHER),
    ]  # fmt: skip
    assert [page.layout is not None for page in pages] == [True, False, True]


def test_transparent_and_deep_pictures_are_read(press: "Press") -> None:
    """Ink on nothing is ink on paper; sixteen bits a pixel are enough."""
    page = press.page(LINE)
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    clear.paste((20, 20, 60, 255), mask=page.point(lambda value: 255 - value))
    assert document(press.pack("PNG", clear)).pages[0].text == LINE
    deep = page.convert("I").point(lambda value: value * 200 + 3000).convert("I;16")
    assert document(press.pack("PNG", deep)).pages[0].text == LINE


def test_a_camera_that_lay_sideways_is_turned_back(press: "Press") -> None:
    """The picture's own word on its orientation is taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = press.page(LINE).rotate(90, expand=True)
    found = document(press.pack("JPEG", sideways, exif=exif, quality=90))
    assert found.pages[0].text == LINE
    assert found.pages[0].layout is not None and found.pages[0].layout.turn == 0


def mixed(press: "Press") -> bytes:
    """Return a PDF: text, a scan, a scan with a stamp in letters, nothing, lines."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 700, "This page has a text layer of forty letters or more.")
    canvas.showPage()
    for text, stamp in ((LINE, ""), (OTHER, "12/2024")):
        page = press.page(text)
        picture = Image.new("L", (2480, 3508), 255)
        picture.paste(page, (0, 0))
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.drawString(72, 10, stamp)
        canvas.showPage()
    canvas.showPage()
    canvas.rect(50, 50, 400, 400)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_mixed_pdf_is_read_by_layer_and_by_ocr(press: "Press") -> None:
    """Page by page: what has letters keeps them, what is a picture is read."""
    pages = document(mixed(press)).pages
    assert pages[0].text == "This page has a text layer of forty letters or more."
    assert pages[1].text == LINE
    assert pages[2].text.startswith(OTHER)
    assert [page.text for page in pages[3:]] == ["", ""]
    assert [page.layout is None for page in pages] == [True, False, False, True, True]


def test_pages_that_cannot_be_read_are_lost_alone(
    press: "Press", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Tesseract a mixed PDF keeps its text; a scan is rejected with why."""
    for name in ("extraction.reading.ocr.reading", "extraction.reading.images"):
        monkeypatch.setattr(f"{name}.is_installed", lambda: False)
    pages = document(mixed(press)).pages
    assert pages[0].text and not pages[0].lost
    assert [bool(page.lost) for page in pages] == [False, True, True, False, True]
    with pytest.raises(InvalidInput, match="scanned: reading it needs"):
        document(press.pack("PNG", press.page(LINE)))


def test_images_are_bounded_before_they_are_unpacked(
    press: "Press", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pixels, frames, and pages for a file's size."""
    wide = press.pack("PNG", Image.new("1", (40_000, 3_000)))
    with pytest.raises(InvalidInput, match="more than 64 million pixels"):
        document(wide)
    blank = [Image.new("1", (40, 40), 1) for _ in range(40)]
    many = press.pack("TIFF", *blank, compression="group4")
    with pytest.raises(InvalidInput, match="more scanned pages than"):
        document(many)
    monkeypatch.setattr(pictures, "MAX_FRAMES", 30)
    with pytest.raises(InvalidInput, match="more than 30"):
        document(many)


def test_images_without_text_say_so(press: "Press") -> None:
    """A photograph of nothing is no document."""
    with pytest.raises(InvalidInput, match="without text"):
        document(press.pack("PNG", Image.new("RGB", (600, 400), (200, 30, 30))))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_damaged_images_are_refused(press: "Press", form: str) -> None:
    """Cut to a third, each ends in a reason."""
    data = press.pack(form, press.page(LINE))
    with pytest.raises(InvalidInput, match=r"damaged|without text|without pages"):
        document(data[: len(data) // 3])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hello_world_tiff.tif", "HELLO WORLD"),
        ("regression_gif.gif", "This is text inside a GIF image"),
        ("regression_openjpeg.jp2", "Development files for the JPEG library"),
    ],
)
def test_real_pictures_are_read(
    shared_data: Callable[[str], Path], name: str, words: str
) -> None:
    """Pictures that were not made here."""
    path = shared_data(f"cases/documents/ingest-file/{name}")
    assert words in document(path.read_bytes()).pages[0].text
