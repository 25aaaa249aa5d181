"""Words with boxes → a page's text, and which of its characters stand where."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

from extraction.model import WHOLE, Box
from extraction.reading.ocr.correcting import join_halves
from extraction.reading.ocr.tesseract import Word

LEAST_SURE = 60
"""A line without a word that is read this surely, of 100, is a picture's grain."""
_COLUMN_GAP = 1.6
_HYPHENS = ("-", "\u00ad", "‐")

Line = list[Word]


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture that words were read on: its size, and how it was turned.

    `skew` is by how many degrees the page was turned to lie level.
    """

    width: int
    height: int
    skew: float = 0.0

    def place(self, word: Word) -> tuple[int, int, int, int]:
        """Return a word's box on the page as it was, in parts of WHOLE."""
        angle = math.radians(self.skew)
        cos, sin = math.cos(angle), math.sin(angle)
        middle_x, middle_y = self.width / 2, self.height / 2
        corners = [
            (x * cos - y * sin + middle_x, x * sin + y * cos + middle_y)
            for x in (word.left - middle_x, word.right - middle_x)
            for y in (word.top - middle_y, word.bottom - middle_y)
        ]
        across = [_part(x, self.width) for x, _ in corners]
        down = [_part(y, self.height) for _, y in corners]
        return min(across), min(down), max(across), max(down)


def _part(pixel: float, size: int) -> int:
    return min(WHOLE, max(0, round(pixel * WHOLE / size)))


def sureness(words: Sequence[Word]) -> float:
    """Return how surely half of the words or more are read, 0 to 100; 0 for none."""
    return median(word.confidence for word in words) if words else 0.0


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return the words line by line; lines that are a picture's grain are left out."""
    lines = [list(group) for _, group in groupby(words, key=lambda word: word.line)]
    return [line for line in lines if any(map(_is_sure, line))]


def _is_sure(word: Word) -> bool:
    return word.confidence >= LEAST_SURE and any(c.isalnum() for c in word.text)


def compose(lines: Sequence[Line], frame: Frame) -> tuple[str, tuple[Box, ...]]:
    """Return the text of a page and its boxes, in order, none overlapping.

    A line of the page is one of the text; an empty line stands between blocks, a tab
    where a wide gap parts columns. A word broken at the end of a line is joined, and
    has a box on each line.
    """
    page = _Page(frame)
    before: Line | None = None
    for line in lines:
        if before is not None:
            page.end_line(apart=before[0].line[0] != line[0].line[0])
        for gap, word in _spaced(line):
            page.add(gap, word)
        before = line
    return page.text, tuple(page.boxes)


def _spaced(line: Line) -> Iterator[tuple[str, Word]]:
    """Yield the words, each behind what parts it from the one before."""
    height = sorted(word.bottom - word.top for word in line)[len(line) // 2]
    right: int | None = None
    for word in line:
        wide = right is not None and word.left - right > _COLUMN_GAP * height
        yield "" if right is None else "\t" if wide else " ", word
        right = word.right


@dataclass(slots=True)
class _Page:
    frame: Frame
    text: str = ""
    boxes: list[Box] = field(default_factory=list)
    _break: str = ""

    def end_line(self, *, apart: bool) -> None:
        """End a line; the next word begins one, behind an empty one where `apart`."""
        self._break = "\n\n" if apart else "\n"

    def add(self, gap: str, word: Word) -> None:
        """Add a word with its box, behind a gap unless it begins a line."""
        if self._break:
            self._begin_line(word)
        else:
            self.text += gap
        start = len(self.text)
        self.text += join_halves(word.text)
        self.boxes.append(Box(start, len(self.text), *self.frame.place(word)))

    def _begin_line(self, word: Word) -> None:
        """Break the line, unless its last word goes on here."""
        broken = self.text.endswith(_HYPHENS) and self.text[-2:-1].isalpha()
        if broken and self._break == "\n" and word.text[:1].islower():
            self.text = self.text[:-1]
            last = self.boxes[-1]
            self.boxes[-1] = last._replace(end=last.end - 1)
        else:
            self.text += self._break
        self._break = ""
