"""A word that states a relation and the candidates about it → the ends it means.

Every pair in an order that the word's construction allows has a cost: the words and
clause ends between, rivals passed over, prepositions and cases that do not fit. The
cheapest pair within the relation's reach is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.candidates import Candidate, may_be_same
from extraction.relation.ends import Ends
from extraction.relation.grammar import Construction, Relation, constructions, relations
from extraction.relation.ground import KIN, Ground, is_of_kin
from extraction.relation.lexicon import Hit
from extraction.relation.sentence import CLAUSE, JOINT

Pair = tuple[str, Mention, Mention]
"""A relation's type, source and target."""

_NEAREST = 6
_RIVAL = 4
_VERB = 3
_SUBJECT_FAR = 6
_SUBJECT_BREAK = 4
_HEAD_FAR = 4
_ANOTHER = 8
_NEXT = 16
_ASIDE = 16
_APPOSED = 12
_AMONG = 8
_BETWEEN = -8
_WITH_OTHERS = 20
_MONEY_NEAR = 6
_VEHICLE_LEFT_OUT = 2
_SHARED = frozenset({"resides_at", "travel", "vehicle_user", "meeting"})
_TIGHT = frozenset({"mutual"})


class Fit(NamedTuple):
    """Two ends, what they cost, and where the target stands."""

    cost: int
    relation: str
    source: tuple[Mention, ...]
    target: tuple[Mention, ...]
    at: int
    role: str = ""
    payer: bool = False

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """The relation and the targets' ids."""
        return self.relation, tuple(m.id for m in self.target)


def match(ground: Ground, hit: Hit) -> Iterator[Fit]:
    """Yield the ends that one word of the lexicon takes, none where none fits.

    A word of several relations states those whose targets stand on one side of it.
    """
    if hit.trigger is None or hit.trigger.construction not in constructions():
        return
    fits = [
        fit
        for name in hit.trigger.relations
        if name in relations() and (fit := _Search.of(ground, hit, name).best())
    ]
    fits = [fit for fit in fits if fit.at >= 0] or fits
    if not fits:
        return
    best = min(fits, key=lambda fit: fit.cost)
    for fit in fits:
        if fit is best or (_side(fit, hit) == _side(best, hit) and fit.at >= 0):
            yield fit


def _side(fit: Fit, hit: Hit) -> bool:
    return fit.at < hit.start


def pairs_of(fit: Fit) -> Iterator[Pair]:
    """Yield each of the sources with each of the targets, unless they are the same."""
    mutual = relations()[fit.relation].mutual
    for source in fit.source:
        for target in fit.target:
            if source is not target and not may_be_same(source, target, fit.relation):
                ends = source, target
                if mutual and target.start < source.start:
                    ends = target, source
                yield fit.relation, *ends


@dataclass(frozen=True, slots=True)
class _Search(Ends):
    """The search for the ends of one relation about one word."""

    relation: Relation
    construction: Construction

    @classmethod
    def of(cls, ground: Ground, hit: Hit, name: str) -> "_Search":
        """Begin the search for one of the relations that the word states."""
        assert hit.trigger is not None
        kind, shared = hit.trigger.construction, len(hit.trigger.relations) > 1
        grammar = relations()[name], constructions()[kind]
        return cls(ground, hit, kind, name, shared, *grammar)

    def best(self) -> Fit | None:
        """Return the cheapest fit within reach, None where there is none."""
        if not self._has_needed():
            return None
        fits = list(self._fits())
        if self.relation.mutual:
            fits += self._among()
        reach = self.relation.reaches.get(self.kind, self.relation.reach)
        best = min(fits, key=lambda fit: fit.cost, default=None)
        return best if best is not None and best.cost <= reach else None

    def _has_needed(self) -> bool:
        """Whether the sentence names a sum, or money, where there must be one."""
        needs = self.relation.needs
        if self.name == "payment" and self.kind == "give" and self.gives_unknown():
            return False
        if not needs or self.kind == "payer":
            return True
        named = any(
            c.type == needs and not self.hands_over_else(c)
            for c in self.ground.candidates
        )
        near = self.hit.start - _MONEY_NEAR, self.hit.end + _MONEY_NEAR
        return named or self.ground.sentence.has("money", *near)

    def _fits(self) -> Iterator[Fit]:
        targets = [
            (one, self._cost_of_target(one)) for one in self._near(self.relation.target)
        ]
        for source in self._near(self.relation.source):
            own = self._cost_of_source(source)
            for target, other in targets:
                if not self.may_be(source, target):
                    continue
                placed = self._place(source, target)
                if placed is None:
                    continue
                cost = own + other + placed
                if self.is_in_aside(source) or self.is_in_aside(target):
                    cost += _ASIDE
                both = self._all_of(source), self.relatives(target)
                yield Fit(cost, self.name, *both, target.start)

    def _cost_of_source(self, source: Candidate) -> int:
        """Return what an end costs as the source, wherever it stands."""
        cost = source.cost + self.construction.source.cost(self.unbound(source))
        cost += self.relation.source_costs.get(source.type, 0)
        cost += self._told_cost(source) + self.inside_cost(source)
        cost += _ANOTHER * 2 * self.sees_another(source)
        if self._led_by() == "S":
            cost += self._left_out_cost(source)
        if self.name == "resides_at":
            cost += _ASIDE * self.is_owner(source)
        if self.name == "family":
            cost += _NEXT * self.is_next_relative(source)
        return cost

    def _cost_of_target(self, target: Candidate) -> int:
        """Return what an end costs as the target, wherever it stands."""
        if self.name == "employment" and target.type == "ORG" and self.governs(target):
            target = target._replace(preps=frozenset())
        cost = target.cost + self.construction.target.cost(target)
        if not self.is_passed(target):
            cost += self.relation.at.cost(target)
        cost += self.relation.target_costs.get(target.type, 0)
        cost += _ANOTHER * self.is_post_elsewhere(target)
        if self.name == "ownership" and target.start < 0 and target.type == "VEHICLE":
            cost += _VEHICLE_LEFT_OUT
        if self._led_by() != "S":
            cost += self._left_out_cost(target)
        if self.name == "resides_at":
            cost += _ASIDE * self.is_claimed(self.name, target)
        if self.name == "phone_user":
            cost += _ASIDE * self.reaches_another(target)
        if self.name == "family":
            cost += _NEXT * self.is_next_relative(target)
        return cost

    def _all_of(self, source: Candidate) -> tuple[Mention, ...]:
        """Return the list that the source stands in, relatives too."""
        wider = source.along if self.name in _SHARED else ()
        return max(source.mentions, wider, key=len)

    def _left_out_cost(self, source: Candidate) -> int:
        """Return what leaving the source out costs more: beside a subject, a noun."""
        if source.start >= 0:
            return 0
        subject = self.ground.subject
        other = subject is not None and subject.end <= self.hit.start
        units, start = self.ground.sentence.units, self.hit.start
        apposed = start == 0 or units[start - 1].mark in (",", "(")
        return _ANOTHER * (other + (self.kind in _TIGHT and not apposed))

    def _told_cost(self, source: Candidate) -> int:
        """Return what it costs more to say "that" before: I heard that he drives.

        Somebody else's saying is only passed over for a subject of its own.
        """
        sentence, start = self.ground.sentence, self.hit.start
        if source.start < 0 or source.type != "PER":
            return 0
        told = [
            h for h in sentence.cues.get("that", ()) if source.end <= h.start < start
        ]
        if not told:
            return 0
        return _ANOTHER * (source.speaks or self.has_subject(told[0].end, start))

    def _near(self, types: frozenset[str]) -> list[Candidate]:
        """Return the nearest candidates of some types on both sides of the word."""
        hit, subject = self.hit, self.ground.subject
        fitting = [c for c in self.ground.candidates if c.type in types]
        sentence, own = self.ground.sentence, hit if self.name in KIN else None
        fitting = [c for c in fitting if not is_of_kin(sentence, c, own)]
        before = [c for c in fitting if c.end <= hit.start][-_NEAREST:]
        after = [c for c in fitting if c.start > hit.start][:_NEAREST]
        if subject is not None and subject.type in types:
            if subject not in before and subject.end <= hit.start:
                before.insert(0, subject)
        return before + after

    def _place(self, source: Candidate, target: Candidate) -> int | None:
        """Return what the order and the distances cost, None where they cannot be."""
        hit = self.hit
        rows = (source.start, "S", source), (target.start, "O", target)
        ends = sorted(rows, key=lambda end: end[0])
        before = [e for e in ends if e[2].end <= hit.start]
        after = [e for e in ends if e[0] > hit.start and e not in before]
        order = "".join(e[1] for e in before) + "T" + "".join(e[1] for e in after)
        cost = self.construction.orders.get(order)
        if cost is None:
            return None
        position = hit.start
        for _, slot, end in reversed(before):
            cost += self._distance(end, (end.end, position), slot)
            position = end.start
        position = self.end_of_list()
        for _, slot, end in after:
            cost += self._distance(end, (position, end.start), slot)
            if order == "TOS" and slot == "S" and self.goes_on(position, end.start):
                cost += _ANOTHER
            position = end.end
        if order != "OTS" and self.opens_aside():
            cost += _ANOTHER
        if self.kind in _TIGHT and len(after) > 1 and self.is_parted(source, target):
            cost += _NEXT
        if order == "TOS" and self.is_apposed(source):
            cost += _APPOSED
        if order == "TOS" and self.is_said_of_subject():
            cost += _ANOTHER
        if source.start < hit.start and source.named and self.names_behind():
            cost += _ANOTHER
        return cost + self._rivals(source, target)

    def _distance(self, end: Candidate, gap: tuple[int, int], slot: str) -> int:
        if end.start < 0:
            return 0
        sentence = self.ground.sentence
        words = sentence.words_between(*gap)
        breaks = sentence.breaks_between(*gap)
        if gap[0] == self.hit.end and sentence.cue_at(gap[0], "and"):
            breaks -= JOINT
        led = slot == self._led_by() and end is self.ground.subject
        led = led and not (self.kind == "label" and self.is_passed_over(end))
        if led and gap[0] >= end.end and not self.is_said_of_another(end):
            if self.ground.item:
                return min(words, _HEAD_FAR)
            across = 2 if breaks >= CLAUSE else 1
            return min(words, _SUBJECT_FAR) + min(breaks, across * _SUBJECT_BREAK)
        if self.kind in _TIGHT and gap[0] >= self.hit.end:
            words *= 2
        return words + breaks + _VERB * sentence.verbs_between(*gap)

    def _led_by(self) -> str:
        """Return the slot that the sentence's subject fills."""
        return "O" if self.kind == "receive" else "S"

    def _rivals(self, source: Candidate, target: Candidate) -> int:
        """Return what it costs to pass over others that could be the ends too."""
        cost = 0
        ends = (source, self.relation.source), (target, self.relation.target)
        for end, types in ends:
            if end.start < 0 or (end is source and end is self.ground.subject):
                continue
            low, high = sorted((end.start, self.hit.start))
            cost += _RIVAL * sum(
                c.named
                and c.case != "poss"
                and c.type in types
                and c not in (source, target)
                and not set(c.mentions) & set(end.mentions)
                for c in self.ground.between(low, high)
            )
        return cost

    def _among(self) -> Iterator[Fit]:
        """Yield lists of names beside the word, related among themselves."""
        hit = self.hit
        for candidate in self._near(self.relation.source):
            if self.is_with_relative(candidate):
                continue
            group = candidate.mentions
            them = candidate.case == "acc" and not candidate.named
            if len(group) < 2 or (them and "between" not in candidate.preps):
                continue
            before = candidate.start < hit.start
            gap = (candidate.end, hit.start) if before else (hit.end, candidate.start)
            cost = candidate.cost + _AMONG + self._distance(candidate, gap, "")
            if "between" in candidate.preps or self.is_of_siblings(candidate):
                cost += _BETWEEN
            elif candidate.preps - {"at", "to"}:
                cost += _AMONG
            if self.kind == "seen" and not before:
                cost -= _AMONG
            if self.kind == "with" and self.with_others():
                cost += _WITH_OTHERS
            yield Fit(cost, self.name, group, group, candidate.start)
