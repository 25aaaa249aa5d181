"""Epochs of batches can be drawn again, here or in other processes."""

import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from extraction.models.corpora import Sentence, Span
from extraction.models.drawing import Batch, Drawing, to_batch
from extraction.models.examples import IGNORED, Example
from extraction.models.phases import PHASES, SHIPPED, Phase
from extraction.recognition.pieces import PAD, PieceCutter

PHASE = Phase("small", 3, 2, 1e-4, 20, {"left out": 0.0}, 5)
KNOWN = Sentence("Vuk Antić je u Baru.", (Span(0, 9, "PER"),), "own", "sr", "train")


@pytest.fixture
def drawing(tmp_path: Path) -> Drawing:
    """Return what to draw from: two sentences, short lists, a vocabulary of letters."""
    (tmp_path / "names_sq").mkdir()
    for sex, name in (("male", "Agron"), ("female", "Teuta")):
        (tmp_path / f"names_sq/{sex}.json").write_text(json.dumps([name]))
    (tmp_path / "names_sr_surnames").mkdir()
    surnames = tmp_path / "names_sr_surnames/srpska-prezimena.txt"
    surnames.write_text("Ilić\n", encoding="utf-8")
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *sorted({*KNOWN.text.replace(" ", "▁")})]
    tokenizer = Tokenizer(Unigram([(p, -1.0) for p in pieces], unk_id=3))
    tokenizer.pre_tokenizer = Metaspace("▁", prepend_scheme="never", split=False)
    other = Sentence("Nikada", (), "left out", "sr", "train")
    return Drawing([KNOWN, other], tmp_path, PieceCutter(tokenizer), {})


def rows_of(batches: list[Batch]) -> list[list[list[int]]]:
    """Return ids and tags as lists."""
    return [array.tolist() for batch in batches for array in batch]


def test_an_epoch_can_be_drawn_again(drawing: Drawing) -> None:
    """Equal numbers give equal batches, another number others."""
    first, again = (drawing.epoch(PHASE, 1) for _ in range(2))
    assert rows_of(first) == rows_of(again) != rows_of(drawing.epoch(PHASE, 2))


def test_other_processes_draw_the_same(drawing: Drawing) -> None:
    """In order, from where a phase was left to where it ends."""
    alone = [rows_of(b) for b in drawing.epochs(PHASE, 0, 0)]
    assert [rows_of(b) for b in drawing.epochs(PHASE, 0, 2)] == alone
    assert [rows_of(b) for b in drawing.epochs(PHASE, 1, 0)] == alone[1:]
    assert len(alone) == PHASE.until


def test_a_share_of_nothing_is_never_drawn(drawing: Drawing) -> None:
    """Without generated sentences only the other corpus is there."""
    phase = Phase("none", 1, 1, 1e-4, 0, PHASE.shares, 5)
    (batch,) = drawing.epoch(phase, 0)
    assert len(batch.ids) == 1
    assert (batch.tags != IGNORED).sum() == 6


def test_sequences_are_filled_up() -> None:
    """What is filled up is no piece and has no tag."""
    batch = to_batch([Example([0, 7, 2], [IGNORED, 1, IGNORED]), Example([0, 2], [])])
    assert batch.ids.tolist() == [[0, 7, 2], [0, 2, PAD]]
    assert batch.tags[1].tolist() == [IGNORED] * 3
    assert batch.ids.dtype == np.int64


def test_phases_build_on_what_is_trained_before_them() -> None:
    """Teachers and beginnings come first, seeds differ, and what ships is trained."""
    done: list[str] = []
    for phase in PHASES:
        assert {*phase.teachers, *phase.start} <= {*done}
        assert 0 < phase.until <= phase.epochs
        done.append(phase.name)
    assert {*SHIPPED} <= {*done}
    assert len({phase.seed for phase in PHASES}) == len(PHASES)
