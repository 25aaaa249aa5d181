"""What the encoder has learnt of relations, put together with what rules state."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extraction.model import Document, Mention, Page, Relation
from extraction.recognition.pieces import PieceCutter
from extraction.relation.candidates import may_be_same
from extraction.relation.learned.encoder import Lower, RelationEncoder
from extraction.relation.learned.grouping import group
from extraction.relation.learned.judging import Head, Triple
from extraction.relation.learned.labelling import add_labels
from extraction.relation.learned.marking import Place, mark
from extraction.relation.learned.pairing import MUTUAL
from extraction.relation.lexicon import SAMPLE, Lexicon, choose_lexicon
from extraction.relation.scanning import Scene, by_page, iter_scenes
from extraction.relation.sentence import Sentence
from extraction.relation.units import words_of
from graph.model import Kind

HEAD_FILE = "relations.npz"
VERSION = "learned/1"
KEPT, ADDED, DOUBTED = -4.0, 0.0, 2.0
"""The log odds from which a relation of the rules stays, and another is added; how much
more it takes where a sentence denies, asks or plans something.

Chosen by what the documents of corpus/train scored that were left out of the training,
and by what the sentences of tests/extraction/relation lose of what rules state of them.
"""
DENIALS = ("negation", "denial", "whether", "plan", "void")
"""Cues of a sentence that may not state what it names."""


_Likely = tuple[str, Mention, Mention, float]
"""A relation's type, its source, its target, and its log odds."""


class Encoder(Protocol):
    """What reads pieces and marks."""

    @property
    def cutter(self) -> PieceCutter:
        """The vocabulary."""

    @property
    def vocabulary(self) -> int:
        """How many pieces there are: the first mark's id."""

    def read_states(
        self, ids: Sequence[int], asked: Sequence[int]
    ) -> NDArray[np.float32]:
        """Return the states (asked, width) at some places of one window."""


@dataclass(frozen=True, slots=True)
class LearnedRelations:
    """Finds what the rules miss, and drops what they state against all odds."""

    encoder: Encoder
    head: Head
    kept: float = KEPT
    added: float = ADDED
    doubted: float = DOUBTED

    @classmethod
    def load(cls, lower: Lower, folder: Path) -> "LearnedRelations":
        """Find the weights in a folder. Raises Unavailable where they lack."""
        return cls(RelationEncoder(lower, folder), Head.load(folder / HEAD_FILE))

    def find(
        self,
        document: Document,
        mentions: Sequence[Mention],
        stated: Sequence[Relation],
    ) -> list[Relation]:
        """Return the relations in the order of the text; those kept are unchanged."""
        here, said = by_page(mentions), _by_page(stated)
        found: list[Relation] = []
        for page in document.pages:
            inside = here.get(page.number, [])
            kept, likely = self._judge(page, inside, said.get(page.number, []))
            added = self._add(document, page, inside, likely)
            found += sorted([*kept, *added], key=lambda r: r.start)
        return found

    def _judge(
        self, page: Page, mentions: Sequence[Mention], stated: Sequence[Relation]
    ) -> tuple[list[Relation], list[_Likely]]:
        """Return what of the rules' stays, and what is likely and not stated."""
        numbers = group([(m.type, m.value) for m in mentions])
        entity = {m.id: n for m, n in zip(mentions, numbers, strict=True)}
        named = [Place(m.start, m.end, m.type, entity[m.id]) for m in mentions]
        places, names = add_labels(page.text, named)
        ways = [_ways(r.type, entity[r.source], entity[r.target]) for r in stated]
        known = frozenset(key for keys in ways for key in keys)
        encoder = self.encoder
        windows = mark(page.text, places, encoder.cutter, encoder.vocabulary)
        judged = self.head.judge(windows, places, known, encoder.read_states)
        kept = [
            relation
            for relation, keys in zip(stated, ways, strict=True)
            if all(judged[k].score >= self.kept for k in keys if k in judged)
        ]
        rows = (
            (
                key[0],
                mentions[names[found.source]],
                mentions[names[found.target]],
                found.score,
            )
            for key, found in judged.items()
            if found.score > self.added and key not in known
        )
        likely = [row for row in rows if not may_be_same(row[1], row[2], row[0])]
        return kept, likely

    def _add(
        self,
        document: Document,
        page: Page,
        mentions: Sequence[Mention],
        likely: Sequence[_Likely],
    ) -> list[Relation]:
        """Return what is likely as relations, where it is doubted if very likely."""
        if not likely:
            return []
        scenes = list(iter_scenes(page, mentions))
        words = list(islice((w for s in scenes for w in words_of(s)), SAMPLE))
        lexicon = choose_lexicon(words, document.language)
        told = (_Told.of(one, scenes, lexicon) for one in likely)
        return [
            one.relation()
            for one in told
            if one.sentences
            and (one.score > self.added + self.doubted or not one.is_doubtful())
        ]


@dataclass(frozen=True, slots=True)
class _Told:
    """A relation with the sentences from one of its ends to the other."""

    name: str
    source: Mention
    target: Mention
    score: float
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, likely: _Likely, scenes: Sequence[Scene], lexicon: Lexicon) -> "_Told":
        """Read the sentences about a relation's ends."""
        name, source, target, score = likely
        first, last = sorted((source.start, target.start))
        around = (s for s in scenes if s.end > first and s.start <= last)
        read = tuple(Sentence.of(scene, lexicon) for scene in around)
        return cls(name, source, target, score, read)

    def is_doubtful(self) -> bool:
        """Whether a sentence of one of the ends denies, asks, or plans something."""
        return any(
            "?" in sentence.scene.raw or any(cue in sentence.cues for cue in DENIALS)
            for sentence in (self.sentences[0], self.sentences[-1])
        )

    def relation(self) -> Relation:
        """Return the relation: an assessment if one of its sentences is."""
        told = any("assessment" in sentence.cues for sentence in self.sentences)
        return Relation(
            self.name,
            self.source.id,
            self.target.id,
            self.source.page,
            self.sentences[0].scene.start,
            self.sentences[-1].scene.end,
            Kind.ASSESSMENT if told else Kind.FACT,
            VERSION,
        )


def _ways(relation: str, source: int, target: int) -> set[Triple]:
    """Return a relation, a mutual one both ways."""
    found = {(relation, source, target)}
    return found | {(relation, target, source)} if relation in MUTUAL else found


def _by_page(relations: Sequence[Relation]) -> dict[int, list[Relation]]:
    found: dict[int, list[Relation]] = {}
    for relation in relations:
        found.setdefault(relation.page, []).append(relation)
    return found
