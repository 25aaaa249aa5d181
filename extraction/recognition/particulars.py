"""What a document says of a person beside the name: nickname, father, year of birth."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from extraction.model import Mention, Page
from extraction.recognition.identifiers.scan import fold, word_regex
from extraction.recognition.normalizing import plain_name
from extraction.recognition.paradigms import family_of, is_given, readings
from extraction.recognition.sentences import split_sentences
from extraction.recognition.wording import UPPER, load, pattern, word_set

_REACH = 130
_LINES = 6
_MOST = 1.6
_QUOTES = '„“"«”»'
_BETWEEN = f"{_QUOTES} .:,\n\u00a0"
_GAP = 5
_WORD = rf"[{UPPER}][^\W\d_]+"
_FATHER = re.compile(rf"[\s.:,]{{1,3}}({_WORD})")
QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}\n]{{2,30}})[{_QUOTES}]")
"""A nickname inside of a name."""

_BRACKETS = re.compile(rf"\(({_WORD})\)")
_BEHIND = re.compile(rf"\s?\(({_WORD})\)")
_YEAR = re.compile(r"\s?\(((?:19|20)\d{2})\.?\)")


class Particular(NamedTuple):
    """A property (FollowTheMoney's) of whom a mention names, and where it is said."""

    mention: str
    prop: str
    value: str
    page: int
    start: int
    end: int


class Described(NamedTuple):
    """Of whom a name tells more: the id of that mention, and what (alias or parent)."""

    owner: str
    role: str


def find_described(
    pages: Iterable[Page], mentions: Iterable[Mention], language: str | None
) -> Mapping[str, Described]:
    """Return id of a nickname's or parent's mention → whom it describes."""
    readers = _readers(pages, mentions, language)
    return dict(pair for reader in readers for pair in reader.described())


def find_particulars(
    pages: Iterable[Page], mentions: Iterable[Mention], language: str | None
) -> Iterator[Particular]:
    """Yield fatherName, birthDate, and alias inside of a name, in the text's order."""
    for reader in _readers(pages, mentions, language):
        yield from sorted(reader.particulars(), key=lambda p: (p.start, p.prop))


def take_told(
    pages: Iterable[Page], mentions: Sequence[Mention], language: str | None
) -> list[Mention]:
    """Return the mentions with the values that the words before them ask for.

    A nickname stands in the nominative, a father behind "son" in the genitive.
    """
    fathers: dict[str, str] = {}
    nicknames: dict[str, str] = {}
    for reader in _readers(pages, mentions, language):
        fathers.update(reader.fathers_told())
        nicknames.update(reader.nicknames_told())
    told = {
        m.id: fathers.get(m.id) or nicknames.get(m.text, m.value)
        for m in mentions
        if m.type == "PER" and (m.id in fathers or m.text in nicknames)
    }
    return [replace(m, value=told[m.id]) if m.id in told else m for m in mentions]


def _readers(
    pages: Iterable[Page], mentions: Iterable[Mention], language: str | None
) -> Iterator["_Reader"]:
    by_page: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.type in ("PER", "DATE"):
            by_page.setdefault(mention.page, []).append(mention)
    people = (m for row in by_page.values() for m in row if m.type == "PER")
    words = [m.value.split() for m in people]
    names = frozenset(fold(w) for row in words if len(row) > 1 for w in row)
    for page in pages:
        if page.number in by_page:
            yield _Reader(page, by_page[page.number], family_of(language), names)


class _Reader:
    """Reads one page: its persons in order, and what announces some of them."""

    def __init__(
        self,
        page: Page,
        mentions: Iterable[Mention],
        family: str,
        names: frozenset[str],
    ) -> None:
        """Note what announces some; a part of a full name is no nickname."""
        self._page = page
        self._folded = fold(page.text)
        ordered = sorted(mentions, key=lambda m: m.start)
        self._people = [m for m in ordered if m.type == "PER"]
        self._dates = [m for m in ordered if m.type == "DATE"]
        self._starts = [m.start for m in self._people]
        self._family = family
        known = {m.id for m in self._people if fold(m.value) in names}
        announced = self._announced(pattern("cues", "aliases"))
        self._nicknames = {k: m for k, m in announced.items() if k not in known}
        self._parents: dict[str, re.Match[str]] = {}
        for words in (pattern("cues", "mothers"), *_father_words().values()):
            self._parents |= self._announced(words)
        self._sentences: list[int] | None = None

    def described(self) -> Iterator[tuple[str, Described]]:
        """Yield the ids of nicknames and parents with those whom they describe."""
        for role, known in (("parent", self._parents), ("alias", self._nicknames)):
            for key, match in known.items():
                owner = self._owner(match.start())
                if owner is not None:
                    yield key, Described(owner.id, role)

    def particulars(self) -> Iterator[Particular]:
        """Yield what is said of the persons of the page."""
        for mention in self._people:
            yield from self._inside(mention)
            yield from self._behind(mention)
        for match, name, value in self._fathers():
            owner = self._owner(match.start())
            if owner is not None:
                yield self._said(owner, "fatherName", value, *name.span(1))

        for mention in self._dates:
            yield from self._born(mention)

    def _born(self, date: Mention) -> Iterator[Particular]:
        """Yield a birth date in a field of its own."""
        start = self._page.text.rfind("\n", 0, date.start) + 1
        label = self._folded[start : date.start].strip(" :\t|")
        owner = self._owner(start) if label in word_set("cues", "births") else None
        if owner is not None:
            yield self._said(owner, "birthDate", date.value, date.start, date.end)

    def fathers_told(self) -> Iterator[tuple[str, str]]:
        """Yield id and value of the fathers of whom only the first name is told."""
        for _, name, value in self._fathers():
            last = bisect_right(self._starts, name.start(1)) - 1
            if last >= 0 and self._people[last].text == name[1]:
                yield self._people[last].id, value

    def nicknames_told(self) -> Iterator[tuple[str, str]]:
        """Yield text and value of the nicknames that stand in the nominative."""
        for mention in self._people:
            match = self._nicknames.get(mention.id)
            quoted = self._page.text[mention.start - 1 : mention.start] in _QUOTES
            inflecting = match and pattern("cues", "inflecting").fullmatch(match[0])
            if match and (quoted or not inflecting):
                yield mention.text, plain_name(mention.text)

    def _announced(self, words: re.Pattern[str]) -> dict[str, re.Match[str]]:
        """Return the ids of the persons just behind some words → those words."""
        cues = {match.end(): match for match in words.finditer(self._folded)}
        found = {}
        for mention in self._people if cues else ():
            before = self._page.text[max(0, mention.start - _GAP) : mention.start]
            end = mention.start - len(before) + len(before.rstrip(_BETWEEN))
            if end in cues:
                found[mention.id] = cues[end]
        return found

    def _owner(self, place: int) -> Mention | None:
        """Return the person named last before a place in its sentence, or its form."""
        last = bisect_right(self._starts, place) - 1
        while last >= 0 and self._describes(self._people[last]):
            if place - self._people[last].end > _REACH:
                return None
            last -= 1
        if last < 0 or place - self._people[last].end > _REACH:
            return None
        owner = self._people[last]
        gap = self._page.text[owner.end : place]
        same = self._sentence(owner.start) == self._sentence(place)
        return owner if same or _is_form(gap) else None

    def _describes(self, mention: Mention) -> bool:
        """Whether a name only tells more of a person named before it."""
        return mention.id in self._nicknames or mention.id in self._parents

    def _sentence(self, place: int) -> int:
        if self._sentences is None:
            self._sentences = [s.start for s in split_sentences(self._page.text)]
        return bisect_right(self._sentences, place)

    def _inside(self, mention: Mention) -> Iterator[Particular]:
        """Yield the father in brackets, the nickname in quotes, inside of a name."""
        for matcher, prop in ((_BRACKETS, "fatherName"), (QUOTED, "alias")):
            for match in matcher.finditer(mention.text):
                start, end = (mention.start + place for place in match.span(1))
                if start - 1 > mention.start:
                    yield self._said(mention, prop, plain_name(match[1]), start, end)

    def _behind(self, mention: Mention) -> Iterator[Particular]:
        """Yield the father or the year of birth in brackets just behind a full name."""
        if len(mention.value.split()) < 2:
            return
        father = _BEHIND.match(self._page.text, mention.end)
        if father and is_given(plain_name(father[1])):
            value = plain_name(father[1])
            yield self._said(mention, "fatherName", value, *father.span(1))
        year = _YEAR.match(self._page.text, mention.end)
        if year:
            yield self._said(mention, "birthDate", year[1], *year.span(1))

    def _fathers(self) -> Iterator[tuple[re.Match[str], re.Match[str], str]]:
        """Yield the words that announce a father, his first name there, its value."""
        for case, words in _father_words().items():
            for match in words.finditer(self._folded):
                name = _FATHER.match(self._page.text, match.end())
                value = _father(name[1], case, self._family) if name else None
                before = self._folded[max(0, match.start() - 14) : match.start()]
                if name and value and not _possessors().search(before):
                    yield match, name, value

    def _said(
        self, mention: Mention, prop: str, value: str, start: int, end: int
    ) -> Particular:
        return Particular(mention.id, prop, value, self._page.number, start, end)


def _is_form(gap: str) -> bool:
    """Whether what lies between two places are fields of a form."""
    lines = gap.split("\n")[1:-1]
    near = len(lines) < _LINES and "\n" in gap and "\n\n" not in gap
    return near and all(":" in line or "\t" in line for line in lines)


def _father(word: str, case: str, family: str) -> str | None:
    """Return a man's first name from the case that a word before it asks for."""
    cases = ("gen", "any") if case == "gen" else ("nom", "any")
    fit = [
        reading
        for reading in readings(plain_name(word), "given", family)
        if reading.sex == "m" and reading.case in cases
    ]
    best = min(fit, key=lambda reading: reading.cost, default=None)
    return best.base if best and best.cost < _MOST else None


@cache
def _father_words() -> Mapping[str, re.Pattern[str]]:
    return {case: word_regex(row) for case, row in load("cues")["fathers"].items()}


@cache
def _possessors() -> re.Pattern[str]:
    words = pattern("cues", "possessors").pattern
    return re.compile(rf"{words}\s{{1,2}}\Z")
