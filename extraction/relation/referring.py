"""What a reader of one sentence's stand-ins knows, and the candidates it makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.model import Mention
from extraction.relation.candidates import Candidate, prepositions, word_case
from extraction.relation.gender import gender_of_role, gender_of_verb
from extraction.relation.lexicon import Hit
from extraction.relation.meaning import (
    ABSENT,
    FIRM,
    KINDS,
    Meaning,
    Word,
    gender_of,
    mention_of,
)
from extraction.relation.sentence import Sentence
from extraction.relation.stems import Stems, stems_of
from extraction.relation.thread import Thread
from extraction.relation.units import QUOTES

PRONOUNS = (
    "he", "he_dat", "he_acc", "weak_he", "she", "she_dat", "she_acc", "weak_she",
)  # fmt: skip
"""The cues of a pronoun of one person."""

_ROLES = frozenset({"suspect", "first", "second", "third"})
_CALLED = _ROLES | {"same", "witness", "driver", "holder", "director", "customer"}
_NOMINATIVE = ("eni", "ena")
_BARE = frozenset(
    "isti ista imenovani imenovana doticni doticna pomenuti pomenuta vozac drzalac "
    "svedok svedokina direktor direktorica klient klientkina komitent".split()
)
_ENDINGS = (("a", "gen"), ("u", "dat"), ("om", "ins"), ("em", "ins"))
_OF_VERBS = frozenset({ABSENT, "me"})
_VERB_NEAR = 5
_SHORT = frozenset({*PRONOUNS, "them", "me_dat"})


@dataclass(frozen=True, slots=True)
class Reader:
    """A sentence with what the page has named so far, and who speaks in it."""

    thread: Thread
    sentence: Sentence
    named: Sequence[Candidate]
    speaker: Mention | None
    roles: list[Candidate] = field(default_factory=list)
    """The words for roles that stand for somebody here: "the accused"."""

    @property
    def _people(self) -> list[Candidate]:
        """Return who is named or called by a role, in order."""
        named = (c for c in self.named if c.type == "PER")
        return sorted([*named, *self.roles], key=lambda c: c.start)

    def _in_log(self) -> Mention | None:
        """Return whom a log's entry is about unless it says otherwise."""
        thread = self.thread
        return (thread.actor or thread.focus) if thread.log else None

    def _person(
        self, hit: Hit, person: Mention | None, cost: int, case: str = ""
    ) -> Iterator[Candidate]:
        """Yield that a word stands for a person: for whom the referents choose."""
        case, preps = self._form(hit, case)
        word = Word(hit.start, hit.end, hit.cue, case, preps, self._gender_of(hit))
        person = self._meant(word, person)
        if person is not None:
            yield self._candidate(hit, "PER", (person,), cost, case)

    def _gender_of(self, hit: Hit) -> str:
        """Return `m` or `f` where a word's form tells a man from a woman."""
        told = gender_of(hit.cue)
        if told or hit.cue not in _CALLED:
            return told
        word = self.sentence.units[hit.end - 1].word
        return gender_of_role(self.sentence.language, word)

    def _chosen(
        self, noun: Candidate, kind: str, gender: str = ""
    ) -> Iterator[Candidate]:
        """Yield that a noun stands for whom the referents choose."""
        at, stems = noun.start, self._stems(noun.start)
        word = Word(at, noun.end, kind, noun.case, noun.preps, gender, stems)
        meant = self._meant(word, noun.mentions[0] if noun.mentions else None)
        if meant is not None:
            yield noun._replace(mentions=(meant,))

    def _stems(self, at: int) -> Stems:
        """Return the stems of the noun at a unit."""
        noun = self.sentence.nouns.get(at)
        if noun is not None:
            return noun.stems
        word = self.sentence.units[at].word.partition("'")[0]
        return stems_of(word, self.sentence.language)

    def _gender_of_verb(self, at: int) -> str:
        """Return whether a verb near a place has a man or a woman as its subject."""
        units = self.sentence.units
        near = [*units[at:], *units[:at][::-1]][:_VERB_NEAR] if at >= 0 else units
        return gender_of_verb(self.sentence.language, (unit.word for unit in near))

    def _meant(self, word: Word, rule: Mention | None) -> Mention | None:
        """Return whom a word means, given whom the rules understand by it."""
        thread = self.thread
        if thread.referents is None or word.kind not in KINDS:
            return rule
        spoken, here = thread.spoken, self._people
        if word.kind == FIRM:
            spoken, here = thread.firms, [c for c in self.named if c.type == "ORG"]
        meaning = Meaning(self.sentence, thread, self.speaker, here, spoken)
        choices = meaning.people(rule)
        if not choices or (rule and meaning.number(rule) not in spoken.roll.named):
            return rule
        if not word.gender and word.kind in _OF_VERBS:
            word = word._replace(gender=self._gender_of_verb(word.start))
        rows = meaning.rows(word, rule, choices)
        place = self.sentence.scene
        begin = (self.sentence.units[word.start] if word.start >= 0 else place).start
        numbers = [one.number for one in choices]
        number = thread.referents.choose(rows, numbers, (begin, word.kind))
        if number is None:
            return None
        thread.nouns.take(word.chain, number, thread.spoken.sentence)
        if rule is not None and number == meaning.number(rule):
            return rule
        return mention_of(self.sentence, choices[numbers.index(number)], word.start)

    def _candidate(
        self,
        hit: Hit,
        kind: str,
        mentions: tuple[Mention, ...],
        cost: int,
        case: str = "",
    ) -> Candidate:
        case, preps = self._form(hit, case)
        role = hit.cue in _ROLES
        return Candidate(
            hit.start, hit.end, kind, mentions, preps, case, cost, False, role=role
        )

    def _form(self, hit: Hit, case: str) -> tuple[str, frozenset[str]]:
        """Return a word's case and the senses of the preposition before it."""
        case = case or self._case_of_role(hit)
        preps = prepositions(self.sentence, hit.start, adjacent=hit.cue in _SHORT)
        if case in ("poss", "nom"):
            return case, frozenset()
        if not case and self.sentence.language == "hbs":
            case = word_case(self.sentence.units[hit.end - 1].word)
        return case, preps

    def _case_of_role(self, hit: Hit) -> str:
        """Return the case of a word for a role where its form tells it."""
        word = self.sentence.units[hit.start].word
        if self.sentence.language == "hbs" and hit.cue in _CALLED:
            if word.endswith(_NOMINATIVE) or word in _BARE:
                return "nom"
            cases = (c for e, c in _ENDINGS if word.removesuffix(e) in _BARE)
            return next(cases, "")
        if hit.cue not in _ROLES:
            return ""
        first = hit.start == 0 and self.sentence.language in ("en", "mk")
        article = self.sentence.language == "sq" and word in ("i", "e")
        return "nom" if first or article else ""

    def _next_type(self, start: int, reach: int) -> str:
        """Return the type of the mention that follows, past words and quotes only."""
        for unit in self.sentence.units[start : start + reach]:
            if unit.mention is not None:
                return unit.mention.type
            if unit.mark and unit.mark not in QUOTES:
                return ""
        return ""

    def _is_apposed(self, at: int) -> bool:
        """Whether a comma and a person follow: `his father, Hasan`."""
        units = self.sentence.units[at : at + 2]
        return len(units) == 2 and units[0].mark == "," and units[1].is_person
