"""What of passenger data the law lets be kept: all else goes here, and is counted.

Article 13(4) of Directive (EU) 2016/681: data that reveal race, opinions, religion,
union, health or sexual life are deleted; Article 6(1) and C-817/19: so is what is no
element of Annex I, free remarks first. What is removed is never a statement; its kinds
and numbers are told of the whole file, so that no count belongs to a person.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.names import fold

REMARKS = "free remarks that are no element of Annex I"
WORDS = "text that reveals what Article 13(4) protects"
TYPES = "kinds of passenger that reveal what Article 13(4) protects"
OUTSIDE = "outside the list of advance passenger information"


@cache
def _rules() -> dict[str, Any]:
    path = Path(__file__).with_name("screening.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


@cache
def _sensitive_codes() -> Mapping[str, str]:
    """Return the kind of each SSR code that is never kept."""
    return {c: kind for kind, codes in _rules()["sensitive"].items() for c in codes}


@cache
def _uses() -> Mapping[str, str]:
    """Return how each SSR code is read."""
    return {c: use for use, codes in _rules()["read"].items() for c in codes}


@cache
def _words() -> re.Pattern[str]:
    words = [*_rules()["sensitive_words"], *(c.lower() for c in _sensitive_codes())]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})[a-z]{{0,3}}\b")


def is_protected(code: str) -> bool:
    """Whether an SSR code is one that is never kept."""
    code = code.upper().strip()
    return code in _sensitive_codes() or (code.endswith("ML") and len(code) == 4)


def baggage_word(code: str) -> str:
    """Return what an SSR code of baggage means, empty for another."""
    return str(_rules()["baggage"].get(code, ""))


def use_of(code: str) -> str:
    """Return how an SSR code is read, empty where it is not."""
    return _uses().get(code, "")


@dataclass(slots=True)
class Screen:
    """Counts what is removed from a file, and what of it is not read, by kind."""

    removed: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)

    def is_sensitive(self, code: str) -> bool:
        """Whether an SSR code is one that is never kept; counted where it is."""
        kind = _sensitive_codes().get(code)
        if kind is None and code.endswith("ML") and len(code) == 4:
            kind = "special meals (religion or health)"
        if kind is not None:
            self.removed[kind] += 1
        return kind is not None

    def keeps(self, text: str) -> bool:
        """Whether text names nothing that Article 13(4) protects; counted where so."""
        if _words().search(fold(text)) is None:
            return True
        self.removed[WORDS] += 1
        return False

    def keeps_type(self, kind: str) -> bool:
        """Whether a code of passenger or fare reveals nothing; counted if it does."""
        if kind.upper()[:3] not in _rules()["sensitive_passenger_types"]:
            return True
        self.removed[TYPES] += 1
        return False

    def drop(self, kind: str, number: int = 1) -> None:
        """Count what may not be kept."""
        self.removed[kind] += number

    def leave(self, what: str) -> None:
        """Count what is not read."""
        self.left[what] += 1

    def told(self) -> list[str]:
        """Return both counts in words, the removed first."""
        removed = [f"removed: {n} {kind}" for kind, n in sorted(self.removed.items())]
        left = [f"not read: {n} {what}" for what, n in sorted(self.left.items())]
        return removed + left
