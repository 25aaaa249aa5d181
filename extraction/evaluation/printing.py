"""Texts to pictures of pages as a scanner gives them, to measure OCR with."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from graph.errors import Unavailable

PAGE = (2480, 3508)
"""A4 at 300 dots an inch."""
FONTS = (
    "LiberationSerif-Regular.ttf",
    "LiberationSans-Regular.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSans.ttf",
)
PACKAGES = "fonts-liberation or fonts-dejavu-core"

_MARGIN = 240
_SIZE = 46
_LEADING = 1.4


@dataclass(frozen=True, slots=True)
class Scanner:
    """How pages come out: turned by `skew` degrees, with `noise` 0 to 1 of grain."""

    skew: float = 0.0
    noise: float = 0.0

    def scan(self, text: str, number: int) -> Iterator[Image.Image]:
        """Yield the pages of a text in grey; `number` chooses the font and the grain.

        Raises Unavailable where no font is installed.
        """
        fonts = find_fonts()
        font = fonts[number % len(fonts)]
        for place, page in enumerate(_print(text, font)):
            yield self._spoil(page, np.random.default_rng([number, place]))

    def _spoil(self, page: Image.Image, random: np.random.Generator) -> Image.Image:
        if self.skew:
            page = page.rotate(self.skew, Image.Resampling.BICUBIC, fillcolor=255)
        if not self.noise:
            return page
        page = page.filter(ImageFilter.GaussianBlur(2 * self.noise))
        grain = random.normal(0, 90 * self.noise, (page.height, page.width))
        specks = random.random((page.height, page.width)) < 0.004 * self.noise
        grey = np.where(specks, 40, np.asarray(page) * 0.85 + 20 + grain)
        return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


@cache
def find_fonts() -> tuple[ImageFont.FreeTypeFont, ...]:
    """Return the fonts of FONTS that are installed. Raises Unavailable for none."""
    found = []
    for name in FONTS:
        try:
            found.append(ImageFont.truetype(name, _SIZE))
        except OSError:
            continue
    if not found:
        raise Unavailable(f"pages cannot be drawn: install {PACKAGES}")
    return tuple(found)


def _print(text: str, font: ImageFont.FreeTypeFont) -> Iterator[Image.Image]:
    lines = [line for row in text.split("\n") for line in _break(row, font)]
    step = round(_SIZE * _LEADING)
    on_page = (PAGE[1] - 2 * _MARGIN) // step
    for first in range(0, len(lines), on_page):
        page = Image.new("L", PAGE, 255)
        pen = ImageDraw.Draw(page)
        for number, line in enumerate(lines[first : first + on_page]):
            pen.text((_MARGIN, _MARGIN + number * step), line, 0, font)
        yield page


def _break(row: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Yield a paragraph in lines that fit the page."""
    line = ""
    for word in row.expandtabs(8).split(" "):
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer) > PAGE[0] - 2 * _MARGIN:
            yield line
            line = word
        else:
            line = longer
    yield line
