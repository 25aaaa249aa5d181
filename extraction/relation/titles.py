"""Words that a document's form calls its people by: `Putnik: Ana Anić`, `(dalje: …)`.

What a label says of the one person behind it stands for them wherever it is alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.sentence import Sentence
from extraction.relation.units import Unit

_LONGEST_LABEL = 4
_SHORTEST = 4
_MOST = 50
_FURTHER = 4
_IN_BRACKETS = 5
_FURTHER_ON = frozenset("dalje daljem daljnjem nadalje natamosniot ponatamu".split())
_NO_TITLES = frozenset(
    "adresa broj datum ime iznos kontakt lice linija mesto mjesto naziv objekat osoba "
    "prezime prostor puno racun svojstvo telefon vozilo vreme vrijeme sjediste sediste "
    "predmet napomena ocena ocjena izjava izjave tacka odgovor pitanje prilog prisutni "
    "prisutna lokacija sluzbeno potpis veza prima dostavljeno data ocenka zabeleska "
    "name address phone place number subject person date contact note "
    "emri adresa numri vendi telefoni data shenim personi".split()
)
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


class Titled(NamedTuple):
    """The units [start:end] stand for a person, in a case as far as they tell it."""

    start: int
    end: int
    person: Mention
    case: str


@dataclass(slots=True)
class Titles:
    """The words by which a page's forms call their people so far; bounded."""

    known: dict[str, Mention | None] = field(default_factory=dict)

    def learn(self, sentence: Sentence) -> None:
        """Take in what a row's label calls the one person that it names."""
        for word, person in (*_labelled(sentence), *_further_on(sentence)):
            if word in self.known and self.known[word] != person:
                self.known[word] = None
            elif len(self.known) < _MOST:
                self.known[word] = person

    def find(self, sentence: Sentence) -> Iterator[Titled]:
        """Yield where the words stand for somebody, alone, in a sentence."""
        endings = _ENDINGS[sentence.language]
        for at, unit in enumerate(sentence.units if self.known else ()):
            if len(unit.word) < _SHORTEST or _is_beside_name(sentence.units, at):
                continue
            for word, person in self.known.items():
                case = _case(unit.word, word, endings, sentence.language)
                if case is not None and person is not None:
                    yield Titled(at, at + 1, person, case)


def _labelled(sentence: Sentence) -> Iterator[tuple[str, Mention]]:
    units = sentence.units
    colon = next((at for at, unit in enumerate(units) if unit.mark == ":"), None)
    if colon is None or colon > _LONGEST_LABEL + 2:
        return
    behind = units[colon + 1 : colon + 2]
    mentions = [u.mention for u in units if u.mention is not None]
    people = {m.value for m in mentions if m.type == "PER"}
    if not behind or not _is_person(behind[0]) or behind[0].mention is None:
        return
    if len(people) > 1 and _lists(units[colon:]):
        return
    words = [u.word for u in units[:colon] if u.word]
    if sentence.head is not None or any(len(word) == 1 for word in words[1:]):
        return
    inside = _in_brackets(units[:colon])
    for word in dict.fromkeys([*words[:1], *inside]):
        if len(word) >= _SHORTEST and word not in _NO_TITLES and word.isalpha():
            if not _is_relation(sentence, word):
                yield word, behind[0].mention


def _further_on(sentence: Sentence) -> Iterator[tuple[str, Mention]]:
    """Yield the word that a bracket behind a name calls it by from there on."""
    units = sentence.units
    for at, unit in enumerate(units):
        if not _is_person(unit) or units[at + 1 : at + 2] == []:
            continue
        if units[at + 1].mark != "(" or unit.mention is None:
            continue
        near = units[at + 2 : at + 2 + _IN_BRACKETS]
        if any(u.word in _FURTHER_ON for u in near):
            last = [u for u in near if u.word and u.word not in _FURTHER_ON][-1:]
            if last and len(last[0].word) >= _SHORTEST:
                yield last[0].word, unit.mention


def _lists(units: Sequence[Unit]) -> bool:
    """Whether the second unit behind a colon goes on with another person."""
    people = [at for at, unit in enumerate(units) if _is_person(unit)]
    return len(people) > 1 and people[1] - people[0] <= _FURTHER // 2


def _in_brackets(units: Sequence[Unit]) -> list[str]:
    opened = next((at for at, u in enumerate(units) if u.mark == "("), None)
    if opened is None:
        return []
    inside = [u.word for u in units[opened + 1 :] if u.word]
    return inside if len(inside) == 1 else []


def _is_relation(sentence: Sentence, word: str) -> bool:
    """Whether a word states an office or use, whose ends others find."""
    return any(
        hit.trigger is not None
        and hit.trigger.construction in ("noun", "mutual", "active", "payer")
        and sentence.units[hit.start].word == word
        for hit in sentence.hits
    )


def _is_person(unit: Unit) -> bool:
    return unit.mention is not None and unit.mention.type == "PER"


def _is_beside_name(units: Sequence[Unit], at: int) -> bool:
    """Whether a person's name follows a word, or its label's colon."""
    behind = units[at + 1 : at + 3]
    if behind and behind[0].mark == ":":
        return True
    return any(_is_person(unit) for unit in behind[:1])


def _case(word: str, base: str, endings: dict[str, str], language: str) -> str | None:
    """Return the case of a word that is a form of another, None where it is none."""
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
