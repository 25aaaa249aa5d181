"""Whom a page has called by a noun, and how a noun says whether somebody is meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.lexicon import write_word
from extraction.relation.sentence import Sentence
from extraction.relation.stems import Stems, stems_of
from extraction.relation.units import QUOTES

BESIDE, NEAR = 2, 1
"""How near to a name a noun stood: next to it or first in an apposition, or farther."""
_BEFORE = 3
_BEHIND = 14
_MOST = 2_000
_QUOTES = "".join((*QUOTES, "'"))
_OPENING = frozenset({",", "(", "-", "–", "—", ":"})
_CLOSING = frozenset(".;:")
_SAME = frozenset({"same", "latter", "this_of"})
_OWNING = frozenset({"his", "her", "their", "my", "own", "your"})
_AFTER = frozenset({"after_him", "after_her", "his", "her", "own", "my"})
_INDEFINITE = frozenset(
    "a an one some nje disa ndonje neki neka neke nekog nekom jedan jedna jednog "
    "jednom jednu eden edna nekoj nekoja".split()
)
_POINTING = frozenset(
    "this that said ovaj ova ovog ovom taj ta tog tom onaj ona onog toj ovoj "
    "ovoj taa toj onoj ky kjo ai ajo ketij kesaj atij asaj kete ate".split()
)
_ARTICLES = {
    "mk": ("ot", "ta", "to", "ov", "va", "on", "na"),
    "sq": ("i", "u", "it", "ut", "in", "un", "ja", "jes", "jen", "a", "en"),
}  # fmt: skip
DEFINITE = ("", "the", "a", "his", "this", "article")
"""How a noun says whether somebody known is meant."""


class Called(NamedTuple):
    """Whom a noun stood at: in which sentence, and how near to the name."""

    number: int
    sentence: int
    near: int


@dataclass(slots=True)
class Nouns:
    """The nouns that stood at people's names so far, and whom nouns alone meant last.

    Bounded: what stood at names first is forgotten last.
    """

    called: dict[str, list[Called]] = field(default_factory=dict)
    meant: dict[str, Called] = field(default_factory=dict)
    officers: set[int] = field(default_factory=set)
    """Who takes part in the case by their office."""
    _count: int = 0

    def learn(
        self,
        sentence: Sentence,
        named: Sequence[Candidate],
        numbers: Mapping[str, int],
        at: int,
    ) -> None:
        """Take in the nouns at the names of a sentence, the page's number `at`."""
        for one in named:
            if one.type not in ("PER", "ORG") or not one.named or one.start < 0:
                continue
            mention = mention_at(sentence, one)
            number = numbers.get(mention.id)
            if number is None:
                continue
            for place, near in _around(sentence, one):
                noun = sentence.nouns.get(place)
                if noun is not None and noun.officer:
                    self.officers.add(number)
                self._add(
                    sentence.units[place].word, sentence, Called(number, at, near)
                )
            for word in mention.value.split() if one.type == "ORG" else ():
                inside = write_word(word.strip(_QUOTES), sentence.language)
                self._add(inside, sentence, Called(number, at, BESIDE))

    def _add(self, word: str, sentence: Sentence, called: Called) -> None:
        for stem in stems_of(word, sentence.language):
            if self._count < _MOST:
                self._count += 1
                self.called.setdefault(stem, []).append(called)

    def take(self, stems: Stems, number: int, at: int) -> None:
        """Take in whom a noun alone means."""
        if len(self.meant) < _MOST:
            self.meant |= dict.fromkeys(stems, Called(number, at, BESIDE))

    def of(self, stems: Stems) -> tuple[dict[int, Called], Called | None]:
        """Return who was called by a noun, each as near and as late as it was, and
        whom it meant alone last.
        """
        found: dict[int, Called] = {}
        for stem in stems:
            for one in self.called.get(stem, ()):
                known = found.get(one.number, one)
                found[one.number] = max(known, one, key=_nearness)
        last = [self.meant[stem] for stem in stems if stem in self.meant]
        return found, max(last, key=lambda one: one.sentence, default=None)


def _nearness(one: Called) -> tuple[int, int]:
    return one.near, one.sentence


def _around(sentence: Sentence, one: Candidate) -> Iterator[tuple[int, int]]:
    """Yield where nouns stand at a name, and how near."""
    units, at = sentence.units, one.start - 1
    near = BESIDE
    if at >= 0 and units[at].mark in _OPENING:
        at, near = at - 1, NEAR
    for place in range(at, max(-1, at - _BEFORE), -1):
        if not units[place].word:
            break
        if near == BESIDE or _means_people(sentence, place):
            yield place, near
        near = NEAR
    at = one.end
    if at < len(units) and (units[at].mark in _OPENING or sentence.cue_at(at, "aux")):
        near = BESIDE
        for place in range(at + 1, min(at + 1 + _BEHIND, len(units))):
            if units[place].is_person or units[place].mark in _CLOSING:
                break
            if units[place].word:
                if near == BESIDE or _means_people(sentence, place):
                    yield place, near
                near = NEAR


def _means_people(sentence: Sentence, at: int) -> bool:
    noun = sentence.nouns.get(at)
    return noun is not None and noun.person


def definiteness(sentence: Sentence, start: int, end: int) -> int:
    """Return which of DEFINITE a noun at units [start:end] is."""
    before = range(max(0, start - 2), start)
    words = {sentence.units[at].word for at in before}
    if words & _INDEFINITE or any(sentence.cue_at(at, "unknown") for at in before):
        return DEFINITE.index("a")
    if words & _POINTING or any(sentence.cues_at(at, _SAME) for at in before):
        return DEFINITE.index("this")
    after = range(end, min(end + 1, len(sentence.units)))
    owned = any(sentence.cues_at(at, _OWNING) for at in before)
    if owned or any(sentence.cues_at(at, _AFTER) for at in after):
        return DEFINITE.index("his")
    if any(sentence.cue_at(at, "the") for at in before):
        return DEFINITE.index("the")
    word = sentence.units[end - 1].word
    article = word.endswith(_ARTICLES.get(sentence.language, ("\0",)))
    return DEFINITE.index("article" if article else "")
