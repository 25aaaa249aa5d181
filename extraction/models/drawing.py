"""Epochs of training batches: drawn, varied and ordered by a seed, a number each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.models.corpora import Sentence
from extraction.models.examples import IGNORED, Example, batches, to_examples
from extraction.models.generating import Generator
from extraction.models.phases import Phase
from extraction.models.varying import Names, vary
from extraction.recognition.pieces import PAD, PieceCutter


class Batch(NamedTuple):
    """Sequences of pieces and their tags, (rows, pieces), filled up to the longest."""

    ids: NDArray[np.int64]
    tags: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a phase's epochs are drawn from."""

    training: Sequence[Sentence]
    lists: Path
    cutter: PieceCutter
    names: Names

    def epoch(self, phase: Phase, number: int) -> list[Batch]:
        """Return an epoch's batches: equal numbers and phases give equal ones."""
        seed = 1_000 * phase.seed + number
        chooser = random.Random(seed)
        drawn = [
            s
            for s in self.training
            if chooser.random() < phase.shares.get(s.corpus, 1.0)
        ]
        drawn += Generator(self.lists, seed).sentences(phase.generated)
        chooser.shuffle(drawn)
        examples = [
            example
            for s in drawn
            for example in to_examples(vary(s, self.names, chooser), self.cutter)
        ]
        return [to_batch(rows) for rows in batches(examples, chooser)]

    def epochs(self, phase: Phase, first: int, workers: int) -> Iterator[list[Batch]]:
        """Yield the phase's epochs from `first` on, drawn ahead by other processes.

        With no workers each is drawn when it is asked for.
        """
        numbers = range(first, phase.until)
        if not workers:
            yield from (self.epoch(phase, number) for number in numbers)
            return
        fork = get_context("fork")
        with fork.Pool(workers, _keep, (self, phase)) as pool:
            yield from pool.imap(_draw, numbers)


def to_batch(examples: Sequence[Example]) -> Batch:
    """Return ids and tags, filled up to the longest sequence."""
    shape = len(examples), max(len(example.ids) for example in examples)
    ids, tags = np.full(shape, PAD), np.full(shape, IGNORED)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = example.ids
        tags[row, : len(example.tags)] = example.tags
    return Batch(ids, tags)


_kept: list[tuple[Drawing, Phase]] = []


def _keep(drawing: Drawing, phase: Phase) -> None:
    """Remember in a worker what it draws from."""
    _kept[:] = [(drawing, phase)]


def _draw(number: int) -> list[Batch]:
    drawing, phase = _kept[0]
    return drawing.epoch(phase, number)
