"""A page's text → its sentences, lines of forms and rows of tables, in order.

Abbreviations, initials, ordinals and dates end no sentence; a line broken by the width
of the page goes on, a heading, list item, form field or table row stands alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from graph.names import fold

LONGEST = 1500
"""Longer sentences are cut at a blank: memory is bounded whatever the text."""

_NARROW = 45
_FRAMED = 3
_EDGE = 2
_LONGEST_TOKEN = 80
_NUMBER = re.compile(r"\d+")
_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(r"\s{0,8}(?:\d{1,2}[.)]\s?)?[^\W\d_][^:.!?\n\t]{1,38}:(?:\s|$)")
_ITEM = re.compile(r"\s{0,12}(?:\d{1,3}[.)]\s|[-–•*·▪]\s|[a-zа-ш]\)\s)")
_CAPITALIZED = r"[^\W\d_a-zа-шčćšžđçë][^\W\d_]+"
_NAME_ALONE = re.compile(rf"\s*(?:{_CAPITALIZED} ){{1,3}}{_CAPITALIZED}\s*")
_END = re.compile(
    r"(?<![.!?…])[.!?…]+[\"'”“»’)\]]*(\s+)(?=[\"'„“«‘(\[—–-]{0,2}\s?[^\W_a-zа-ш])"
)
_TOKEN_BEFORE = re.compile(r"[^\s(\[„\"«]+\Z")
_LAST_WORD = re.compile(r"([^\W\d_]+)[.:]?\s\Z")
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_FIRST_WORD = re.compile(r"[\"„“«‘(\[—–-]{0,2}\s?([^\W\d_]+)")
_FULL_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\.?\Z|\d{4}\.?\Z")


class Sentence(NamedTuple):
    """A sentence's span on its page. `row` is set for a form field or table row."""

    start: int
    end: int
    row: bool = False


def find_frame(texts: Iterable[str]) -> frozenset[str]:
    """Return the lines that stand at the top or foot of three pages, without numbers.

    They are headers and footers, no part of the sentences around them.
    """
    pages = Counter(key for text in texts for key in _edges(text))
    return frozenset(key for key, count in pages.items() if count >= _FRAMED)


def split_sentences(text: str, frame: frozenset[str] = frozenset()) -> list[Sentence]:
    """Return the sentences in order, without the blanks around them; none overlap.

    A line of the `frame` (see find_frame) is a sentence of its own.
    """
    found: list[Sentence] = []
    for start, end, row in _blocks(text, frame):
        for first, last in [(start, end)] if row else _split_block(text, start, end):
            found += _trim(text, first, last, row)
    return found


def _edges(text: str) -> set[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    return {_line_key(line) for line in [*lines[:_EDGE], *lines[-_EDGE:]]}


def _line_key(line: str) -> str:
    return " ".join(_NUMBER.sub("0", line).split())


def _blocks(text: str, frame: frozenset[str]) -> Iterator[Sentence]:
    """Yield stretches that a sentence cannot reach over."""
    open_block: Sentence | None = None
    previous = ""
    end = 0
    framed = False
    for match in _LINE.finditer(text):
        line = match.group()
        apart = text.count("\n", end, match.start()) > 1 or not line.strip() or framed
        framed = bool(frame) and _line_key(line) in frame
        if open_block and (apart or framed or not _continues(previous, line)):
            yield open_block
            open_block = None
        row = "\t" in line or " | " in line or bool(_LABEL.match(line))
        if open_block:
            open_block = Sentence(open_block.start, match.end())
        elif line.strip():
            open_block = Sentence(match.start(), match.end(), row and len(line) < 400)
        previous, end = line, match.end()
    if open_block:
        yield open_block


def _continues(previous: str, line: str) -> bool:
    """Whether a line break inside a paragraph is only the page's width."""
    if "\t" in line or "\t" in previous or _ITEM.match(line) or _LABEL.match(line):
        return False
    if _NAME_ALONE.fullmatch(line):
        return False
    if previous.rstrip().endswith(("-", ",")) and len(previous) > _NARROW:
        return True
    if len(previous.strip()) < _NARROW or previous.isupper() or " | " in previous:
        return line.lstrip()[:1].islower() and not previous.isupper()
    return True


def _split_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, start, match):
            yield start, match.start(1)
            start = match.end(1)
    yield start, end


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group()[0] != ".":
        return True
    start = max(start, match.start() - _LONGEST_TOKEN)
    before = _TOKEN_BEFORE.search(text, start, match.start())
    if before is None:
        return True
    token = before.group()
    following = _FIRST_WORD.match(text, match.end())
    begins = following is not None and fold(following[1]) in _words("starters")
    if token[-1].isdigit():
        counted = _is_numbered(text, start, before.start())
        return bool(_FULL_DATE.search(token)) or begins or len(token) > 3 or counted
    if _LETTERS.fullmatch(token):
        return begins
    key = fold(token.replace(".", "")) if "." not in token else _dotted(token)
    if len(token) == 1 and token.isupper():
        return False
    if key in _words("abbreviations") or len(token) == 1:
        return begins
    return True


def _is_numbered(text: str, start: int, end: int) -> bool:
    """Whether the word before a number says that it is no ordinal: `br. 5`."""
    word = _LAST_WORD.search(text, start, end)
    return word is not None and fold(word[1]) in _words("numbered")


def _dotted(token: str) -> str:
    return ".".join(fold(part) for part in token.split("."))


def _trim(text: str, start: int, end: int, row: bool) -> Iterator[Sentence]:
    """Yield the span without blanks around it, in pieces where it is too long."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield from _trim(text, start, cut, row)
        start = cut
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield Sentence(start, end, row)


@cache
def _words(name: str) -> frozenset[str]:
    path = Path(__file__).with_name("sentences.yaml")
    return frozenset(yaml.safe_load(path.read_text("utf-8"))[name].split())
