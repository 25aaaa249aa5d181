"""What a comparison yields: counts by type, and each error with an example."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.evaluation.gold import GoldDocument

_CONTEXT = 25
_LONGEST = 80

Counts = tuple[Counter[str], Counter[str], Counter[str]]
"""By type: right, found, there."""


class Confusion(NamedTuple):
    """One error: what it is, the types in gold and answer, and how it reads."""

    kind: str
    gold: str
    found: str
    example: str


def _counts() -> Counts:
    return Counter(), Counter(), Counter()


@dataclass(slots=True)
class Comparison:
    """What was right, found and there in one document, and each error.

    `values` are the mentions with the right span whose normal form is right, and all
    that the gold gives one; `kinds` the right relations that are of the right kind
    (fact or assessment), and all right ones.
    """

    mentions: Counts = field(default_factory=_counts)
    relations: Counts = field(default_factory=_counts)
    values: Counts = field(default_factory=_counts)
    kinds: Counts = field(default_factory=_counts)
    mention_errors: list[Confusion] = field(default_factory=list)
    relation_errors: list[Confusion] = field(default_factory=list)


def count(counts: Counts, name: str, right: bool) -> None:
    """Count one that was found and there, and whether it was right."""
    for counter, amount in zip(counts, (right, True, True), strict=True):
        counter[name] += amount


def shorten(text: str, longest: int = _LONGEST) -> str:
    """Return a text in one line, cut where it is longer."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def show_around(gold: GoldDocument, start: int, end: int) -> str:
    """Return a span in brackets with a few words on both sides."""
    before = gold.text[max(0, start - _CONTEXT) : start]
    after = gold.text[end : end + _CONTEXT]
    span = shorten(gold.text[start:end])
    return shorten(f"…{before}[{span}]{after}…", 2 * _CONTEXT + _LONGEST + 4)
