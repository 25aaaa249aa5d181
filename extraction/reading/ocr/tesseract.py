"""The one place that runs Tesseract: a grey picture in, words with boxes out."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import NamedTuple

from PIL import Image

from extraction.reading.programs import Allowance, ProgramFailed, run_program
from graph.errors import InvalidInput

PAGE_CPU_S = 20
"""CPU seconds that one run may take on one page."""
MEMORY = 448 << 20
PROGRAM = "tesseract"
PACKAGE = "tesseract-ocr"

_SLOW = f"takes more than {PAGE_CPU_S} s to read by OCR"
_FIELDS = re.compile(r"^(Rotate|Orientation confidence|Script): (\S+)$", re.MULTILINE)
_LEVEL_WORD = "5"
_COLUMNS = 12


class Word(NamedTuple):
    """A word as it was read: its line, its box in pixels, and 0 to 100 for how sure."""

    text: str
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a page lies: `turn` degrees clockwise set it upright; its script's name."""

    turn: int
    confidence: float
    script: str


@cache
def find_languages() -> frozenset[str]:
    """Return the languages that are installed, none where Tesseract is not."""
    if shutil.which(PROGRAM) is None:
        return frozenset()
    listed = subprocess.run(
        [PROGRAM, "--list-langs"], capture_output=True, text=True, check=False
    )
    return frozenset(listed.stdout.split("\n")[1:]) - {""}


def is_installed() -> bool:
    """Whether there is a Tesseract with at least one language."""
    return bool(find_languages() - {"osd"})


class Tesseract:
    """Runs for one page, which take no more than PAGE_CPU_S together."""

    def __init__(self) -> None:
        self._left = float(PAGE_CPU_S)

    def read_words(self, picture: Image.Image, model: str) -> list[Word]:
        """Return the words of a grey picture in reading order.

        `model` names languages joined by `+`. Raises InvalidInput where the page's
        time is used up, or Tesseract gives up: MEMORY is not enough.
        """
        rows = self._run(picture, "-l", model, "--psm", "3", "tsv").split("\n")
        return list(_parse(rows[1:]))

    def find_orientation(self, picture: Image.Image) -> Orientation | None:
        """Return how the page lies, None where too little stands on it to say."""
        try:
            told = self._run(picture, "-l", "osd", "--psm", "0")
        except ProgramFailed:
            return None
        fields = dict(_FIELDS.findall(told))
        if len(fields) < 3:
            return None
        confidence = float(fields["Orientation confidence"])
        return Orientation(int(fields["Rotate"]), confidence, fields["Script"])

    def _run(self, picture: Image.Image, *arguments: str) -> str:
        if self._left <= 0:
            raise InvalidInput(_SLOW)
        command = [PROGRAM, "{}", "stdout", "--dpi", "300", *arguments]
        data = b"P5 %d %d 255\n" % picture.size + picture.tobytes()
        most = Allowance(seconds=ceil(self._left), memory=MEMORY)
        before = _children_cpu_s()
        try:
            out = run_program(command, data, PACKAGE, most)
        except ProgramFailed:
            raise
        except InvalidInput as error:
            raise InvalidInput(_SLOW) from error
        finally:
            self._left -= _children_cpu_s() - before
        return out.decode("utf-8", "replace")


def _children_cpu_s() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _parse(rows: list[str]) -> Iterator[Word]:
    for row in rows:
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _LEVEL_WORD or not cells[11].strip():
            continue
        block, paragraph, line = int(cells[2]), int(cells[3]), int(cells[4])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        yield Word(
            cells[11].strip(),
            (block, paragraph, line),
            left,
            top,
            left + width,
            top + height,
            float(cells[10]),
        )
