"""What the encoder learns from in which order: first broadly, then close to our texts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the training with a learning rate that rises and falls.

    `generated` counts our own sentences in each epoch; `shares` the part of a corpus
    that an epoch draws, where it is not all of it.
    """

    name: str
    epochs: float
    rate: float
    generated: int
    shares: Mapping[str, float]


PHASES = (
    Phase(
        "broad",
        1.25,
        2e-4,
        3_000,
        {"comtext_sr_legal": 0.45, "en_btc": 0.2, "en_wnut17": 0.6},
    ),
    Phase(
        "close",
        1.0,
        1e-4,
        1_500,
        {"uner_hr_set": 0.5, "en_btc": 0.15, "en_wnut17": 0.5, "re3d": 0.2},
    ),
)
