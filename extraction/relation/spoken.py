"""Whom a page has spoken of so far: each person, and where and how last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.sentence import Sentence
from extraction.relation.subjects import find_subject, is_inside, is_item

_NEAREST = 16
"""How many people a word may mean: those spoken of last."""
_SIGNING = 2


class Occurrence(NamedTuple):
    """How a sentence speaks of somebody: `beside` so many others."""

    sentence: int
    candidate: Candidate
    subject: bool
    inside: bool
    beside: int

    @property
    def at(self) -> int:
        """The unit at which it stands."""
        return self.candidate.start


@dataclass(slots=True)
class Person:
    """One person of a page: the last mention, where spoken of and where named."""

    number: int
    mention: Mention
    first: Occurrence
    last: Occurrence
    named: Occurrence | None = None
    acted: Occurrence | None = None
    """Where last the subject of a sentence."""
    times: int = 0
    names: int = 0
    item: bool = False
    """Whether an item of a list is about the person."""

    def place_before(self, at: int) -> Occurrence:
        """Return the last place if it is before a unit, else the first one."""
        return self.last if self.last.at < at else self.first


class Named(NamedTuple):
    """How a whole page names somebody: how often, where first and last."""

    mention: Mention
    times: int
    first: int
    last: int


class Roll:
    """The people whom a page names, before and behind the sentence that is read.

    Or the organizations: those of a `type`. `numbers` are all by the ids of their
    mentions.
    """

    def __init__(
        self, mentions: Sequence[Mention], numbers: Sequence[int], type: str = "PER"
    ) -> None:
        self.type = type
        self.numbers = {m.id: n for m, n in zip(mentions, numbers, strict=True)}
        self.named: dict[int, Named] = {}
        self.end = max((m.end for m in mentions), default=0)
        for mention, number in zip(mentions, numbers, strict=True):
            if mention.type == type:
                known = self.named.get(number)
                new = Named(mention, 1, mention.start, mention.start)
                self.named[number] = (
                    new
                    if known is None
                    else known._replace(times=known.times + 1, last=mention.start)
                )
        order = sorted(self.named, key=lambda n: -self.named[n].last)
        self.signing = tuple(order[:_SIGNING])
        """Who is named last: who signs is among them."""


@dataclass(slots=True)
class Spoken:
    """The people of a page in the order in which they were spoken of last."""

    roll: Roll = field(default_factory=lambda: Roll((), ()))
    people: dict[int, Person] = field(default_factory=dict)
    sentence: int = 0
    started: list[int] = field(default_factory=lambda: [0])
    """The line breaks before each sentence."""

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence."""
        self.sentence += 1
        self.started.append(self.started[-1] + sentence.scene.gap)

    def follow(self, sentence: Sentence, candidates: Iterable[Candidate]) -> None:
        """Take in whom a sentence speaks of."""
        for person in self.told(sentence, candidates):
            known = self.people.pop(person.number, None)
            if known is not None:
                known.times += person.times
                known.names += person.names
                known.last = person.last
                known.named = person.named or known.named
                known.acted = person.acted or known.acted
                known.item = known.item or person.item
                if person.named is not None:
                    known.mention = person.mention
            self.people[person.number] = known or person

    def told(
        self, sentence: Sentence, candidates: Iterable[Candidate]
    ) -> Iterator[Person]:
        """Yield whom a sentence speaks of, each once, in order."""
        kind = self.roll.type
        rows = [c for c in candidates if c.type == kind and c.start >= 0]
        rows = [c for c in rows if c.named or len(c.mentions) == 1]
        subject = find_subject(sentence, rows)
        found: dict[int, Person] = {}
        beside = len(rows) - 1
        for one in rows:
            mention = mention_at(sentence, one) if one.named else one.mentions[0]
            number = self.roll.numbers.get(mention.id)
            if number is None:
                continue
            place = Occurrence(
                self.sentence,
                one,
                one is subject,
                is_inside(sentence, one),
                beside,
            )
            person = found.get(number)
            if person is None:
                person = found[number] = Person(number, mention, place, place)
            person.last = place
            person.times += 1
            person.acted = place if place.subject else person.acted
            if one.named:
                person.names += 1
                person.named, person.mention = place, mention
                person.item = person.item or is_item(sentence, one)
        yield from found.values()

    def nearest(self) -> list[Person]:
        """Return those spoken of last, the last first."""
        return [*islice(reversed(self.people.values()), _NEAREST)]
