"""Our own passages with the relations that they state: told/*.yaml, filled.

A story is one to seven sentences. A slot in braces is one entity of it, filled alike
wherever it stands: P1, P2 men, F1 women (P1s the family name alone, P1g the given name
alone; a case behind a dot), L place, C country, A address, O company, I institution, K
criminal group; phone, plate, jmbg, passport, money; date, time and num carry no label.
[a|b] is a choice. Behind || stands what is stated, source before target; nothing where
all is denied, asked, planned, or said of nobody named. Passages are put together of
several stories, some about the same persons and firms.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from extraction.models.filling import Filler
from extraction.models.generating import labelled_part
from extraction.models.lists import NameLists
from extraction.models.passages import Passage, Triple, both_ways
from extraction.relation.learned.marking import Place

TOLD = Path(__file__).with_name("told")
SLOT = re.compile(r"\{([A-Z]|[a-z]+)(\d?)([sg]?)(?:\.(\w+))?\}")
_CHOICE = re.compile(r"\[([^\]]*\|[^\]]*)\]")
TYPES = {"P": "PER", "F": "PER", "L": "LOC", "C": "LOC", "A": "ADDRESS", "O": "ORG"}
TYPES |= {"I": "ORG", "K": "ORG", "phone": "PHONE", "plate": "VEHICLE"}
TYPES |= {"jmbg": "PERSONAL_ID", "passport": "PASSPORT", "money": "MONEY"}
SHARES = {"hbs": 0.5, "mk": 0.15, "sq": 0.2, "en": 0.15}
STORIES = (1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 11)
KNOWN = {"P": 0.4, "F": 0.3, "O": 0.25, "L": 0.2, "plate": 0.15, "phone": 0.15}
"""How often a slot is filled with what an earlier story of the passage has named."""
_BETWEEN = (" ", " ", "\n", "\n\n")


def read_stories() -> Mapping[str, Sequence[str]]:
    """Return the stories of each language."""
    return {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in sorted(TOLD.glob("*.yaml"))
    }


@dataclass
class StoryTeller:
    """Fills stories. Equal seeds and lists give equal passages."""

    lists: Path
    seed: int

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._names = NameLists(self.lists)
        self._stories = read_stories()

    def passages(self, count: int) -> list[Passage]:
        """Return `count` passages in the languages' shares."""
        return [self._passage() for _ in range(count)]

    def _passage(self) -> Passage:
        language = self._random.choices(list(SHARES), list(SHARES.values()))[0]
        writer = _Writer(self._random, self._names, language)
        count = self._random.choice(STORIES)
        between = self._random.choice(_BETWEEN)
        for story in self._random.sample(self._stories[language], count):
            writer.write(story, between)
        return writer.passage()


@dataclass
class _Writer:
    """A passage as it grows, story by story."""

    random: random.Random
    names: NameLists
    language: str
    text: str = ""
    places: list[Place] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)
    seeds: dict[str, list[int]] = field(default_factory=dict)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def write(self, story: str, between: str) -> None:
        template, _, stated = story.partition("||")
        template = _CHOICE.sub(
            lambda m: self.random.choice(m[1].split("|")), template.strip()
        )
        if self.language == "hbs" and self.random.random() < 0.4:
            for ekavian, jekavian in self.names.phrases["jat"].items():
                template = re.sub(rf"\b{ekavian}", jekavian, template)
        self.text += between if self.text else ""
        chosen: dict[str, int] = {}
        position = 0
        for slot in SLOT.finditer(template):
            self.text += template[position : slot.start()]
            self._fill(slot, chosen)
            position = slot.end()
        self.text += template[position:]
        for row in filter(None, (part.strip() for part in stated.split(";"))):
            relation, source, target = row.split()
            ends = (self._number(source, chosen), self._number(target, chosen))
            self.triples.append((relation, *ends))

    def _fill(self, slot: re.Match[str], chosen: dict[str, int]) -> None:
        kind, number, part, case = slot[1], slot[2], slot[3], slot[4] or ""
        seed = self._seed(kind, number, chosen)
        value = self._value(kind, part, case, seed)
        if kind not in TYPES:
            self.text += value
            return
        before, inside, after = labelled_part(value)
        self.text += before
        entity = self.numbers.setdefault((kind, seed), len(self.numbers))
        start = len(self.text)
        self.places.append(Place(start, start + len(inside), TYPES[kind], entity))
        self.text += inside + after
        plain = self._value(kind, part, "", seed) if kind in ("P", "F", "L") else inside
        self.values.append(plain)

    def _seed(self, kind: str, number: str, chosen: dict[str, int]) -> int:
        """Return what a slot is drawn by: the same wherever it stands in a story."""
        name = kind + number
        if number and name in chosen:
            return chosen[name]
        taken = {seed for other, seed in chosen.items() if other.startswith(kind)}
        known = [s for s in self.seeds.get(kind, []) if s not in taken]
        if known and number and self.random.random() < KNOWN.get(kind, 0):
            seed = self.random.choice(known)
        else:
            seed = self.random.getrandbits(48)
            self.seeds.setdefault(kind, []).append(seed)
        if number:
            chosen[name] = seed
        return seed

    def _value(self, kind: str, part: str, case: str, seed: int) -> str:
        filler = Filler(self.names, random.Random(seed))
        if kind not in ("P", "F"):
            return filler.value(kind, case, self.language)
        person = filler.person(self.language, kind == "F")
        words = {"s": [person.family], "g": [person.given]}
        return " ".join(
            filler.decline(word, person.woman, case, self.language)
            for word in words.get(part, [person.given, person.family])
        )

    def _number(self, name: str, chosen: Mapping[str, int]) -> int:
        return self.numbers[name.rstrip("0123456789"), chosen[name]]

    def passage(self) -> Passage:
        """Return what was written."""
        script = "Cyrl" if self.language == "mk" else "Latn"
        language = "sr" if self.language == "hbs" else self.language
        return Passage(
            "stories",
            self.text,
            tuple(self.places),
            tuple(place.entity for place in self.places),
            both_ways(self.triples),
            language,
            script,
            tuple(self.values),
        )
