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

from extraction.recognition.products import one_thread, product
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
    """A relation's log odds, and the two mentions that speak for it most.

    `free` are the log odds without what the rules say of it.
    """

    score: float
    free: float
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
        sums: dict[Triple, _Sum] = {}
        for window in windows:
            types = [places[m].type for m in window.mentions]
            entities = [places[m].entity for m in window.mentions]
            pairs = pair(types, entities, window.places)
            if not len(pairs.source):
                continue
            states = read(window.ids, window.places)
            said = self._said(pairs, entities, stated)
            with one_thread():
                scores, free = self._scores(states, pairs, said)
            told = (scores > UNLIKELY) | (said[:, : len(NAMES)] > 0)
            for at, relation in zip(*np.nonzero(pairs.fits & told), strict=True):
                source, target = int(pairs.source[at]), int(pairs.target[at])
                key = NAMES[relation], entities[source], entities[target]
                ends = window.mentions[source], window.mentions[target]
                odds = float(scores[at, relation]), float(free[at, relation])
                _count(sums, key, odds, ends)
        return {
            key: self._together(key, row, stated) for key, row in _mutual(sums).items()
        }

    def _scores(
        self, states: Floats, pairs: Pairs, said: Floats
    ) -> tuple[Floats, Floats]:
        """Return the scores of the pairs, and those that they have with nothing said.

        The latter only of pairs that may count for something.
        """
        parts = self.parts
        one = product(states, parts["source.weight"], parts["source.bias"])
        other = product(states, parts["target.weight"], parts["target.bias"])
        nothing = parts["said.weight"][:, -1]
        rows: list[Floats] = []
        free: list[Floats] = []
        for at in range(0, len(pairs.source), AT_ONCE):
            chosen = slice(at, at + AT_ONCE)
            left, right = one[pairs.source[chosen]], other[pairs.target[chosen]]
            inner = left + right + parts["apart.weight"][pairs.distance[chosen]]
            inner += product(left * right, parts["both.weight"], parts["both.bias"])
            found = self._last(inner + product(said[chosen], parts["said.weight"]))
            count = (found > UNLIKELY).any(1) | said[chosen, :-1].any(1)
            without = found.copy()
            without[count] = self._last(inner[count] + nothing)
            rows.append(found)
            free.append(without)
        return np.concatenate(rows), np.concatenate(free)

    def _last(self, inner: Floats) -> Floats:
        weights = self.parts["last.weight"], self.parts["last.bias"]
        return product(_gelu(inner), *weights)

    def _said(
        self, pairs: Pairs, entities: Sequence[int], stated: frozenset[Triple]
    ) -> Floats:
        """Return what the rules say of each pair, and of it the other way round."""
        by_ends: dict[tuple[int, int], list[int]] = {}
        for relation, source, target in stated:
            by_ends.setdefault((source, target), []).append(NAMES.index(relation))
        said = np.zeros((len(pairs.source), 2 * len(NAMES) + 1), np.float32)
        said[:, -1] = 1
        both = zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)
        for at, (s, t) in enumerate(both):
            for number in by_ends.get((entities[s], entities[t]), ()):
                said[at, number] = 1
            for number in by_ends.get((entities[t], entities[s]), ()):
                said[at, len(NAMES) + number] = 1
        return said

    def _together(self, key: Triple, row: "_Sum", stated: frozenset[Triple]) -> Found:
        number = NAMES.index(key[0])
        trust = float(self.parts["trust"][number]) if key in stated else 0.0
        doubt = float(self.parts["doubt"][number])
        score, free = row.score + doubt + trust, row.free + doubt
        return Found(score, free, row.source, row.target)


class _Sum(NamedTuple):
    """The odds of a relation as they add up, and the most likely pair of mentions."""

    score: float
    free: float
    most: float
    source: int
    target: int


def _count(
    sums: dict[Triple, _Sum],
    key: Triple,
    odds: tuple[float, float],
    ends: tuple[int, int],
) -> None:
    """Add the odds of a pair of mentions, and remember the most likely pair."""
    score, free = odds
    before = sums.get(key)
    if before is None:
        sums[key] = _Sum(score, free, score, *ends)
        return
    most, at = max((before.most, before[-2:]), (score, ends), key=lambda row: row[0])
    total = np.logaddexp(before[:2], odds)
    sums[key] = _Sum(float(total[0]), float(total[1]), most, *at)


def _mutual(sums: dict[Triple, _Sum]) -> dict[Triple, _Sum]:
    """Return the sums, those of mutual relations once, as the mean of both ways."""
    found = dict(sums)
    for key, row in sums.items():
        relation, source, target = key
        back = sums.get((relation, target, source))
        if relation in MUTUAL and back is not None:
            if source > target:
                found.pop(key)
            else:
                score, free = (row.score + back.score) / 2, (row.free + back.free) / 2
                found[key] = row._replace(score=score, free=free)
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
