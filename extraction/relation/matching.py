"""Patterns of relations, read from YAML, over sentences whose mentions are masked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from extraction.model import Mention
from extraction.recognition.wording import fold

UNDIRECTED = frozenset({"family", "associate", "meeting"})

_SLOT = re.compile(r"\{([ST_]):([A-Z_|]+)\}")


class Hit(NamedTuple):
    """A relation that a pattern found: positions of its mentions in the sentence."""

    type: str
    source: int
    target: int
    words: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence folded, each mention in it replaced by `<TYPE:n>`."""

    text: str
    mentions: tuple[Mention, ...]


@cache
def data() -> dict[str, Any]:
    """Return patterns.yaml."""
    path = Path(__file__).with_name("patterns.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def mask(text: str, start: int, mentions: Sequence[Mention]) -> Masked:
    """Return the sentence at `start` of its page with its mentions masked.

    Mentions stand in order; one inside another is left out.
    """
    folded = fold(text).replace("<", "(").replace(">", ")").replace("\n", " ")
    parts: list[str] = []
    kept: list[Mention] = []
    position = 0
    for mention in mentions:
        begin, end = mention.start - start, mention.end - start
        if begin < position or end > len(text):
            continue
        parts.append(folded[position:begin])
        parts.append(f"<{mention.type}:{len(kept)}>")
        kept.append(mention)
        position = end
    parts.append(folded[position:])
    return Masked("".join(parts), tuple(kept))


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for kind, patterns in data()["patterns"].items():
        for pattern in patterns:
            found.append((kind, re.compile(_translate(pattern))))
    return tuple(found)


def _translate(pattern: str) -> str:
    gap = rf"(?:(?!<(?:PER|ORG):)[^;|]){{0,{data()['gap_words']}}}?"
    pattern = pattern.replace("(?:kin)", data()["kin"]).replace("~", gap)

    def slot(match: re.Match[str]) -> str:
        name, kinds = match[1], match[2]
        number = r"\d+" if name == "_" else rf"(?P<{name}>\d+)"
        return rf"<(?:{kinds}):{number}>"

    return _SLOT.sub(slot, pattern)


def find_hits(masked: Masked) -> Iterator[Hit]:
    """Yield what the patterns find, denied ones left out; each pair and type once."""
    seen: set[tuple[str, int, int]] = set()
    for kind, pattern in _compiled():
        for match in _all_matches(pattern, masked.text):
            groups = match.groupdict()
            if not groups.get("S") or not groups.get("T"):
                continue
            source, target = int(groups["S"]), int(groups["T"])
            pair = (source, target)
            if kind in UNDIRECTED:
                pair = (min(pair), max(pair))
            if source == target or (kind, *pair) in seen:
                continue
            if not is_denied(masked.text, match):
                seen.add((kind, *pair))
                yield Hit(kind, source, target, match[0])


def _all_matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield matches that begin at each mention or word, overlapping ones too."""
    position = 0
    while match := pattern.search(text, position):
        yield match
        position = match.start() + 1


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{'|'.join(data()[name])})(?!\w)")


def is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether a negation stands inside the match or just before it."""
    before = text[max(0, match.start() - 14) : match.start()].split(",")[-1]
    inside = re.sub(r"<[A-Z_]+:\d+>", " , ", match[0])
    return bool(_words("negation").search(inside) or _words("negation").search(before))


def is_assessment(text: str) -> bool:
    """Whether the sentence (folded) says that it is not certain."""
    return bool(_words("assessment").search(text))


@cache
def pattern_of(name: str) -> re.Pattern[str]:
    """Return one of the single patterns of the YAML file."""
    return re.compile(data()[name])


def label_kind(label: str) -> str | None:
    """Return what a form's label says of its value: owner, user, officer or None."""
    folded = fold(label).strip()
    for kind, labels in data()["labels"].items():
        if folded in labels:
            return str(kind)
    return None


def country_of_nationality(folded: str) -> str | None:
    """Return the country that the words after 'national of' name, as an ISO code."""
    for country, words in data()["nationalities"].items():
        if re.match(rf"\W{{0,3}}(?:{'|'.join(words)})(?!\w)", folded):
            return str(country)
    return None
