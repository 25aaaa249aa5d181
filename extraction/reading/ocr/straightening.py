"""A page's picture made ready to be read: evenly lit, of a fit size, and straight."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

MOST_SKEW = 4.0
"""Degrees within which lines of text are looked for."""
LONG_SIDE = 3600
"""Pixels of the longer side: what A4 has at 300 dots an inch."""
LEAST_SIDE = 1600

_PROFILE_SIDE = 1200
_COARSE, _FINE = 0.5, 0.05
_LEAST_SKEW = 0.1
_FEW = 200
_CELL = 16
_PAPER = 235
_INK = 80
_TEXTURE = 0.25


def fit(picture: Image.Image) -> Image.Image:
    """Return a picture in grey, made smaller or larger where letters need it."""
    grey = picture if picture.mode == "L" else picture.convert("L")
    side = max(grey.size)
    if side > LONG_SIDE * 1.2:
        factor = LONG_SIDE / side
    elif side < LEAST_SIDE:
        factor = min(3.0, LEAST_SIDE * 1.5 / side)
    else:
        return grey
    size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
    return grey.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def light(picture: Image.Image) -> Image.Image:
    """Return a grey picture with its paper white and its ink dark everywhere.

    The paper's shade is taken from around each place, so that shadows and faded
    copies are evened out. White letters on black become black on white. A clean page
    stays as it is.
    """
    if np.asarray(picture.reduce(8)).mean() < 100:
        picture = ImageOps.invert(picture)
    small = picture.reduce(_CELL).filter(ImageFilter.MaxFilter(5))
    paper = small.filter(ImageFilter.BoxBlur(4))
    if np.asarray(paper).min() >= _PAPER and np.asarray(picture).min() <= _INK:
        return picture
    paper = paper.resize(picture.size, Image.Resampling.BILINEAR)
    shade = np.asarray(paper, dtype=np.float32)
    flat = np.asarray(picture, dtype=np.float32) * (_PAPER / np.maximum(shade, 1))
    even = Image.fromarray(np.clip(flat, 0, 255).astype(np.uint8))
    return ImageOps.autocontrast(even, cutoff=(0.1, 20))


def measure_skew(picture: Image.Image) -> float:
    """Return by how many degrees lines of text fall to the right, negative: rise.

    The rows of dark pixels are counted under each angle up to MOST_SKEW; where text
    lies straight, full and empty rows differ most.
    """
    factor = max(1, max(picture.size) // _PROFILE_SIDE)
    pixels = np.asarray(picture.reduce(factor))
    rows, columns = np.nonzero(pixels < min(160.0, float(pixels.mean()) * 0.8))
    if len(rows) < _FEW:
        return 0.0
    best = _sharpest(rows, columns, np.arange(-MOST_SKEW, MOST_SKEW + 0.01, _COARSE))
    near = np.arange(best - _COARSE, best + _COARSE + 0.01, _FINE)
    return _sharpest(rows, columns, near)


def _sharpest(
    rows: NDArray[np.intp], columns: NDArray[np.intp], angles: NDArray[np.float64]
) -> float:
    """Return the angle whose neighbouring rows differ most."""
    scores = [_sharpness(rows, columns, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(
    rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float
) -> float:
    slope = math.tan(math.radians(angle))
    moved = np.rint(rows - columns * slope).astype(np.intp)
    profile = np.bincount(moved - moved.min())
    return float((np.diff(profile).astype(np.float64) ** 2).sum())


def straighten(picture: Image.Image, skew: float) -> Image.Image:
    """Return a picture of the same size whose lines of text lie level."""
    if abs(skew) < _LEAST_SKEW:
        return picture
    return picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)


def is_blank(picture: Image.Image) -> bool:
    """Whether a lit picture has nothing dark enough to be a letter, or is all grain."""
    dark = np.asarray(picture) < 160
    changes = int(np.count_nonzero(dark[:, 1:] != dark[:, :-1]))
    return int(np.count_nonzero(dark)) < _FEW or changes > _TEXTURE * dark.size
