"""What each agreement weighs, in bits: learnt, kept as data, read here."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from graph.errors import InvalidInput

Table = Mapping[str, Mapping[str, float]]
"""Bits by feature and level."""

USUAL_RARITY = 24.0
"""Bits of a name of which nothing is known; the weights are for such a name."""
SUPPORT = 1.0
"""Bits from which on a feature supports what the name says."""
_KEPT = 1 << 16


class Sum(NamedTuple):
    """Bits, the highest score that the caps leave, and how many features support."""

    bits: float
    limit: float
    supports: int


@dataclass(frozen=True, slots=True)
class KindModel:
    """One kind's weights.

    `prior` is what a pair weighs before anything is compared. A pair with a level in
    `caps` scores no more than that, whatever speaks for it. `rarity` is bits a bit that
    an agreeing name is rarer than usual.
    """

    prior: float = 0.0
    weights: Table = field(default_factory=dict)
    caps: Table = field(default_factory=dict)
    rarity: float = 0.0

    _seen: dict[tuple[str, ...], "Sum"] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def add(self, names: tuple[str, ...], levels: tuple[str, ...]) -> "Sum":
        """Return the bits of a pair's levels with the prior, and what bounds them.

        Kept by levels: pairs are many, their patterns few.
        """
        found = self._seen.get(levels)
        if found is None:
            if len(self._seen) > _KEPT:
                self._seen.clear()
            found = self._seen[levels] = self._add(names, levels)
        return found

    def _add(self, names: tuple[str, ...], levels: tuple[str, ...]) -> "Sum":
        bits, limit, supports = self.prior, 1.0, 0
        for name, level in zip(names, levels, strict=True):
            weight = self.weights.get(name, {}).get(level, 0.0)
            bits += weight
            limit = min(limit, self.caps.get(name, {}).get(level, 1.0))
            supports += name != "name" and weight >= SUPPORT
        return Sum(bits, limit, supports)


@dataclass(frozen=True, slots=True)
class Model:
    """Thresholds and the weights of each kind; `links` by how many are shared.

    From `certain` on a pair is judged without a person, from `review` on it is shown
    to one; `decide` parts yes from no where both must be said.

    `strict`: as in a case file, a name alone never decides, and birth dates, fathers
    and sons can forbid; otherwise, as in registers typed badly, weights alone decide.
    """

    certain: float
    review: float
    decide: float
    kinds: Mapping[str, KindModel]
    links: Mapping[str, float] = field(default_factory=dict)
    strict: bool = True

    def kind(self, name: str) -> KindModel:
        """Return the weights of a kind; an empty model for one without."""
        return self.kinds.get(name, KindModel())

    def to_json(self) -> dict[str, Any]:
        """Return the model as `read_model` takes it."""
        return {
            "certain": self.certain,
            "review": self.review,
            "decide": self.decide,
            "strict": self.strict,
            "links": dict(self.links),
            "kinds": {
                name: {
                    "prior": round(one.prior, 3),
                    "rarity": round(one.rarity, 3),
                    "caps": {k: dict(v) for k, v in one.caps.items()},
                    "weights": {
                        k: {a: round(b, 3) for a, b in v.items()}
                        for k, v in one.weights.items()
                    },
                }
                for name, one in self.kinds.items()
            },
        }


@cache
def default_model() -> Model:
    """Return the model that ships."""
    package = files("extraction.resolution")
    return read_model(json.loads(package.joinpath("weights.json").read_text("utf-8")))


def read_model(data: Mapping[str, Any]) -> Model:
    """Return a model from its JSON form. Raises InvalidInput."""
    try:
        return Model(
            certain=float(data["certain"]),
            review=float(data["review"]),
            decide=float(data["decide"]),
            strict=bool(data.get("strict", True)),
            links=data.get("links", {}),
            kinds={
                name: KindModel(
                    prior=float(one["prior"]),
                    weights=one["weights"],
                    caps=one.get("caps", {}),
                    rarity=float(one.get("rarity", 0.0)),
                )
                for name, one in data["kinds"].items()
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidInput("not a model of weights") from error


def probability(bits: float) -> float:
    """Return the probability that so many bits stand for, to four digits."""
    bounded = max(-30.0, min(30.0, bits))
    return round(1.0 / (1.0 + math.exp2(-bounded)), 4)


def bits_of(probability: float) -> float:
    """Return the bits that stand for a probability inside 0 and 1."""
    return math.log2(probability / (1 - probability))
