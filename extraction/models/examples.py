"""Labelled sentences → the sequences of pieces with tags that training reads."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extraction.models.corpora import Sentence, Span
from extraction.recognition.pieces import BEGIN, END, PieceCutter, split_words
from extraction.recognition.tagging import OUTSIDE, begin

LONGEST = 128
"""Pieces of a sequence; longer sentences are cut between words."""
BATCH = 4_096
"""Pieces of a batch, with those that fill its sequences up."""
IGNORED = -100
"""The tag of a piece that is no word's first."""
TOGETHER = 2_048
"""Sequences among which those alike in length are put into one batch."""


class Example(NamedTuple):
    """The pieces of a sequence, begin and end among them, with their tags."""

    ids: list[int]
    tags: list[int]


def to_examples(sentence: Sentence, cutter: PieceCutter) -> Iterator[Example]:
    """Yield the sentence as sequences of at most LONGEST pieces.

    The tag is on a word's first piece; the others are ignored.
    """
    words = split_words(sentence.text)
    tags = tags_of(sentence.spans, words)
    ids, firsts = cutter.cut(sentence.text, words)
    labels = [IGNORED] * len(ids)
    for first, tag in zip(firsts, tags, strict=True):
        if first >= 0:
            labels[first] = tag
    start = 0
    while start < len(ids):
        end = min(len(ids), start + LONGEST - 2)
        while end < len(ids) and end > start + 1 and labels[end] == IGNORED:
            end -= 1
        yield Example(
            [BEGIN, *ids[start:end], END], [IGNORED, *labels[start:end], IGNORED]
        )
        start = end


def tags_of(spans: Sequence[Span], words: Sequence[tuple[int, int]]) -> list[int]:
    """Return the tag of each word that a span touches; outside for the others."""
    tags = [OUTSIDE] * len(words)
    for start, end, label in spans:
        inside = [n for n, (a, b) in enumerate(words) if a < end and start < b]
        for order, number in enumerate(inside):
            tags[number] = begin(label) + bool(order)
    return tags


def batches(
    examples: Sequence[Example], chooser: random.Random
) -> Iterator[list[Example]]:
    """Yield batches of about BATCH pieces, each of sequences alike in length."""
    made: list[list[Example]] = []
    for at in range(0, len(examples), TOGETHER):
        batch: list[Example] = []
        for example in sorted(examples[at : at + TOGETHER], key=lambda e: len(e.ids)):
            if batch and (len(batch) + 1) * len(example.ids) > BATCH:
                made.append(batch)
                batch = []
            batch.append(example)
        if batch:
            made.append(batch)
    chooser.shuffle(made)
    yield from made
