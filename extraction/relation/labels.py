"""Labels of people and things: `Objekt 1: …`, `O-1 = …`, `P1 | …`, `(A)`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extraction.model import Mention
from extraction.recognition.identifiers.scan import fold
from extraction.relation.bracketed import Bracketed
from extraction.relation.scanning import Scene
from extraction.relation.units import ROMAN, Unit, is_roman_item, unit_of

_JOINED = re.compile(r"([a-z]{1,3})-?(\d{1,2})(?:-[a-z]+|['’]s)?")
_MARKS = frozenset(":=|–—-\t")
_LEADING = frozenset("-–—•*|(")
_QUOTES = frozenset("\"„“”«»'")
_ENDING = 2
_STEM = 3
_IN_BRACKETS = 6
_MOST = 200
_PERSON = ("lic", "person", "osob", "shtetas", "suspect")
_CARRIERS = (*_PERSON, "korisni", "lik", "objek", "klient", "abonent", "pretplatni")
_ACCUSED = ("okriv", "optuz", "osumn", "prijav", "obvin", "osomn", "pandeh", "accus")
_HELD_BY = frozenset("na kod kaj rukama racete ruke of by te".split())
_IT_IS = frozenset("rijec rec radi stanuva identifikovan identifikovana".split())
_UNDER = frozenset({"under", "pod", "nen"})
_LABELLED = frozenset({"PER", "ORG", "VEHICLE"})

Label = tuple[str, str]
"""A label's word or letters, and its number or letter."""


@dataclass(slots=True)
class Labels:
    """The labels of a page so far, with whose they are; None where nobody knows.

    `read` takes in what a sentence defines, `put` sets persons where labels stand.
    """

    known: dict[Label, Mention | None] = field(default_factory=dict)
    told: Mapping[int, tuple[int, Mention]] = field(default_factory=dict)
    """Where labels stand for people, as the whole page tells: start → end, person."""
    _items: dict[str, Mention] = field(default_factory=dict)
    _heading: Label | None = None
    _asked: Label | None = None
    """The last label that stood where nobody knew whose it is."""
    _bracketed: Bracketed = field(default_factory=Bracketed)

    def read(self, units: Sequence[Unit]) -> Mention | None:
        """Take in the label at a row's beginning, and those in brackets behind names.

        Return whose label the row begins with.

        A label that is a line of its own is that of the next line's one person.
        """
        self._bracketed.read(units)
        people = [u.mention for u in units if u.mention and u.mention.type == "PER"]
        heading, self._heading = self._heading, None
        found = _at_beginning(units)
        if is_roman_item(units):
            self.number(units[0].word, people[0])
        asked = self._unknown(units) if found is None else None
        answer = _answer(units) if asked or self._asked else None
        if answer is not None:
            self._add(asked or self._asked or ("", ""), answer)
        self._asked = asked if answer is None else None
        if found is not None:
            label, end = found
            for one in self._second(units, end):
                self._define(one, units, end + 3)
                end += 3
            self._define(label, units, end)
        elif heading and len(people) == 1 and any(u.mark == ":" for u in units):
            self._add(heading, people[0])
        for label, mention in _in_brackets(units):
            self._add(label, mention)
        return self.known.get(found[0]) if found is not None else None

    def _second(self, units: Sequence[Unit], end: int) -> Iterator[Label]:
        """Yield the short label in brackets behind a label: `Objekt 2 (O2): …`."""
        inside = units[end : end + 3]
        if [unit.mark for unit in inside] == ["(", "", ")"]:
            joined = _joined(units, end + 1)
            if joined is not None and joined[1] == end + 2:
                yield joined[0]

    def _define(self, label: Label, units: Sequence[Unit], end: int) -> None:
        at = end
        while at < len(units) and units[at].mark and units[at].mark in _MARKS | _QUOTES:
            at += 1
        if at == len(units) and not any(u.mention for u in units):
            self._heading = label
        types = _LABELLED | {"PHONE"} if label[1].isdigit() else _LABELLED
        bare = label[1].isdigit() and at == end and end == 1
        mention = units[at].mention if (end < at or bare) and at < len(units) else None
        if at > end and (mention is None or mention.type not in types):
            mention = _described(units[at:])
        if mention is None and label[1].isdigit():
            mention = _vehicle(units[at:])
        if mention is not None and mention.type in types:
            self._add(label, mention)
        elif at > end and label[1].isdigit():
            self.known.setdefault(label, None)

    def _add(self, label: Label, mention: Mention) -> None:
        if label in self.known or len(self.known) < _MOST:
            self.known[label] = mention

    def put(self, units: list[Unit], scene: Scene) -> list[Unit]:
        """Return the units, with the person's mention in place of each label."""
        units = self._bracketed.put(list(self._tell(units, scene)), scene)
        if not any(self.known.values()) and not self._items:
            return units
        found: list[Unit] = []
        at = 0
        while at < len(units):
            label, end = self._find(units, at, scene)
            mention = self.known.get(label) if label else None
            if mention is not None and label and len(label[0]) <= _STEM:
                if found and found[-1].word.startswith(_CARRIERS):
                    found.pop()
            if mention is None and (item := self._item(units, at)):
                mention, end = item
                while (
                    found
                    and found[-1].word.startswith(_PERSON)
                    or found[-1:] == [units[at - 1]]
                ):
                    found.pop()
            if mention is None and (item := self._roman(units, at, scene)):
                mention, end = item
            if mention is None:
                found.append(units[at])
                at += 1
                continue
            start, stop = units[at].start, units[end - 1].end
            found.append(unit_of(mention, start, stop, scene))
            at = end
        return found

    def _tell(self, units: Sequence[Unit], scene: Scene) -> Iterator[Unit]:
        """Yield the units, a person in place of each label that the page tells."""
        until = 0
        for unit in units:
            end, mention = self.told.get(unit.start, (0, None))
            if mention is not None and unit.mention is None and unit.start >= until:
                until = end
                yield unit_of(mention, unit.start, end, scene)
            elif unit.start >= until:
                yield unit

    def _unknown(self, units: Sequence[Unit]) -> Label | None:
        """Return the label among some units of which nobody has said whose it is."""
        labels = (_joined(units, at) for at, unit in enumerate(units) if unit.word)
        known = (found[0] for found in labels if found and found[0] in self.known)
        return next((one for one in known if self.known[one] is None), None)

    def number(self, item: str, mention: Mention) -> None:
        """Take in whom an item of a numbered list is about."""
        if item in self._items or len(self._items) < _MOST:
            self._items[item] = mention

    def people(self) -> list[Mention]:
        """Return the persons who have labels."""
        return [m for m in self.known.values() if m is not None and m.type == "PER"]

    def _find(
        self, units: Sequence[Unit], at: int, scene: Scene
    ) -> tuple[Label | None, int]:
        """Return the known label that begins at a unit, and where it ends."""
        unit = units[at]
        if not unit.word:
            return None, at
        if scene.capital(unit.start):
            joined = _joined(units, at)
            if joined is not None and joined[0] in self.known:
                return joined
            alone = self._letter(units, at)
            if alone is not None:
                return alone, at + 1
        following = units[at + 1].word if at + 1 < len(units) else ""
        for label in self.known if following else ():
            if label[1] == following and _same_word(unit.word, label[0]):
                return label, at + 2
        return None, at

    def _item(self, units: Sequence[Unit], at: int) -> tuple[Mention, int] | None:
        """Return whom words behind "under" mean, and where they end: `under item 2`."""
        pair = units[at : at + 2]
        if not at or units[at - 1].word not in _UNDER or not pair[0].word:
            return None
        words = 1 if pair[0].word.isdigit() else 2
        mention = self._items.get(pair[-1].word) if len(pair) >= words else None
        mention = self._items.get(pair[0].word) if words == 1 else mention
        return (mention, at + words) if mention is not None else None

    def _roman(
        self, units: Sequence[Unit], at: int, scene: Scene
    ) -> tuple[Mention, int] | None:
        """Return whom a number of the indictment's list means: `II okrivljeni`."""
        mention = self._items.get(units[at].word)
        if mention is None or units[at].word not in ROMAN:
            return None
        behind = units[at + 1 : at + 4]
        words = [unit.word for unit in behind]
        if not scene.capital(units[at].start):
            return None
        if words[:1] and words[0].startswith(_ACCUSED):
            return mention, at + 2
        listed = (
            len(words) == 3 and words[1] in ROMAN and scene.capital(behind[1].start)
        )
        return (mention, at + 1) if listed and words[2].startswith(_ACCUSED) else None

    def _letter(self, units: Sequence[Unit], at: int) -> Label | None:
        """Return the label whose letter stands alone, not as an initial or article."""
        word = units[at].word
        if len(word) != 1 or not word.isalpha():
            return None
        following = units[at + 1] if at + 1 < len(units) else None
        beyond = units[at + 2] if at + 2 < len(units) else None
        if following is not None and following.mark == ")":
            if not any(unit.mark == "(" for unit in units[max(0, at - _STEM) : at]):
                return None
        initial = beyond is not None and not beyond.mark
        if following is not None and following.mark == "." and initial:
            return None
        if at == 0 and (following is None or len(following.word) > 1):
            return None
        return next((one for one in self.known if one[1] == word), None)


def _described(units: Sequence[Unit]) -> Mention | None:
    """Return the one person whom a label's line names behind other words.

    A name that is declined is of somebody else, unless it says whose the thing is.
    """
    people = [
        at
        for at, unit in enumerate(units)
        if unit.mention is not None and unit.mention.type == "PER"
    ]
    quoted = [at for at in people if at and units[at - 1].mark in [*_QUOTES]]
    places = [at for at in people if at not in quoted] or people
    person = units[places[0]].mention if len(places) == 1 else None
    if person is None:
        return None
    held = places[0] > 0 and units[places[0] - 1].word in _HELD_BY
    return person if held or fold(person.text) == fold(person.value) else None


def _answer(units: Sequence[Unit]) -> Mention | None:
    """Return whom a sentence says that somebody is: `Riječ je o Ani Anić`."""
    for at, unit in enumerate(units):
        if unit.word in _IT_IS:
            near = [u.mention for u in units[at + 1 : at + 1 + _STEM] if u.mention]
            return near[0] if near and near[0].type == "PER" else None
    return None


def _same_word(word: str, base: str) -> bool:
    """Whether a word may be a form of another."""
    if word == base:
        return True
    stem = base[: max(_STEM, len(base) - _ENDING)]
    return len(base) > _STEM and word.startswith(stem)


def _joined(units: Sequence[Unit], at: int) -> tuple[Label, int] | None:
    """Return a label of letters and a number: `P1`, `O-1`."""
    unit = units[at]
    match = _JOINED.fullmatch(unit.word)
    if match:
        return (match[1], match[2]), at + 1
    rest = units[at + 1 : at + 3]
    short = unit.word.isalpha() and len(unit.word) <= _STEM
    if not short or len(rest) < 2 or rest[0].mark != "-":
        return None
    number = rest[1].word
    touching = unit.end == rest[0].start and rest[0].end == rest[1].start
    if touching and number.isdigit() and len(number) <= 2:
        return (unit.word, number), at + 3
    return None


def _at_beginning(units: Sequence[Unit]) -> tuple[Label, int] | None:
    """Return the label at the beginning of a row, and where it ends."""
    at = 0
    while at < len(units) and units[at].mark and units[at].mark in _LEADING:
        at += 1
    if at >= len(units) or not units[at].word:
        return None
    joined = _joined(units, at)
    if joined is not None:
        return joined
    head, following = units[at].word, units[at + 1].word if at + 1 < len(units) else ""
    if len(head) == 1 and head.isalpha() and units[at + 1 : at + 2]:
        if units[at + 1].mark == "=":
            return ("", head), at + 1
    number = following.isdigit() and len(following) <= 2
    letter = len(following) == 1 and following.isalpha()
    ends = not following or at + 2 == len(units) or units[at + 2].mark
    if head.isalpha() and len(head) > 2 and ends and (number or letter):
        return (head, following), at + 2
    return None


def _vehicle(units: Sequence[Unit]) -> Mention | None:
    """Return the one vehicle of a row: `V1: lorry, plates …`."""
    mentions = [unit.mention for unit in units if unit.mention]
    one = len(mentions) == 1 and mentions[0].type == "VEHICLE"
    return mentions[0] if one else None


def _in_brackets(units: Sequence[Unit]) -> Iterator[tuple[Label, Mention]]:
    """Yield the labels that stand in brackets behind a name."""
    for at, unit in enumerate(units[:-2]):
        mention = unit.mention
        if mention is None or mention.type not in _LABELLED:
            continue
        if units[at + 1].mark != "(":
            continue
        near = units[at + 2 : at + 2 + _IN_BRACKETS]
        close = next((n for n, u in enumerate(near) if u.mark == ")"), None)
        inside = [u for u in near[: close or 0] if u.mark not in _QUOTES or u.word]
        for begin in range(len(inside)):
            joined = _joined(inside, begin) if inside[begin].word else None
            if joined is not None and joined[1] == len(inside):
                yield joined[0], mention
                break
