"""A sentence made ready for the rules: its mentions, folded text, clauses and cues."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.model import Mention, Page
from extraction.recognition.identifiers.scan import fold, word_regex
from extraction.recognition.sentences import split_sentences
from extraction.recognition.wording import pattern

_BEHIND_REACH = 34
_ITEM = re.compile(r"\s*(?:\(?\d{1,3}[.)]|[ivx]{1,4}[.)]?|[-–•])\s+|[^:.\n]{3,30}:\s+")


@cache
def load() -> dict[str, Any]:
    """Return triggers.yaml."""
    path = Path(__file__).with_name("triggers.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


@cache
def words_of(key: str) -> re.Pattern[str]:
    """Return the pattern of a list of triggers.yaml, for folded text."""
    return word_regex(load()[key])


@cache
def negation(language: str | None) -> re.Pattern[str]:
    """Return the pattern of the words that deny in a language; unknown is Serbian."""
    rows = load()["negation"]
    return word_regex(rows.get(language or "hbs", rows["hbs"]))


@cache
def clauses() -> re.Pattern[str]:
    """Return the pattern of what parts clauses."""
    return re.compile("|".join(re.escape(fold(mark)) for mark in load()["clauses"]))


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of a page with the mentions that lie in it, in order."""

    page: int
    start: int
    end: int
    row: bool
    language: str | None
    folded: str
    mentions: tuple[Mention, ...]

    def text(self, start: int, end: int) -> str:
        """Return the folded text between two places of the page."""
        return self.folded[max(0, start - self.start) : max(0, end - self.start)]

    def bare(self) -> str:
        """Return the folded sentence with its mentions blanked out."""
        text = self.folded
        for m in self.mentions:
            start, end = m.start - self.start, m.end - self.start
            text = text[:start] + "\x00" * (end - start) + text[end:]
        return text

    def head(self) -> Mention | None:
        """Return the person with whom an item of a list begins; all of it is theirs."""
        first = self.mentions[0] if self.mentions else None
        if first is None or first.type != "PER":
            return None
        before = self.text(self.start, first.start)
        after = self.text(first.end, self.end).lstrip()
        return first if _ITEM.fullmatch(before) and after[:1] in (",", "(") else None

    def subjects(self, *, parents: bool = False) -> tuple[Mention, ...]:
        """Return the mentions without the persons who only describe another.

        Those are the nickname behind "known as" and, unless `parents` are wanted, the
        father in "son of …".
        """
        words = [pattern("cues", "aliases")]
        if not parents:
            words.append(words_of("parents"))
        kept: list[Mention] = []
        for mention in self.mentions:
            first = not any(m.type == "PER" for m in kept)
            if mention.type != "PER" or first or not self._is_behind(mention, words):
                kept.append(mention)
        return tuple(kept)

    def _is_behind(self, mention: Mention, words: list[re.Pattern[str]]) -> bool:
        before = self.text(self.start, mention.start)[-_BEHIND_REACH:]
        for known in words:
            for found in known.finditer(before):
                rest = before[found.end() :].strip(' "„“”«»:,(.')
                owner = words_of("possessives").search(before[: found.start()][-12:])
                if not rest and not owner:
                    return True
        return False

    def breaks(self, gap: str) -> int:
        """Return how many clauses end in a stretch of the folded text."""
        return len(clauses().findall(gap))


def iter_scenes(
    page: Page, mentions: Sequence[Mention], language: str | None
) -> Iterator[Scene]:
    """Yield the page's sentences in order, those without mentions too."""
    folded = fold(page.text)
    ordered = sorted(mentions, key=lambda m: m.start)
    position = 0
    for start, end, row in split_sentences(page.text):
        while position < len(ordered) and ordered[position].start < start:
            position += 1
        inside = []
        while position < len(ordered) and ordered[position].start < end:
            inside.append(ordered[position])
            position += 1
        end = max([end, *(m.end for m in inside)])
        text = folded[start:end]
        yield Scene(page.number, start, end, row, language, text, tuple(inside))
