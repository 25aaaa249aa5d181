"""Lists of words in YAML → patterns for folded text, one letter for one."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.recognition.identifiers.scan import fold, word_regex

__all__ = ["CAPITALIZED", "UPPER", "fold", "load", "pattern", "word_set"]

_HERE = Path(__file__).parent

UPPER = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
"""Every capital letter of the two alphabets, for the inside of a character class."""

CAPITALIZED = rf"[{UPPER}][^\W\d_]{{0,60}}(?:[-'’][^\W\d_]{{1,60}}){{0,4}}"
"""The pattern of a word with a capital, its parts joined by hyphens."""


@cache
def load(name: str) -> Any:
    """Return one of the YAML files beside this module."""
    return yaml.safe_load((_HERE / f"{name}.yaml").read_text("utf-8"))


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """Return the pattern of whole words of a list, for text folded by `fold`."""
    return word_regex(load(name)[key])


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return the words of a list, folded."""
    return frozenset(fold(str(word)) for word in load(name)[key])
