"""The words of a sentence that stand for somebody or something named before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.model import Mention
from extraction.relation.candidates import (
    Candidate,
    kin_case,
    may_be_same,
    mention_at,
)
from extraction.relation.denial import is_bare
from extraction.relation.entities import is_company
from extraction.relation.lexicon import Hit
from extraction.relation.pronouns import PronounReader
from extraction.relation.sentence import Sentence
from extraction.relation.subjects import find_speaker, find_subject
from extraction.relation.thread import ROLES, Thread, distinct

_OBLIQUE = ("og", "oga", "om", "im", "oj", "aoca", "aca", "aocu", "acu")
_QUOTES = frozenset('"„“”«»')
_REACH = 25
_FARTHER = 6
_HEADS = frozenset({"PER", "ORG", "VEHICLE", "PHONE"})
_PLACES = frozenset({"LOC", "ADDRESS"})
_THINGS = {
    "org": ("ORG", 5),
    "vehicle": ("VEHICLE", 6),
    "phone": ("PHONE", 3),
    "same_place": ("ADDRESS", 0),
}
_CALLING = ("mutual", "post")
_OWNING = ("his", "her", "their", "my", "own")
_OFFICES = ("ownership", "directorship")
_ORDINALS = ("first", "second", "third")
_INDEFINITE = ("n", "na", "no")
_POSSESSIVE = re.compile(
    r".*(?:tor|ac|klijent|komitent|objekt)(?:ov|ev)|(?:met|klijentkin)in"
)
_TRADES = frozenset({"driver", "director", "holder", "owner"})
_PAST = ("ao", "io", "eo", "la", "li")
_OF_WOMEN = ("ja", "jes", "jen")
_AT = frozenset({"at", "to"})
_IT_NEAR = 2
_IT_COST = 4
_USING = ("phone_user", "vehicle_user")
_LEFT_OUT = 12
_LEFT_OUT_OF_LOG = 6
_TAKEN_UP = 10
_SEVERAL = 4


def stand_ins(
    thread: Thread, sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Yield what stands for something named before, in this sentence or earlier.

    What a sentence leaves out altogether stands before its first word, at -1.
    """
    speaker = find_speaker(sentence, named) or thread.speaker
    yield from _Reader(thread, sentence, named, speaker).read()


@dataclass(frozen=True, slots=True)
class _Reader(PronounReader):
    """Reads the words of one sentence that stand for something."""

    def read(self) -> Iterator[Candidate]:
        self.roles.extend([*self._roles(), *self._traded()])
        yield from self.roles
        yield from self._left_out()
        yield from self._pronouns()
        yield from self._own_kin()
        yield from self._owners()
        yield from self._speech()
        yield from self._relatives()
        yield from self._things()
        yield from self._codes()
        yield from self._called()

    def _roles(self) -> Iterator[Candidate]:
        thread = self.thread
        for hit in self._free("same"):
            if hit.start and self.sentence.cue_at(hit.start - 1, "at"):
                continue
            yield from self._person(hit, self._that_person(hit), 1)
        for hit in self.sentence.cues.get("latter", ()):
            people = [c for c in self.named if c.type == "PER" and c.end <= hit.start]
            yield from self._person(hit, self._latter(people), 0, self._genitive(hit))
        for hit in self.sentence.cues.get("former", ()):
            people = [c for c in self.named if c.type == "PER" and c.end <= hit.start]
            first = people[0].mentions[0] if people else _first(self.thread.last)
            yield from self._person(hit, first, 0, self._genitive(hit))
        for hit in self._free("focus"):
            following = self.sentence.units[hit.end : hit.end + 1]
            if following and following[0].word.isdigit():
                continue
            yield from self._bearing(hit, thread.focus, 0)
        for number, cue in enumerate(_ORDINALS):
            accused = thread.roles.get("suspect", [])[number : number + 1]
            for hit in self._free(cue):
                yield from self._person(hit, _first(accused), 0)
        for cue in ROLES:
            for hit in self._free(cue):
                if cue == "owner" and not self._follows_kin(hit):
                    continue
                yield from self._bearing(hit, self._bearer(cue), 1)
        yield from self._titled()

    def _titled(self) -> Iterator[Candidate]:
        """Yield who is called as a form's label called them: `the passenger`."""
        for found in self.thread.titles.find(self.sentence):
            before = found.start - 1
            said = self.sentence.cue_at(before, "aux") and not self._acts(before - 1)
            if said or self.sentence.cue_at(before, "unknown"):
                continue
            hit = Hit(found.start, found.end, "", None)
            for one in self._person(hit, found.person, 1, found.case):
                yield one._replace(role=found.case == "poss")

    def _acts(self, at: int) -> bool:
        """Whether a verb of the past stands before its auxiliary: `vozio je`."""
        word = self.sentence.units[at].word if at >= 0 else ""
        return word.endswith(_PAST)

    def _that_person(self, hit: Hit) -> Mention | None:
        """Return whom "the same man", "the woman", "this person" means."""
        known = [m for m in (self.thread.topic, *self.thread.recent) if m is not None]
        for cue, male in (("man", True), ("woman", False)):
            if any(self.sentence.cue_at(at, cue) for at in range(hit.start, hit.end)):
                return self.thread.genders.pick(known, male)
        return _first(known)

    def _bearing(
        self, hit: Hit, person: Mention | None, cost: int
    ) -> Iterator[Candidate]:
        """Yield who a role is, or whose something is: `direktorova supruga`."""
        owned = self._is_possessive(hit)
        for found in self._person(hit, person, cost, "poss" if owned else ""):
            yield found._replace(role=found.role or owned)

    def _genitive(self, hit: Hit) -> str:
        """Return the case that an English word has: "the latter's" owns."""
        genitive = self.sentence.units[hit.end - 1].word.endswith("'s")
        return "poss" if genitive else ""

    def _bearer(self, role: str) -> Mention | None:
        """Return the one person of a role; a suspect may be whom the page speaks of."""
        if role == "witness" and self.thread.speaker:
            return self.thread.speaker
        known = self.thread.roles.get(role, [])
        if len(known) == 1:
            return known[0]
        return self.thread.topic if role == "suspect" else None

    def _latter(self, people: Sequence[Candidate]) -> Mention | None:
        """Return the last person before who is not the sentence's subject."""
        subject = find_subject(self.sentence, self.named)
        others = [c for c in people if c is not subject] or list(people)
        return others[-1].mentions[0] if others else _first(self.thread.recent)

    def _free(self, cue: str) -> Iterator[Hit]:
        """Yield the hits of a cue that stand for a name instead of beside one."""
        for hit in self.sentence.cues.get(cue, ()):
            if self._next_type(hit.end, 2) == "PER" and not (
                self._apart(hit) or self._is_possessive(hit)
            ):
                continue
            before = hit.start - 1
            if before >= 0 and self.sentence.cue_at(before, "unknown"):
                continue
            if before >= 0 and self._is_predicate(hit):
                continue
            owned = self._is_possessive(hit)
            if cue in _TRADES and not owned and self._is_apposition(hit):
                continue
            if cue == "same" and self.sentence.cue_at(hit.end, "common"):
                continue
            yield hit

    def _is_apposition(self, hit: Hit) -> bool:
        """Whether a word says what the person before its comma is: `Perić, vozač`."""
        if hit.start < _IT_NEAR or self.sentence.units[hit.start - 1].mark != ",":
            return False
        mention = self.sentence.units[hit.start - _IT_NEAR].mention
        return mention is not None and mention.type == "PER"

    def _is_possessive(self, hit: Hit) -> bool:
        """Whether a role is said of what is somebody's: `direktorova supruga`."""
        word = self.sentence.units[hit.start].word
        cased = self.sentence.language == "hbs"
        return cased and _POSSESSIVE.match(word) is not None

    def _follows_kin(self, hit: Hit) -> bool:
        """Whether a role says whose relative somebody is: `unuk vlasnice`."""
        return any(other.end == hit.start for other in self.sentence.mutual)

    def _is_predicate(self, hit: Hit) -> bool:
        """Whether a role is what somebody is said to be: `je osumnjičen`."""
        if not self.sentence.cue_at(hit.start - 1, "aux") or hit.cue in _ORDINALS:
            return False
        word = self.sentence.units[hit.end - 1].word
        several = self.sentence.units[hit.start - 1].word == "su"
        indefinite = word.endswith(_INDEFINITE)
        return self.sentence.language != "hbs" or several or indefinite

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

    def _things(self) -> Iterator[Candidate]:
        for cue, (kind, ahead) in _THINGS.items():
            for hit in self.sentence.cues.get(cue, ()):
                if self._follows(hit.end, kind, ahead) or self._in_phrase(hit):
                    continue
                if self._is_new(hit):
                    continue
                if hit.start and self._is_with_him(hit):
                    continue
                thing = self._thing(hit, kind)
                if thing is not None:
                    yield self._candidate(hit, kind, (thing,), 1)
        yield from self._offices()
        yield from self._used()
        yield from self._it()
        named = (
            ("client", "ORG", self.thread.client, 0),
            ("group", "GROUP", self.thread.leader, 1),
        )
        for cue, kind, thing, cost in named:
            for hit in self.sentence.cues.get(cue, ()):
                if thing is not None and not self._follows(hit.end, "ORG", 3):
                    yield self._candidate(hit, kind, (thing,), cost)

    def _is_new(self, hit: Hit) -> bool:
        """Whether an English article says that nobody named it: `a leasing firm`."""
        before = range(max(0, hit.start - 2), hit.start + 1)
        english = self.sentence.language == "en"
        return english and any(self.sentence.cue_at(at, "a") for at in before)

    def _is_with_him(self, hit: Hit) -> bool:
        """Whether `njim` is somebody, not a vehicle: `s njim`."""
        word = self.sentence.units[hit.start].word
        return word.startswith("nim") and self.sentence.cue_at(hit.start - 1, "with")

    def _offices(self) -> Iterator[Candidate]:
        """Yield the organization that "its" means in "its owner", "its director"."""
        for hit in self.sentence.cues.get("its", ()):
            office = any(
                other.trigger is not None
                and other.trigger.construction == "noun"
                and other.trigger.relations[0] in _OFFICES
                and 0 <= other.start - hit.end <= 1
                for other in self.sentence.hits
            )
            near = [
                c
                for c in self.named
                if c.type in ("ORG", "VEHICLE") and c.end <= hit.start
            ]
            near = [c for c in near if not c.preps] or near
            thing = near[-1].mentions[0] if near else self._thing(hit, "ORG")
            if office and thing is not None:
                yield self._candidate(hit, thing.type, (thing,), 1, "poss")

    def _used(self) -> Iterator[Candidate]:
        """Yield what "it" means beside a word for using: the last number or vehicle."""
        for hit in self.sentence.cues.get("he_acc", ()):
            uses = any(
                set(_USING) & set(other.trigger.relations)
                and -_IT_NEAR <= other.start - hit.end <= _IT_NEAR
                for other in self.sentence.hits
                if other.trigger is not None
                and other.trigger.construction in ("active", "passive")
            )
            things = [m for k in ("PHONE", "VEHICLE") if (m := self._last(hit, k))]
            if uses and things:
                thing = max(things, key=lambda m: m.start)
                yield self._candidate(hit, thing.type, (thing,), 1, "acc")

    def _it(self) -> Iterator[Candidate]:
        """Yield what English "it" may mean beside a word that states something."""
        places = {h.start for h in self.sentence.hits if h.trigger is not None}
        for hit in self.sentence.cues.get("it", ()):
            near = range(hit.start - _IT_NEAR - 1, hit.end + _IT_NEAR)
            if not places & set(near):
                continue
            things = [
                m for k in ("PHONE", "VEHICLE", "ORG") if (m := self._last(hit, k))
            ]
            things.sort(key=lambda m: -m.start)
            for place, thing in enumerate(things, 1):
                yield self._candidate(hit, thing.type, (thing,), _IT_COST * place)

    def _last(self, hit: Hit, kind: str) -> Mention | None:
        """Return the last thing of a kind that was named before a word."""
        before = [
            mention_at(self.sentence, c)
            for c in self.named
            if c.type == kind and c.end <= hit.start
        ]
        return before[-1] if before else _first(self.thread.things.get(kind, ()))

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
            and not is_bare(self.sentence, other)
            for other in self.sentence.hits
        )

    def _follows(self, start: int, kind: str, reach: int) -> bool:
        for at, unit in enumerate(self.sentence.units[start : start + reach], start):
            if unit.mention is not None and unit.mention.type == kind:
                return not self.sentence.verbs_between(start, at)
        return False

    def _left_out(self) -> Iterator[Candidate]:
        """Yield the person, vehicle, client or group that a sentence may leave out."""
        thread, row = self.thread, self.sentence.scene.row
        person = self._in_log() or thread.topic
        if row and not thread.log:
            person = thread.owner
        cost = _LEFT_OUT_OF_LOG if thread.log else _LEFT_OUT
        yield from _absent("PER", person, cost)
        yield from self._both()
        named = {c.type for c in self.named}
        if "VEHICLE" not in named:
            yield from _absent("VEHICLE", _first(thread.things.get("VEHICLE", ())))
        firm = _first(thread.things.get("ORG", ()))
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

    def _is_company(self, mention: Mention) -> bool:
        return is_company(mention.value) or mention.value in self.thread.companies

    def _called(self) -> Iterator[Candidate]:
        """Yield who was called by a word that now stands alone: `the aunt`."""
        sentence = self.sentence
        for hit in sentence.hits if self.thread.called else ():
            if hit.trigger is None or hit.trigger.construction not in _CALLING:
                continue
            person = self.thread.find_called(sentence.units[hit.start].word)
            if person is None or not self._stands_alone(hit):
                continue
            word = sentence.units[hit.end - 1].word
            case = kin_case(word) if sentence.language == "hbs" else ""
            yield self._candidate(hit, "PER", (person,), 3, case)

    def _traded(self) -> Iterator[Candidate]:
        """Yield who was called by a trade or post in an apposition: `the farmer`."""
        for at, person, case in self.thread.trades.find(self.sentence):
            woman = self.sentence.units[at].word.endswith(_OF_WOMEN)
            if woman and self.thread.genders.of(person) == "m":
                continue
            hit = Hit(at, at + 1, "", None)
            yield self._candidate(hit, "PER", (person,), 1, case)

    def _stands_alone(self, hit: Hit) -> bool:
        """Whether a word for a relative or post has neither an owner nor a name."""
        sentence, before = self.sentence, hit.start - 1
        if self._next_type(hit.end, 2) == "PER" or self._is_apposed(hit.end):
            return False
        if sentence.language == "en" and not sentence.cue_at(before, "the"):
            return False
        if before < 0:
            return True
        unit = sentence.units[before]
        owned = any(sentence.cue_at(before, c) for c in (*_OWNING, "aux", "unknown"))
        return not owned and unit.mention is None

    def _codes(self) -> Iterator[Candidate]:
        for at, unit in enumerate(self.sentence.units if self.thread.codes else ()):
            name, _, genitive = unit.word.partition("'")
            person = self.thread.codes.get(name)
            if person is not None and self.sentence.scene.capital(unit.start):
                case = "poss" if genitive else "nom"
                hit = Hit(at, at + 1, "", None)
                yield self._candidate(hit, "PER", (person,), 0, case)


def _absent(
    kind: str, mention: Mention | None, cost: int = _TAKEN_UP
) -> Iterator[Candidate]:
    if mention is not None:
        yield Candidate(-1, 0, kind, (mention,), cost=cost, named=False)


def _first(mentions: Sequence[Mention]) -> Mention | None:
    return mentions[0] if mentions else None
