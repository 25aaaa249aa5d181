"""Whom a word means, as it was learnt: the likeliest of those a page has spoken of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extraction.relation.trees import Floats, Trees

FOLDER = Path(__file__).resolve().parents[1] / "models" / "referents"
REFERENTS_FILE = "referents.onnx"
VERSION = "referents/2"


class Referents(Protocol):
    """What chooses whom a word means."""

    def choose(
        self, rows: Floats, numbers: Sequence[int], at: tuple[int, str]
    ) -> int | None:
        """Return the number of who is meant, None for nobody who is known.

        `rows` (people and nobody, numbers of `Meaning.rows`) are of the people
        `numbers`; `at` is where on the page the word begins, with its kind.
        """


def likeliest(scores: Floats, numbers: Sequence[int]) -> int | None:
    """Return the number of who has the highest score, None where it is the last's."""
    best = int(scores.argmax())
    return numbers[best] if best < len(numbers) else None


@dataclass(frozen=True, slots=True)
class LearnedReferents:
    """Chooses by trees over `extraction.relation.meaning`."""

    trees: Trees

    @classmethod
    def load(cls) -> "LearnedReferents":
        """Read what ships. Raises Unavailable where it lacks."""
        return cls(Trees.load(FOLDER / REFERENTS_FILE))

    def choose(
        self, rows: Floats, numbers: Sequence[int], at: tuple[int, str]
    ) -> int | None:
        """Return the number of who is meant, None for nobody who is known."""
        return likeliest(self.trees.weigh(rows), numbers)
