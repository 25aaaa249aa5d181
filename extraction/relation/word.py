"""What stands about a word that states a relation: whose, of what, who follows."""

from dataclasses import dataclass

from extraction.model import Mention
from extraction.recognition.gazetteer import find_place
from extraction.relation.candidates import Candidate
from extraction.relation.ground import Ground
from extraction.relation.lexicon import Hit
from extraction.relation.sentence import CLAUSE, JOINT
from extraction.relation.subjects import is_inside, is_source

_LIST_GAP = 2
_OF_WHAT = 3
_ASIDE = 2
_GIVEN_NEAR = 4
_BEHIND = 5
_GOODS = frozenset({"DRUG", "WEAPON"})
_INSIDE = 8
_APART = 16
_OWNING = ("his", "her")
_AUXILIARIES = 3
_VERBAL = frozenset(
    {"active", "goes", "passes", "with", "give", "receive", "seen", "belongs"}
)
_PASSED_NEAR = 2
_GOVERNED_NEAR = 2
_OWNED_NEAR = 3
_PLURALS = {"en": ("s", "children"), "sq": ("t", "te", "ve", "nj", "er", "ij")}
_GOVERNING = ("with", "at", "to", "of", "from", "by")
_SEEN_DOING = frozenset({"vehicle_user", "travel", "resides_at"})
_APPOSITIVE = frozenset({"noun", "head", "post", "mutual"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon in its sentence; `kind` is its construction."""

    ground: Ground
    hit: Hit
    kind: str

    def has_subject(self, start: int, end: int) -> bool:
        """Whether somebody who may be the subject is named in the units [start:end]."""
        return any(
            c.named
            and c.type == "PER"
            and start <= c.start < end
            and c.case in ("", "nom")
            and not c.preps
            for c in self.ground.candidates
        )

    def is_passed(self, place: Candidate) -> bool:
        """Whether a word for passing has the place just behind it: `left by Merdare`.

        A country is where one comes from.
        """
        near = 0 <= place.start - self.hit.end <= _PASSED_NEAR
        known = find_place(place.mentions[0].text)
        return self.kind == "passes" and near and not (known and known.is_country)

    def is_parted(self, one: Candidate, other: Candidate) -> bool:
        """Whether a semicolon stands between two ends behind the word."""
        low, high = sorted((one, other), key=lambda c: c.start)
        units = self.ground.sentence.units[low.end : high.start]
        return any(unit.mark == ";" for unit in units)

    def sees_another(self, source: Candidate) -> bool:
        """Whether the speaker only saw who did what the word says: `e pashë me`."""
        trigger = self.hit.trigger
        deed = trigger is not None and bool(_SEEN_DOING & set(trigger.relations))
        seen = self.ground.sentence.has("sees_him", 0, self.hit.end)
        return source.speaks and deed and seen

    def is_next_relative(self, candidate: Candidate) -> bool:
        """Whether a list of relatives goes on: `his wife Ana and son Luka`."""
        sentence, start = self.ground.sentence, self.hit.start
        if not 0 < start - candidate.end <= _LIST_GAP or not candidate.named:
            return False
        joined = sentence.has("and", candidate.end, start)
        return joined and any(
            hit.end == candidate.start and hit.trigger.relations == ("family",)
            for hit in sentence.hits
            if hit.trigger is not None
        )

    def names_behind(self) -> bool:
        """Whether `is` and a person or firm follow a noun: `the owner is Alfa`."""
        sentence, end = self.ground.sentence, self.hit.end
        while any(sentence.cue_at(end, cue) for cue in ("of", "rel_of")):
            end += 1
        if self.kind != "noun" or not sentence.cue_at(end, "aux"):
            return False
        for at in range(end + 1, min(end + _BEHIND, len(sentence.units))):
            mention = sentence.units[at].mention
            if mention is not None:
                return mention.type in ("PER", "ORG")
            if not self._calls_relative(at):
                return False
        return False

    def _calls_relative(self, at: int) -> bool:
        """Whether a unit is "his" or a word for a relative."""
        sentence = self.ground.sentence
        if any(sentence.cue_at(at, cue) for cue in (*_OWNING, "own", "role")):
            return True
        return any(hit.start <= at < hit.end for hit in sentence.mutual)

    def inside_cost(self, source: Candidate) -> int:
        """Return what it costs more to be named in a relative clause, apart."""
        sentence, hit = self.ground.sentence, self.hit
        if is_source(sentence, source):
            return _APART
        if not source.named or source.case != "nom" or not is_inside(sentence, source):
            return 0
        if source.start >= hit.end:
            return _INSIDE * sentence.has("rel_of", hit.end, source.start)
        gap = sentence.units[source.end : hit.start]
        return _APART * any(unit.mark in (",", ";") for unit in gap)

    def hands_over_else(self, money: Candidate) -> bool:
        """Whether goods stand between a word and a sum, in a clause of their own."""
        low, high = sorted((self.hit.start, money.start))
        goods = any(c.type in _GOODS for c in self.ground.between(low, high))
        return goods and self.ground.sentence.breaks_between(low, high) >= CLAUSE

    def relatives(self, target: Candidate) -> tuple[Mention, ...]:
        """Return the target's list; a word for one relative means the first of it."""
        trigger = self.hit.trigger
        family = trigger is not None and trigger.relations == ("family",)
        several = family and self.kind == "mutual" and target.named
        language = self.ground.sentence.language
        if not several or language == "mk":
            return target.mentions
        beside = 0 <= target.start - self.hit.end <= 1
        word = self.ground.sentence.units[self.hit.end - 1].word
        if language in _PLURALS:
            beside = 0 <= target.start - self.hit.end <= _OWNED_NEAR
            single = not word.endswith(_PLURALS[language])
            return target.mentions[:1] if beside and single else target.mentions
        single = word[-1:] not in ("a", "e", "i", "u") and not word.endswith("ima")
        return target.mentions[:1] if beside and single else target.mentions

    def gives_unknown(self) -> bool:
        """Whether nobody who is named gets it: `predao nepoznatom licu`."""
        sentence, end = self.ground.sentence, self.hit.end
        units = enumerate(sentence.units[end : end + _GIVEN_NEAR], end)
        return sentence.language == "hbs" and any(
            unit.word.endswith(("om", "oj")) and sentence.cue_at(at, "unknown")
            for at, unit in units
        )

    def is_of_siblings(self, group: Candidate) -> bool:
        """Whether a plural calls the list behind it each other's: `braća A i B`."""
        near = 0 <= group.start - self.hit.end <= 1
        return near and self.ground.sentence.cue_at(self.hit.start, "siblings")

    def opens_aside(self) -> bool:
        """Whether a bracket tells of the thing before it: `PG AB 123 (vl. Perić)`."""
        start = self.hit.start
        if self.kind not in ("noun", "active") or start < _ASIDE:
            return False
        thing, mark = self.ground.sentence.units[start - _ASIDE : start]
        kind = thing.mention.type if thing.mention else ""
        return mark.mark == "(" and kind in ("VEHICLE", "PHONE", "ORG", "ADDRESS")

    def end_of_list(self) -> int:
        """Return where a list of offices ends: `owner and director of`."""
        end = self.hit.end
        if self.kind not in ("noun", "head"):
            return end
        sentence = self.ground.sentence
        for other in sentence.hits:
            trigger = other.trigger
            if trigger is None or trigger.construction not in ("noun", "head"):
                continue
            gap = other.start - end
            if 0 < gap <= _LIST_GAP and sentence.cue_at(end, "and"):
                end = other.end
        return end

    def is_apposed(self, source: Candidate) -> bool:
        """Whether the word stands behind a comma, said of somebody named before."""
        start = self.hit.start
        comma = start > 0 and self.ground.sentence.units[start - 1].mark == ","
        return comma and any(
            c.named and c.type == source.type and c.end <= start
            for c in self.ground.candidates
        )

    def is_said_of_another(self, subject: Candidate) -> bool:
        """Whether a noun stands in apposition to a name behind the subject."""
        return any(
            c.type == subject.type
            and subject.end <= c.start
            and self._is_said_of(c, self.kind in _APPOSITIVE)
            for c in self.ground.candidates
        )

    def unbound(self, source: Candidate) -> Candidate:
        """Return a source without its preposition where the word is apposed to it.

        `was helped by Perić, an agent employed by`: of Perić, not by him.
        """
        if source.type == "PER" and source.preps and self._is_said_of(source, False):
            return source._replace(preps=frozenset(), case="")
        return source

    def _is_said_of(self, name: Candidate, apposed: bool) -> bool:
        """Whether the word is part of an apposition to a name before it."""
        sentence, start = self.ground.sentence, self.hit.start
        return (
            name.named
            and name.end < start
            and sentence.units[name.end].mark in (",", "(")
            and (
                apposed
                or sentence.cue_at(name.end + 1, "a")
                or self._is_participle(name.end + 1)
            )
            and sentence.breaks_between(name.end, start) < CLAUSE + JOINT
            and not sentence.has("aux", name.end, start)
        )

    def _is_participle(self, at: int) -> bool:
        """Whether the word is an English participle at a place: `Perić, living in`."""
        sentence = self.ground.sentence
        english = sentence.language == "en" and self.hit.start == at
        return english and sentence.units[at].word.endswith(("ed", "ing"))

    def governs(self, end: Candidate) -> bool:
        """Whether the word ends with the preposition before an end: `works for`."""
        sentence, last = self.ground.sentence, self.hit.end - 1
        near = 0 <= end.start - self.hit.end <= _GOVERNED_NEAR
        long = last > self.hit.start
        return near and long and any(sentence.cue_at(last, c) for c in _GOVERNING)

    def is_in_aside(self, end: Candidate) -> bool:
        """Whether an end stands in what commas part from subject and verb.

        `Perić, a friend of Ilić, met` is about Perić.
        """
        subject, units = self.ground.subject, self.ground.sentence.units
        if subject is None or end.case == "rel":
            return False
        said = self.ground.sentence.cue_at(self.hit.start - 1, "aux")
        if not said and self.kind not in _VERBAL:
            return False
        if not subject.end < end.start < self.hit.start:
            return False
        opened = subject.end < len(units) and units[subject.end].mark == ","
        before = range(max(0, self.hit.start - _AUXILIARIES), self.hit.start)
        close = [at for at in before if units[at].mark == ","]
        return opened and bool(close) and end.end <= close[-1]

    def is_post_elsewhere(self, target: Candidate) -> bool:
        """Whether a verb parts a post from a firm: `a clerk, has run Alfa`."""
        if self.kind != "post" or target.start < self.hit.end:
            return False
        gap = self.hit.end, target.start
        return bool(self.ground.sentence.verbs_between(*gap)) and not target.preps

    def is_said_of_subject(self) -> bool:
        """Whether "is" stands between the subject and the word: `Perić is a member`."""
        subject = self.ground.subject
        if subject is None or not 0 <= subject.start < self.hit.start:
            return False
        return self.ground.sentence.has("aux", subject.end, self.hit.start)

    def is_passed_over(self, subject: Candidate) -> bool:
        """Whether another person is named between the subject and the word."""
        between = self.ground.between(subject.start, self.hit.start)
        return any(c.type == "PER" and c.named for c in between)

    def reaches_another(self, number: Candidate) -> bool:
        """Whether a verb has a person before the number: `calls Perić on 061`."""
        between = self.ground.between(self.hit.end - 1, number.start)
        return self.kind == "active" and any(
            c.type == "PER" and c.named for c in between
        )

    def is_with_relative(self, target: Candidate) -> bool:
        """Whether "together with" has a relative behind it: that is all it says."""
        return self.kind == "together" and any(
            hit.trigger is not None
            and hit.trigger.relations == ("family",)
            and self.hit.end <= hit.start < target.start
            for hit in self.ground.sentence.hits
        )

    def is_claimed(self, name: str, target: Candidate) -> bool:
        """Whether another word of the relation stands just before what is before this.

        `registered at A but lives in B`.
        """
        return target.end <= self.hit.start and any(
            hit.trigger is not None
            and name in hit.trigger.relations
            and 0 < hit.start <= hit.end <= target.start <= hit.end + _LIST_GAP
            for hit in self.ground.sentence.hits
        )

    def is_owner(self, source: Candidate) -> bool:
        """Whether what stands before somebody says that he owns the house."""
        start = source.start
        return start > self.hit.end and any(
            hit.trigger is not None
            and "ownership" in hit.trigger.relations
            and self.hit.end <= hit.start
            and start - _OF_WHAT <= hit.end <= start
            for hit in self.ground.sentence.hits
        )

    def with_others(self) -> bool:
        """Whether "with" behind the word announces a partner of its own."""
        sentence, end = self.ground.sentence, self.hit.end
        return sentence.has("with", end, end + 2)

    def goes_on(self, start: int, end: int) -> bool:
        """Whether "and" goes on to something else in the units [start:end]."""
        sentence = self.ground.sentence
        return sentence.has("and", start, end) and not sentence.has("with", start, end)
