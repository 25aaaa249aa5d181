"""Pronouns: who "he", "them", "his brother" and "I" mean in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.model import Mention
from extraction.relation.candidates import (
    WEAK,
    Candidate,
    kin_case,
    may_be_same,
    mention_at,
)
from extraction.relation.lexicon import Hit
from extraction.relation.meaning import gender_of
from extraction.relation.minutes import is_question
from extraction.relation.roles import RoleReader
from extraction.relation.sentence import CLAUSE
from extraction.relation.subjects import find_subject
from extraction.relation.thread import distinct

_PRONOUNS = {
    "he": (1, "nom"),
    "he_dat": (1, "dat"),
    "he_acc": (1, "acc"),
    "weak_he": (WEAK, "obl"),
    "she": (1, "nom"),
    "she_dat": (1, "dat"),
    "she_acc": (1, "acc"),
    "weak_she": (WEAK, "obl"),
}
_POSSESSIVES = ("his", "her", "after_him", "after_her")
_SEVERAL = range(2, 5)
_GOVERNING = frozenset("prej nga ndaj kunder prane rreth sipas me per pas".split())
_CASES = {"i": "nom", "e": "nom", "te": "acc"}
_TO_ME = frozenset({"me", "ma"})
_PERFECT = frozenset("ka kishte kane kishin kish paska u".split())


@dataclass(frozen=True, slots=True)
class PronounReader(RoleReader):
    """Yields whom the pronouns and possessives of a sentence stand for."""

    def _pronouns(self) -> Iterator[Candidate]:
        for cue, (cost, case) in _PRONOUNS.items():
            male = gender_of(cue) == "m"
            for hit in self.sentence.cues.get(cue, ()):
                if cue == "she_acc" and self._owns_relative(hit):
                    continue
                if self.sentence.cue_at(hit.end, "this_of") and self._points(hit):
                    continue
                person = self._pronoun(hit, male, case == "nom")
                yield from self._person(hit, person, cost, case)
        for cue in ("his", "her"):
            for hit in self.sentence.cues.get(cue, ()):
                if self._is_governed(hit):
                    male = gender_of(cue) == "m"
                    person = self._pronoun(hit, male, nominative=False)
                    yield from self._person(hit, person, 1, "obl")
        for cue, case in (("they", "nom"), ("them", "acc")):
            for hit in self.sentence.cues.get(cue, ()):
                people = self._several(hit)
                if len(people) in _SEVERAL:
                    yield self._candidate(hit, "PER", people, 1, case)

    def _points(self, hit: Hit) -> bool:
        """Whether an Albanian pronoun only points at a noun: `atë ditë`, that day."""
        return self.sentence.language == "sq" and hit.end - hit.start == 1

    def _is_governed(self, hit: Hit) -> bool:
        """Whether Albanian "his" stands behind a preposition: `prej tij`, from him."""
        before = self.sentence.units[hit.start - 1].word if hit.start else ""
        single = hit.end - hit.start == 1 and self.sentence.language == "sq"
        return single and before in _GOVERNING

    def _own_kin(self) -> Iterator[Candidate]:
        """Yield whom Albanian means by a relative with an article: `i shoqi`."""
        for hit in self.sentence.cues.get("own_kin", ()):
            topic = self.thread.topic
            known = distinct(self.thread.kin.get(topic.value, [])) if topic else []
            if self._next_type(hit.end, 2) == "PER" or self._is_apposed(hit.end):
                continue
            article = self.sentence.units[hit.start].word
            if len(known) == 1 and article in _CASES:
                yield self._candidate(hit, "PER", (known[0],), 2, _CASES[article])

    def _owns_relative(self, hit: Hit) -> bool:
        """Whether a word for a relative follows: English `her` is a possessive then."""
        return self.sentence.language == "en" and any(
            other.start == hit.end
            and other.trigger is not None
            and other.trigger.construction == "mutual"
            for other in self.sentence.hits
        )

    def _several(self, hit: Hit) -> tuple[Mention, ...]:
        """Return whom "they" means: the list before, else all that are spoken of."""
        lists = [
            c.mentions
            for c in self.named
            if c.type == "PER" and c.end <= hit.start and len(c.mentions) > 1
        ]
        if lists:
            return lists[-1]
        people = tuple(self.thread.people)
        near = [c for c in self._people if c.end <= hit.start and len(c.mentions) == 1]
        both = tuple(distinct([c.mentions[0] for c in near]))
        if len(both) == 2 and not may_be_same(*both):
            return both
        if any(self.sentence.cue_at(at, "both") for at in range(hit.start, hit.end)):
            before = [c for c in self.named if c.type == "PER" and c.end <= hit.start]
            own = tuple(distinct([mention_at(self.sentence, c) for c in before]))
            last = tuple(self.thread.last)
            pairs = (two for two in (own, last, people) if len(two) == 2)
            return next(pairs, ())
        return people if len(people) > 1 else tuple(self.thread.recent[:2])

    def _owners(self) -> Iterator[Candidate]:
        """Yield whom "his" means, and the relative whom "his brother" means."""
        relatives: list[Candidate] = []
        for hit, male in sorted(self._possessives(), key=lambda row: row[0].start):
            for found in self._possessor(hit, self._owner(hit, male, relatives)):
                relatives += [found] if found.case != "poss" else []
                yield found
        for hit in self.sentence.cues.get("own", ()):
            subject = find_subject(self.sentence, self.named)
            subject = subject or self._acting(hit)
            owner = subject.mentions[0] if subject else self.thread.topic
            yield from self._person(hit, owner, 1, case="poss")

    def _acting(self, hit: Hit) -> Candidate | None:
        """Return the role before a word that may be the subject: `držalac`."""
        before = (c for c in self._roles() if 0 <= c.start < hit.start)
        subjects = (c for c in before if c.case in ("", "nom") and not c.preps)
        return next(subjects, None)

    def _speech(self) -> Iterator[Candidate]:
        """Yield who speaks, for "I", "me" and "my"."""
        asked = is_question(self.sentence.scene.folded)
        for cue in ("my", "your") if asked else ("my",):
            for hit in self.sentence.cues.get(cue, ()):
                yield from self._possessor(hit, self.speaker)
        rows = [("me", "nom"), ("me_dat", "dat")]
        if asked:
            rows += [("you", "nom"), ("you_dat", "dat")]
        for cue, case in rows:
            for hit in self.sentence.cues.get(cue, ()):
                for found in self._person(hit, self.speaker, 0, case):
                    yield found._replace(end=hit.start, speaks=True)
        for hit in self._to_me():
            for found in self._person(hit, self.speaker, 0, "dat"):
                yield found._replace(end=hit.start, speaks=True)

    def _to_me(self) -> Iterator[Hit]:
        """Yield where Albanian says "me" before a verb: `më`, `m'`, `ma`."""
        units, verbs = self.sentence.units, {h.start for h in self.sentence.hits}
        for at, unit in enumerate(units[:-1] if self.sentence.language == "sq" else ()):
            if unit.word in _TO_ME and self.sentence.text_of(unit).lower() != "me":
                if at + 1 in verbs or units[at + 1].word in _PERFECT:
                    yield Hit(at, at + 1, "me_dat", None)

    def _kin(self, owner: Candidate) -> Iterator[Candidate]:
        """Yield the relative whom "his brother" means, where one is known."""
        known = distinct(self.thread.kin.get(owner.mentions[0].value, []))
        for hit in self.sentence.hits:
            if hit.trigger is None or hit.trigger.relations != ("family",):
                continue
            beside = owner.start <= hit.start <= owner.end or hit.end == owner.start
            named = self._next_type(hit.end, 3) == "PER" or self._is_apposed(hit.end)
            if len(known) == 1 and beside and not named:
                word = self.sentence.units[hit.end - 1].word
                case = kin_case(word) if self.sentence.language == "hbs" else ""
                yield self._candidate(hit, "PER", (known[0],), 2, case)

    def _possessor(self, hit: Hit, person: Mention | None) -> Iterator[Candidate]:
        for owner in self._person(hit, person, 0, case="poss"):
            yield owner
            yield from self._kin(owner)

    def _possessives(self) -> Iterator[tuple[Hit, bool]]:
        for cue in _POSSESSIVES:
            for hit in self.sentence.cues.get(cue, ()):
                if not self._is_governed(hit):
                    yield hit, gender_of(cue) == "m"

    def _pronoun(self, hit: Hit, male: bool, nominative: bool) -> Mention | None:
        """Return whom "he" or "him" means; "him" is not the subject of its clause."""
        before = [c for c in self._people if c.end <= hit.start]
        rows = before if nominative else self._people
        subject = find_subject(self.sentence, rows)
        focus = self._in_log()
        topic = None if nominative else self._named_fully(self.thread.topic)
        choices = [m for m in (topic if focus else None, focus) if m]
        own = subject is not None and not nominative and not self._parted(subject, hit)
        choices += [subject.mentions[0]] if subject and not own else []
        choices += [m for m in (self.thread.topic,) if m]
        choices += [c.mentions[0] for c in reversed(before)]
        tiers = [choices, self.thread.recent]
        if own and subject:
            tiers = [[m for m in t if m not in subject.mentions] for t in tiers]
        return self._pick(tiers, male)

    def _named_fully(self, mention: Mention | None) -> Mention | None:
        """Return a person if the page has given a name and surname."""
        known = (m for m in (mention, *self.thread.recent) if m and " " in m.value)
        if mention is None or not any(may_be_same(mention, m) for m in known):
            return None
        return mention

    def _parted(self, subject: Candidate, hit: Hit) -> bool:
        """Whether another clause than the subject's holds a word."""
        low, high = sorted((subject.start, hit.start))
        return self.sentence.breaks_between(low, high) >= CLAUSE

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
        """Return whom "his" means: the subject, or who stands just before an "and"."""
        rows = sorted([*self._people, *relatives], key=lambda c: -c.start)
        before = [
            mention_at(self.sentence, c) if c.named else c.mentions[0]
            for c in rows
            if c.end <= hit.start
        ]
        subject = find_subject(self.sentence, self._people)
        beside = hit.start and (
            self.sentence.cue_at(hit.start - 1, "and")
            or self.sentence.units[hit.start - 1].mark in (",", "(")
        )
        subject = subject or self._acting(hit)
        if subject and subject.end <= hit.start and not beside:
            before = [subject.mentions[0], *before]
        focus = self._in_log()
        topic = [m for m in (focus, self.thread.topic) if m]
        return self._pick((before, topic, self.thread.recent), male)
