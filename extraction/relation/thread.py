"""What a page has named so far: its people, things, roles and relatives."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extraction.model import Mention
from extraction.relation.callings import Callings
from extraction.relation.candidates import Candidate, may_be_same, mention_at
from extraction.relation.gender import Genders
from extraction.relation.labels import Labels
from extraction.relation.lexicon import plain
from extraction.relation.minutes import is_question
from extraction.relation.nouns import Nouns
from extraction.relation.referents import Referents
from extraction.relation.sentence import Sentence
from extraction.relation.spoken import Spoken
from extraction.relation.subjects import (
    find_subject,
    is_call,
    is_entry,
    is_inside,
    is_item,
)

ROLES = (
    "suspect", "driver", "witness", "holder", "director", "owner", "customer",
)  # fmt: skip
"""Roles that one person of a page may have, as the lexicon's cues name them."""

_OFFICES = {"vehicle_user": "driver", "directorship": "director"}
_THINGS = frozenset({"ORG", "VEHICLE", "PHONE", "ADDRESS"})
_PLACES = frozenset({"ADDRESS", "LOC"})
_RECENT = 6
_BEARERS = 20
_RELATIVES = 3
_HEAD = 3
_BESIDE = 3
_ASIDE = frozenset({"gen", "dat", "ins", "acc", "obl", "poss"})
_BULLETS = frozenset("-–—•*")


@dataclass(slots=True)
class Thread:
    """Remembers, sentence by sentence, whom and what a page speaks of.

    The languages of the region leave a known subject out; roles, pronouns and generic
    nouns take up who or what was named before. `enter` begins a sentence, `follow` and
    `learn` take it in. All it remembers is bounded.
    """

    genders: Genders
    spoken: Spoken = field(default_factory=Spoken)
    """The people of whom the page has spoken."""
    firms: Spoken = field(default_factory=Spoken)
    """The organizations."""
    referents: Referents | None = None
    topic: Mention | None = None
    people: list[Mention] = field(default_factory=list)
    recent: list[Mention] = field(default_factory=list)
    last: list[Mention] = field(default_factory=list)
    things: dict[str, list[Mention]] = field(default_factory=dict)
    roles: dict[str, list[Mention]] = field(default_factory=dict)
    kin: dict[str, list[Mention]] = field(default_factory=dict)
    codes: dict[str, Mention] = field(default_factory=dict)
    labels: Labels = field(default_factory=Labels)
    callings: Callings = field(default_factory=Callings)
    nouns: Nouns = field(default_factory=Nouns)
    focus: Mention | None = None
    actor: Mention | None = None
    speaker: Mention | None = None
    place: Mention | None = None
    leader: Mention | None = None
    log: bool = False
    charging: bool = False
    accusing: bool = False
    companies: set[str] = field(default_factory=set)
    owner: Mention | None = None
    client: Mention | None = None
    heading: Mention | None = None
    wire: bool = False
    _only: str | None = ""

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence: a paragraph forgets its people, a log knows its own.

        Who heads a list is who its items are about; where a page has named one person
        only, the next paragraph is about them too.
        """
        self.spoken.enter(sentence)
        self.firms.enter(sentence)
        item = sentence.scene.raw.lstrip()[:1] in _BULLETS
        asked = is_question(sentence.scene.folded)
        if sentence.scene.gap > 1 and not self._only and not item and not asked:
            accused = self.roles.get("suspect", [])
            self.topic, self.people = None, []
            if len(accused) == 1 and self.accusing:
                self.topic = accused[0]
        if item:
            self.topic = self.heading or self.topic
        entry = is_entry(sentence)
        self.wire = (
            self.wire or "wire" in sentence.cues or (entry and is_call(sentence))
        )
        self.log = entry or (self.log and sentence.scene.gap <= self.wire)
        sentence.log = self.log
        sentence.wired = (self.wire and self.log) or "listing" in sentence.cues

    def decode(self, candidate: Candidate) -> Candidate:
        """Return a code name or nickname as the person whose it is."""
        known = [self.codes.get(plain(m.value), m) for m in candidate.mentions]
        return candidate._replace(mentions=tuple(known))

    def accuse(self, person: Mention | None) -> None:
        """Take in whom a form calls the suspect."""
        if person is not None:
            self.cast("suspect", [person])

    def learn(
        self, stated: Sequence[tuple[str, Mention, Mention]], parents: set[str]
    ) -> None:
        """Take in whose relatives a sentence names, and who drives or directs.

        `parents` are the ids of those named only to tell whose child somebody is.
        """
        ends = [m for _, *both in stated for m in both if m.type == "PER"]
        self.people = distinct([*self.people, *ends])
        for name, source, target in stated:
            if name == "family" and not parents & {source.id, target.id}:
                self._relate(source, target)
                self._relate(target, source)
            elif source.type == "PER" and target.type == "ORG":
                self.callings.take(name, source)
            if name in _OFFICES:
                role = _OFFICES[name]
                self.roles[role] = self.roles.get(role) or [source]

    def _relate(self, person: Mention, relative: Mention) -> None:
        known = self.kin.get(person.value, [])
        self.kin[person.value] = distinct([*known, relative])[:_RELATIVES]

    def follow(
        self,
        sentence: Sentence,
        named: Sequence[Candidate],
        present: Sequence[Mention] = (),
        lead: Mention | None = None,
    ) -> None:
        """Take in what a sentence names, and who else is surely spoken of.

        `lead` is who its subject stands for, where that is a word for a role.
        """
        self.charging = "charge" in sentence.cues or (
            self.charging
            and named[:1] != []
            and named[0].start <= _HEAD
            and not ("aux" in sentence.cues and sentence.scene.gap != 1)
        )
        self.accusing = self.accusing or self.charging
        for cue in ROLES:
            self.cast(cue, _bearers(sentence, named, cue))
        heads = [c for c in named if c.type == "PER" and self._is_head(sentence, c)]
        self._number(sentence, named)
        self.cast("suspect", (mention_at(sentence, c) for c in heads))
        self._take_things(sentence, named)
        people = [mention_at(sentence, c) for c in named if c.type == "PER"]
        self._follow_actor(sentence, named)
        self.callings.learn(sentence, named)
        spoken = self.spoken
        self.nouns.learn(sentence, named, spoken.roll.numbers, spoken.sentence)
        self._count(people)
        if people or present:
            self.last = distinct([*people, *present])
        if people:
            self.people = distinct([*people, *present])
            self.topic = self._find_topic(sentence, named, people)
            self.recent = distinct([*reversed(people), *self.recent])[:_RECENT]

        self.topic = lead or self.topic
        if sentence.scene.raw.rstrip().endswith(":"):
            self.heading = self.topic

    def _number(self, sentence: Sentence, named: Sequence[Candidate]) -> None:
        """Remember whom an item of a numbered list is about: "the person under 2"."""
        first = next((c for c in named if c.type == "PER"), None)
        if first is not None and is_item(sentence, first):
            number = next((u.word for u in sentence.units if u.word), "")
            self.labels.number(number, mention_at(sentence, first))

    def _count(self, people: Iterable[Mention]) -> None:
        """Remember whether the page has named one person only, and who that is."""
        for mention in people:
            if self._only == "":
                self._only = mention.value
            elif self._only is not None and not _may_be_called(
                mention.value, self._only
            ):
                self._only = None

    def _follow_actor(self, sentence: Sentence, named: Sequence[Candidate]) -> None:
        """Remember which of those whom a log gives labels acted last."""
        subject = find_subject(sentence, named) if self.log else None
        if subject is None:
            return
        for person in self.labels.people():
            if may_be_same(person, subject.mentions[0]):
                self.actor = subject.mentions[0]

    def cast(self, role: str, bearers: Iterable[Mention]) -> None:
        """Remember who has a role."""
        known = self.roles.setdefault(role, [])
        for mention in bearers:
            new = not any(may_be_same(mention, other) for other in known)
            if new and len(known) < _BEARERS:
                known.append(mention)

    def _take_things(self, sentence: Sentence, named: Sequence[Candidate]) -> None:
        """Remember organizations, numbers and vehicles: the first is the vehicle's."""
        seen: set[str] = set()
        for candidate in named:
            kind, mention = candidate.type, mention_at(sentence, candidate)
            if kind in _PLACES:
                self.place = mention
            if kind not in _THINGS or (kind == "VEHICLE" and kind in seen):
                continue
            seen.add(kind)
            self.things[kind] = [mention, *self.things.get(kind, [])][:_RECENT]
            if kind == "ORG" and _is_called_company(sentence, candidate):
                self.companies.add(mention.value)

    def _is_head(self, sentence: Sentence, candidate: Candidate) -> bool:
        if is_item(sentence, candidate):
            return True
        if candidate.start == 1 and sentence.cue_at(0, "charge") and sentence.scene.gap:
            return True
        scene = sentence.scene
        start = sentence.units[candidate.start].start - scene.start
        return self.charging and (start == 0 or scene.raw[start - 1] == "\n")

    def _find_topic(
        self, sentence: Sentence, named: Sequence[Candidate], people: list[Mention]
    ) -> Mention | None:
        oblique = all(
            _is_aside(c) or is_inside(sentence, c) for c in named if c.type == "PER"
        )
        alone = len({m.value for m in people}) == 1
        if self.topic is not None and oblique:
            asked = alone and is_question(sentence.scene.folded)
            return people[0] if asked else self.topic
        if alone:
            return people[0]
        subject = find_subject(sentence, named)
        if subject is None or len(subject.mentions) > 1:
            return None
        return subject.mentions[0]


def _is_aside(candidate: Candidate) -> bool:
    """Whether a person is named by the way, so that the subject stays who it was."""
    from_him = bool({"from", "with"} & candidate.preps) and "by" not in candidate.preps
    return candidate.case in _ASIDE or (not candidate.case and from_him)


def _may_be_called(short: str, long: str) -> bool:
    """Whether all words of one name stand in the other."""
    one, other = set(plain(short).split()), set(plain(long).split())
    return one <= other or other <= one


def _is_called_company(sentence: Sentence, candidate: Candidate) -> bool:
    before = range(max(0, candidate.start - 2), candidate.start)
    return any(sentence.cue_at(at, "org") for at in before)


def _bearers(
    sentence: Sentence, named: Sequence[Candidate], cue: str
) -> Iterator[Mention]:
    """Yield the persons before whose name a word for a role stands."""
    people = {c.start: mention_at(sentence, c) for c in named if c.type == "PER"}
    for hit in sentence.cues.get(cue, ()):
        near = sentence.units[hit.end : hit.end + _BESIDE]
        comma = next((n for n, unit in enumerate(near) if unit.mark == ","), _BESIDE)
        reach = comma if sentence.calls_by_kin(hit.start) else _BESIDE
        for at in range(hit.end, hit.end + reach):
            if at in people:
                yield people[at]
                break


def distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the first mention of each value, in order."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.value, mention)
    return list(found.values())


def first_of(mentions: Sequence[Mention]) -> Mention | None:
    """Return the first mention, None where there is none."""
    return mentions[0] if mentions else None
