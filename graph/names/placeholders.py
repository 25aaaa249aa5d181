"""Texts that stand where a name is not known: they name nobody."""

import re
from collections.abc import Iterable
from functools import cache

from graph.names.given import load
from graph.names.sounds import spell

_WORDS = re.compile(r"[^\W\d_]+(?:/[^\W\d_]\b)?")
_LONGEST = 200


def is_placeholder(text: str) -> bool:
    """Whether a text is no usable name: empty, letters or figures alone, "NN lice".

    True for what only says that someone is unknown, in the region's languages and
    its neighbours', numbered or not ("unknown male 1"), and for the parts of a form.
    """
    words = _WORDS.findall(spell(text[:_LONGEST]))
    if not any(len(w) > 1 for w in words):
        return True
    unknown, beside, whole = _data()
    if " ".join(words) in whole:
        return True
    real = [w for w in words if len(w) > 1 and w not in unknown and w not in beside]
    if real:
        return False
    said = any(w in unknown for w in words)
    return said or all(len(w) == 1 or w in beside for w in words)


def may_be_placeholder(words: Iterable[str]) -> bool:
    """Whether spelt words are worth a closer look: one of them is a placeholder's."""
    return not _vocabulary().isdisjoint(words)


def is_beside_word(word: str) -> bool:
    """Whether a spelt word says nothing beside one that says someone is unknown."""
    return word in _data()[1]


def is_unknown_word(word: str) -> bool:
    """Whether a spelt word says by itself that a name is not known."""
    return word in _data()[0]


@cache
def _vocabulary() -> frozenset[str]:
    unknown, beside, whole = _data()
    return unknown | beside | {w for row in whole for w in row.split()}


@cache
def _data() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    known = load("placeholders")
    return (
        frozenset(known["unknown"].split()),
        frozenset(known["beside"].split()),
        frozenset(known["whole"]),
    )
