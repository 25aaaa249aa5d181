"""Names as they stand in a document → their normal forms: Latin, nominative, in order.

Each word of a name can be several cases of several names. What all its words agree on
at the lowest price is taken; what the document itself shows costs less.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.model import Mention, Page
from extraction.recognition.paradigms import (
    ANY,
    CASES,
    SEXES,
    Reading,
    Role,
    cost,
    family_of,
    fold,
    is_family,
    is_given,
    readings,
)
from extraction.recognition.wording import fold as fold_word
from extraction.recognition.wording import load, word_set
from graph.names import to_latin


class Hint(NamedTuple):
    """What the words before a name say: whose it is (m, f), that it is in a case."""

    sex: str = ""
    is_oblique: bool = False


NO_HINT = Hint()
_BEFORE = re.compile(r"([^\W\d_]+)(,? )[„“\"]?\Z")
_REACH = 24
_ASIDE = re.compile(r"\([^()]*\)|[„“\"«”][^„“\"«»”]*[“”\"»]")
_POSSESSIVE = re.compile(r"['’]s\Z|(?<=s)['’]\Z")
_LONGEST = 6
_PLACES = tuple((sex, case) for sex in SEXES for case in CASES)


def normalize_persons(
    surfaces: Iterable[str],
    language: str | None,
    hints: Mapping[str, Hint] | None = None,
) -> Mapping[str, str]:
    """Return each surface's normal form, on the evidence of all of them.

    `hints`: what the words before some surfaces say of them.
    """
    hints = hints or {}
    family = family_of(language)
    names = {surface: _clean(surface, family) for surface in surfaces}
    evidence = _Evidence.of(names.values(), family)
    ordered = sorted(names.items(), key=lambda row: (-len(row[1].split()), row))
    normal: dict[str, str] = {}
    for surface, name in ordered:
        normal[surface] = evidence.read(name, hints.get(surface, NO_HINT))
    return evidence.accented(normal)


def find_hints(
    pages: Iterable[Page], mentions: Iterable[Mention]
) -> Mapping[str, Hint]:
    """Return surface of a person → what the words before it in the text say.

    `muža Stanka` is a man's, `za Zorana` in a case: `Stanko`, `Zoran`.
    """
    texts = {page.number: page.text for page in pages}
    found: dict[str, Hint] = {}
    for mention in mentions:
        before = texts[mention.page][max(0, mention.start - _REACH) : mention.start]
        word = _BEFORE.search(before) if mention.type == "PER" else None
        if word is None:
            continue
        known = found.get(mention.text, NO_HINT)
        noun = fold_word(word[1])
        sex = next((s for s in SEXES if noun in word_set("hints", s)), known.sex)
        governed = word[2] == " " and noun in word_set("hints", "prepositions")
        found[mention.text] = Hint(sex, known.is_oblique or governed)
    return found


def plain_name(text: str) -> str:
    """Return a name in Latin, on one line, with single blanks and no quotes around."""
    flat = " ".join(to_latin(text).text.split())
    return flat.strip(" \"'„“”«»,;:")


@dataclass(slots=True)
class _Evidence:
    """What a document shows of its persons: their words, and the full names read."""

    family: str
    saved: dict[str, float] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, names: Iterable[str], family: str) -> "_Evidence":
        """Note which nominatives the words show, themselves or in two forms."""
        words = {part for name in names for part in _parts(name)}
        shown = {fold(word) for word in words}
        times = Counter(
            key for word in words for key in {r.key for r in _either(word, family)}
        )
        saved = {key: cost("repeated") for key, count in times.items() if count > 1}
        return cls(family, saved | dict.fromkeys(shown, cost("shown")))

    def read(self, name: str, hint: Hint) -> str:
        """Return a name's normal form; full names are to be read before their parts."""
        words = name.replace(",", " ").split()
        if not 0 < len(words) <= _LONGEST:
            return name
        if len(words) == 1:
            return self._read_one(name, hint)
        first = len(name.partition(",")[0].split()) if "," in name else 0
        words = [*words[first:], *words[:first]]
        price, best = self._solve(words, first > 0, hint)
        if price > cost("reversed") and len(words) == 2 and not first:
            turned, other = self._solve(words[::-1], True, hint)
            given, last = other
            shown = is_given(given) or is_family(last, self.family) or given[-1] == "."
            if shown and turned + cost("reversed") < price:
                best = other
        self.whole.update(fold(part) for word in best for part in word.split("-"))
        return " ".join(best)

    def _read_one(self, name: str, hint: Hint) -> str:
        best = min(
            _either(name, self.family),
            key=lambda r: (
                self._price(r)
                + self._against(hint, r.sex, r.case)
                + cost("oblique") * r.changed
                - cost("whole") * (r.key in self.whole)
            ),
        )
        return best.base

    def _against(self, hint: Hint, sex: str, case: str) -> float:
        """Return the price of a reading that the words before it speak against."""
        nominative = hint.is_oblique and case == "nom" and self.family == "slavic"
        return cost("hinted") * (bool(hint.sex) and sex != hint.sex) + (
            cost("hinted") * nominative
        )

    def _solve(
        self, words: list[str], is_turned: bool, hint: Hint
    ) -> tuple[float, list[str]]:
        """Return the lowest price at which all words agree, and their nominatives.

        A family name may stay as it is where it comes first, or before its hyphen.
        """
        rows = []
        for word, role in zip(words, _roles(len(words)), strict=True):
            parts = word.split("-")
            stays = is_turned and role == "family"
            rows += [self._cheapest(part, role, True) for part in parts[:-1]]
            rows.append(self._cheapest(parts[-1], role, stays))
        best, paid = [], math.inf
        for place in _PLACES:
            read = [row[place] for row in rows if place in row]
            if len(read) == len(rows):
                price = sum(row[0] for row in read)
                price += cost("oblique") * any(row[1].changed for row in read)
                price += self._against(hint, *place)
                if price < paid:
                    best, paid = read, price
        return paid, _joined(words, [one for _, one in best])

    def _cheapest(
        self, word: str, role: Role, stays: bool
    ) -> dict[tuple[str, str], tuple[float, Reading]]:
        """Return (sex, case) → the cheapest reading of a word there, with its price."""
        best: dict[tuple[str, str], tuple[float, Reading]] = {}
        for reading in readings(word, role, self.family):
            price = self._price(reading)
            every = reading.case == ANY or (stays and reading.case == "nom")
            for case in CASES if every else (reading.case,):
                place = reading.sex, case
                if place not in best or price < best[place][0]:
                    best[place] = price, reading
        return best

    def _price(self, reading: Reading) -> float:
        saved = self.saved.get(reading.key, 0.0) if reading.changed else 0.0
        return reading.cost - saved

    def accented(self, normal: Mapping[str, str]) -> Mapping[str, str]:
        """Return the normal forms with the accents that the document shows elsewhere.

        Where it shows two spellings with accents, each word keeps its own.
        """
        spelled: dict[str, set[str]] = {}
        for word in {w for value in normal.values() for w in value.split()}:
            if not word.isascii():
                spelled.setdefault(fold(word), set()).add(word)
        only = {
            key: next(iter(rows)) for key, rows in spelled.items() if len(rows) == 1
        }

        def restored(word: str) -> str:
            other = only.get(fold(word), word) if word.isascii() else word
            return word if {word[-1], other[-1]} == {"e", "ë"} else other

        return {
            surface: " ".join(map(restored, value.split()))
            for surface, value in normal.items()
        }


def _either(word: str, family: str) -> tuple[Reading, ...]:
    return readings(word, "single", family)


def _joined(words: Iterable[str], read: Iterable[Reading]) -> list[str]:
    """Return the words in the nominative, with their hyphens."""
    parts = iter(read)
    return ["-".join(next(parts).base for _ in word.split("-")) for word in words]


def _roles(count: int) -> list[Role]:
    """Return the roles of a name's words: the last is the family's, the first given."""
    middle: list[Role] = ["given"] * (count - 2)
    return ["given", *middle, "family"]


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s,-]+", name) if part]


def _clean(surface: str, family: str) -> str:
    """Return a name without what stands in it in brackets or quotes, in title case.

    An ending behind a hyphen or apostrophe goes too: `Hoxha-s`, `Smith's`.
    """
    name = _POSSESSIVE.sub("", plain_name(surface))
    stem, _, ending = name.rpartition("-")
    if stem and ending in load("paradigms")["hyphened"][family]:
        name = stem
    name = " ".join(_ASIDE.sub(" ", name).split()) or name
    return " ".join(_titled(word) for word in name.split())


def _titled(word: str) -> str:
    return word.title() if word.isupper() and len(word) > 2 else word
