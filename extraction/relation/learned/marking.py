"""Mentions of a text → windows of word pieces in which every mention is marked.

Before a mention stand a mark for its type and one for its entity, behind it one that
closes it: the encoder reads them like pieces, and its states there are what pairs are
judged by. Pieces and marks are numbered on: marks follow the vocabulary.
"""

from collections.abc import Sequence
from typing import NamedTuple

from extraction.recognition.pieces import BEGIN, END, PieceCutter, split_words

TYPES = (
    "PER", "ORG", "LOC", "ADDRESS", "PHONE", "VEHICLE", "PERSONAL_ID", "PASSPORT",
    "MONEY",
)  # fmt: skip
"""The types that are marked; all but the last may be an end of a relation."""
ENTITIES = 32
"""Marks for entities of a window; a window that has more uses them again."""
CLOSE = len(TYPES)
MARKS = len(TYPES) + 1 + ENTITIES
WINDOW, OVERLAP = 508, 96
"""Pieces and marks of a window, and how many it has in common with the one before."""


class Place(NamedTuple):
    """A mention's span in the text, its type, and the number of its entity."""

    start: int
    end: int
    type: str
    entity: int


class Marked(NamedTuple):
    """A window: its pieces with marks, and where the mark of each mention stands.

    `mentions` are the mentions' numbers among those given, `places` the positions.
    """

    ids: list[int]
    mentions: list[int]
    places: list[int]


def mark(
    text: str, given: Sequence[Place], cutter: PieceCutter, vocabulary: int
) -> list[Marked]:
    """Return the windows over a text; none where fewer than two mentions are marked.

    `vocabulary` is the number of pieces: the first mark's id.
    """
    known = [n for n, place in enumerate(given) if place.type in TYPES]
    if len(known) < 2:
        return []
    words = split_words(text)
    ids, firsts = cutter.cut(text, words)
    ends = [*firsts[1:], len(ids)]
    opening, closing = _at_words(words, given, known)
    units: list[_Unit] = []
    for number, (first, end) in enumerate(zip(firsts, ends, strict=True)):
        pieces = ids[first:end] if first >= 0 else []
        units.append(_Unit(opening.get(number, []), pieces, closing.get(number, 0)))
    spans = _windows([unit.size for unit in units])
    found = [_window(units[a:b], given, vocabulary) for a, b in spans]
    return [window for window in found if len(window.mentions) > 1]


class _Unit(NamedTuple):
    """A word's pieces, the mentions that begin with it, and how many end with it."""

    opened: list[int]
    pieces: list[int]
    closed: int

    @property
    def size(self) -> int:
        return 2 * len(self.opened) + len(self.pieces) + self.closed


def _at_words(
    words: Sequence[tuple[int, int]], given: Sequence[Place], known: Sequence[int]
) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Return which mentions begin at a word, and how many end there."""
    opening: dict[int, list[int]] = {}
    closing: dict[int, int] = {}
    at = 0
    for number in sorted(known, key=lambda n: given[n].start):
        start, end, *_ = given[number]
        while at < len(words) and words[at][1] <= start:
            at += 1
        if at == len(words) or words[at][0] >= end:
            continue
        opening.setdefault(at, []).append(number)
        last = at
        while last + 1 < len(words) and words[last + 1][0] < end:
            last += 1
        closing[last] = closing.get(last, 0) + 1
    return opening, closing


def _windows(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Return the spans of words whose pieces fill a window, each over the next one."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(sizes):
        end, filled = start, 0
        while end < len(sizes) and (filled + sizes[end] <= WINDOW or end == start):
            filled += sizes[end]
            end += 1
        found.append((start, end))
        if end == len(sizes):
            break
        back, again = end, 0
        while back > start + 1 and again + sizes[back - 1] <= OVERLAP:
            back -= 1
            again += sizes[back]
        start = back
    return found


def _window(units: Sequence[_Unit], given: Sequence[Place], first: int) -> Marked:
    """Return the window over some words."""
    ids, mentions, places = [BEGIN], list[int](), list[int]()
    entities: dict[int, int] = {}
    for unit in units:
        for number in unit.opened:
            place = given[number]
            entity = entities.setdefault(place.entity, len(entities) % ENTITIES)
            mentions.append(number)
            places.append(len(ids))
            ids.append(first + TYPES.index(place.type))
            ids.append(first + CLOSE + 1 + entity)
        ids += unit.pieces
        ids += [first + CLOSE] * unit.closed
    return Marked([*ids[: WINDOW + 1], END], *_inside(mentions, places))


def _inside(mentions: list[int], places: list[int]) -> tuple[list[int], list[int]]:
    """Return the mentions whose marks are in the window: one word may overfill it."""
    kept = [n for n, place in enumerate(places) if place <= WINDOW]
    return [mentions[n] for n in kept], [places[n] for n in kept]
