"""Words that stand for things: "the firm", "the vehicle", "its owner", "it"."""

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.denial import is_bare
from extraction.relation.entities import is_company
from extraction.relation.lexicon import Hit
from extraction.relation.meaning import FIRM
from extraction.relation.referring import Reader
from extraction.relation.thread import first_of

_THINGS = {
    "org": ("ORG", 5),
    "vehicle": ("VEHICLE", 6),
    "phone": ("PHONE", 3),
    "same_place": ("ADDRESS", 0),
}
_OFFICES = ("ownership", "directorship")
_IT_NEAR = 2
_IT_COST = 4
_AHEAD = 3
_USING = ("phone_user", "vehicle_user")


@dataclass(frozen=True, slots=True)
class ThingReader(Reader):
    """Yields which organizations, vehicles, numbers and places such words mean."""

    def _firms(self) -> Iterator[Candidate]:
        """Yield which organizations are chosen for nouns: `firma`, `the club`."""
        told = {one.start: one for one in self._called_things("org")}
        nouns = {at for at, noun in self.sentence.nouns.items() if noun.firm}
        for at in filter(self._is_free_firm, sorted({*told, *nouns})):
            hit = Hit(at, at + 1, "", None)
            one = told.get(at) or self._candidate(hit, "ORG", (), 1)
            yield from self._chosen(one, FIRM)

    def _is_free_firm(self, at: int) -> bool:
        """Whether a noun is no part of a longer word for something, nor at a name."""
        return not self._follows(at + 1, "ORG", _AHEAD) and not self._is_new(
            Hit(at, at + 1, "", None)
        )

    def _things(self) -> Iterator[Candidate]:
        for cue in _THINGS:
            if cue == "org" and self.thread.referents is not None:
                yield from self._firms()
            else:
                yield from self._called_things(cue)
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

    def _called_things(self, cue: str) -> Iterator[Candidate]:
        """Yield what the words of a cue mean by the rules."""
        kind, ahead = _THINGS[cue]
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
        return before[-1] if before else first_of(self.thread.things.get(kind, ()))

    def _thing(self, hit: Hit, kind: str) -> Mention | None:
        """Return the last of a kind that was named; a company before an institution."""
        before = [
            mention_at(self.sentence, c)
            for c in self.named
            if c.type == kind and c.end <= hit.start
        ]
        known = [*before[::-1], *self.thread.things.get(kind, ())]
        firms = [m for m in known if kind == "ORG" and self._is_company(m)]
        return first_of(firms) or first_of(known)

    def _is_company(self, mention: Mention) -> bool:
        return is_company(mention.value) or mention.value in self.thread.companies

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
