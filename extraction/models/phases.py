"""What the encoder learns from in which order: first broadly, then close to our texts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the training with a learning rate that rises and falls.

    `generated` counts our own sentences in each epoch; `shares` the part of a corpus
    that an epoch draws, where it is not all of it. re3d, which labels titles and articles
    with the names, is left out in the end.
    """

    name: str
    epochs: float
    rate: float
    generated: int
    shares: Mapping[str, float]


PHASES = (
    Phase(
        "broad",
        1.75,
        2e-4,
        5_000,
        {"comtext_sr_legal": 0.4, "en_btc": 0.25, "en_wnut17": 0.5},
    ),
    Phase(
        "close",
        0.6,
        1e-4,
        4_000,
        {
            "uner_hr_set": 0.6,
            "hr500k": 0.6,
            "comtext_sr_legal": 0.6,
            "en_btc": 0.15,
            "en_wnut17": 0.4,
            "re3d": 0.0,
        },
    ),
)
