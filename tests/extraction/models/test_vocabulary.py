"""Pruning keeps what our languages need, and how it cuts."""

import numpy as np

from extraction.models.initial import Initial, Shape
from extraction.models.vocabulary import (
    choose_pieces,
    full_tokenizer,
    pruned_tokenizer,
)
from extraction.recognition.pieces import PieceCutter, split_words

PIECES = (
    *("<s>", "<pad>", "</s>", "<unk>"),
    *("▁", "a", "š", "ж", "中", "▁ša", "aša", "жа", "中中", "▁aša"),
)
SCORES = np.array([0, 0, 0, 0, -4, -4, -4, -4, -4, -2, -3, -2.5, -2, -5], np.float32)
INITIAL = Initial(
    Shape(8, 1, 1, 8, 1e-6),
    PIECES,
    SCORES,
    {"bos": 0, "eos": 2, "pad": 1, "unk": 3},
    {},
    "",
)


def kept(size: int) -> list[str]:
    """Return the pieces that are kept for one text."""
    return [PIECES[n] for n in choose_pieces(INITIAL, ["šaša 中中"], size)]


def test_used_pieces_and_our_letters_come_first() -> None:
    """Then the likeliest of our letters, never those of other scripts."""
    always = {"<s>", "<pad>", "</s>", "<unk>", "▁", "a", "š", "ж", "▁ša", "中中"}
    assert always <= set(kept(11))
    assert "жа" in kept(12) and "aša" not in kept(11)
    assert "中" not in kept(99)
    assert kept(99)[:4] == ["<s>", "<pad>", "</s>", "<unk>"]


def test_kept_pieces_cut_as_before() -> None:
    """A text that lost no piece is cut into the same ones."""
    ids = choose_pieces(INITIAL, ["šaša"], 99)
    before, after = full_tokenizer(INITIAL), pruned_tokenizer(INITIAL, ids)
    words = split_words("šaša ašaжа")
    old = PieceCutter(before).cut("šaša ašaжа", words)
    new = PieceCutter(after).cut("šaša ašaжа", words)
    assert [ids[n] for n in new.ids] == old.ids
    assert new.firsts == old.firsts
