"""What a relation that may be stated stands in: candidates of a page → rows of numbers.

Nothing here is of one language: what words state, their constructions, cases, cues and
prepositions are the lexicons' own terms.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from extraction.model import Mention
from extraction.relation.candidates import (
    PREPOSITIONS,
    Candidate,
    may_be_same,
    named_candidates,
)
from extraction.relation.learned.among import Among, Likely
from extraction.relation.learned.marking import TYPES
from extraction.relation.lexicon import CONSTRUCTIONS, Hit, Lexicon
from extraction.relation.scanning import Scene
from extraction.relation.sentence import Sentence
from extraction.relation.standing import StandIn

Floats = NDArray[np.float32]
FAR = 40
"""How many words away a word is that is not there."""
DENIALS = ("negation", "denial", "whether", "plan", "void")
"""Cues of a sentence that may not state what it names."""
CASES = ("", "nom", "gen", "dat", "ins", "obl", "acc", "poss")
CUES = (
    *DENIALS, "assessment", "his", "her", "their", "own", "he", "he_dat", "he_acc",
    "she", "she_dat", "she_acc", "they", "me", "me_dat", "my", "suspect", "witness",
    "driver", "role", "titles", "rel", "rel_of", "where", "same", "former", "third",
    "second", "and", "break", "aux", "money", "plate", "crossing", "wire", "talk",
    "group", "customer", "org", "client", "focus", "both", "common", "post", "listing",
    "holder", "entry", "street", "passage",
)  # fmt: skip


@dataclass(frozen=True)
class Circumstances:
    """A page's sentences, read once for all that may be stated in them."""

    scenes: Sequence[Scene]
    lexicon: Lexicon
    mentions: Sequence[Mention]
    entities: Mapping[str, int]
    """Which entity each mention names, by the mention's id."""
    standing: Sequence[StandIn] = ()
    """Words that stand for mentions."""
    _sums: dict[str, list[int]] = field(default_factory=dict)
    _rest: dict[tuple[int, str], list[Hit]] = field(default_factory=dict)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The scenes, cut into words."""
        return [Sentence.of(scene, self.lexicon) for scene in self.scenes]

    @cached_property
    def places(self) -> dict[int, tuple[int, Candidate]]:
        """The sentence and place of each mention and word, by where it begins.

        Of mentions those that are units of their own, of words those that are units.
        """
        found: dict[int, tuple[int, Candidate]] = {}
        for number, sentence in enumerate(self.sentences):
            for one in named_candidates(sentence):
                found[sentence.units[one.start].start] = number, one
        begins = [scene.start for scene in self.scenes]
        for word in self.standing:
            number = bisect_right(begins, word.start) - 1
            units = self.sentences[number].units
            at = bisect_left(units, word.start, key=lambda unit: unit.start)
            if at < len(units) and units[at].start == word.start:
                kind, mentions = word.mention.type, (word.mention,)
                one = Candidate(at, at + 1, kind, mentions, word.preps, word.case)
                found.setdefault(word.start, (number, one._replace(named=False)))
        return found

    def place(self, likely: Likely) -> Likely | None:
        """Return it with both ends where the sentences have them, None if they lack.

        An end that is no unit of a sentence is where its mention is.
        """
        ends = (likely.at[0], likely.source.start), (likely.at[1], likely.target.start)
        source, target = (
            next((at for at in end if at in self.places), -1) for end in ends
        )
        return (
            likely._replace(at=(source, target)) if min(source, target) >= 0 else None
        )

    def between(self, likely: Likely) -> Sequence[Sentence]:
        """Return the sentences from one end to the other."""
        first, last = sorted(self._numbers(likely))
        return self.sentences[first : last + 1]

    def rows(self, likely: Sequence[Likely]) -> Floats:
        """Return a row for each that may be stated, of all of which a page has."""
        among = Among(likely)
        rows = [
            [
                *among.numbers(one),
                *self._apart(one),
                *self._words(one),
                *self._doubts(one),
                one.denied,
                *self._ends[one.at[0]],
                *self._ends[one.at[1]],
            ]
            for one in likely
        ]
        return np.array(rows, dtype=np.float32)

    def is_doubtful(self, one: Likely) -> bool:
        """Whether the sentence of an end denies, asks, or plans something."""
        return any(self._doubtful[n] for n in self._numbers(one))

    def _apart(self, one: Likely) -> list[float]:
        """Return how the ends stand to each other."""
        start, end = sorted(one.at)
        i, j = self._numbers(one)
        first, last = sorted((i, j))
        return [
            last - first + 1, np.log1p(end - start),
            one.at[0] < one.at[1],
            *(
                self._between(kind, start, end)
                for kind in ("PER", one.source.type, one.target.type)
            ),
            self._gaps[last] - self._gaps[first], self.is_doubtful(one),
            may_be_same(one.source, one.target, one.relation),
            self.scenes[i].row, self.scenes[j].row,
            self._named[j][one.ends[0]], self._named[i][one.ends[1]],
            len(self._counts), len(self.scenes),
        ]  # fmt: skip

    def _between(self, kind: str, start: int, end: int) -> int:
        """Return how many mentions of a type begin between two places."""
        starts = self._starts.get(kind, [])
        return max(0, bisect_left(starts, end) - bisect_right(starts, start))

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """Where the mentions of each type begin, in order."""
        found: dict[str, list[int]] = defaultdict(list)
        for mention in sorted(self.mentions, key=lambda m: m.start):
            found[mention.type].append(mention.start)
        return found

    @cached_property
    def _doubtful(self) -> list[bool]:
        return [_denies(sentence) for sentence in self.sentences]

    @cached_property
    def _gaps(self) -> list[int]:
        """The line breaks up to each sentence."""
        return [*accumulate(scene.gap for scene in self.scenes)]

    @cached_property
    def _named(self) -> list[Counter[int]]:
        """The entities of each sentence, and how often each is named."""
        return [
            Counter(self.entities[m.id] for m in scene.mentions)
            for scene in self.scenes
        ]

    def _numbers(self, one: Likely) -> tuple[int, int]:
        """Return which sentences the source and the target stand in."""
        return self.places[one.at[0]][0], self.places[one.at[1]][0]

    def _words(self, one: Likely) -> list[float]:
        """Return where words stand that state this relation, and others."""
        i, j = self._numbers(one)
        u, v = (self.places[at][1].start for at in one.at)
        own = self._triggers(i, one.relation), self._triggers(j, one.relation)
        other = self._others(i, one.relation), self._others(j, one.relation)
        found: list[float] = []
        for hits in (own, other):
            found += [len(hits[0]), len(hits[1])]
            found += [_distance(hits[0], u), _distance(hits[1], v)]
        if i == j:
            found += self._within(i, sorted((u, v)), own[0], other[0])
        else:
            found += self._across(one.relation, *sorted(((i, u), (j, v))))
        return [*found, *_nearest([*zip((u, v), own, strict=True)])]

    def _within(
        self, number: int, ends: list[int], own: Sequence[Hit], other: Sequence[Hit]
    ) -> list[float]:
        """Return the words of both kinds between two ends, and what lies there."""
        low, high = ends
        sentence = self.sentences[number]
        return [
            sum(low < h.start < high for h in own),
            sum(low < h.start < high for h in other),
            sum(h.start < low for h in own),
            sum(h.start > high for h in own),
            sentence.words_between(low + 1, high),
            sentence.breaks_between(low + 1, high),
        ]

    def _across(
        self, relation: str, first: tuple[int, int], last: tuple[int, int]
    ) -> list[float]:
        """Return the words behind the first end, before the last, and between."""
        (a, low), (b, high) = first, last
        behind = sum(h.start > low for h in self._triggers(a, relation))
        before = sum(h.start < high for h in self._triggers(b, relation))
        up_to = self._up_to(relation)
        return [-1, -1, behind, before, up_to[b] - up_to[a + 1], -1]

    def _up_to(self, relation: str) -> list[int]:
        """Return how many words state a relation before each sentence."""
        if relation not in self._sums:
            counts = (len(rows.get(relation, ())) for rows in self._hits)
            self._sums[relation] = [0, *accumulate(counts)]
        return self._sums[relation]

    def _doubts(self, one: Likely) -> Iterator[float]:
        """Yield which cues of doubt stand before both ends, between, and behind."""
        first, last = sorted(
            (number, place.start)
            for number, place in (self.places[at] for at in one.at)
        )
        (a, low), (b, high) = first, last
        begin, end = self.sentences[a], self.sentences[b]
        for cue in (*DENIALS, "assessment"):
            yield begin.has(cue, 0, low)
            if a == b:
                yield begin.has(cue, low, high)
            else:
                yield begin.has(cue, low) or end.has(cue, 0, high)
            yield end.has(cue, high)

    @cached_property
    def _hits(self) -> list[dict[str, list[Hit]]]:
        """The words of each sentence that state relations, by what they state."""
        found = []
        for sentence in self.sentences:
            rows: dict[str, list[Hit]] = defaultdict(list)
            for hit in sentence.hits:
                for relation in hit.trigger.relations if hit.trigger else ():
                    rows[relation].append(hit)
            found.append(rows)
        return found

    def _triggers(self, number: int, relation: str) -> list[Hit]:
        return self._hits[number].get(relation, [])

    def _others(self, number: int, relation: str) -> list[Hit]:
        """Return the words of a sentence that state another relation."""
        key = number, relation
        if key not in self._rest:
            self._rest[key] = [
                hit
                for hit in self.sentences[number].hits
                if hit.trigger and relation not in hit.trigger.relations
            ]
        return self._rest[key]

    @cached_property
    def _counts(self) -> Counter[int]:
        return Counter(self.entities[m.id] for m in self.mentions)

    @cached_property
    def _ends(self) -> dict[int, list[float]]:
        """What is told of each mention and word by itself, and of its sentence."""
        first: dict[int, int] = {}
        for mention in self.mentions:
            first.setdefault(self.entities[mention.id], mention.start)
        length = max(1, self.scenes[-1].end if self.scenes else 1)
        sentences = [list(self._sentence(s)) for s in self.sentences]
        found: dict[int, list[float]] = {}
        for start, (number, one) in self.places.items():
            sentence = self.sentences[number]
            mention = sentence.units[one.start].mention or one.mentions[0]
            entity = self.entities[mention.id]
            found[start] = [
                TYPES.index(mention.type) if mention.type in TYPES else -1,
                self._counts[entity], first[entity] / length,
                number / len(self.sentences), one.named,
                *_standing(sentence, one), *sentences[number],
            ]  # fmt: skip
        return found

    def _sentence(self, sentence: Sentence) -> Iterator[float]:
        people = (m for m in sentence.scene.mentions if m.type == "PER")
        yield len({self.entities[m.id] for m in people})
        yield from (cue in sentence.cues for cue in CUES)


def _denies(sentence: Sentence) -> bool:
    """Whether a sentence denies, asks, or plans something."""
    return "?" in sentence.scene.raw or any(cue in sentence.cues for cue in DENIALS)


def _standing(sentence: Sentence, one: Candidate) -> Iterator[float]:
    """Yield how a mention stands in its sentence: its case, and what is before it."""
    yield _number(CASES, one.case)
    yield from (word in one.preps for word in PREPOSITIONS)
    yield len(one.mentions)
    at = one.start
    yield any(
        sentence.cue_at(at - back, cue) for back in (1, 2) for cue in ("titles", "role")
    )
    yield any(sentence.cue_at(at - 1, cue) for cue in ("suspect", "witness"))
    yield sentence.calls_by_kin(at)
    yield at
    yield len(sentence.units) - at


def _from(hit: Hit, at: int) -> int:
    """Return how far an entry is from a place."""
    return min(abs(hit.start - at), abs(hit.end - 1 - at))


def _nearest(rows: Sequence[tuple[int, Sequence[Hit]]]) -> tuple[int, int]:
    """Return the nearest entry's construction, and on which side of its end it is.

    Rows are an end's place and the entries of its sentence.
    """
    near = [(_from(hit, at), hit, at) for at, hits in rows for hit in hits]
    if not near:
        return -1, 0
    _, hit, at = min(near, key=lambda row: row[0])
    construction = hit.trigger.construction if hit.trigger else ""
    return _number(CONSTRUCTIONS, construction), 1 if hit.start < at else 2


def _distance(hits: Sequence[Hit], at: int) -> int:
    return min((_from(hit, at) for hit in hits), default=FAR)


def _number(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1
