"""What is trained: teachers, then who learns of them, then what ships of that."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A training with a rate that rises and then falls over `epochs`.

    `until` ends it early, with the rate still up. `generated` counts our own sentences
    in each epoch; `shares` the part of a corpus that an epoch draws, where it is not
    all of it. It begins with the mean weights of the phases in `start`, or with the
    pretrained encoder. With `teachers` the tags that they give on average are learnt
    beside the labels (Hinton et al., 2015): `soft` is their share of the loss.
    """

    name: str
    epochs: int
    until: int
    rate: float
    generated: int
    shares: Mapping[str, float]
    seed: int
    teachers: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    soft: float = 0.7


TEACHERS = tuple(f"teacher-{n}" for n in range(1, 6))
_TAUGHT = {"comtext_sr_legal": 0.6, "en_btc": 0.15, "en_wnut17": 0.4, "re3d": 0.0}
"""re3d labels titles and articles with the names: nothing is learnt from it."""
_WIDE = {"en_btc": 0.3, "en_wnut17": 0.6, "re3d": 0.0}
PHASES = (
    *(
        Phase(name, 10, 10, 1.5e-4, 9_000, _TAUGHT, seed)
        for seed, name in enumerate(TEACHERS, 1)
    ),
    Phase("student", 20, 13, 1.5e-4, 12_000, _WIDE, 12, TEACHERS, TEACHERS),
    Phase("finish", 5, 3, 8e-5, 12_000, _WIDE, 13, TEACHERS, ("student",)),
)
SHIPPED = ("student", "finish")
"""The phases whose mean weights ship."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How an epoch of passages is drawn, from which relations are learnt."""

    stories: int = 2_000
    """Passages of stories."""
    share: float = 0.3
    """Share of the gold documents."""
    hidden: float = 0.1
    """Share of the pieces that are hidden, so that no document is learnt by heart."""
    unasked: float = 0.1
    """Share of passages that are read without the rules' answers."""
    pieces: int = 16_000
    """Pieces of a batch."""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast relations are learnt."""

    epochs: int = 75
    marking: int = 20
    """Epochs in which marks are learnt, where those that ship are not there."""
    rate: float = 5e-4
    head_rate: float = 1.5e-3
    weight: float = 3.0
    """What a document's or note's pairs count beside those of stories."""
    draw: Draw = Draw()
