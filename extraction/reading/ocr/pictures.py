"""Image files to the pictures of their pages, bounded before anything is unpacked."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from extraction.reading.ocr.straightening import LONG_SIDE
from graph.errors import InvalidInput, NotFound

MAX_PIXELS = 64_000_000
"""Pixels of one picture: A3 at 500 dots an inch."""
TOO_LARGE = f"image of more than {MAX_PIXELS // 1_000_000} million pixels"
MAX_FRAMES = 2_000
FREE_PAGES = 10
BYTES_PER_PAGE = 1024
"""A file may have FREE_PAGES pages to read by OCR, and one more for each of these."""
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000")

_DAMAGE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
    OverflowError, ZeroDivisionError, struct.error,
)  # fmt: skip


def iter_pictures(data: bytes) -> Iterator[Image.Image]:
    """Yield the pages of an image file in grey, upright as its camera says.

    A TIFF's frames are its pages; of a moving picture only the first is taken. Raises
    InvalidInput for damage, and for more pixels or frames than may be.
    """
    with _opened(data) as image:
        frames = _count_frames(image, len(data))
        for number in range(frames):
            yield _load(image, number)


def check_pages(pages: int, size: int) -> None:
    """Raise InvalidInput where a file of `size` bytes has more pages than it may."""
    if pages > FREE_PAGES + size // BYTES_PER_PAGE:
        raise InvalidInput("more scanned pages than a file of its size may have")


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise InvalidInput(TOO_LARGE) from error
    except (UnidentifiedImageError, *_DAMAGE) as error:
        raise InvalidInput("damaged: no readable image") from error
    with image:
        yield image


def _count_frames(image: Image.Image, size: int) -> int:
    """Return how many frames are pages, none of them looked at."""
    if image.format != "TIFF":
        return 1
    count = 0
    try:
        while count <= MAX_FRAMES:
            image.seek(count)
            count += 1
    except _DAMAGE:
        pass
    if not 0 < count <= MAX_FRAMES:
        raise InvalidInput(f"image without pages, or with more than {MAX_FRAMES}")
    check_pages(count, size)
    return count


def load_picture(data: bytes, number: int, long_side: int) -> Image.Image:
    """Return a page of an image file, counted from 0, in colour, to be looked at.

    Its longer side has at most `long_side` pixels. Raises InvalidInput as
    iter_pictures does, and NotFound where there is no such page.
    """
    with _opened(data) as image:
        if not 0 <= number < _count_frames(image, len(data)):
            raise NotFound("no such page")
        picture = _load(image, number, "RGB")
    picture.thumbnail((long_side, long_side), reducing_gap=3.0)
    return picture


def _load(image: Image.Image, number: int, mode: str = "L") -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if image.format == "TIFF":
                image.seek(number)
            _check_size(image)
            image.draft(mode, (LONG_SIDE, LONG_SIDE))
            return _upright(_on_paper(image, mode), image)
    except InvalidInput:
        raise
    except _DAMAGE as error:
        raise InvalidInput("damaged: no readable image") from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise InvalidInput(TOO_LARGE)


def _on_paper(image: Image.Image, mode: str) -> Image.Image:
    """Return a frame in grey (L) or colour (RGB) on white paper, whatever it is of."""
    if image.mode in _OPAQUE and "transparency" not in image.info:
        return image.convert(mode)
    if image.mode.startswith(("I", "F")):
        return _scaled(image).convert(mode)
    seen = image.convert("RGBA")
    paper = Image.new(mode, image.size, "white")
    paper.paste(seen.convert(mode), mask=seen.getchannel("A"))
    return paper


def _scaled(image: Image.Image) -> Image.Image:
    """Return a picture of more bits a pixel in 8, from its darkest to its lightest."""
    deep = image.convert("F")
    low, high = deep.getextrema()
    assert isinstance(low, float) and isinstance(high, float)
    scale = 255 / (high - low) if high > low else 0.0
    return deep.point(lambda value: value * scale - low * scale).convert("L")


def _upright(picture: Image.Image, image: Image.Image) -> Image.Image:
    """Return the picture turned as its EXIF says."""
    turned = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    return picture.transpose(turned) if turned is not None else picture


_OPAQUE = frozenset({"L", "1", "RGB", "CMYK", "YCbCr"})
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
