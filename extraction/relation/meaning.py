"""Whom a word may mean: the people that a page has spoken of → rows of numbers.

Nothing here is of one language: what words are, their cases, genders and cues are the
lexicons' own terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.lexicon import CONSTRUCTIONS, Hit
from extraction.relation.minutes import is_question
from extraction.relation.nouns import Called, definiteness
from extraction.relation.sentence import Sentence
from extraction.relation.spoken import Named, Occurrence, Person, Spoken
from extraction.relation.stems import Stems
from extraction.relation.thread import Thread
from extraction.relation.trees import Floats
from extraction.relation.units import QUOTES

ABSENT = "absent"
"""The kind of what a sentence leaves out."""
KIN, NOUN, FIRM = "kin", "noun", "firm"
"""The kinds of nouns that mean relatives, other people, and organizations."""
KINDS = (
    ABSENT, "he", "he_dat", "he_acc", "weak_he", "she", "she_dat", "she_acc",
    "weak_she", "his", "her", "own", "same", "latter", "former", "first", "second",
    "third", "suspect", "driver", "witness", "holder", "owner", "customer", "me",
    "me_dat", "my", "you", "you_dat", "your", "after_him", "after_her",
    "director", "focus", KIN, NOUN, FIRM,
)  # fmt: skip
"""The words whose meaning is learnt, as the lexicons' cues name them."""
LANGUAGES = ("hbs", "mk", "sq", "en")
CASES = ("", "nom", "gen", "dat", "ins", "obl", "acc", "poss", "rel")
_GENDERS = {"m": 1.0, "f": -1.0, "": 0.0}
RULE = 34
"""Which number of a row tells whom the rules understand by the word."""
_FAR = 40.0
_NOBODY = -9.0
"""What stands in the row of nobody where others tell of a person."""
_RELATIONS = {
    name: number
    for number, name in enumerate(
        "family associate ownership directorship employment membership phone_user call "
        "payment meeting travel vehicle_user resides_at identified_by".split()
    )
}
"""What words state, numbered as it was learnt."""
_BUILT = {name: number for number, name in enumerate(CONSTRUCTIONS)}
_MALE = frozenset({"he", "he_dat", "he_acc", "weak_he", "his", "after_him"})
_FEMALE = frozenset({"she", "she_dat", "she_acc", "weak_she", "her", "after_her"})


class Word(NamedTuple):
    """A word of a sentence that stands for somebody, at units [start:end].

    What is left out stands at -1.
    """

    start: int
    end: int
    kind: str
    case: str
    preps: frozenset[str]
    gender: str
    noun: Stems = frozenset()
    """The stems of a noun."""

    @property
    def chain(self) -> Stems:
        """By which words somebody was meant as by this: of a noun, or of its kind."""
        return self.noun or frozenset({f"<{_CHAINS.get(self.kind, self.kind)}>"})


class Choice(NamedTuple):
    """Somebody whom a word may mean.

    How the whole page names them, has spoken of them so far, and the sentence does.
    """

    number: int
    named: Named
    known: Person | None
    here: Person | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A sentence with whom it names, and whom the page has spoken of before."""

    sentence: Sentence
    thread: Thread
    speaker: Mention | None
    here: Sequence[Candidate]
    """Who is named or called by a role in the sentence, in order."""
    spoken: Spoken
    """Whom the page has spoken of so far."""

    def people(self, rule: Mention | None) -> list[Choice]:
        """Return whom a word may mean: of this sentence, of those before, who signs."""
        here = {p.number: p for p in self.spoken.told(self.sentence, self.here)}
        known, roll = self.spoken.people, self.spoken.roll
        numbers = dict.fromkeys(here)
        numbers |= dict.fromkeys(p.number for p in self.spoken.nearest())
        numbers |= dict.fromkeys(roll.signing)
        own = self.number(rule)
        if own is not None and own in roll.named:
            numbers[own] = None
        return [
            Choice(n, roll.named[n], known.get(n), here.get(n))
            for n in numbers
            if n in roll.named
        ]

    def number(self, mention: Mention | None) -> int | None:
        """Return the number of the person whom a mention names."""
        return None if mention is None else self.spoken.roll.numbers.get(mention.id)

    def rows(
        self, word: Word, rule: Mention | None, choices: Sequence[Choice]
    ) -> Floats:
        """Return a row for each person, of the word and the two, and one for nobody."""
        thread = self.thread
        marks = [
            self.number(m)
            for m in (
                rule, thread.topic, self.speaker, thread.focus, thread.actor,
                thread.owner,
            )
        ]  # fmt: skip
        roles = (thread.roles.get(role, ()) for role in (word.kind, "suspect"))
        lists = [
            [self.number(m) for m in rows]
            for rows in (*roles, thread.recent, thread.last)
        ]
        order = sorted(choices, key=lambda one: self._far(word, one))
        place = {one.number: at for at, one in enumerate(order)}
        told = _GENDERS[word.gender]
        agree = [told * self._gender(one.named) for one in order]
        may = [0, *accumulate(fits >= 0 for fits in agree)]
        does = [0, *accumulate(fits > 0 for fits in agree)]
        called, meant = thread.nouns.of(word.chain)
        last = {meant.number: meant} if meant is not None else {}
        related = self._related(word) if word.kind == KIN else frozenset[str]()
        of_word = [
            *self._word(word, marks, choices), *self._noun(word), *self._stated(word),
            len(called),
        ]  # fmt: skip
        rows = []
        for one in choices:
            at = place[one.number]
            rows.append([
                *of_word,
                *(one.number == mark for mark in marks),
                *(_rank(one.number, some) for some in lists),
                agree[at], at, may[at], does[at], does[-1] - (agree[at] > 0),
                *self._here(word, one.here),
                *self._before(one.known),
                *self._named(one.named),
                *self._called(called.get(one.number)),
                *self._called(last.get(one.number)),
                one.named.mention.value in related,
                one.number in thread.nouns.officers,
            ])  # fmt: skip
        nobody = [*of_word, *[_NOBODY] * (len(rows[0]) - len(of_word))]
        return np.array([*rows, nobody], dtype=np.float32)

    def _word(
        self, word: Word, marks: Sequence[int | None], choices: Sequence[Choice]
    ) -> list[float]:
        scene, cues = self.sentence.scene, self.sentence.cues
        before = [c for c in self.here if c.end <= word.start]
        return [
            KINDS.index(word.kind), LANGUAGES.index(self.sentence.language),
            _GENDERS[word.gender], CASES.index(word.case), bool(word.preps),
            "with" in word.preps, "from" in word.preps, "to" in word.preps,
            scene.row, self.thread.log, word.start, scene.gap,
            len(self.spoken.people), len(choices), len(before), len(self.here),
            marks[0] is None, is_question(scene.folded), self.spoken.sentence,
            "several" in cues, "me" in cues, "me_dat" in cues, "my" in cues,
            "assessment" in cues, self._quoted(word),
        ]  # fmt: skip

    def _noun(self, word: Word) -> list[float]:
        """Return how a noun says whether it means somebody who is known."""
        if not word.noun:
            return [0, 0]
        before = word.start - 1
        told = definiteness(self.sentence, word.start, word.end)
        said = self.sentence.cue_at(before, "aux")
        return [1 + told, said]

    def _stated(self, word: Word) -> list[float]:
        """Return what the words state that are nearest before a word and behind it."""
        hits = [hit for hit in self.sentence.hits if hit.trigger is not None]
        before = [hit for hit in hits if hit.end <= word.start]
        behind = (hit for hit in hits if hit.start >= max(word.end, 0))
        first = next(behind, None)
        last = max(before, key=lambda hit: hit.end, default=None)
        return [
            *_statement(last, word.start - last.end if last else 0),
            *_statement(first, first.start - word.end if first else 0),
        ]

    def _called(self, one: Called | None) -> list[float]:
        """Return how near to a name a noun stood, and how many sentences before."""
        if one is None:
            return [0, _FAR]
        return [one.near, self.spoken.sentence - one.sentence]

    def _related(self, word: Word) -> frozenset[str]:
        """Return the names of whose relatives are known of those spoken of."""
        people = [c.mentions[0] for c in self.here if c.end <= word.start]
        people += [self.thread.topic] if self.thread.topic else []
        return frozenset(
            kin.value for one in people for kin in self.thread.kin.get(one.value, ())
        )

    def _quoted(self, word: Word) -> bool:
        """Whether a quote is open before a word."""
        marks = [unit.mark for unit in self.sentence.units[: max(word.start, 0)]]
        return sum(mark in QUOTES for mark in marks if mark) % 2 == 1

    def _gender(self, named: Named) -> float:
        """Return 1 for a man, -1 for a woman, 0 where the name does not tell."""
        return _GENDERS[self.thread.genders.of(named.mention)]

    def _far(self, word: Word, one: Choice) -> tuple[int, int]:
        """Return how far somebody is spoken of before a word, to sort by."""
        here, known = one.here, one.known
        if here is not None and here.first.at < word.start:
            return 0, -here.place_before(word.start).at
        if known is not None:
            return self.spoken.sentence - known.last.sentence, -known.last.at
        return self.spoken.sentence + 1, here.first.at if here else one.named.first

    def _here(self, word: Word, here: Person | None) -> list[float]:
        """Return how the word's own sentence speaks of somebody."""
        if here is None:
            return [0, 0, _FAR, _FAR, -1, 0, 0, 0, 0, 0, 0]
        before = here.place_before(word.start)
        low, high = sorted((before.at, max(word.start, 0)))
        one, units = before.candidate, self.sentence.units
        turn = [unit.mark for unit in units[here.first.at + 1 : here.first.at + 2]]
        return [
            1 if before.at < word.start else -1,
            here.times,
            self.sentence.words_between(low, high),
            self.sentence.breaks_between(low, high),
            CASES.index(one.case),
            bool(one.preps), before.subject, one.named, before.inside,
            self.sentence.verbs_between(low, high),
            here.first.at == 0 and turn == [":"],
        ]  # fmt: skip

    def _before(self, known: Person | None) -> list[float]:
        """Return how the page has spoken of somebody before the sentence."""
        if known is None:
            return [0, 0, *([_FAR, -1, 0, 0, 0, 0] * 2), _FAR, _FAR, _FAR, 0, 0]
        now, spoken = self.spoken.sentence, self.spoken
        acted = _FAR if known.acted is None else now - known.acted.sentence
        return [
            known.times, known.names,
            *self._place(known.last), *self._place(known.named),
            acted, now - known.first.sentence,
            spoken.started[now] - spoken.started[known.last.sentence],
            known.item, next(iter(spoken.people)) == known.number,
        ]  # fmt: skip

    def _place(self, place: Occurrence | None) -> list[float]:
        if place is None:
            return [_FAR, -1, 0, 0, 0, 0]
        one = place.candidate
        return [
            self.spoken.sentence - place.sentence, CASES.index(one.case),
            bool(one.preps), place.subject, place.inside, place.beside,
        ]  # fmt: skip

    def _named(self, named: Named) -> list[float]:
        """Return how the whole page names somebody."""
        roll = self.spoken.roll
        return [
            named.times, " " in named.mention.value, named.first / max(roll.end, 1),
            named.last / max(roll.end, 1), roll.end - named.last,
            self._gender(named),
        ]  # fmt: skip


_CHAINS = (
    dict.fromkeys(_MALE, "he")
    | dict.fromkeys(_FEMALE, "she")
    | dict.fromkeys(("me", "me_dat", "my"), "me")
    | dict.fromkeys(("you", "you_dat", "your"), "you")
)
"""Of which kind of words the one is that stand for somebody by turns."""


def gender_of(kind: str) -> str:
    """Return the gender that a pronoun's own kind tells, if any."""
    if kind in _MALE:
        return "m"
    return "f" if kind in _FEMALE else ""


def _statement(hit: Hit | None, far: float) -> list[float]:
    """Return what a word states, how it is built, and how far away it is."""
    if hit is None or hit.trigger is None:
        return [-1, -1, _FAR]
    relation, built = hit.trigger.relations[0], hit.trigger.construction
    return [_RELATIONS.get(relation, -1), _BUILT.get(built, -1), far]


def _rank(number: int, some: Sequence[int | None]) -> int:
    return some.index(number) if number in some else 9


def mention_of(sentence: Sentence, one: Choice, at: int) -> Mention:
    """Return the mention by which somebody was named last before a unit."""
    here = one.here
    if here is not None and here.named is not None and here.named.at < at:
        return mention_at(sentence, here.named.candidate)
    if one.known is not None:
        return one.known.mention
    return here.mention if here is not None else one.named.mention
