"""By which words a page calls its people: its forms' labels, trades, relatives.

What a label says of the one person behind it stands for them wherever it is alone; a
trade or post does where an article or ending says that somebody known is meant.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.candidates import Candidate
from extraction.relation.introducing import (
    NAMED,
    SHORTEST,
    relatives_in,
    titles_in,
    trades_in,
)
from extraction.relation.sentence import Sentence
from extraction.relation.units import Unit

_MOST_TITLES = 50
_MOST_TRADES = 80
_ENDING = 2
_SHORTEST_STEM = 3
_ENDINGS = {
    "hbs": {
        "": "nom", "a": "gen", "u": "dat", "om": "ins", "em": "ins", "e": "gen",
        "i": "dat", "o": "nom",
    },
    "mk": {"": "", "ot": "", "ta": "", "a": "", "o": ""},
    "sq": {"": "", "i": "", "u": "", "it": "", "in": "", "ja": "", "n": "", "s": ""},
    "en": {"": ""},
}  # fmt: skip
_OWNED = re.compile(r"(?:ov|ev|in)(?:a|e|i|o|u|og|oj|om|im|ih)?")
_FLEETING = re.compile(r"a(?=[ck]$)")
_WORDS_OF = {
    "ownership": "owner shareholder proprietor founder",
    "directorship": "director administrator manager",
}
_ENDS = frozenset(["", *"i u a e n t s ja jen jes en es in it un ut et".split()])
CASES_OF_ENDINGS = {"n": "acc", "t": "dat", "s": "dat"}
"""What the last letter of an Albanian noun says."""
_ROLES = frozenset(
    "suspect first second third latter same holder witness driver former he she they"
    .split()
)  # fmt: skip
_INDEFINITE = frozenset("nje si ishte eshte".split())


class Called(NamedTuple):
    """The word at a unit stands for a person, in a case as far as it tells it."""

    at: int
    person: Mention
    case: str


@dataclass(slots=True)
class Callings:
    """The words by which a page has called people so far; bounded.

    A title that was given to two is nobody's; of trades the latest come first.
    """

    titles: dict[str, Mention | None] = field(default_factory=dict)
    trades: list[tuple[str, Mention]] = field(default_factory=list)
    relatives: dict[str, Mention] = field(default_factory=dict)
    """By the stems of words for relatives and posts, whoever was called so last."""

    def learn(self, sentence: Sentence, named: Sequence[Candidate]) -> None:
        """Take in what a sentence calls the people that it names."""
        for word, person in titles_in(sentence, named):
            if word in self.titles and self.titles[word] != person:
                self.titles[word] = None
            elif len(self.titles) < _MOST_TITLES:
                self.titles[word] = person
        self._add_trades(trades_in(sentence, named))
        for word, person in relatives_in(sentence, named):
            self.relatives[_stem(word)] = person

    def take(self, relation: str, person: Mention) -> None:
        """Take in an office in a firm that was stated, with English words for it."""
        words = _WORDS_OF.get(relation, "").split()
        self._add_trades((word, person) for word in words)

    def _add_trades(self, found: Iterable[tuple[str, Mention]]) -> None:
        self.trades = [*found, *self.trades][:_MOST_TRADES]

    def relative(self, word: str) -> Mention | None:
        """Return who was called by a word for a relative or post: `the aunt`."""
        return self.relatives.get(_stem(word))

    def by_title(self, sentence: Sentence) -> Iterator[Called]:
        """Yield where titles stand for somebody, alone, in a sentence."""
        for at, unit in enumerate(sentence.units if self.titles else ()):
            if len(unit.word) < SHORTEST or _is_beside_name(sentence.units, at):
                continue
            for word, person in self.titles.items():
                case = _case(unit.word, word, sentence.language)
                if case is not None and person is not None:
                    yield Called(at, person, case)

    def by_trade(self, sentence: Sentence) -> Iterator[Called]:
        """Yield where the words for trades, posts and parts stand for somebody."""
        find = self._in_english if sentence.language == "en" else self._by_ending
        for at, unit in enumerate(sentence.units if self.trades else ()):
            found = find(sentence, at) if unit.word else None
            if found is not None and not _is_taken(sentence, at):
                yield found

    def _in_english(self, sentence: Sentence, at: int) -> Called | None:
        """Return whom a word behind "the" calls, itself or with a word between."""
        word, _, genitive = sentence.units[at].word.partition("'")
        before = [unit.word for unit in sentence.units[max(0, at - 2) : at]]
        person = next((m for known, m in self.trades if known == word), None)
        if person is None or "the" not in before:
            return None
        return Called(at, person, "poss" if genitive else "")

    def _by_ending(self, sentence: Sentence, at: int) -> Called | None:
        """Return whom a word calls whose ending says that somebody known is meant."""
        word = sentence.units[at].word.partition("'")[0]
        if at and sentence.units[at - 1].word in _INDEFINITE:
            return None
        begun = word[:SHORTEST]
        for known, person in self.trades:
            if not known.startswith(begun):
                continue
            shared = len(commonprefix([known, word]))
            ends = word[shared:], known[shared:]
            told = shared >= SHORTEST and set(ends) <= _ENDS
            if told and (ends[0] or known == word):
                return Called(at, person, CASES_OF_ENDINGS.get(word[-1], "nom"))
        return None


def _is_beside_name(units: Sequence[Unit], at: int) -> bool:
    """Whether a person's name follows a word, or its label's colon."""
    return any(u.mark == ":" or u.is_person for u in units[at + 1 : at + 2])


def _is_taken(sentence: Sentence, at: int) -> bool:
    """Whether a word is a role's, or a name follows, which it only introduces."""
    if sentence.cues_at(at, _ROLES):
        return True
    for unit in sentence.units[at + 1 : at + 3]:
        if unit.mention is not None:
            return unit.mention.type == "PER"
        if unit.mark != "," and unit.word not in NAMED:
            return False
    return False


def _case(word: str, base: str, language: str) -> str | None:
    """Return the case of a word that is a form of another, None where it is none."""
    endings = _ENDINGS[language]
    if word == base:
        return endings[""]
    if language == "hbs" and base.endswith("a"):
        stem = base[:-1]
        rest = word[len(stem) :] if word.startswith(stem) else None
        if rest == "u":
            return "acc"
    else:
        stem = base
        rest = word[len(stem) :] if word.startswith(stem) else None
        if rest is None:
            stem = _FLEETING.sub("", base)
            rest = word[len(stem) :] if word.startswith(stem) else None
        if rest in ("e", "i"):
            return None
    if rest is None:
        return None
    if language == "hbs" and _OWNED.fullmatch(rest):
        return "poss"
    return endings.get(rest) if rest else None


def _stem(word: str) -> str:
    """Return a word without what may be its ending."""
    return word[: max(_SHORTEST_STEM, len(word) - _ENDING)]
