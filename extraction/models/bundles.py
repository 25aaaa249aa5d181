"""Passages → bundles of pieces and pairs, as the model for relations is given them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.models.passages import Passage, collect_words, vary_passage
from extraction.models.phases import Draw
from extraction.recognition.pieces import PAD, UNKNOWN, PieceCutter
from extraction.relation.labelling import add_labels
from extraction.relation.learned.marking import mark
from extraction.relation.learned.pairing import NAMES, pair

SAID = 2 * len(NAMES) + 1
Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]


class Item(NamedTuple):
    """A passage: its windows, and the pairs of mentions in them.

    Rows of `pairs` are (window, source's place, target's place, distance, number of the
    pair of entities); `fits` says which relations a row may be, `wanted` (pairs of
    entities, relations) which are stated. `ends` are the pairs of entities; `said`
    (pairs of entities, 2 × relations + 1) what the rules say of them, then of them the
    other way round, and whether they were asked. `part` is the passage's own.
    """

    windows: list[list[int]]
    pairs: Ints
    fits: Bools
    wanted: Bools
    said: Bools
    ends: list[tuple[int, int]]
    part: int


def to_item(passage: Passage, cutter: PieceCutter) -> Item:
    """Return a passage as the model reads it."""
    places, names = add_labels(passage.text, passage.places, passage.standing)
    windows = mark(passage.text, places, cutter, cutter.size)
    numbers: dict[tuple[int, int], int] = {}
    rows: list[tuple[int, ...]] = []
    fits: list[Bools] = []
    for number, window in enumerate(windows):
        types = [places[m].type for m in window.mentions]
        entities = [passage.entities[names[m]] for m in window.mentions]
        found = pair(types, entities, window.places)
        for s, t, step in zip(found.source, found.target, found.distance, strict=True):
            ends = entities[s], entities[t]
            at = numbers.setdefault(ends, len(numbers))
            marks = window.places[s], window.places[t]
            rows.append((number, *marks, int(step), at))
        fits.append(found.fits)
    wanted = np.zeros((len(numbers), len(NAMES)), dtype=np.bool_)
    for relation, source, target in passage.relations:
        at = numbers.get((source, target), -1)
        if at >= 0:
            wanted[at, NAMES.index(relation)] = True
    said = np.zeros((len(numbers), SAID), dtype=np.bool_)
    if passage.stated is not None:
        said[:, -1] = True
        for relation, source, target in passage.stated:
            for ends, shift in (((source, target), 0), ((target, source), len(NAMES))):
                if ends in numbers:
                    said[numbers[ends], NAMES.index(relation) + shift] = True
    return Item(
        [window.ids for window in windows],
        np.array(rows, dtype=np.int32).reshape(-1, 5),
        np.concatenate([*fits, np.zeros((0, len(NAMES)), np.bool_)]),
        wanted,
        said,
        list(numbers),
        passage.part,
    )


class Bundle(NamedTuple):
    """Items put together: ids (windows, pieces), pairs and what is wanted of them.

    `parts` has the part of each pair of entities.
    """

    ids: Ints
    pairs: Ints
    fits: Bools
    wanted: Bools
    said: Bools
    parts: Ints


def bundle(items: Sequence[Item]) -> Bundle:
    """Return items as one batch, windows filled up to the longest."""
    windows = [ids for item in items for ids in item.windows]
    longest = max(map(len, windows))
    table = np.full((len(windows), longest), PAD, dtype=np.int32)
    for row, ids in enumerate(windows):
        table[row, : len(ids)] = ids
    rows, first, group = [], 0, 0
    for item in items:
        rows.append(item.pairs + np.array([first, 0, 0, 0, group], dtype=np.int32))
        first += len(item.windows)
        group += len(item.wanted)
    return Bundle(
        table,
        np.concatenate(rows),
        np.concatenate([item.fits for item in items]),
        np.concatenate([item.wanted for item in items]),
        np.concatenate([item.said for item in items]),
        np.concatenate(
            [np.full(len(item.wanted), item.part, np.int32) for item in items]
        ),
    )


@dataclass
class Drawer:
    """Draws epochs of bundles, a number each."""

    gold: Sequence[Passage]
    told: Sequence[Passage]
    cutter: PieceCutter
    draw: Draw

    def __post_init__(self) -> None:
        self.words = collect_words(self.gold)

    def epoch(self, number: int) -> list[Bundle]:
        """Return the bundles of an epoch; equal numbers give equal ones."""
        seed = 1_000 * self.draw.seed + number
        chooser = random.Random(seed)
        drawn = [
            vary_passage(p, self.words, chooser)
            for p in self.gold
            if chooser.random() < self.draw.share
        ]
        told = chooser.sample(self.told, min(self.draw.stories, len(self.told)))
        drawn += [vary_passage(p, {}, chooser) for p in told]
        drawn = [
            replace(p, stated=None) if chooser.random() < self.draw.unasked else p
            for p in drawn
        ]
        items = [to_item(p, self.cutter) for p in drawn]
        items = [item for item in items if len(item.pairs)]
        chooser.shuffle(items)
        items.sort(key=lambda item: max(map(len, item.windows)) // 32)
        made = list(_batches(items, self.draw.pieces))
        chooser.shuffle(made)
        hide = np.random.default_rng(seed)
        return [self._hide(bundle(rows), hide) for rows in made]

    def _hide(self, given: Bundle, chooser: np.random.Generator) -> Bundle:
        """Hide a part of the pieces; marks, beginnings and ends are kept."""
        may = (given.ids > UNKNOWN) & (given.ids < self.cutter.size)
        hidden = may & (chooser.random(given.ids.shape) < self.draw.hidden)
        return given._replace(ids=np.where(hidden, np.int32(UNKNOWN), given.ids))


def _batches(items: Sequence[Item], pieces: int) -> Iterator[list[Item]]:
    rows: list[Item] = []
    count = longest = 0
    for item in items:
        most = max(longest, *map(len, item.windows))
        if rows and (count + len(item.windows)) * most > pieces:
            yield rows
            rows, count, most = [], 0, max(map(len, item.windows))
        rows.append(item)
        count, longest = count + len(item.windows), most
    yield rows
