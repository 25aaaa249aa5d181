"""Passages become bundles in which words that stand for a name are marked too."""

from dataclasses import replace

import numpy as np
import pytest

from extraction.models.bundles import Drawer, bundle, to_item
from extraction.models.passages import STORY, Passage
from extraction.models.phases import Draw
from extraction.recognition.encoder import NAME, TOKENIZER_FILE
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.settings import Setting
from extraction.relation.labelling import Word
from extraction.relation.learned.marking import Place
from extraction.relation.learned.pairing import NAMES

TEXT = "Marko Perić i Jovan Jović se znaju. Prvom je Jović dao novac."
PASSAGE = Passage(
    "x",
    TEXT,
    (Place(0, 11, "PER", 0), Place(14, 25, "PER", 1), Place(45, 50, "PER", 1)),
    (0, 1, 1),
    frozenset({("payment", 1, 0)}),
    "sr",
    values=("Marko Perić", "Jovan Jović", "Jović"),
    stated=frozenset({("payment", 1, 0)}),
    standing=(Word(36, 41, 0),),
    part=2,
)


@pytest.fixture(scope="module")
def cutter() -> PieceCutter:
    return PieceCutter.load(Setting.ACCURATE.folder / NAME / TOKENIZER_FILE)


def test_words_that_stand_for_a_name_are_ends_too(cutter: PieceCutter) -> None:
    """Their pairs count for the same two persons."""
    bare = to_item(replace(PASSAGE, standing=()), cutter)
    item = to_item(PASSAGE, cutter)
    assert item.ends == bare.ends == [(0, 1), (1, 0)]
    assert (len(bare.pairs), len(item.pairs)) == (4, 8)
    payment = NAMES.index("payment")
    assert item.wanted[item.ends.index((1, 0)), payment]
    assert item.said[item.ends.index((1, 0)), payment]
    assert item.said[item.ends.index((0, 1)), payment + len(NAMES)]
    assert item.wanted.sum() == 1


def test_bundles(cutter: PieceCutter) -> None:
    """Numbers go on from passage to passage; each pair has its passage's part."""
    items = [to_item(PASSAGE, cutter), to_item(replace(PASSAGE, part=STORY), cutter)]
    made = bundle(items)
    assert made.ids.shape[0] == 2
    assert made.parts.tolist() == [2, 2, STORY, STORY]
    assert made.pairs[:, 0].tolist() == [0] * 8 + [1] * 8
    assert made.pairs[8:, 4].min() == 2
    np.testing.assert_array_equal(made.ids[0], made.ids[1])


def test_equal_numbers_draw_equal_epochs(cutter: PieceCutter) -> None:
    draw = Draw(stories=3, share=1.0, hidden=0.3, pieces=60)
    drawer = Drawer([PASSAGE] * 5, [replace(PASSAGE, part=STORY)] * 9, cutter, draw)
    first, again, other = drawer.epoch(1), drawer.epoch(1), drawer.epoch(2)
    assert sum(len(one.wanted) for one in first) == 2 * (5 + 3)
    for one, same in zip(first, again, strict=True):
        for a, b in zip(one, same, strict=True):
            np.testing.assert_array_equal(a, b)
    drawn = [one.ids.tolist() for one in first]
    assert drawn != [one.ids.tolist() for one in other]
