"""How likely the pairs of marked mentions are related: states → log odds.

A small head over the encoder's states, in NumPy; what the rules say of a pair is one of
the things that it judges by.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from extraction.relation.learned.marking import Marked, Place
from extraction.relation.learned.pairing import MUTUAL, NAMES, Pairs, pair
from graph.errors import Unavailable

Floats = NDArray[np.float32]
Triple = tuple[str, int, int]
"""A relation's type, and the numbers of the entities that are its source and target."""

PARTS = (
    "source.weight", "source.bias", "target.weight", "target.bias", "both.weight",
    "both.bias", "apart.weight", "said.weight", "trust", "doubt", "last.weight",
    "last.bias",
)  # fmt: skip
UNLIKELY = -6.0
"""The log odds below which a pair of mentions counts for nothing, if none stated it."""
AT_ONCE = 4_096
"""Pairs that are judged at once."""


class Found(NamedTuple):
    """A relation's log odds, and the two mentions that speak for it most."""

    score: float
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Head:
    """The weights by name, as they were trained."""

    parts: dict[str, Floats]

    @classmethod
    def load(cls, path: Path) -> "Head":
        """Read the weights. Raises Unavailable where they lack or are others'."""
        try:
            with path.open("rb") as opened, np.load(opened) as file:
                parts = {name: file[name].astype(np.float32) for name in PARTS}
        except (OSError, KeyError, ValueError, BadZipFile) as error:
            raise Unavailable("the weights for relations are missing") from error
        return cls(parts)

    def judge(
        self,
        windows: Iterable[Marked],
        places: Sequence[Place],
        stated: frozenset[Triple],
        read: Callable[[Sequence[int], Sequence[int]], Floats],
    ) -> dict[Triple, Found]:
        """Return what is stated or not unlikely, with its log odds, as types allow.

        `stated` is what the rules say, `read` returns the states (asked, width) at
        some places of a window. Odds of the same pair of entities in several places
        add up.
        """
        sums: dict[Triple, tuple[float, float, int, int]] = {}
        for window in windows:
            types = [places[m].type for m in window.mentions]
            entities = [places[m].entity for m in window.mentions]
            pairs = pair(types, entities, window.places)
            if not len(pairs.source):
                continue
            states = read(window.ids, window.places)
            said = self._said(pairs, entities, stated)
            scores = self._scores(states, pairs, said)
            told = (scores > UNLIKELY) | (said[:, : len(NAMES)] > 0)
            for at, relation in zip(*np.nonzero(pairs.fits & told), strict=True):
                source, target = int(pairs.source[at]), int(pairs.target[at])
                key = NAMES[relation], entities[source], entities[target]
                ends = window.mentions[source], window.mentions[target]
                _count(sums, key, float(scores[at, relation]), ends)
        return {
            key: Found(self._together(key, total, stated), source, target)
            for key, (total, _, source, target) in _mutual(sums).items()
        }

    def _scores(self, states: Floats, pairs: Pairs, said: Floats) -> Floats:
        parts = self.parts
        one = states @ parts["source.weight"].T + parts["source.bias"]
        other = states @ parts["target.weight"].T + parts["target.bias"]
        rows: list[Floats] = []
        for at in range(0, len(pairs.source), AT_ONCE):
            chosen = slice(at, at + AT_ONCE)
            left, right = one[pairs.source[chosen]], other[pairs.target[chosen]]
            inner = left + right + parts["apart.weight"][pairs.distance[chosen]]
            inner += (left * right) @ parts["both.weight"].T + parts["both.bias"]
            inner += said[chosen] @ parts["said.weight"].T
            rows.append(_gelu(inner) @ parts["last.weight"].T + parts["last.bias"])
        return np.concatenate(rows)

    def _said(
        self, pairs: Pairs, entities: Sequence[int], stated: frozenset[Triple]
    ) -> Floats:
        """Return what the rules say of each pair, and of it the other way round."""
        by_ends: dict[tuple[int, int], list[int]] = {}
        for relation, source, target in stated:
            by_ends.setdefault((source, target), []).append(NAMES.index(relation))
        said = np.zeros((len(pairs.source), 2 * len(NAMES) + 1), np.float32)
        said[:, -1] = 1
        for at, (s, t) in enumerate(zip(pairs.source, pairs.target, strict=True)):
            ends = entities[s], entities[t]
            said[at, by_ends.get(ends, [])] = 1
            back = by_ends.get((ends[1], ends[0]), [])
            said[at, [len(NAMES) + n for n in back]] = 1
        return said

    def _together(self, key: Triple, total: float, stated: frozenset[Triple]) -> float:
        number = NAMES.index(key[0])
        trust = float(self.parts["trust"][number]) if key in stated else 0.0
        return total + trust + float(self.parts["doubt"][number])


def _count(
    sums: dict[Triple, tuple[float, float, int, int]],
    key: Triple,
    score: float,
    ends: tuple[int, int],
) -> None:
    """Add the odds of a pair of mentions, and remember the most likely pair."""
    if key not in sums:
        sums[key] = score, score, *ends
        return
    total, most, *before = sums[key]
    total = float(np.logaddexp(total, score))
    if score > most:
        most, before = score, [*ends]
    sums[key] = total, most, before[0], before[1]


def _mutual(
    sums: dict[Triple, tuple[float, float, int, int]],
) -> dict[Triple, tuple[float, float, int, int]]:
    """Return the sums, those of mutual relations once, as the mean of both ways."""
    found = dict(sums)
    for key, row in sums.items():
        relation, source, target = key
        back = (relation, target, source)
        if relation in MUTUAL and back in sums:
            if source > target:
                found.pop(key)
            else:
                total = (row[0] + sums[back][0]) / 2
                found[key] = total, *row[1:]
    return found


def _gelu(values: Floats) -> Floats:
    """Return the exact GELU, to about seven digits (Abramowitz and Stegun 7.1.26)."""
    scaled = np.abs(values) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * scaled)
    series: Any = t * (
        0.254829592
        + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    erf = np.sign(values) * (1 - series * np.exp(-scaled * scaled))
    result: Floats = (0.5 * values * (1 + erf)).astype(np.float32)
    return result
