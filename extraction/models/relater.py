"""The encoder with marks for mentions, and how likely their pairs are related."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from extraction.models.bert import DROPOUT, Tagger
from extraction.models.passages import Passage
from extraction.recognition.pieces import PAD, PieceCutter
from extraction.relation.learned.labelling import add_labels
from extraction.relation.learned.marking import MARKS, mark
from extraction.relation.learned.pairing import DISTANCES, NAMES, pair

INNER = 256
"""Width of what a pair is judged by."""
NEVER = -1e4
SAID = 2 * len(NAMES) + 1
TRUST = 2.0
"""How much what the rules say counts to begin with, in log odds."""


class Item(NamedTuple):
    """A passage: its windows, and the pairs of mentions in them.

    Rows of `pairs` are (window, source's place, target's place, distance, number of the
    pair of entities); `fits` says which relations a row may be, `wanted` (pairs of
    entities, relations) which are stated. `ends` are the pairs of entities; `said`
    (pairs of entities, 2 × relations + 1) what the rules say of them, then of them the
    other way round, and whether they were asked.
    """

    windows: list[list[int]]
    pairs: NDArray[np.int64]
    fits: NDArray[np.bool_]
    wanted: NDArray[np.bool_]
    said: NDArray[np.float32]
    ends: list[tuple[int, int]]


def to_item(passage: Passage, cutter: PieceCutter) -> Item:
    """Return a passage as the model reads it."""
    places, names = add_labels(passage.text, passage.places)
    windows = mark(passage.text, places, cutter, cutter.size)
    numbers: dict[tuple[int, int], int] = {}
    rows: list[tuple[int, ...]] = []
    fits: list[NDArray[np.bool_]] = []
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
    said = np.zeros((len(numbers), SAID), dtype=np.float32)
    if passage.stated is not None:
        said[:, -1] = 1
        for relation, source, target in passage.stated:
            for ends, shift in (((source, target), 0), ((target, source), len(NAMES))):
                if ends in numbers:
                    said[numbers[ends], NAMES.index(relation) + shift] = 1
    return Item(
        [window.ids for window in windows],
        np.array(rows, dtype=np.int64).reshape(-1, 5),
        np.concatenate([*fits, np.zeros((0, len(NAMES)), np.bool_)]),
        wanted,
        said,
        list(numbers),
    )


class Bundle(NamedTuple):
    """Items put together: ids (windows, pieces), pairs and what is wanted of them."""

    ids: Tensor
    pairs: Tensor
    fits: Tensor
    wanted: Tensor
    said: Tensor


def bundle(items: list[Item]) -> Bundle:
    """Return items as one batch, windows filled up to the longest."""
    windows = [ids for item in items for ids in item.windows]
    table = np.full((len(windows), max(map(len, windows))), PAD)
    for row, ids in enumerate(windows):
        table[row, : len(ids)] = ids
    rows, first, group = [], 0, 0
    for item in items:
        rows.append(item.pairs + np.array([first, 0, 0, 0, group]))
        first += len(item.windows)
        group += len(item.wanted)
    return Bundle(
        torch.from_numpy(table),
        torch.from_numpy(np.concatenate(rows)),
        torch.from_numpy(np.concatenate([item.fits for item in items])),
        torch.from_numpy(np.concatenate([item.wanted for item in items])),
        torch.from_numpy(np.concatenate([item.said for item in items])),
    )


class Relater(nn.Module):
    """Judges pairs of marked mentions by the encoder's states at their marks."""

    def __init__(self, tagger: Tagger) -> None:
        """Put an untaught head on the encoder of the names."""
        super().__init__()
        self.tagger = tagger
        width = tagger.words.weight.shape[1]
        self.marks = nn.Embedding(MARKS, width)
        with torch.no_grad():
            spread = tagger.words.weight.std()
            self.marks.weight.normal_(0, float(spread))
        self.source, self.target = nn.Linear(width, INNER), nn.Linear(width, INNER)
        self.both = nn.Linear(INNER, INNER)
        self.apart = nn.Embedding(DISTANCES, INNER)
        self.said = nn.Linear(SAID, INNER, bias=False)
        self.trust = nn.Parameter(torch.full((len(NAMES),), TRUST))
        self.doubt = nn.Parameter(torch.zeros(len(NAMES)))
        self.last = nn.Linear(INNER, len(NAMES))
        nn.init.zeros_(self.apart.weight)
        nn.init.constant_(self.last.bias, -3.0)

    def states(self, ids: Tensor) -> Tensor:
        """Return the states (windows, pieces, width) of pieces and marks."""
        words = self.tagger.words
        known = words.num_embeddings
        marked = ids >= known
        embedded = torch.where(
            marked[..., None],
            self.marks((ids - known).clamp(min=0)),
            words(ids.clamp(max=known - 1)),
        )
        return self.tagger.encode(embedded, ids != PAD)

    def forward(self, given: Bundle) -> Tensor:
        """Return the log odds (pairs of entities, relations); NEVER if unfit."""
        window, source, target, step, group = given.pairs.unbind(1)
        states = self.states(given.ids)
        states = functional.dropout(states, DROPOUT, self.training)
        one = self.source(states[window, source])
        other = self.target(states[window, target])
        inner = functional.gelu(
            one
            + other
            + self.both(one * other)
            + self.apart(step)
            + self.said(given.said)[group]
        )
        inner = functional.dropout(inner, 2 * DROPOUT, self.training)
        scores = self.last(inner).float().masked_fill(~given.fits, NEVER)
        found = together(scores, group, len(given.wanted))
        straight, asked = given.said[:, : len(NAMES)], given.said[:, -1:]
        return found + self.trust * straight + self.doubt * asked


def together(scores: Tensor, group: Tensor, count: int) -> Tensor:
    """Return the log of the sum of exponentials over the rows of each group."""
    index = group[:, None].expand_as(scores)
    most = torch.full((count, scores.shape[1]), NEVER, device=scores.device)
    most = most.scatter_reduce(0, index, scores.detach(), "amax")
    raised = (scores - most[group]).exp()
    total = torch.zeros_like(most).scatter_add(0, index, raised)
    return most + total.clamp(min=1e-9).log()
