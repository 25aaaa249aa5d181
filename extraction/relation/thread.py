"""What a page has named so far, and which words of a sentence stand for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.model import Mention
from extraction.relation.candidates import (
    Candidate,
    kin_case,
    may_be_same,
    mention_at,
    prepositions,
    word_case,
)
from extraction.relation.entities import is_company
from extraction.relation.gender import Genders
from extraction.relation.lexicon import Hit
from extraction.relation.sentence import Sentence

HOUR = re.compile(r"\s*[-\[(]?\s*\d{1,2}[:.]\d{2}(?!\d|[.:]\d)")
_ROLES = ("suspect", "driver", "witness", "holder", "director")
_OFFICES = {"vehicle_user": "driver", "directorship": "director"}
_CLAUSE = 6
_OBLIQUE = ("og", "oga", "om", "im", "oj", "aoca", "aca", "aocu", "acu")
_RECENT = 6
_REACH = 25
_THINGS = {"org": "ORG", "vehicle": "VEHICLE", "phone": "PHONE"}
_ITEM = 3
_FARTHER = 6
_HEADS = frozenset({"PER", "ORG", "VEHICLE", "PHONE"})
_THING_TYPES = frozenset(_THINGS.values())
_AHEAD = {"org": 3, "vehicle": 6, "phone": 3}
_PRONOUNS = {
    "he": (True, 1, "nom"),
    "he_dat": (True, 1, "dat"),
    "he_acc": (True, 1, "acc"),
    "weak_he": (True, 8, "obl"),
    "she": (False, 1, "nom"),
    "she_dat": (False, 1, "dat"),
    "she_acc": (False, 1, "acc"),
    "weak_she": (False, 8, "obl"),
}
_POSSESSIVES = {"his": True, "her": False, "after_him": True, "after_her": False}
_LEFT_OUT = 12
_LEFT_OUT_OF_LOG = 6
_TAKEN_UP = 10


@dataclass(slots=True)
class Thread:
    """Remembers, sentence by sentence, whom and what a page speaks of.

    The languages of the region leave a known subject out; roles, pronouns and generic
    nouns take up who or what was named before. `stand_ins` yields what stands for
    something in a sentence; `follow` then takes the sentence in.
    """

    genders: Genders
    topic: Mention | None = None
    people: list[Mention] = field(default_factory=list)
    recent: list[Mention] = field(default_factory=list)
    things: dict[str, list[Mention]] = field(default_factory=dict)
    places: list[Mention] = field(default_factory=list)
    roles: dict[str, list[Mention]] = field(default_factory=dict)
    kin: dict[str, list[Mention]] = field(default_factory=dict)
    codes: dict[str, Mention] = field(default_factory=dict)
    focus: Mention | None = None
    speaker: Mention | None = None
    leader: Mention | None = None
    log: bool = False
    charging: bool = False
    companies: set[str] = field(default_factory=set)
    owner: Mention | None = None
    client: Mention | None = None

    def break_off(self) -> None:
        """Forget whom the last paragraph spoke of."""
        self.topic, self.people = None, []

    def stand_ins(
        self, sentence: Sentence, named: Sequence[Candidate]
    ) -> Iterator[Candidate]:
        """Yield what stands for something named before, in this sentence or earlier."""
        scene = sentence.scene
        self.log = _is_entry(sentence) or (self.log and not scene.gap)
        speaker = _speaker(sentence, named) or self.speaker
        reader = _Reader(self, sentence, named, speaker)
        yield from reader.read()

    def learn(
        self, stated: Sequence[tuple[str, Mention, Mention]], parents: set[str]
    ) -> None:
        """Take in whose relatives a sentence names, and who drives or directs.

        `parents` are the ids of those named only to tell whose child somebody is.
        """
        ends = [m for _, *both in stated for m in both if m.type == "PER"]
        self.people = _distinct([*self.people, *ends])
        for name, source, target in stated:
            if name == "family" and not parents & {source.id, target.id}:
                self.kin.setdefault(source.value, []).append(target)
                self.kin.setdefault(target.value, []).append(source)
            elif name in _OFFICES:
                self.roles.setdefault(_OFFICES[name], [source])

    def follow(
        self,
        sentence: Sentence,
        named: Sequence[Candidate],
        present: Sequence[Mention] = (),
    ) -> None:
        """Take in what a sentence names, and who else is surely spoken of."""
        people = [c.mentions[0] for c in _described(sentence, named)]
        self.charging = "charge" in sentence.cues or (
            self.charging and named[:1] != [] and named[0].start <= _ITEM
        )
        heads = [c for c in named if c.type == "PER" and self._is_head(sentence, c)]
        for cue in _ROLES:
            bearers = list(_bearers(sentence, named, cue))
            if cue == "suspect":
                bearers += [mention_at(sentence, c) for c in heads]
            for mention in bearers:
                known = self.roles.setdefault(cue, [])
                if not any(may_be_same(mention, other) for other in known):
                    known.append(mention)
        seen: set[str] = set()
        for candidate in named:
            if candidate.type not in _THING_TYPES:
                continue
            if candidate.type != "VEHICLE" or candidate.type not in seen:
                known = self.things.get(candidate.type, [])
                mention = mention_at(sentence, candidate)
                self.things[candidate.type] = [mention, *known][:_RECENT]
            seen.add(candidate.type)
            if _called_company(sentence, candidate):
                self.companies.add(mention_at(sentence, candidate).value)
        places = [c.mentions[0] for c in named if c.type == "ADDRESS"]
        self.places = places or self.places
        if people:
            self.people = _distinct([*people, *present])
            self.topic = self._topic(sentence, named, people)
            self.recent = _distinct([*reversed(people), *self.recent])[:_RECENT]

    def _is_head(self, sentence: Sentence, candidate: Candidate) -> bool:
        if is_item(sentence, candidate):
            return True
        scene = sentence.scene
        start = sentence.units[candidate.start].start - scene.start
        return self.charging and (start == 0 or scene.raw[start - 1] == "\n")

    def _topic(
        self, sentence: Sentence, named: Sequence[Candidate], people: list[Mention]
    ) -> Mention | None:
        distinct = _distinct(people)
        if len(distinct) == 1:
            return distinct[0]
        subject = find_subject(sentence, named)
        if subject is None or len(subject.mentions) > 1:
            return None
        return subject.mentions[0]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the words of one sentence that stand for something."""

    thread: Thread
    sentence: Sentence
    named: Sequence[Candidate]
    speaker: Mention | None

    def read(self) -> Iterator[Candidate]:
        yield from self._left_out()
        for cue, (male, cost, case) in _PRONOUNS.items():
            for hit in self.sentence.cues.get(cue, ()):
                person = self._pronoun(hit, male, case == "nom")
                yield from self._person(hit, person, cost, case)
        relatives: list[Candidate] = []
        for hit, male in sorted(self._possessives(), key=lambda row: row[0].start):
            for found in self._possessor(hit, self._owner(hit, male, relatives)):
                relatives += [found] if found.case != "poss" else []
                yield found
        for hit in self.sentence.cues.get("my", ()):
            yield from self._possessor(hit, self.speaker)
        for cue, case in (("me", "nom"), ("me_dat", "dat")):
            for hit in self.sentence.cues.get(cue, ()):
                for found in self._person(hit, self.speaker, 0, case):
                    yield found._replace(end=hit.start)
        for hit in self.sentence.cues.get("own", ()):
            subject = find_subject(self.sentence, self.named)
            owner = subject.mentions[0] if subject else self.thread.topic
            yield from self._person(hit, owner, 1, case="poss")
        for hit in self.sentence.cues.get("they", ()):
            if 1 < len(self.thread.people) < 5:
                yield self._candidate(hit, "PER", tuple(self.thread.people), 1)
        yield from self._roles()
        yield from self._relatives()
        yield from self._things()
        yield from self._codes()

    def _kin(self, owner: Candidate) -> Iterator[Candidate]:
        """Yield the relative whom "his brother" means, where one is known."""
        known = _distinct(self.thread.kin.get(owner.mentions[0].value, []))
        for hit in self.sentence.hits:
            if hit.trigger is None or hit.trigger.relations != ("family",):
                continue
            beside = owner.start <= hit.start <= owner.end or hit.end == owner.start
            if len(known) == 1 and beside and self._next_type(hit.end, 3) != "PER":
                word = self.sentence.units[hit.end - 1].word
                case = kin_case(word) if self.sentence.language == "hbs" else ""
                yield self._candidate(hit, "PER", (known[0],), 2, case)

    def _possessor(self, hit: Hit, person: Mention | None) -> Iterator[Candidate]:
        for owner in self._person(hit, person, 0, case="poss"):
            yield owner
            yield from self._kin(owner)

    def _possessives(self) -> Iterator[tuple[Hit, bool]]:
        for cue, male in _POSSESSIVES.items():
            for hit in self.sentence.cues.get(cue, ()):
                yield hit, male

    def _roles(self) -> Iterator[Candidate]:
        thread = self.thread
        for hit in self._free("same"):
            yield from self._person(hit, thread.topic or _first(thread.recent), 1)
        for hit in self.sentence.cues.get("latter", ()):
            people = [c for c in self.named if c.type == "PER" and c.end <= hit.start]
            yield from self._person(hit, self._latter(people), 0)
        for hit in self._free("focus"):
            yield from self._person(hit, thread.focus, 0)
        for cue, number in (("first", 0), ("second", 1)):
            accused = thread.roles.get("suspect", [])[number : number + 1]
            for hit in self._free(cue):
                yield from self._person(hit, _first(accused), 0)
        for cue in _ROLES:
            for hit in self._free(cue):
                known = thread.roles.get(cue, [])
                if cue == "witness" and thread.speaker:
                    known = [thread.speaker]
                person = known[0] if len(known) == 1 else None
                if cue == "suspect" and person is None:
                    person = thread.topic
                yield from self._person(hit, person, 1)

    def _latter(self, people: Sequence[Candidate]) -> Mention | None:
        """Return the last person before who is not the sentence's subject."""
        subject = find_subject(self.sentence, self.named)
        others = [c for c in people if c is not subject] or list(people)
        return others[-1].mentions[0] if others else _first(self.thread.recent)

    def _free(self, cue: str) -> Iterator[Hit]:
        """Yield the hits of a cue that stand for a name instead of beside one."""
        for hit in self.sentence.cues.get(cue, ()):
            if self._next_type(hit.end, 2) == "PER" and not self._apart(hit):
                continue
            before = hit.start - 1
            if before >= 0 and self.sentence.cue_at(before, "unknown"):
                continue
            if cue == "same" and self.sentence.cue_at(hit.end, "common"):
                continue
            yield hit

    def _apart(self, hit: Hit) -> bool:
        """Whether a role stands in another case than the name behind it."""
        following = next((c for c in self.named if c.start >= hit.end), None)
        word = self.sentence.units[hit.end - 1].word
        return (
            following is not None
            and following.case == "nom"
            and word.endswith(_OBLIQUE)
            and self.sentence.language == "hbs"
        )

    def _next_type(self, start: int, reach: int) -> str:
        for unit in self.sentence.units[start : start + reach]:
            if unit.mention is not None:
                return unit.mention.type
            if unit.mark and unit.mark not in "\"„“”«»":
                return ""
        return ""

    def _pronoun(self, hit: Hit, male: bool, nominative: bool) -> Mention | None:
        before = [c for c in self.named if c.type == "PER" and c.end <= hit.start]
        subject = find_subject(self.sentence, before)
        focus = self.thread.focus if self.thread.log else None
        choices = [focus] if focus else []
        own = subject is not None and not nominative and not self._parted(subject, hit)
        choices += [subject.mentions[0]] if subject and not own else []
        choices += [m for m in (self.thread.topic,) if m]
        choices += [c.mentions[0] for c in reversed(before)]
        tiers = [choices, self.thread.recent]
        if own and subject:
            tiers = [[m for m in t if m not in subject.mentions] for t in tiers]
        return self._pick(tiers, male)

    def _parted(self, subject: Candidate, hit: Hit) -> bool:
        """Whether another clause than the subject's holds a word."""
        return self.sentence.breaks_between(subject.end, hit.start) >= _CLAUSE

    def _pick(self, tiers: Sequence[list[Mention]], male: bool) -> Mention | None:
        speaker = self.thread.speaker
        others = [
            [m for m in tier if speaker is None or not may_be_same(m, speaker)]
            for tier in tiers
        ]
        picked = (self.thread.genders.pick(tier, male) for tier in others)
        return next((m for m in picked if m is not None), None)

    def _owner(
        self, hit: Hit, male: bool, relatives: Sequence[Candidate]
    ) -> Mention | None:
        rows = [c for c in self.named if c.type == "PER"]
        rows = sorted([*rows, *relatives], key=lambda c: -c.start)
        before = [
            mention_at(self.sentence, c) if c.named else c.mentions[0]
            for c in rows
            if c.end <= hit.start
        ]
        subject = find_subject(self.sentence, self.named)
        beside = hit.start and (
            self.sentence.cue_at(hit.start - 1, "and")
            or self.sentence.units[hit.start - 1].mark in (",", "(")
        )
        if subject and subject.end <= hit.start and not beside:
            before = [subject.mentions[0], *before]
        focus = self.thread.focus if self.thread.log else None
        topic = [m for m in (focus, self.thread.topic) if m]
        return self._pick((before, topic, self.thread.recent), male)

    def _person(
        self, hit: Hit, person: Mention | None, cost: int, case: str = ""
    ) -> Iterator[Candidate]:
        if person is not None:
            yield self._candidate(hit, "PER", (person,), cost, case)

    def _candidate(
        self,
        hit: Hit,
        kind: str,
        mentions: tuple[Mention, ...],
        cost: int,
        case: str = "",
    ) -> Candidate:
        preps = prepositions(self.sentence, hit.start)
        if case == "poss":
            preps = frozenset()
        elif case == "nom":
            preps = frozenset()
        elif not case and self.sentence.language == "hbs":
            case = word_case(self.sentence.units[hit.end - 1].word)
        return Candidate(
            hit.start, hit.end, kind, mentions, preps, case, cost, named=False
        )

    def _relatives(self) -> Iterator[Candidate]:
        """Yield what `who`, `which` and `where` may stand for: the nearest of a kind."""
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
                yield found._replace(case=case)

    def _things(self) -> Iterator[Candidate]:
        for cue, kind in _THINGS.items():
            for hit in self.sentence.cues.get(cue, ()):
                if self._follows(hit.end, kind, _AHEAD[cue]) or self._in_phrase(hit):
                    continue
                thing = self._thing(hit, kind)
                if thing is not None:
                    yield self._candidate(hit, kind, (thing,), 1)
        for hit in self.sentence.cues.get("client", ()):
            if self.thread.client and not self._follows(hit.end, "ORG", _AHEAD["org"]):
                yield self._candidate(hit, "ORG", (self.thread.client,), 0)
        for hit in self.sentence.cues.get("group", ()):
            if self.thread.leader and not self._follows(hit.end, "ORG", 3):
                yield self._candidate(hit, "GROUP", (self.thread.leader,), 1)

    def _thing(self, hit: Hit, kind: str) -> Mention | None:
        """Return the last of a kind that was named; a company before an institution."""
        before = [
            mention_at(self.sentence, c)
            for c in self.named
            if c.type == kind and c.end <= hit.start
        ]
        known = [*before[::-1], *self.thread.things.get(kind, ())]
        firms = [m for m in known if kind == "ORG" and self._is_company(m)]
        return _first(firms) or _first(known)

    def _in_phrase(self, hit: Hit) -> bool:
        """Whether a word is part of a longer phrase: `društvo` in `u društvu`."""
        return any(
            other.trigger is not None
            and other.start <= hit.start
            and hit.end <= other.end
            and hit.end - hit.start < other.end - other.start
            and self.sentence.units[other.end - 1].word
            == self.sentence.units[hit.end - 1].word
            and other.trigger.construction in ("with", "seen")
            for other in self.sentence.hits
        )

    def _follows(self, start: int, kind: str, reach: int) -> bool:
        units = self.sentence.units[start : start + reach]
        return any(u.mention is not None and u.mention.type == kind for u in units)

    def _left_out(self) -> Iterator[Candidate]:
        """Yield the person, vehicle or group that a sentence may leave out."""
        thread, scene = self.thread, self.sentence.scene
        log = thread.log
        person = (thread.focus if log else None) or thread.topic
        if scene.row and not log:
            person = thread.owner
        if person is not None:
            cost = _LEFT_OUT_OF_LOG if log else _LEFT_OUT
            yield Candidate(-1, 0, "PER", (person,), cost=cost, named=False)
        named = {c.type for c in self.named}
        for kind in ("VEHICLE", "ORG"):
            thing = _first(thread.things.get(kind, ()))
            if thing is None or kind in named or (scene.row and kind != "VEHICLE"):
                continue
            if kind != "ORG" or self._is_company(thing):
                yield Candidate(-1, 0, kind, (thing,), cost=_TAKEN_UP, named=False)
        if thread.client is not None and not scene.row:
            yield Candidate(
                -1, 0, "CLIENT", (thread.client,), cost=_TAKEN_UP, named=False
            )
        accused = tuple(thread.roles.get("suspect", ()))
        if len(accused) > 1:
            yield Candidate(-1, 0, "ACCUSED", accused, cost=_TAKEN_UP, named=False)
        if thread.leader is not None:
            yield Candidate(
                -1, 0, "GROUP", (thread.leader,), cost=_TAKEN_UP, named=False
            )

    def _is_company(self, mention: Mention) -> bool:
        return is_company(mention.value) or mention.value in self.thread.companies

    def _codes(self) -> Iterator[Candidate]:
        if not self.thread.codes:
            return
        for at, unit in enumerate(self.sentence.units):
            person = self.thread.codes.get(unit.word)
            if person is not None and self.sentence.scene.capital(unit.start):
                hit = Hit(at, at + 1, "", None)
                yield self._candidate(hit, "PER", (person,), 0, "nom")


def _is_entry(sentence: Sentence) -> bool:
    """Whether a sentence begins an entry of a log: an hour, a date and hour, a call."""
    folded, units = sentence.scene.folded, sentence.units
    if HOUR.match(folded):
        return True
    if sentence.cue_at(0, "entry") and len(units) > 2:
        return any(unit.word.isdigit() for unit in units[1:4])
    first = units[0].mention if units else None
    if first is None or first.type != "DATE":
        return False
    return HOUR.match(folded[first.end - sentence.scene.start :].lstrip(". ,(")) is not None


def find_subject(
    sentence: Sentence, candidates: Sequence[Candidate]
) -> Candidate | None:
    """Return the first person of a sentence whose form may be that of its subject."""
    for candidate in candidates:
        if candidate.type != "PER" or candidate.start < 0:
            continue
        if candidate.named and is_item(sentence, candidate):
            return candidate
        nominative = candidate.case == "nom" or (candidate.named and not candidate.case)
        if nominative and not candidate.preps:
            return candidate
    return None


def is_item(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether a person heads an item of a numbered list: all of it is theirs."""
    units = sentence.units[: candidate.start]
    if candidate.start > _ITEM or not units:
        return False
    return units[0].word.isdigit() and units[-1].mark in (".", ")")


def _described(
    sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield the named persons without those who only tell whose child somebody is."""
    for candidate in named:
        if candidate.type == "PER" and candidate.named:
            yield candidate._replace(
                mentions=(mention_at(sentence, candidate),)
            )


def _called_company(sentence: Sentence, candidate: Candidate) -> bool:
    before = range(max(0, candidate.start - 2), candidate.start)
    return candidate.type == "ORG" and any(sentence.cue_at(at, "org") for at in before)


def _bearers(
    sentence: Sentence, named: Sequence[Candidate], cue: str
) -> Iterator[Mention]:
    """Yield the persons before whose name a word for a role stands."""
    people = {c.start: mention_at(sentence, c) for c in named if c.type == "PER"}
    for hit in sentence.cues.get(cue, ()):
        for at in range(hit.end, hit.end + 3):
            if at in people:
                yield people[at]
                break


def _speaker(sentence: Sentence, named: Sequence[Candidate]) -> Mention | None:
    """Return who says what a sentence quotes: the person before its colon."""
    colon = next((at for at, u in enumerate(sentence.units) if u.mark == ":"), None)
    if colon is None:
        return None
    before = [c for c in named if c.type == "PER" and c.end <= colon]
    if before and before[-1].end == colon:
        return mention_at(sentence, before[-1])
    quoted = any(u.mark in "\"„“«" and u.mark for u in sentence.units[colon : colon + 2])
    subject = find_subject(sentence, before) if quoted else None
    return subject.mentions[0] if subject else None


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.value, mention)
    return list(found.values())


def _first(mentions: Sequence[Mention]) -> Mention | None:
    return mentions[0] if mentions else None
