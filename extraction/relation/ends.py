"""Which two candidates about a word may be the ends of the relation that it states."""

from dataclasses import dataclass

from extraction.recognition.wording import fold, pattern
from extraction.relation.candidates import NAMED, WEAK, Candidate, may_be_same
from extraction.relation.entities import is_company, is_office
from extraction.relation.ground import KIN
from extraction.relation.word import Word

_CLOSE = frozenset({"label", "post"})
_NOUNS = frozenset({"noun", "head", "active"})
_VEHICLE_NEAR = 3
_EMPLOYER_NEAR = 5
_LOG = 8
_BEHIND_NOUNS = ("aux", "his", "her")
_SERVING = frozenset({"hire", "serves", "servant", "boss"})
_LIST_GAP = 2
_GROUP_NEAR = 4
_GROUP_BEHIND = 3
_OF_WHAT = 3
_OPENED_NEAR = 4
_BESIDE = 2
_OWNING = ("his", "her")


@dataclass(frozen=True, slots=True)
class Ends(Word):
    """A word with one relation that it may state, `shared` where with others."""

    name: str
    shared: bool

    def may_be(self, source: Candidate, target: Candidate) -> bool:
        """Whether two candidates of fitting types may be the ends together."""
        absent = min(source.start, target.start) < 0
        if source is target or (absent and not self._may_leave_out(source, target)):
            return False
        if self._are_odd(source, target) or self._are_barred(source, target):
            return False
        if self.name == "membership" and self.kind == "belongs":
            return target.type == "GROUP" or self._is_of_group(target)
        if self.name == "employment" and target.type == "PER":
            return self._may_employ(target)
        if self.name == "call" and not self._may_call(source, target):
            return False
        return source.type == "ACCUSED" or self._are_two(source, target)

    def _are_two(self, source: Candidate, target: Candidate) -> bool:
        """Whether the ends are not, or may not be, the same somebody."""
        one, other = source.mentions, target.mentions
        return not set(one) & set(other) and not may_be_same(
            one[0], other[0], self.name
        )

    def _are_odd(self, source: Candidate, target: Candidate) -> bool:
        """Whether a word of this construction has no such ends, whatever it states."""
        if source.type == target.type == "KIN":
            return True
        if self.kind == "head":
            return target.type == "GROUP"
        if self.kind in ("mutual", "says"):
            return max(source.cost, target.cost) == WEAK
        if self.kind == "active":
            return self.shared and target.type == "LOC"
        return self.kind == "label" and not source.named and source.case == "acc"

    def _are_barred(self, source: Candidate, target: Candidate) -> bool:
        """Whether the relation is none between such ends."""
        if self.name == "ownership":
            return self._is_not_owned(source, target)
        if self.name == "directorship":
            return self._is_not_directed(target)
        if self.name == "membership":
            return self._has_no_members(target)
        if self.name == "vehicle_user":
            near = self.hit.start, self.hit.end + _GROUP_BEHIND
            left_out = self.kind == "active" and target.start < 0
            return left_out and self.ground.sentence.has("group", *near)
        return self.name in KIN and self._are_no_kin(source, target)

    def _is_not_owned(self, source: Candidate, target: Candidate) -> bool:
        """Whether a group, an office, or something else than what is named is owned."""
        if self.kind != "noun" and any(map(self._is_of_group, (source, target))):
            return True
        if target.type == "ORG" and is_office(target.mentions[0].value):
            return True
        if self.kind == "noun" and target.type == "ORG" and self._is_of_thing():
            return True
        left_out = self.kind == "active" and target.start < 0
        return left_out and self._opens_something_else()

    def _is_not_directed(self, target: Candidate) -> bool:
        """Whether a group or an office is directed, or the word is one for driving."""
        if self.kind == "active":
            if target.type == "ORG" and is_office(target.mentions[0].value):
                return True
            near = self.hit.start - _BESIDE, self.hit.end + _BESIDE
            if self.ground.sentence.has("vehicle", *near):
                return True
        return self._is_of_group(target)

    def _has_no_members(self, target: Candidate) -> bool:
        """Whether an organization is an office or a firm, which nobody is member of."""
        if target.type != "ORG":
            return False
        name = target.mentions[0].value
        return is_office(name) or (is_company(name) and not self._is_of_group(target))

    def _are_no_kin(self, source: Candidate, target: Candidate) -> bool:
        """Whether "his" is of something else, or "with" of somebody else."""
        if any(map(self._is_said_of_else, (source, target))):
            return True
        if self._has_other_owner(source, target):
            return True
        return self.name == "associate" and (
            self._is_with_something(target) or self.is_with_relative(target)
        )

    def _may_leave_out(self, source: Candidate, target: Candidate) -> bool:
        """Whether what is left out can be an end of such a word."""
        if self.kind in _CLOSE or (self.kind == "payer" and source.start < 0):
            return False
        if source.type == "ACCUSED":
            return True
        if source.start < 0 and (source.type == "ORG" or target.start < 0):
            return False
        if self.kind == "give" and self._is_no_payee(target):
            return False
        return target.start >= 0 or self._may_leave_out_target(target)

    def _may_leave_out_target(self, target: Candidate) -> bool:
        """Whether the firm, group or vehicle that such a word is of may be left out."""
        sentence, start = self.ground.sentence, self.hit.start
        if target.type == "ORG" and self.name == "membership":
            return False
        if target.type == "GROUP" and sentence.cue_at(start, "from"):
            return False
        if target.type == "VEHICLE" and self.name == "vehicle_user":
            else_used = self._enters_something_else() or self._uses_number()
            return not (else_used or self._is_of_men())
        if self.kind in _NOUNS:
            return self._stands_alone()
        return self.kind != "passive"

    def _is_no_payee(self, target: Candidate) -> bool:
        """Whether a sentence pays nobody so: its subject pays, a payee is named."""
        left_out = target.start < 0 and target.type in NAMED
        return left_out or target is self.ground.subject

    def _is_said_of_else(self, end: Candidate) -> bool:
        """Whether "his" is of another noun than the word: `on his advice, Ana`."""
        if end.named or end.role or end.case != "poss" or self.kind != "mutual":
            return False
        before = self.hit.start - end.end
        return not (0 <= before <= _LIST_GAP or 0 <= end.start - self.hit.end <= 1)

    def _is_of_thing(self) -> bool:
        """Whether a word behind "owner" says that it is a vehicle's or a house's."""
        near = self.hit.end, self.hit.end + _OF_WHAT
        return any(
            self.ground.sentence.has(cue, *near) for cue in ("vehicle", "estate")
        )

    def _has_other_owner(self, source: Candidate, target: Candidate) -> bool:
        """Whether "his" before the word is neither of the two ends."""
        if self.kind != "mutual":
            return False
        at = self.hit.start - 1
        owned = any(self.ground.sentence.cue_at(at, cue) for cue in _OWNING)
        return owned and not any(c.start <= at < c.end for c in (source, target))

    def _is_of_group(self, end: Candidate) -> bool:
        """Whether an organization is called a group just before or in its name."""
        if end.type != "ORG" or end.start < 0:
            return False
        sentence, start = self.ground.sentence, end.start
        if start in sentence.groups:
            return True
        words = fold(end.mentions[0].text).split()
        bodies = pattern("cues", "bodies")
        called = any(bodies.fullmatch(word) for word in (*words[:1], *words[-1:]))
        return called or sentence.has("group", start - _GROUP_NEAR, start)

    def _opens_something_else(self) -> bool:
        """Whether what is opened or bought is told, and is no firm: `otvorio račun`."""
        near = self.hit.start - _OPENED_NEAR, self.hit.end + _OPENED_NEAR
        return self.ground.sentence.has("opened", *near)

    def _stands_alone(self) -> bool:
        """Whether nothing behind the word says of what: `the owner is`."""
        sentence, end = self.ground.sentence, self.hit.end
        following = sentence.units[end] if end < len(sentence.units) else None
        bare = following is None or not following.word
        if sentence.cue_at(self.hit.start - 1, "as"):
            return True
        return bare or any(sentence.cue_at(end, cue) for cue in _BEHIND_NOUNS)

    def _is_with_something(self, target: Candidate) -> bool:
        """Whether "linked to" has what is no person just behind it."""
        behind = self.ground.sentence.units[self.hit.end : self.hit.end + 1]
        other = bool(behind) and behind[0].mention is not None
        return other and self.kind == "with" and target.start > self.hit.end

    def _is_of_men(self) -> bool:
        """Whether a group stands about a word for driving: who runs it is told."""
        near = self.hit.start - _GROUP_NEAR, self.hit.end + _GROUP_NEAR
        return self.kind == "active" and self.ground.sentence.has("group", *near)

    def _enters_something_else(self) -> bool:
        """Whether a word ends with a preposition without a vehicle, or is a taxi."""
        sentence, end = self.ground.sentence, self.hit.end
        if any(sentence.cue_at(at, "hired") for at in range(self.hit.start, end)):
            return True
        last = end - 1
        open_ended = last > self.hit.start and any(
            sentence.cue_at(last, cue) for cue in ("to", "at", "from", "in")
        )
        return open_ended and not sentence.has("vehicle", end, end + _VEHICLE_NEAR)

    def _uses_number(self) -> bool:
        """Whether the word is one for the user of a number, which is named."""
        sentence = self.ground.sentence
        users = any(
            h.start == self.hit.start
            and h.trigger
            and "phone_user" in h.trigger.relations
            for h in sentence.hits
        )
        named = any(c.type == "PHONE" and c.named for c in self.ground.candidates)
        return users and named

    def _may_call(self, source: Candidate, target: Candidate) -> bool:
        """Whether a number may be an end of the call, which is never left out."""
        if target.cost > _LOG or (source.start < 0 and source.type == "PHONE"):
            return False
        if (source.type, target.type) == ("PHONE", "PER") and self.kind == "called":
            return bool(source.preps & {"from", "by"})
        return True

    def _may_employ(self, target: Candidate) -> bool:
        """Whether a person may be the employer: "works for him"."""
        low, high = sorted((target.start, self.hit.end))
        last = self.hit.end - 1
        for_him = any(self.ground.sentence.cue_at(last, cue) for cue in ("to", "of"))
        behind = target.start >= self.hit.end
        senses = {"to", "at", "of"} if behind else {"to", "at"}
        governed = (for_him and behind) or bool(target.preps & senses)
        near = high - low < _EMPLOYER_NEAR and governed
        return self.kind in _SERVING or (self.kind in ("active", "noun") and near)
