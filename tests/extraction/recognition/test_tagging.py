"""Tags of words become spans, and only allowed ones."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extraction.recognition.tagging import (
    LABELS,
    OUTSIDE,
    TAGS,
    WordSpan,
    begin,
    decode,
)


def allowed(tags: tuple[int, ...]) -> bool:
    """Whether each inside follows a begin or inside of its kind."""
    return all(
        tag % 2 or tag == OUTSIDE or before in (tag, tag - 1)
        for before, tag in zip((OUTSIDE, *tags), tags, strict=False)
    )


def spans_of(tags: tuple[int, ...]) -> list[WordSpan]:
    """Return the spans of allowed tags, word by word."""
    found: list[WordSpan] = []
    for place, tag in enumerate(tags):
        name = TAGS[tag]
        if name.startswith("B-"):
            found.append(WordSpan(place, place + 1, name[2:]))
        elif name.startswith("I-"):
            found[-1] = found[-1]._replace(end=place + 1)
    return found


@given(arrays(np.float32, (3, len(TAGS)), elements=st.integers(-9, 9)))
def test_the_best_allowed_tags_are_found(scores: np.ndarray) -> None:
    """No other allowed sequence has a higher sum."""
    paths = [t for t in product(range(len(TAGS)), repeat=3) if allowed(t)]
    sums = {t: sum(scores[n, tag] for n, tag in enumerate(t)) for t in paths}
    best = [spans_of(t) for t in paths if sums[t] == max(sums.values())]
    assert decode(scores) in best


def test_a_name_has_all_its_words() -> None:
    """Begin and inside are one span; a second begin is another."""
    scores = np.full((5, len(TAGS)), -5, np.float32)
    person = begin("PER")
    for word, tag in enumerate((person, person + 1, person, OUTSIDE, begin("LOC"))):
        scores[word, tag] = 5
    assert decode(scores) == [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]


def test_nothing_has_no_names() -> None:
    """No words, no spans; every label has its tags."""
    assert decode(np.zeros((0, len(TAGS)), np.float32)) == []
    assert [TAGS[begin(label)] for label in LABELS] == [f"B-{n}" for n in LABELS]
