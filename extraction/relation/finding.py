"""Mentions → the relations that sentences, forms and table rows state between them.

A word that states a relation takes as its ends the mentions, and the words that stand
for one, which fit its construction best; a denied word gives nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from extraction.model import Document, Mention, Page, Relation
from extraction.recognition.particulars import find_described
from extraction.relation.beside import stands_beside
from extraction.relation.candidates import (
    Candidate,
    named_candidates,
    with_partners,
)
from extraction.relation.columns import ColumnReader
from extraction.relation.crossings import CrossingReader
from extraction.relation.forms import FormReader
from extraction.relation.gender import Genders
from extraction.relation.ground import Ground
from extraction.relation.grouping import group
from extraction.relation.labelling import find_labels
from extraction.relation.labels import Labels
from extraction.relation.learned.marking import Place
from extraction.relation.lexicon import Lexicon, plain
from extraction.relation.matching import Pair
from extraction.relation.minutes import affirms, is_question
from extraction.relation.naming import (
    code_names,
    find_aliases,
    find_codes,
    find_focus,
    find_leader,
    told_apart,
)
from extraction.relation.referents import Referents
from extraction.relation.scanning import Scene, by_page
from extraction.relation.sentence import Sentence
from extraction.relation.sessions import SessionReader
from extraction.relation.spoken import Roll, Spoken
from extraction.relation.standing import StandIn, stand_ins, words_of_one
from extraction.relation.stating import deny, part_words, state
from extraction.relation.thread import Thread
from extraction.relation.units import read_scenes
from graph.model import Kind

VERSION = "relations/10"

_LABEL = 40


class Denied(NamedTuple):
    """A relation that a page denies, asks about or only plans."""

    page: int
    type: str
    source: str
    target: str


class Findings(NamedTuple):
    """What rules find: what is stated, by what words somebody, and what is denied."""

    relations: list[Relation]
    standing: list[StandIn]
    denied: list[Denied]


def find_relations(document: Document, mentions: Sequence[Mention]) -> list[Relation]:
    """Return the relations in the order of the text, each pair once a sentence."""
    return apply_rules(document, mentions).relations


def apply_rules(
    document: Document,
    mentions: Sequence[Mention],
    referents: Referents | None = None,
) -> Findings:
    """Return what the rules find between a document's mentions.

    `referents` choose whom a word means where rules would; without them rules do.
    """
    people = [m for m in mentions if m.type == "PER"]
    pages = by_page(mentions)
    nicknames = _nicknames(document, mentions)
    found, standing, denied = list[Relation](), list[StandIn](), list[Denied]()
    for page in document.pages:
        here = pages.get(page.number, [])
        if len(here) > 1:
            scenes, lexicon = read_scenes(page, here, document.language)
            numbers = group([(m.type, m.value) for m in here])
            spoken, firms = (Spoken(Roll(here, numbers, t)) for t in ("PER", "ORG"))
            labels, codes = Labels(told=_labels(page, here)), dict(nicknames)
            thread = Thread(
                Genders(people, lexicon),
                spoken,
                firms,
                referents,
                codes=codes,
                labels=labels,
            )
            reader = _PageReader(lexicon, thread)
            found += reader.read(scenes)
            standing += reader.standing
            denied += reader.denied
    known = {mention.id: mention for mention in mentions}
    return Findings(list(_between_users(found, known)), standing, denied)


def _labels(page: Page, mentions: Sequence[Mention]) -> dict[int, tuple[int, Mention]]:
    """Return where a page's labels stand for people: start → end, whose label."""
    places = [Place(m.start, m.end, m.type, n) for n, m in enumerate(mentions)]
    told = find_labels(page.text, places, given=False)
    return {one.start: (one.end, mentions[one.name]) for one in told}


def _between_users(
    relations: Sequence[Relation], known: Mapping[str, Mention]
) -> Iterator[Relation]:
    """Yield the relations, a call of a number as one of the one person who uses it.

    Without such a person somebody's call of a number is left out.
    """
    users: dict[str, dict[str, str]] = {}
    for one in relations:
        if one.type == "phone_user":
            number, user = known[one.target], known[one.source]
            users.setdefault(number.value, {}).setdefault(user.value, user.id)
    for one in relations:
        if one.type != "call":
            yield one
            continue
        ends = [one.source, one.target]
        for at, end in enumerate(ends):
            bearers = list(users.get(known[end].value, {}).values())
            if known[end].type == "PHONE" and len(bearers) == 1:
                ends[at] = bearers[0]
        source, target = (known[end] for end in ends)
        unknown = (source.type, target.type) == ("PER", "PHONE")
        if source.value != target.value and not unknown:
            yield replace(one, source=ends[0], target=ends[1])


def _nicknames(
    document: Document, mentions: Sequence[Mention]
) -> Mapping[str, Mention]:
    """Return the nicknames that the document tells of, with whose they are."""
    told = find_described(document.pages, mentions, document.language)
    known = {m.id: m for m in mentions}
    return {
        plain(known[name].value): known[of.owner]
        for name, of in told.items()
        if of.role == "alias"
    }


class _PageReader:
    """Reads one page, sentence by sentence."""

    def __init__(self, lexicon: Lexicon, thread: Thread) -> None:
        self._lexicon = lexicon
        self._thread = thread
        self._form = FormReader(lexicon)
        self._columns = ColumnReader.of(lexicon)
        self._crossings = CrossingReader(lexicon.fields)
        self._sessions = SessionReader(lexicon.fields)
        self.standing: list[StandIn] = []
        self.denied: list[Denied] = []

    def read(self, scenes: Sequence[Scene]) -> Iterator[Relation]:
        """Yield the relations of a page, sentence by sentence."""
        for scene in scenes:
            if ":" in scene.raw[:_LABEL] or not scene.mentions:
                self._form.find_author(Sentence.of(scene, self._lexicon))
        for scene, following in zip_longest(scenes, scenes[1:]):
            sentence = Sentence.of(scene, self._lexicon, self._thread.labels)
            sentence.affirmed = following is not None and (
                is_question(scene.folded) and affirms(following.folded)
            )
            self._thread.enter(sentence)
            pairs = self._pairs(sentence)
            kind = Kind.ASSESSMENT if "assessment" in sentence.cues else Kind.FACT
            for (name, source, target), role in pairs.items():
                place = scene.page, scene.start, scene.end
                yield Relation(name, source.id, target.id, *place, kind, VERSION, role)

    def _pairs(self, sentence: Sentence) -> dict[Pair, str]:
        """Return what a sentence states, each pair with the role that it names."""
        thread, form = self._thread, self._form
        row = sentence.scene.row
        thread.owner = None if not row or form.names_itself(sentence) else form.owner
        filled = list(form.read(sentence))
        listened = thread.focus if thread.wire else None
        filled += self._sessions.read(sentence, listened, wire=thread.wire)
        caller = self._sessions.caller
        if caller is not None and caller.type == "PER":
            thread.wire = sentence.wired = True
        customer = next(iter(thread.roles.get("customer", ())), None)
        owner = form.organization or customer or form.owner
        filled += self._columns.read(sentence, owner)
        filled += self._crossings.read(sentence)
        thread.speaker, thread.client = form.author, form.organization
        thread.accuse(form.suspect)
        ground = self._ground(sentence)
        listed = sentence.scene.row and form.lists_associates(sentence)
        silent = form.is_contact(sentence)
        told, denied = part_words(ground, form.takes(sentence))
        stated = {} if listed or silent else state(ground, told)
        for name, source, target in deny(ground, denied):
            page = sentence.scene.page
            self.denied.append(Denied(page, name, source.id, target.id))
        beside = () if silent else stands_beside(ground, list(stated))
        found = dict.fromkeys(filled, "") | stated | dict.fromkeys(beside, "")
        rows = ground.candidates
        named = [c for c in rows if c.named]
        thread.follow(sentence, named, _present(rows), _lead(ground))
        thread.spoken.follow(sentence, rows)
        thread.firms.follow(sentence, rows)
        if caller is not None and caller.type == "PER":
            thread.actor = thread.topic = caller
        parents = {m.id for c in rows if c.type == "KIN" for m in c.mentions}
        thread.learn([*filled, *stated], parents)
        return found

    def _ground(self, sentence: Sentence) -> Ground:
        """Return the sentence with all that can be an end in it."""
        thread = self._thread
        named = named_candidates(sentence)
        codes = code_names(sentence, named)
        others = [c for c in named if c not in codes]
        thread.focus = thread.focus or find_focus(
            sentence, others, wire=thread.wire and not thread.log
        )
        told = told_apart(sentence, others)
        thread.codes.update(find_aliases(sentence, named))
        thread.codes.update(find_codes(sentence, others, codes))
        told = [thread.decode(candidate) for candidate in told]
        thread.leader = find_leader(sentence, told) or thread.leader
        others = list(stand_ins(thread, sentence, told))
        self.standing += words_of_one(sentence, others)
        rows = sorted([*told, *(c for c in others if c.role)], key=lambda c: c.start)
        thread.leader = find_leader(sentence, rows) or thread.leader
        return Ground.of(sentence, with_partners(sentence, [*told, *others]))


def _lead(ground: Ground) -> Mention | None:
    """Return whom the subject stands for, where it is a pronoun or role."""
    subject = ground.subject
    if subject is None or subject.named or len(subject.mentions) != 1:
        return None
    return None if subject.speaks else subject.mentions[0]


def _present(candidates: Iterable[Candidate]) -> list[Mention]:
    """Return who is surely spoken of without a name: a log's person, the speaker."""
    return [
        c.mentions[0]
        for c in candidates
        if c.type == "PER" and c.start >= 0 and not (c.named or c.cost)
        if c.case != "poss"
    ]
