"""Passages with relations: what the model for relations learns from.

Gold documents are read as they are and, in training, written in the other script,
without marks, or about other persons.
"""

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extraction.evaluation.gold import GoldDocument
from extraction.model import Document, Mention, Page
from extraction.models.cases import part_of, read_documents
from extraction.models.varying import plain_letters
from extraction.recognition.language import detect
from extraction.relation.finding import apply_rules
from extraction.relation.grouping import group
from extraction.relation.labelling import Word
from extraction.relation.learned.likely import words_in
from extraction.relation.learned.marking import Place
from extraction.relation.learned.pairing import MUTUAL
from extraction.relation.referents import Referents
from graph.names import to_cyrillic, to_latin

Triple = tuple[str, int, int]
"""A relation's type, and the numbers of the entities that are its source and target."""

RULES = "rules.json"
"""What a folder has of the rules' answers (extraction.models.answering)."""
STORY = -1
"""The part of what is no document."""
SWAPPED = 0.5
NEW_WORD = 0.7
OTHER_SCRIPT = {("sr", "Latn"): 0.3, ("sr", "Cyrl"): 0.4, ("mk", "Cyrl"): 0.08}
OTHER_SCRIPT |= {("bs", "Latn"): 0.15, ("cnr", "Latn"): 0.15}
WITHOUT_MARKS = 0.1


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, its mentions in order, and what it states.

    `places` carry the entities' numbers that the text shows, `entities` the true ones,
    of which the relations speak; mutual ones are there both ways.
    """

    name: str
    text: str
    places: tuple[Place, ...]
    entities: tuple[int, ...]
    relations: frozenset[Triple]
    language: str
    script: str = "Latn"
    values: tuple[str, ...] = ()
    """The mentions' normal forms."""
    stated: frozenset[Triple] | None = None
    """What the rules find in it; None where that is not known without bias."""
    standing: tuple[Word, ...] = ()
    """Words that stand for a mention, as the rules understand them."""
    part: int = STORY
    """Which part of the documents to learn from it is in."""


def passage_of(gold: GoldDocument) -> Passage:
    """Return a gold document as a passage."""
    mentions = sorted(gold.mentions, key=lambda m: m.start)
    shown = group([(m.type, m.value or m.entity) for m in mentions])
    numbers: dict[str, int] = {}
    entities = [numbers.setdefault(m.entity, len(numbers)) for m in mentions]
    places = [
        Place(m.start, m.end, m.type, n) for m, n in zip(mentions, shown, strict=True)
    ]
    triples = [(r.type, numbers[r.source], numbers[r.target]) for r in gold.relations]
    return Passage(
        gold.name,
        gold.text,
        tuple(places),
        tuple(entities),
        both_ways(triples),
        gold.language,
        gold.script,
        tuple(m.value or m.entity for m in mentions),
    )


def both_ways(triples: Iterable[Triple]) -> frozenset[Triple]:
    """Return the relations, mutual ones with their ends exchanged too."""
    rows = list(triples)
    return frozenset(rows) | {(r, t, s) for r, s, t in rows if r in MUTUAL}


def read_passages(folders: Iterable[Path]) -> Iterator[Passage]:
    """Yield the gold documents and notes of folders in the order of their names.

    With what a folder's rules.json has of the rules' answers: those that they gave
    before anybody had read the document to mend them.
    """
    for folder in folders:
        said = folder / RULES
        known = json.loads(said.read_text("utf-8")) if said.is_file() else {}
        for gold in read_documents(folder):
            passage = replace(passage_of(gold), part=part_of(gold.name))
            if gold.name in known:
                rows = _numbered(gold, passage, known[gold.name])
                passage = replace(passage, stated=both_ways(rows))
            yield passage


def _numbered(
    gold: GoldDocument, passage: Passage, rows: Iterable[Sequence[str]]
) -> Iterator[Triple]:
    mentions = sorted(gold.mentions, key=lambda m: m.start)
    number = {m.entity: n for m, n in zip(mentions, passage.entities, strict=True)}
    for relation, source, target in rows:
        yield relation, number[source], number[target]


def with_rules(passage: Passage, referents: Referents | None = None) -> Passage:
    """Return the passage with what the rules find in it as they are now.

    `referents` choose whom a word means; what learns from it needs some that have not.
    """
    document, mentions = _document_of(passage)
    found = apply_rules(document, mentions, referents)
    rows = [
        (r.type, *(passage.entities[int(end[1:])] for end in (r.source, r.target)))
        for r in found.relations
    ]
    standing = tuple(words_in(mentions, found.standing))
    return replace(passage, stated=both_ways(rows), standing=standing)  # type: ignore[arg-type]


def with_standing(passage: Passage, referents: Referents | None = None) -> Passage:
    """Return the passage with the words that stand for its mentions."""
    return replace(with_rules(passage, referents), stated=passage.stated)


def _document_of(passage: Passage) -> tuple[Document, list[Mention]]:
    found = detect(passage.text)
    page = Page(1, passage.text)
    document = Document(
        "0" * 64, "passage", "text/plain", (page,), found.language, found.script
    )
    mentions = [
        Mention(f"m{n}", 1, p.start, p.end, passage.text[p.start : p.end], p.type, v)
        for n, (p, v) in enumerate(zip(passage.places, passage.values, strict=True))
    ]
    return document, mentions


Words = Mapping[tuple[str, bool], Sequence[str]]
"""The words of persons' names by their last two letters and whether in Cyrillic."""


def collect_words(passages: Iterable[Passage]) -> Words:
    """Return the words of which persons' names consist."""
    found: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    for passage in passages:
        for start, end, kind, _ in passage.places:
            if kind == "PER":
                for word in passage.text[start:end].split():
                    if word.istitle() and len(word) > 2:
                        found[_key(word)].add(word)
    return {key: sorted(words) for key, words in found.items()}


def _key(word: str) -> tuple[str, bool]:
    return word[-2:].lower(), "\u0400" <= word[0] <= "\u052f"


def vary_passage(passage: Passage, words: Words, chooser: random.Random) -> Passage:
    """Return the passage, or another way to write it; the mentions are kept."""
    if chooser.random() < SWAPPED:
        passage = _rename(passage, words, chooser)
    chance = OTHER_SCRIPT.get((passage.language, passage.script), 0)
    if chooser.random() < chance:
        if passage.script == "Latn":
            return _rewrite(passage, lambda s, _: to_cyrillic(s, "sr").text, "Cyrl")
        return _rewrite(passage, lambda s, _: to_latin(s).text, "Latn")
    if chooser.random() < WITHOUT_MARKS and passage.language != "en":
        return _rewrite(passage, lambda s, _: plain_letters(s), passage.script)
    return passage


def _rename(passage: Passage, words: Words, chooser: random.Random) -> Passage:
    chosen: dict[str, str] = {}

    def other(word: str) -> str:
        if word not in chosen:
            fitting = words.get(_key(word), ()) if word.istitle() else ()
            new = fitting and chooser.random() < NEW_WORD
            chosen[word] = chooser.choice(fitting) if new else word
        return chosen[word]

    def rename(text: str, kind: str) -> str:
        if kind != "PER":
            return text
        return " ".join(other(word) for word in text.split(" "))

    return _rewrite(passage, rename, passage.script)


_KEPT = frozenset({"PHONE", "VEHICLE", "PERSONAL_ID", "PASSPORT"})


Change = Callable[[str, str], str]
"""What makes of a stretch, and the type of the mention that it is, another one."""


def _rewrite(passage: Passage, change: Change, script: str) -> Passage:
    """Return the passage with each mention, and what is between, changed by itself."""
    text, places, position = "", list[Place](), 0
    standing: list[Word] = []
    marked: list[Place | Word] = [*passage.places, *passage.standing]
    for one in sorted(marked, key=lambda p: (p.start, p.end)):
        if one.start < position:
            return passage
        text += change(passage.text[position : one.start], "")
        inside = passage.text[one.start : one.end]
        kind = one.type if isinstance(one, Place) else ""
        inside = inside if kind in _KEPT else change(inside, kind)
        span = len(text), len(text) + len(inside)
        if isinstance(one, Place):
            places.append(one._replace(start=span[0], end=span[1]))
        else:
            standing.append(Word(*span, one.name))
        text += inside
        position = one.end
    text += change(passage.text[position:], "")
    return replace(
        passage,
        text=text,
        places=tuple(places),
        standing=tuple(standing),
        script=script,
    )
