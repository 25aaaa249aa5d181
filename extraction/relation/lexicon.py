"""The words of a language that state relations or steer their reading.

Words are looked up one by one, so that a page is read in time linear in its length.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from extraction.recognition.identifiers.scan import fold
from extraction.relation.stems import Stems, stems_of

CONSTRUCTIONS = (
    "noun", "post", "head", "serves", "servant", "active", "belongs", "goes", "passes",
    "passive", "called", "talks", "rides", "gets", "says", "label", "mutual", "with",
    "together", "give", "given", "receive", "boss", "hire", "seen", "payer",
)  # fmt: skip
"""How what a word states is built, in the order in which it was learnt."""
_HERE = Path(__file__).parent
_GROUPS = {"sr": "hbs", "bs": "hbs", "cnr": "hbs", "hr": "hbs"}
_LANGUAGES = ("hbs", "mk", "sq", "en")
SAMPLE = 400
"""How many of a page's words tell which lexicon reads it."""
_OWN = 1.2
_DIGRAPHS = (("lj", "l"), ("nj", "n"), ("dj", "d"), ("dz", "d"))
_ENCLITICS = frozenset(
    "je su sam smo se mu joj im ga ih me mi nam nas vam vas ti te".split()
)
_PAST = ("o", "la", "lo", "li", "le")
FULL = {"m": "me", "n": "ne", "t": "te", "s": "s", "ç": "c", "c": "c"}
"""Albanian words that lose their vowel before another, as they are folded in full."""
ELIDED = re.compile(r"\b([mntsçc])['’](?=[^\W\d_])")
_LONGEST_ENDING = 9
_REMEMBERED = 50_000


class Trigger(NamedTuple):
    """What a word states: the relations that it may mean, and its construction."""

    relations: tuple[str, ...]
    construction: str


class Hit(NamedTuple):
    """An entry of the lexicon over the words [start:end] of a sentence."""

    start: int
    end: int
    cue: str
    trigger: Trigger | None


class Noun(NamedTuple):
    """What a noun may mean: a person, an organization, who is there by their office.

    `gender` is `m` or `f` where it tells a man from a woman.
    """

    stems: Stems
    person: bool
    firm: bool
    officer: bool
    gender: str


class _Entry(NamedTuple):
    rest: tuple[str, ...]
    cue: str
    trigger: Trigger | None


class _Known(NamedTuple):
    """The entries that begin with a word, numbered in their order.

    Those of several words are found by their second one; `open` are those in which
    this may end in more than one way.
    """

    alone: list[tuple[int, _Entry]]
    longer: dict[str, list[tuple[int, _Entry]]]
    open: list[tuple[int, _Entry]]

    @classmethod
    def of(cls, entries: Sequence[_Entry]) -> "_Known":
        """Take the entries in their order."""
        known = cls([], {}, [])
        for row in enumerate(entries):
            rest = row[1].rest
            if not rest:
                known.alone.append(row)
            elif rest[0][-1] in "*~":
                known.open.append(row)
            else:
                known.longer.setdefault(rest[0], []).append(row)
        return known

    def before(self, words: Sequence[str]) -> list[tuple[int, _Entry]]:
        """Return in order the entries that may go on with one of the next words."""
        found = self.alone + self.open
        for word in dict.fromkeys(words):
            found += self.longer.get(word, ())
        return sorted(found)


_UNKNOWN = _Known([], {}, [])


@dataclass(slots=True)
class Lexicon:
    """The entries of one language by their first word or its stem."""

    language: str
    fields: Mapping[str, frozenset[str]]
    men: frozenset[str]
    women: frozenset[str]
    whole: dict[str, list[_Entry]] = field(default_factory=dict)
    stems: dict[str, list[_Entry]] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    """The stems of nouns for people, with the gender of whom they mean, if one."""
    officers: Stems = frozenset()
    """The stems of nouns for those who take part in a case by their office."""
    firms: Stems = frozenset()
    """The stems of nouns for organizations."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """Words of a dialect, with those of the standard that they are read as."""
    _seen: dict[str, _Known] = field(default_factory=dict)
    _nouns: dict[str, Noun | None] = field(default_factory=dict)

    def add(self, phrase: str, cue: str, trigger: Trigger | None) -> None:
        """Take a phrase.

        `*` stands for any ending of a word, or for any word; `~` for those of the
        past in Serbo-Croatian.
        """
        words = ELIDED.sub(_in_full, phrase.replace(".", "")).split()
        first, *rest = map(self.plain, words)
        entry = _Entry(tuple(rest), cue, trigger)
        if first.endswith("~"):
            for ending in _PAST:
                self.whole.setdefault(first[:-1] + ending, []).append(entry)
        elif first.endswith("*"):
            self.stems.setdefault(first[:-1], []).append(entry)
        else:
            self.whole.setdefault(first, []).append(entry)

    def plain(self, word: str) -> str:
        """Return a word folded as the language's words are."""
        return write_word(word, self.language)

    def knows(self, word: str) -> bool:
        """Whether an entry begins with a word."""
        return any(self._entries(word))

    def noun(self, word: str) -> Noun | None:
        """Return what a folded word may mean as a noun, None where it is none."""
        if word not in self._nouns:
            if len(self._nouns) > _REMEMBERED:
                self._nouns.clear()
            self._nouns[word] = self._noun(word.partition("'")[0])
        return self._nouns[word]

    def _noun(self, word: str) -> Noun | None:
        stems = stems_of(word, self.language)
        genders = {self.people[stem] for stem in stems if stem in self.people}
        firm = not stems.isdisjoint(self.firms)
        if not genders and not firm:
            return None
        officer = bool(genders) and not stems.isdisjoint(self.officers)
        gender = next(iter(genders)) if len(genders) == 1 else ""
        return Noun(stems, bool(genders), firm, officer, gender)

    def stems_in(self, words: str) -> Stems:
        """Return the stems of some words."""
        each = (stems_of(self.plain(word), self.language) for word in words.split())
        return frozenset(stem for stems in each for stem in stems)

    def find(self, words: Sequence[str]) -> Iterator[Hit]:
        """Yield all entries that the words hold; an empty string matches nothing.

        Serbo-Croatian puts an enclitic behind a phrase's first word: `prijavljen je u`.
        """
        if self.forms:
            words = [self.forms.get(word, word) for word in words]
        last, enclitics = len(words), self._enclitics
        for start, word in enumerate(words):
            if not word:
                continue
            after = start + 1
            apart = after < last and words[after] in enclitics
            known = self._entries(word)
            rows = known.alone
            if known.longer or known.open:
                rows = known.before(words[after : after + 1 + apart])
            for _, entry in rows:
                if not entry.rest:
                    yield Hit(start, after, entry.cue, entry.trigger)
                elif after < last and _goes_on(words, after, entry.rest):
                    end = after + len(entry.rest)
                    yield Hit(start, end, entry.cue, entry.trigger)
                elif apart and _goes_on(words, after + 1, entry.rest):
                    end = after + 1 + len(entry.rest)
                    yield Hit(start, end, entry.cue, entry.trigger)

    @property
    def _enclitics(self) -> frozenset[str]:
        return _ENCLITICS if self.language == "hbs" else frozenset()

    def _entries(self, word: str) -> _Known:
        known = self._seen.get(word)
        if known is None:
            found = list(self.whole.get(word, ()))
            for length in range(max(1, len(word) - _LONGEST_ENDING), len(word) + 1):
                found += self.stems.get(word[:length], ())
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            known = self._seen[word] = _Known.of(found) if found else _UNKNOWN
        return known


def _in_full(match: re.Match[str]) -> str:
    return f"{FULL[match[1]]} "


@lru_cache(maxsize=_REMEMBERED)
def folded(word: str) -> str:
    """Return a word folded, with one apostrophe."""
    return fold(word).replace("’", "'")


@lru_cache(maxsize=_REMEMBERED)
def plain(word: str) -> str:
    """Return a word folded, with one letter where the Cyrillic script has one."""
    found = folded(word)
    for pair, letter in _DIGRAPHS:
        found = found.replace(pair, letter)
    return found


def write_word(word: str, language: str) -> str:
    """Return a word folded: Albanian `nj` and `dj` are two letters each."""
    return folded(word) if language == "sq" else plain(word)


def _goes_on(words: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    """Whether the words from a place on are those of a phrase."""
    if at + len(rest) > len(words):
        return False
    for wanted in rest:
        word = words[at]
        if word != wanted and not _fits(word, wanted):
            return False
        at += 1
    return True


def _fits(word: str, wanted: str) -> bool:
    """Whether a word has the stem before `*`, or before `~` an ending of the past."""
    stem, mark = wanted[:-1], wanted[-1]
    if not word or mark not in "*~" or not word.startswith(stem):
        return False
    return mark == "*" or word[len(stem) :] in _PAST


def choose_lexicon(words: Sequence[str], language: str | None) -> Lexicon:
    """Return the lexicon that knows most of some words, the language's own first.

    A page may be in another language than its document, and a short one may have been
    taken for another: what counts is whose words can be read.
    """
    own = _GROUPS.get(language or "", language or "")
    sample = Counter(words)

    def known(group: str) -> float:
        lexicon = load_lexicon(group)
        rows = sample.items()
        hits = sum(n for word, n in rows if lexicon.knows(lexicon.plain(word)))
        return hits * (_OWN if group == own else 1)

    return load_lexicon(max(_LANGUAGES, key=known))


@cache
def load_lexicon(group: str) -> Lexicon:
    """Return the lexicon of a language: hbs (all four standards), mk, sq or en."""
    path = _HERE / "lexicons" / f"{group}.yaml"
    loaded = yaml.safe_load(path.read_text("utf-8"))
    fields = loaded["fields"].items()
    lexicon = Lexicon(
        group,
        {
            name: frozenset(write_word(w, group) for w in words)
            for name, words in fields
        },
        frozenset(map(plain, loaded["men"])),
        frozenset(map(plain, loaded["women"])),
        forms={
            write_word(k, group): write_word(v, group)
            for k, v in loaded.get("forms", {}).items()
        },
    )
    for key, gender in (("men", "m"), ("women", "f"), ("either", "")):
        for word in loaded["people"][key].split():
            for stem in stems_of(lexicon.plain(word), group):
                known = lexicon.people.setdefault(stem, gender)
                lexicon.people[stem] = gender if known == gender else ""
    lexicon.officers = lexicon.stems_in(loaded["officers"])
    lexicon.firms = lexicon.stems_in(loaded["firms"])
    for phrase, trigger in _triggers(loaded["relations"]):
        lexicon.add(phrase, "", trigger)
    for cue, words in loaded["cues"].items():
        for phrase in words:
            lexicon.add(phrase, cue, None)
    return lexicon


def _triggers(rows: Mapping[str, Any]) -> Iterator[tuple[str, Trigger]]:
    for name, row in rows.items():
        relations = tuple(row.get("relations", [name]))
        for construction, words in row.items():
            if construction != "relations":
                trigger = Trigger(relations, construction)
                yield from ((phrase, trigger) for phrase in words)
