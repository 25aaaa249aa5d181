"""spaCy's own pipelines, where somebody installed them, for documents they can read."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from extraction.recognition.language import GROUP
from graph.errors import InvalidInput, Unavailable

_NAME = re.compile(r"([a-z]{2,3})_\w+")
_READS = {"en": ("en",), "hr": GROUP, "mk": ("mk",), "sq": ("sq",)}


@dataclass(frozen=True, slots=True)
class Stock:
    """An installed pipeline; `languages` are those of documents that it reads."""

    name: str
    version: str
    languages: tuple[str, ...]

    @property
    def component(self) -> str:
        """What mentions name as their origin, with its version."""
        return f"{self.name}/{self.version}"


def find_stock(names: Sequence[str]) -> tuple[Stock, ...]:
    """Return installed pipelines by the names of their packages, without loading them.

    Raises InvalidInput for what is no such name or reads no language of ours, or one
    that another reads already; Unavailable where the package is not installed.
    """
    found = tuple(_find(name) for name in names)
    languages = [language for stock in found for language in stock.languages]
    if len(set(languages)) < len(languages):
        raise InvalidInput("two spaCy pipelines are named for the same language")
    return found


def _find(name: str) -> Stock:
    shape = _NAME.fullmatch(name)
    if shape is None or shape[1] not in _READS:
        known = ", ".join(sorted(_READS))
        raise InvalidInput(f"no spaCy pipeline for one of {known}: {name[:40]!r}")
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Unavailable(f"the spaCy pipeline {name} is not installed")
    try:
        meta = json.loads(Path(spec.origin).with_name("meta.json").read_text("utf-8"))
        return Stock(name, str(meta["version"]), _READS[shape[1]])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise Unavailable(f"{name} is installed, but is no spaCy pipeline") from error
