"""States of words → names, by the moves of spaCy's transition system for entities.

A word is out of names, a name of its own, or begins one. Which of it depends on its own
state alone, so that all are decided at once. A name that is begun goes on from word to
word until its last: whether it does depends on where it began.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extraction.recognition.products import Floats, product

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Named(NamedTuple):
    """What stands from `start` to `end`, exclusive, and is one name."""

    start: int
    end: int
    label: str


class Moves:
    """Decides over words with the weights of a spaCy component."""

    def __init__(self, parser: Any) -> None:
        """Take the weights of a component that is loaded."""
        lower, upper = parser.model.get_ref("lower"), parser.model.get_ref("upper")
        weight = lower.get_param("W").transpose(0, 2, 1, 3)
        _, self._pieces, self._width, given = weight.shape
        self._here, self._first, self._before = (
            np.ascontiguousarray(part.reshape(-1, given)) for part in weight
        )
        self._bias = _flat(lower.get_param("b"))
        _, first, before = map(_flat, lower.get_param("pad")[0])
        self._outside = self._bias + first + before
        self._scoring = np.ascontiguousarray(upper.get_param("W"))
        self._levels = upper.get_param("b")
        names = [parser.moves.get_class_name(n) for n in range(parser.moves.n_moves)]
        self._alone = [n for n, name in enumerate(names) if _stands(name)]
        self._kinds = [names[n][0] for n in self._alone]
        self._labels = [names[n][2:] for n in self._alone]
        self._begins = np.array([kind == "B" for kind in self._kinds])
        self._names = np.array([kind != "O" for kind in self._kinds])
        going = {name: n for n, name in enumerate(names)}
        self._inside, self._last = (
            np.array([going.get(kind + label, 0) for label in self._labels])
            for kind in ("I-", "L-")
        )

    def decide(
        self, states: Floats, lengths: Sequence[int], blank: Flags
    ) -> Iterator[list[Named]]:
        """Yield the names of each text in order, in words counted from its first.

        `lengths` has the words of each text, `blank` those where no name may begin.
        """
        behind = np.cumsum(lengths)
        final = np.zeros(len(states), np.bool_)
        final[behind[behind > 0] - 1] = True
        here = product(states, self._here)
        scores = self._score(here + self._outside)[:, self._alone]
        scores[np.ix_(final, self._begins)] = -np.inf
        scores[np.ix_(blank, self._names)] = -np.inf
        chosen = scores.argmax(axis=1)
        starts = np.flatnonzero(self._begins[chosen])
        ends = self._follow(states, here, starts, chosen[starts], final)
        ending = dict(zip(starts.tolist(), ends.tolist(), strict=True))
        named = np.flatnonzero(self._names[chosen])
        found = [
            Named(at, ending.get(at, at + 1), self._labels[which])
            for at, which in zip(named.tolist(), chosen[named].tolist(), strict=True)
        ]
        yield from _by_text(found, lengths)

    def _follow(
        self,
        states: Floats,
        here: Floats,
        starts: Places,
        labels: Places,
        final: Flags,
    ) -> Places:
        """Return the place behind the last word of each name that is begun."""
        ends = starts + 1
        live = np.arange(len(starts))
        first = product(states[starts], self._first) + self._bias
        while len(live):
            at = ends[live]
            inner = here[at] + first[live] + product(states[at - 1], self._before)
            scores, rows = self._score(inner), np.arange(len(live))
            inside, last = (
                scores[rows, moves[labels[live]]]
                for moves in (self._inside, self._last)
            )
            ends[live] += 1
            live = live[(inside >= last) & ~final[at]]
        return ends

    def _score(self, inner: Floats) -> Floats:
        """Return the scores of the moves (rows, moves)."""
        parts = inner.reshape(-1, self._pieces, self._width)
        return product(parts.max(axis=1), self._scoring, self._levels)


def _flat(part: Floats) -> Floats:
    """Return a part (width, pieces) as one row, piece by piece."""
    return part.T.reshape(-1)


def _stands(name: str) -> bool:
    """Whether a move can be made where no name is begun."""
    return name == "O" or (name[0] in "BU" and len(name) > 2)


def _by_text(named: Sequence[Named], lengths: Sequence[int]) -> Iterator[list[Named]]:
    """Yield each text's names, without those that begin inside of another."""
    waiting = iter([*named, Named(sum(lengths), 0, "")])
    one, first = next(waiting), 0
    for length in lengths:
        found: list[Named] = []
        free = first
        while one.start < first + length:
            if one.start >= free:
                found.append(Named(one.start - first, one.end - first, one.label))
                free = one.end
            one = next(waiting)
        first += length
        yield found
