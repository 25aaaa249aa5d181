"""Which mentions can be the ends of a relation, and whether its trigger is denied."""

import re
from collections.abc import Sequence

from extraction.model import Mention
from extraction.relation.scanning import Scene, clauses, negation, words_of
from extraction.relation.triggers import Rule

APPOSED = 30
"""How far, in characters, a word may stand from the name that it speaks of."""


def find_nearest(
    mentions: Sequence[Mention], types: frozenset[str]
) -> tuple[int, Mention] | None:
    for position, mention in enumerate(mentions):
        if mention.type in types:
            return position, mention
    return None


def is_barred(scene: Scene, rule: Rule, mention: Mention) -> bool:
    """Whether a word before a mention says that it is not the rule's target."""
    before = scene.text(scene.start, mention.start)[-APPOSED:]
    barred = rule.unless is not None and rule.unless.search(before) is not None
    return barred and mention.type in rule.target


def may_be_same(one: Mention, other: Mention, relation: str = "") -> bool:
    """Whether two mentions may name one person: `M. Perić` and `Marko Perić`.

    A surname alone may be that of a relative, where the relation is `family`.
    """
    if one.type != "PER" or other.type != "PER":
        return one.value == other.value
    short, long = sorted((one.value.split(), other.value.split()), key=len)
    if relation == "family" and len(short) != len(long):
        return False
    return all(any(_agree(part, whole) for whole in long) for part in short)


def _agree(one: str, other: str) -> bool:
    """Whether two parts of a name are one: an initial stands for what it begins."""
    short, long = sorted((one, other), key=len)
    return one == other or (short.endswith(".") and long.startswith(short[:-1]))


def words_beside(bare: str, match: re.Match[str]) -> str:
    """Return the few words around a trigger in which "his" or "my" may stand."""
    return bare[max(0, match.start() - 14) : match.end() + 8].split("\x00")[0]


def is_denied(scene: Scene, bare: str, match: re.Match[str]) -> bool:
    """Whether the trigger is denied: just before it, or by a verb further before."""
    clause = clauses().split(bare[: match.start()])[-1][-45:]
    close = (
        " ".join(clause.split()[-4:])
        + bare[match.end() : match.end() + 8].split("\x00")[0]
    )
    if negation(scene.language).search(close):
        return True
    return words_of("denial").search(bare[: match.start()]) is not None
