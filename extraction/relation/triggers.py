"""triggers.yaml → rules: the words that state a relation, and what may be its ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extraction.recognition.identifiers.scan import word_regex
from extraction.relation.scanning import load

REACH = 140
"""How far, in characters, an end may stand from its trigger."""
RELATIVES = frozenset({"family", "associate"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation's trigger words with the types and orders of its ends."""

    relation: str
    source: frozenset[str]
    target: frozenset[str]
    both: bool
    orders: tuple[str, ...]
    words: re.Pattern[str]
    needs: str = ""
    reach: int = REACH
    unless: re.Pattern[str] | None = None


@cache
def load_rules() -> tuple[Rule, ...]:
    rules = []
    for name, entry in load().items():
        if not isinstance(entry, dict) or "rules" not in entry:
            continue
        for row in entry["rules"]:
            rules.append(
                Rule(
                    name,
                    frozenset(entry["source"]),
                    frozenset(row.get("target", entry["target"])),
                    bool(entry.get("both")),
                    tuple(row["orders"]),
                    word_regex(row["words"]),
                    row.get("needs", ""),
                    row.get("reach", REACH),
                    _behind(entry.get("unless_behind", ())),
                )
            )
    return tuple(rules)


def _behind(words: Sequence[str]) -> re.Pattern[str] | None:
    """Return the pattern of words that end where a mention begins."""
    return re.compile(rf"{word_regex(words).pattern}\s*\Z") if words else None
