"""A sentence as the matching sees it: words, mentions and marks, with distances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from extraction.model import Mention
from extraction.relation.labels import Labels
from extraction.relation.lexicon import Hit, Lexicon, Noun, Trigger, load_lexicon
from extraction.relation.scanning import Scene
from extraction.relation.units import Unit, cut

_MARKS = {";": 10, ")": 6, ":": 2, "|": 8, "\t": 8, "(": 1, ",": 1, "-": 1, ".": 1}
_VERBS = frozenset(
    {"active", "goes", "passes", "with", "give", "receive", "seen", "passive"}
)
_SMALL = frozenset({"of", "role", "suspect", "titles"})
CLAUSE = 6
"""What the end of a clause weighs."""
_OWNER_NEAR = 4
JOINT = 5
"""What an "and" weighs between a word and its end."""


@dataclass
class Sentence:
    """A scene cut into units; `hits` are the lexicon's entries in it."""

    scene: Scene
    language: str
    units: Sequence[Unit]
    hits: Sequence[Hit]
    head: Mention | None = None
    """Whose label the sentence begins with and defines."""
    cues: dict[str, list[Hit]] = field(default_factory=dict)
    wired: bool = False
    """Whether it is an entry of an intercept's log: who speaks there telephones."""
    log: bool = False
    affirmed: bool = False
    """Whether it is a question that the next sentence answers with yes."""
    groups: frozenset[int] = frozenset()
    """Where organizations stand whose own name says that they are a group."""

    @classmethod
    def of(
        cls, scene: Scene, lexicon: Lexicon, labels: Labels | None = None
    ) -> "Sentence":
        """Cut a scene, set persons where labels stand, and look its words up."""
        units = list(cut(scene, lexicon.plain))
        head: Mention | None = None
        if labels is not None:
            bare, units = units, labels.put(units, scene)
            head = labels.read(bare)
        hits = list(lexicon.find([unit.word for unit in units]))
        groups = frozenset(n for n, u in enumerate(units) if _is_group(u, lexicon))
        sentence = cls(scene, lexicon.language, units, hits, head, groups=groups)
        for hit in hits:
            if hit.cue and not _is_number_sign(units, hit):
                sentence.cues.setdefault(hit.cue, []).append(hit)
        return sentence

    def text_of(self, unit: Unit) -> str:
        """Return a unit as it stands in the text."""
        start = self.scene.start
        return self.scene.raw[unit.start - start : unit.end - start]

    def has(self, cue: str, start: int = 0, end: int | None = None) -> bool:
        """Whether a cue lies within the units [start:end]."""
        last = len(self.units) if end is None else end
        return any(start <= h.start and h.end <= last for h in self.cues.get(cue, ()))

    def cue_at(self, position: int, cue: str) -> bool:
        """Whether a cue covers the unit at a position."""
        return cue in self._over.get(position, ())

    def cues_at(self, position: int, cues: frozenset[str]) -> frozenset[str]:
        """Return which of some cues cover the unit at a position."""
        return cues.intersection(self._over.get(position, ()))

    @cached_property
    def nouns(self) -> Mapping[int, Noun]:
        """The nouns for people and organizations, by their units."""
        lexicon = load_lexicon(self.language)
        words = ((n, lexicon.noun(u.word)) for n, u in enumerate(self.units) if u.word)
        return {at: noun for at, noun in words if noun is not None}

    @cached_property
    def _over(self) -> dict[int, set[str]]:
        """The cues that cover each unit."""
        found: dict[int, set[str]] = {}
        for cue, hits in self.cues.items():
            for hit in hits:
                for at in range(hit.start, hit.end):
                    found.setdefault(at, set()).add(cue)
        return found

    @cached_property
    def _words(self) -> list[int]:
        counts = (bool(u.word or u.mention) for u in self.units)
        return [0, *accumulate(counts)]

    @cached_property
    def _breaks(self) -> list[int]:
        weights = (self._weight(at) for at in range(len(self.units)))
        return [0, *accumulate(weights)]

    @cached_property
    def _verbs(self) -> list[int]:
        places = {h.start for h in self.hits if h.trigger and _is_verb(h.trigger)}
        return [0, *accumulate(at in places for at in range(len(self.units)))]

    def verbs_between(self, start: int, end: int) -> int:
        """Return how many words that state relations as verbs begin in [start:end]."""
        return self._verbs[max(start, end)] - self._verbs[start]

    def _weight(self, at: int) -> int:
        mark = self.units[at].mark
        if not mark:
            return JOINT if self.cue_at(at, "and") else 0
        if mark == "," and self.cue_at(at + 1, "break"):
            return CLAUSE
        return _MARKS.get(mark, 0)

    def words_between(self, start: int, end: int) -> int:
        """Return how many words and mentions stand in the units [start:end]."""
        return self._words[max(start, end)] - self._words[start]

    def calls_by_kin(self, at: int) -> bool:
        """Whether a word for a relative or friend ends just before a unit."""
        return any(at - 1 <= hit.end <= at for hit in self.mutual)

    @cached_property
    def mutual(self) -> tuple[Hit, ...]:
        """The words for relatives and friends."""
        return tuple(
            hit
            for hit in self.hits
            if hit.trigger is not None and hit.trigger.construction == "mutual"
        )

    def kin_of(self, start: int, end: int) -> Hit | None:
        """Return the word for a relative of the name [start:end] that a name follows.

        `the son of Perić, Luka`: Perić only tells whose son.
        """
        if end >= len(self.units) or self.units[end].mark != ",":
            return None
        name = end + 1
        while self._is_small(name):
            name += 1
        if not any(map(_is_person, self.units[name : name + 1])):
            return None
        for hit in self.hits:
            trigger = hit.trigger
            if trigger is None or trigger.construction != "mutual":
                continue
            near = "family" in trigger.relations and 0 <= start - hit.end <= _OWNER_NEAR
            if near and all(self._is_small(at) for at in range(hit.end, start)):
                return hit
        return None

    def _is_small(self, at: int) -> bool:
        """Whether a unit is "of" or a word for a role, between kin and whose it is."""
        return bool(self.cues_at(at, _SMALL))

    def runs_on(self, start: int, end: int) -> bool:
        """Whether no comma or other mark stands in the units [start:end]."""
        return not any(unit.mark in _MARKS for unit in self.units[start:end])

    def breaks_between(self, start: int, end: int) -> int:
        """Return the weight of the clause ends and marks in the units [start:end]."""
        return self._breaks[max(start, end)] - self._breaks[start]


def _is_group(unit: Unit, lexicon: Lexicon) -> bool:
    """Whether an organization is called a group, as no firm is: `škaljarski klan`."""
    if unit.mention is None or unit.mention.type != "ORG":
        return False
    text = unit.mention.text
    words = [lexicon.plain(word) for word in text.split() if word.islower()]
    return any(hit.cue == "group" for hit in lexicon.find(words))


def _is_person(unit: Unit) -> bool:
    return unit.mention is not None and unit.mention.type == "PER"


def _is_verb(trigger: Trigger) -> bool:
    return trigger.construction in _VERBS


def _is_number_sign(units: Sequence[Unit], hit: Hit) -> bool:
    """Whether a word that denies stands for "number" here: `passport no. 12`."""
    if hit.cue != "negation" or units[hit.start].word != "no" or hit.end >= len(units):
        return False
    return units[hit.end].mark == "." or units[hit.end].mention is not None
