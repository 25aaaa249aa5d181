"""Training sentences as others would have written them: script, marks, case, names.

What the corpora write in one alphabet with all of its marks, case documents write in
both, with marks or without, in capitals, and about other persons.
"""

import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extraction.models.corpora import Sentence, Span
from graph.names import Converted, to_cyrillic, to_latin

SERBIAN = frozenset({"sr", "bs", "cnr"})
CYRILLIC = {"sr": 0.35, "bs": 0.25, "cnr": 0.25, "hr": 0.12}
LATIN = {"mk": 0.15}
NEW_NAME = 0.3
WITHOUT_MARKS = 0.1
UPPER = 0.04
LOWER = {"en": 0.06}
"""English mail and posts have names without capitals."""

Names = Mapping[tuple[str, ...], Sequence[str]]
"""Endings of the words of a name → the names that end so: they fit the same place."""


def collect_names(sentences: Iterable[Sentence]) -> Names:
    """Return the persons of sentences in Latin letters by their words' endings."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for sentence in sentences:
        for start, end, label in sentence.spans:
            name = sentence.text[start:end]
            if label == "PER" and name.istitle():
                found[_endings(name)].add(name)
    return {key: sorted(names) for key, names in found.items()}


def _endings(name: str) -> tuple[str, ...]:
    return tuple(word[-2:].lower() for word in name.split())


def vary(sentence: Sentence, names: Names, chooser: random.Random) -> Sentence:
    """Return the sentence, or another way to write it. The spans are kept."""
    sentence = _swap_names(sentence, names, chooser)
    language = sentence.language
    drawn = chooser.random()
    if drawn < CYRILLIC.get(language, 0):
        sentence = _convert(sentence, to_cyrillic(sentence.text, "sr"))
    elif drawn < LATIN.get(language, 0):
        sentence = _convert(sentence, to_latin(sentence.text))
    elif chooser.random() < WITHOUT_MARKS and language != "en":
        sentence = without_marks(sentence)
    if chooser.random() < UPPER and len(sentence.text.upper()) == len(sentence.text):
        sentence = replace(sentence, text=sentence.text.upper())
    elif chooser.random() < LOWER.get(language, 0):
        sentence = replace(sentence, text=sentence.text.lower())
    return sentence


def in_cyrillic(sentence: Sentence) -> Sentence:
    """Return a sentence in Latin letters as Serbian Cyrillic writes it."""
    return _convert(sentence, to_cyrillic(sentence.text, "sr"))


def without_marks(sentence: Sentence) -> Sentence:
    """Return the sentence with plain letters: č as c, đ as dj, ë as e."""
    text, offsets = "", list[int]()
    for place, letter in enumerate(sentence.text):
        plain = {"đ": "dj", "Đ": "Dj"}.get(letter) or _plain(letter)
        text += plain
        offsets += [place] * len(plain)
    return _convert(sentence, Converted(text, [*offsets, len(sentence.text)]))


def plain_letters(text: str) -> str:
    """Return a text with plain letters: č as c, đ as dj, ë as e."""
    return "".join({"đ": "dj", "Đ": "Dj"}.get(c) or _plain(c) for c in text)


def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def _convert(sentence: Sentence, converted: Converted) -> Sentence:
    """Return the sentence with a converted text, its spans where they are there."""
    places = list(converted.offsets)
    back = {source: place for place, source in reversed(list(enumerate(places)))}
    spans = tuple(
        Span(back[start], back[end], label)
        for start, end, label in sentence.spans
        if start in back and end in back
    )
    return replace(sentence, text=converted.text, spans=spans)


def _swap_names(sentence: Sentence, names: Names, chooser: random.Random) -> Sentence:
    """Put other persons of the same case into the places of some."""
    text, spans, position = "", list[Span](), 0
    for start, end, label in sentence.spans:
        name = sentence.text[start:end]
        if label == "PER" and chooser.random() < NEW_NAME:
            others = names.get(_endings(name))
            name = chooser.choice(others) if others else name
        text += sentence.text[position:start]
        spans.append(Span(len(text), len(text) + len(name), label))
        text += name
        position = end
    return replace(sentence, text=text + sentence.text[position:], spans=tuple(spans))
