"""The words of a sentence that stand for somebody or something named before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.candidates import Candidate, may_be_same, mention_at
from extraction.relation.lexicon import Hit
from extraction.relation.meaning import ABSENT, Word
from extraction.relation.pronouns import PronounReader
from extraction.relation.sentence import Sentence
from extraction.relation.subjects import find_speaker
from extraction.relation.things import ThingReader
from extraction.relation.thread import Thread, distinct, first_of

_REACH = 25
_FARTHER = 6
_HEADS = frozenset({"PER", "ORG", "VEHICLE", "PHONE"})
_PLACES = frozenset({"LOC", "ADDRESS"})
_AT = frozenset({"at", "to"})
_LEFT_OUT = 12
_LEFT_OUT_OF_LOG = 6
_TAKEN_UP = 10
_SEVERAL = 4


_MARKED = frozenset({"PER", "ORG"})


class StandIn(NamedTuple):
    """A word that stands for one person or organization, by its span on a page.

    `preps` are the senses of the preposition before it, `case` what its ending says.
    """

    page: int
    start: int
    end: int
    mention: Mention
    preps: frozenset[str] = frozenset()
    case: str = ""


def words_of_one(
    sentence: Sentence, candidates: Iterable[Candidate]
) -> Iterator[StandIn]:
    """Yield the words that stand for one, save relative pronouns: the name is near."""
    for one in candidates:
        single = len(one.mentions) == 1 and one.type in _MARKED
        if single and one.start >= 0 and one.case != "rel":
            units = sentence.units[one.start : max(one.end, one.start + 1)]
            span = sentence.scene.page, units[0].start, units[-1].end
            yield StandIn(*span, one.mentions[0], one.preps, one.case)


def stand_ins(
    thread: Thread, sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield what stands for something named before, in this sentence or earlier.

    What a sentence leaves out altogether stands before its first word, at -1.
    """
    speaker = find_speaker(sentence, named) or thread.speaker
    yield from _Reader(thread, sentence, named, speaker).read()


@dataclass(frozen=True, slots=True)
class _Reader(PronounReader, ThingReader):
    """Reads the words of one sentence that stand for something."""

    def read(self) -> Iterator[Candidate]:
        """Yield all that stands for something, each kind of word in its turn."""
        self.roles.extend(self._roles())
        self.roles.extend(self._nouns())
        yield from self.roles
        yield from self._left_out()
        yield from self._pronouns()
        yield from self._own_kin()
        yield from self._owners()
        yield from self._speech()
        yield from self._relatives()
        yield from self._things()
        yield from self._codes()

    def _relatives(self) -> Iterator[Candidate]:
        """Yield what `who`, `which`, `where` may stand for: the nearest of a kind."""
        for cue, case in (("rel", "rel"), ("rel_of", "obl")):
            for hit in self.sentence.cues.get(cue, ()):
                yield from self._heads(hit, case)
        for hit in self.sentence.cues.get("where", ()):
            near = [
                c
                for c in self.named
                if c.type in ("ADDRESS", "LOC", "ORG") and c.end <= hit.start
            ]
            for candidate in near[-1:]:
                yield self._candidate(hit, candidate.type, candidate.mentions, 0, "rel")
        for hit in self.sentence.cues.get("there", ()):
            place = self._place_before(hit)
            if place is not None:
                found = self._candidate(hit, place.type, (place,), 1)
                yield found._replace(preps=_AT)

    def _place_before(self, hit: Hit) -> Mention | None:
        """Return what "there" means: the last place named, save whence one comes."""
        near = [
            mention_at(self.sentence, c)
            for c in self.named
            if c.type in ("ADDRESS", "LOC") and c.end <= hit.start
            if "from" not in c.preps or "at" in c.preps
        ]
        return near[-1] if near else self.thread.place

    def _heads(self, hit: Hit, case: str) -> Iterator[Candidate]:
        seen: set[str] = set()
        for candidate in reversed(self.named):
            if candidate.end > hit.start:
                continue
            far = self.sentence.words_between(candidate.end, hit.start)
            if far <= _REACH and candidate.type not in seen:
                cost = far // 3 + (_FARTHER if seen & _HEADS else 0)
                seen.add(candidate.type)
                found = self._candidate(hit, candidate.type, candidate.mentions, cost)
                if found.preps or candidate.type not in _PLACES:
                    yield found._replace(case=case)

    def _left_out(self) -> Iterator[Candidate]:
        """Yield the person, vehicle, client or group that a sentence may leave out."""
        thread, row = self.thread, self.sentence.scene.row
        person = self._in_log() or thread.topic
        if row and not thread.log:
            person = thread.owner
        cost = _LEFT_OUT_OF_LOG if thread.log else _LEFT_OUT
        if any(hit.trigger is not None for hit in self.sentence.hits):
            word = Word(-1, 0, ABSENT, "nom", frozenset(), "")
            yield from _absent("PER", self._meant(word, person), cost)
        yield from self._both()
        named = {c.type for c in self.named}
        if "VEHICLE" not in named:
            yield from _absent("VEHICLE", first_of(thread.things.get("VEHICLE", ())))
        firm = first_of(thread.things.get("ORG", ()))
        if firm and "ORG" not in named and not row and self._is_company(firm):
            yield from _absent("ORG", firm)
        yield from _absent("CLIENT", None if row else thread.client)
        yield from _absent("GROUP", thread.leader)
        accused = tuple(thread.roles.get("suspect", ()))
        if len(accused) > 1:
            yield Candidate(-1, 0, "ACCUSED", accused, cost=_TAKEN_UP, named=False)

    def _both(self) -> Iterator[Candidate]:
        """Yield the two who are spoken of, where a plural leaves its subject out."""
        if "several" not in self.sentence.cues:
            return
        if any(c.type == "PER" for c in self.named):
            return
        log = self._in_log()
        people = distinct([*([log] if log else []), *self.thread.people])
        if len(people) == 2 and not may_be_same(people[0], people[1]):
            yield Candidate(-1, 0, "PER", tuple(people), cost=_SEVERAL, named=False)


def _absent(
    kind: str, mention: Mention | None, cost: int = _TAKEN_UP
) -> Iterator[Candidate]:
    if mention is not None:
        yield Candidate(-1, 0, kind, (mention,), cost=cost, named=False)
