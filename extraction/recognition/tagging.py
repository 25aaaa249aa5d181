"""Scores of a sentence's words → spans of words, by the rules of begin and inside."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

LABELS = ("PER", "LOC", "ORG", "ADDRESS")
TAGS = ("O", *(f"{side}-{label}" for label in LABELS for side in "BI"))
"""What a word can be: nothing, the begin of a name, or inside of one."""

OUTSIDE = 0
_NEVER = -1e9


class WordSpan(NamedTuple):
    """Words `start` to `end`, exclusive, that are one name."""

    start: int
    end: int
    label: str


def begin(label: str) -> int:
    """Return the tag of a name's first word; that of its others is one more."""
    return 1 + 2 * LABELS.index(label)


def decode(scores: NDArray[Any]) -> list[WordSpan]:
    """Return the spans of the best allowed tags, in order; none overlap.

    `scores` has a row for each word and a column for each tag; rows add up.
    """
    if not len(scores):
        return []
    tags = scores.argmax(axis=1).tolist()
    if not _is_allowed(tags):
        tags = _best_path(scores)
    return to_spans(tags)


def to_spans(tags: Sequence[int]) -> list[WordSpan]:
    """Return the spans that allowed tags say."""
    spans: list[WordSpan] = []
    for place, tag in enumerate(tags):
        if tag == OUTSIDE:
            continue
        if tag % 2:
            spans.append(WordSpan(place, place + 1, LABELS[tag // 2]))
        else:
            spans[-1] = spans[-1]._replace(end=place + 1)
    return spans


def _is_allowed(tags: Sequence[int]) -> bool:
    previous = OUTSIDE
    for tag in tags:
        if _STEPS[previous, tag] < 0:
            return False
        previous = tag
    return True


def _best_path(scores: NDArray[Any]) -> list[int]:
    """Viterbi: the allowed tags with the highest sum."""
    total = scores[0] + _STEPS[OUTSIDE]
    back = np.zeros(scores.shape, dtype=np.int8)
    for place in range(1, len(scores)):
        through = total[:, None] + _STEPS
        back[place] = through.argmax(axis=0)
        total = through.max(axis=0) + scores[place]
    tag = int(total.argmax())
    path = [tag]
    for place in range(len(scores) - 1, 0, -1):
        tag = int(back[place, tag])
        path.append(tag)
    return path[::-1]


def _allowed_steps() -> NDArray[np.float32]:
    """Return 0 where a tag may follow another: inside only after its own kind."""
    steps = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for inside in range(2, len(TAGS), 2):
        steps[:, inside] = _NEVER
        steps[inside - 1 : inside + 1, inside] = 0
    return steps


_STEPS = _allowed_steps()
