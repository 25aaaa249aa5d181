"""Our own sentences of the kind that case documents are made of, with their labels.

No corpus has entities in Macedonian or Albanian, nor in the genre: templates.yaml is
filled with names (from public lists, at training time) in the case that it asks for.
"""

import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from extraction.models.corpora import Sentence, Span
from extraction.models.filling import SLOT, Filler
from extraction.models.lists import NameLists

_CHOICE = re.compile(r"\[([^\]]*\|[^\]]*)\]")
_LABELS = dict.fromkeys(("P", "F", "S", "G", "GF", "R", "Q", "V", "M"), "PER")
_LABELS |= {"L": "LOC", "C": "LOC", "W": "LOC", "O": "ORG", "I": "ORG", "K": "ORG"}
_LABELS |= {"T": "ORG", "H": "ORG", "Z": "LOC"}
_LABELS |= {"A": "ADDRESS", "B": "ADDRESS"}
_SHARES = {"hbs": 0.38, "mk": 0.17, "sq": 0.19, "en": 0.26}
_UPPER, _UPPER_HEADING = 0.05, 0.4
_HEADING = re.compile(r"\{[IC]")


@dataclass
class Generator:
    """Fills templates. Equal seeds and lists give equal sentences."""

    lists: Path
    seed: int

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._filler = Filler(NameLists(self.lists), self._random)
        path = Path(__file__).with_name("templates.yaml")
        data: dict[str, Sequence[str]] = yaml.safe_load(path.read_text("utf-8"))
        self.templates = {part: _of_part(data, part) for part in ("train", "dev")}

    def sentences(self, count: int, part: str = "train") -> list[Sentence]:
        """Return `count` labelled sentences in the languages' shares.

        The templates of part `dev` are not those of part `train`.
        """
        return [self._sentence(part) for _ in range(count)]

    def _sentence(self, part: str) -> Sentence:
        language = self._random.choices(list(_SHARES), list(_SHARES.values()))[0]
        template = self._random.choice(self.templates[part][language])
        text, spans = self._fill(template, language)
        if language == "hbs":
            language = self._random.choice(("sr", "sr", "sr", "bs", "cnr"))
        return Sentence(text, tuple(spans), "templates", language, part)

    def _fill(self, template: str, language: str) -> tuple[str, list[Span]]:
        share = _UPPER_HEADING if _HEADING.match(template) else _UPPER
        upper = self._random.random() < share
        template = _CHOICE.sub(self._choose, template)
        if language == "hbs" and self._random.random() < 0.4:
            template = self._to_jekavian(template)
        text, spans, position = "", list[Span](), 0
        for slot in SLOT.finditer(template):
            text += template[position : slot.start()]
            position = slot.end()
            value = self._filler.value(slot[1], slot[2] or "", language)
            label = _LABELS.get(slot[1])
            if label is None:
                text += value
                continue
            before, inside, after = labelled_part(value.upper() if upper else value)
            text += before
            spans.append(Span(len(text), len(text) + len(inside), label))
            text += inside + after
        return text + template[position:], spans

    def _choose(self, match: re.Match[str]) -> str:
        return str(self._random.choice(match[1].split("|")))

    def _to_jekavian(self, template: str) -> str:
        changes: Mapping[str, Any] = self._filler.names.phrases["jat"]
        for ekavian, jekavian in changes.items():
            template = re.sub(rf"\b{ekavian}", jekavian, template)
        return template


def _of_part(
    templates: Mapping[str, Sequence[str]], part: str
) -> dict[str, Sequence[str]]:
    """Return a part's templates: of twelve about one is for development."""
    return {
        language: [t for t in rows if (_digest(t) % 12 == 0) == (part == "dev")]
        for language, rows in templates.items()
    }


def _digest(text: str) -> int:
    return hashlib.sha256(text.encode()).digest()[0]


def labelled_part(value: str) -> tuple[str, str, str]:
    """Return what stands before, inside and behind the part that has the label."""
    before, mark, rest = value.partition("<")
    if not mark:
        return "", value, ""
    inside, _, after = rest.partition(">")
    return before, inside, after
