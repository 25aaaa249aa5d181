"""Right, found and there, counted by what is counted and where it stood."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from extraction.evaluation.gold import GoldDocument


class Where(NamedTuple):
    """What the documents of a count have in common; empty where nobody said."""

    corpus: str
    language: str
    script: str
    genre: str

    @classmethod
    def of(cls, gold: GoldDocument) -> "Where":
        """Return the place of a document in the tables."""
        return cls(gold.corpus, gold.language, gold.script, gold.genre)


class Score(NamedTuple):
    """How many were right, found by the pipeline, and there to be found."""

    right: int
    found: int
    there: int

    @property
    def precision(self) -> float | None:
        """From 0 to 1; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """From 0 to 1; None where there was nothing to find."""
        return self.right / self.there if self.there else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing was found or there."""
        total = self.found + self.there
        return 2 * self.right / total if total else None

    def as_json(self) -> dict[str, Any]:
        """Return the six figures, those between 0 and 1 with four decimals."""
        ratios = {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }
        told: dict[str, Any] = {
            name: None if value is None else round(value, 4)
            for name, value in ratios.items()
        }
        return told | self._asdict()


_Key = tuple[Where, str]


@dataclass(slots=True)
class Tally:
    """Counts by place and type; every figure is micro-averaged over them."""

    right: Counter[_Key] = field(default_factory=Counter)
    found: Counter[_Key] = field(default_factory=Counter)
    there: Counter[_Key] = field(default_factory=Counter)

    def add(self, where: Where, types: tuple[Counter[str], ...]) -> None:
        """Add one document's right, found and there, each by type."""
        for counter, own in zip(
            (self.right, self.found, self.there), types, strict=True
        ):
            for name, count in own.items():
                counter[where, name] += count

    def score(self, types: frozenset[str] | None = None, **where: str) -> Score:
        """Return the score of some types (None: all) where the places agree."""

        def total(counter: Counter[_Key]) -> int:
            return sum(
                count
                for (place, name), count in counter.items()
                if (types is None or name in types)
                and all(getattr(place, key) == value for key, value in where.items())
            )

        return Score(total(self.right), total(self.found), total(self.there))

    def types(self) -> list[str]:
        """Return the types that were there or found, by name."""
        return sorted({name for _, name in (*self.there, *self.found)})

    def places(self, dimension: str) -> Iterator[str]:
        """Yield the known values of corpus, language, script or genre, by name."""
        keys = (*self.there, *self.found)
        yield from sorted({getattr(place, dimension) for place, _ in keys} - {""})
