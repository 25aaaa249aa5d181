"""Words that people are called by: roles, trades, labels, code names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.model import Mention
from extraction.relation.callings import CASES_OF_ENDINGS
from extraction.relation.candidates import Candidate, kin_case
from extraction.relation.gender import gender_of_role
from extraction.relation.lexicon import Hit
from extraction.relation.meaning import KIN, KINDS, NOUN
from extraction.relation.referring import Reader
from extraction.relation.subjects import find_subject
from extraction.relation.thread import ROLES, first_of

_OBLIQUE = ("og", "oga", "om", "im", "oj", "aoca", "aca", "aocu", "acu")
_CALLING = ("mutual", "post")
_OWNING = ("his", "her", "their", "my", "own")
_ORDINALS = ("first", "second", "third")
_INDEFINITE = ("n", "na", "no")
_POSSESSIVE = re.compile(
    r".*(?:tor|ac|klijent|komitent|objekt)(?:ov|ev)|(?:met|klijentkin)in"
)
_TRADES = frozenset({"driver", "director", "holder", "owner"})
_PAST = ("ao", "io", "eo", "la", "li")
_OF_WOMEN = ("ja", "jes", "jen")
_BEFORE_COMMA = 2
_KINDS = frozenset(KINDS) - {"owner"}


@dataclass(frozen=True, slots=True)
class RoleReader(Reader):
    """Yields whom the words for roles, trades and relatives stand for by themselves."""

    def _roles(self) -> Iterator[Candidate]:
        """Yield whom the words for a role stand for."""
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
            first = people[0].mentions[0] if people else first_of(self.thread.last)
            yield from self._person(hit, first, 0, self._genitive(hit))
        for hit in self._free("focus"):
            following = self.sentence.units[hit.end : hit.end + 1]
            if following and following[0].word.isdigit():
                continue
            yield from self._bearing(hit, thread.focus, 0)
        for number, cue in enumerate(_ORDINALS):
            accused = thread.roles.get("suspect", [])[number : number + 1]
            for hit in self._free(cue):
                yield from self._person(hit, first_of(accused), 0)
        for cue in ROLES:
            for hit in self._free(cue):
                if cue == "owner" and not self._follows_kin(hit):
                    continue
                if cue == "director" and self._next_type(hit.end, 3) == "ORG":
                    continue
                yield from self._bearing(hit, self._bearer(cue, hit), 1)

    def _nouns(self) -> Iterator[Candidate]:
        """Yield whom nouns mean: whom they called before, or for whom they are chosen.

        What chooses is asked of every noun for people that stands alone.
        """
        called = [*self._titled(), *self._traded(), *self._called()]
        told = {one.start: one for one in reversed(called)}
        if self.thread.referents is None:
            yield from called
            return
        known = self.sentence.nouns
        nouns = {at for at, noun in known.items() if noun.person}
        for at in filter(self._is_free, sorted({*told, *nouns})):
            kin = any(hit.start <= at < hit.end for hit in self.sentence.mutual)
            gender = known[at].gender if at in known else ""
            one = told.get(at) or self._noun(at)
            yield from self._chosen(one, KIN if kin else NOUN, gender)

    def _noun(self, at: int) -> Candidate:
        """Return what a noun is that may mean somebody, not known whom."""
        language, hit = self.sentence.language, Hit(at, at + 1, "", None)
        word, _, genitive = self.sentence.units[at].word.partition("'")
        case = "poss" if genitive else ""
        if language == "hbs":
            case = kin_case(word)
        elif language == "sq":
            case = CASES_OF_ENDINGS.get(word[-1:], "nom")
        return self._candidate(hit, "PER", (), 2, case)

    def _is_free(self, at: int) -> bool:
        """Whether a noun stands neither beside a name nor for a role.

        Nor says of what somebody is director or owner: `direktor firme Alfa`.
        """
        if self.sentence.cues_at(at, _KINDS) or self._next_type(at + 1, 2) == "PER":
            return False
        if self._next_type(at + 1, 3) in ("ORG", "VEHICLE"):
            return False
        hit = Hit(at, at + 1, "", None)
        return not (self._is_apposed(at + 1) or self._is_apposition(hit))

    def _titled(self) -> Iterator[Candidate]:
        """Yield who is called as a form's label called them: `the passenger`."""
        for at, person, case in self.thread.callings.by_title(self.sentence):
            before = at - 1
            said = self.sentence.cue_at(before, "aux") and not self._acts(before - 1)
            if said or self.sentence.cue_at(before, "unknown"):
                continue
            one = self._candidate(Hit(at, at + 1, "", None), "PER", (person,), 1, case)
            yield one._replace(role=case == "poss")

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
        return first_of(known)

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

    def _bearer(self, role: str, hit: Hit) -> Mention | None:
        """Return the one person of a role; a suspect may be whom the page speaks of.

        Of a man and a woman it is who the word's ending means: `optužena`.
        """
        if role == "witness" and self.thread.speaker:
            return self.thread.speaker
        known = self.thread.roles.get(role, [])
        fitting = [one for one in known if self._may_be(one, hit)]
        if len(fitting) == 1:
            return fitting[0]
        if role != "suspect":
            return None
        topic = self.thread.topic
        if fitting or not known:
            return topic if topic and self._may_be(topic, hit) else None
        spoken = [one for one in (topic, *self.thread.recent) if one]
        other = next((one for one in spoken if self._may_be(one, hit)), None)
        self.thread.cast(role, [other] if other else [])
        return other

    def _may_be(self, person: Mention, hit: Hit) -> bool:
        """Whether a person has the gender that a word's ending tells."""
        word = self.sentence.units[hit.end - 1].word
        told = gender_of_role(self.sentence.language, word)
        return not told or self.thread.genders.of(person) in ("", told)

    def _latter(self, people: Sequence[Candidate]) -> Mention | None:
        """Return the last person before who is not the sentence's subject."""
        subject = find_subject(self.sentence, self.named)
        others = [c for c in people if c is not subject] or list(people)
        return others[-1].mentions[0] if others else first_of(self.thread.recent)

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
        if hit.start < _BEFORE_COMMA or self.sentence.units[hit.start - 1].mark != ",":
            return False
        return self.sentence.units[hit.start - _BEFORE_COMMA].is_person

    def _is_possessive(self, hit: Hit) -> bool:
        """Whether a role is said of what is somebody's: `direktorova supruga`."""
        word = self.sentence.units[hit.start].word
        cased = self.sentence.language == "hbs"
        return cased and _POSSESSIVE.match(word) is not None

    def _follows_kin(self, hit: Hit) -> bool:
        """Whether a role says whose relative somebody is: `unuk vlasnice`."""
        return any(other.end == hit.start for other in self.sentence.mutual)

    def _is_predicate(self, hit: Hit) -> bool:
        """Whether a role is what somebody is said to be: `je osumnjičen`.

        Behind a verb of the past it is who did it: `vozila je osumnjičena`.
        """
        if not self.sentence.cue_at(hit.start - 1, "aux") or hit.cue in _ORDINALS:
            return False
        if self._acts(hit.start - 2):
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

    def _called(self) -> Iterator[Candidate]:
        """Yield who was called by a word that now stands alone: `the aunt`."""
        sentence = self.sentence
        for hit in sentence.hits if self.thread.callings.relatives else ():
            if hit.trigger is None or hit.trigger.construction not in _CALLING:
                continue
            person = self.thread.callings.relative(sentence.units[hit.start].word)
            if person is None or not self._stands_alone(hit):
                continue
            word = sentence.units[hit.end - 1].word
            case = kin_case(word) if sentence.language == "hbs" else ""
            yield self._candidate(hit, "PER", (person,), 3, case)

    def _traded(self) -> Iterator[Candidate]:
        """Yield who was called by a trade or post in an apposition: `the farmer`."""
        for at, person, case in self.thread.callings.by_trade(self.sentence):
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
