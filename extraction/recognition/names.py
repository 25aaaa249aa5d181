"""Pages → mentions of persons, organizations, places and addresses.

A trained recognizer reads the sentences; rules and gazetteers add what is announced by
the words around it; of overlapping candidates the more certain wins.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from extraction.model import Mention, Page
from extraction.recognition.civil import with_towns
from extraction.recognition.codes import without_codes
from extraction.recognition.companies import name_companies
from extraction.recognition.fields import FIELD
from extraction.recognition.gazetteer import find_place
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.institutions import institution_name
from extraction.recognition.joining import join_parts
from extraction.recognition.mending import mend
from extraction.recognition.normalizing import (
    find_hints,
    normalize_persons,
    plain_name,
)
from extraction.recognition.overlaps import Disjoint
from extraction.recognition.paradigms import is_given
from extraction.recognition.particulars import take_told
from extraction.recognition.recognizers import Recognizer
from extraction.recognition.repeating import (
    common_words,
    is_telling,
    repeat_names,
    without_small,
)
from extraction.recognition.rules import (
    MODEL,
    PLACE,
    find_by_rules,
    given_forms,
)
from extraction.recognition.sentences import find_frame, split_sentences
from extraction.recognition.settings import Setting
from graph.names import fold as name_fold

VERSION = "names/8"
PAGES_AT_ONCE = 16

_GANG = re.compile(r"\A(\w+[sčcš]k)(?:iot|og|om|im) klan(?:a|u|om)?\Z")
_HOUR = re.compile(r"\n\s*\d{1,2}[:.]\d{2}(?:[-–]\d{1,2}[:.]\d{2})?\s*\Z")
_LEAD = 24
_STEM = 4
_BY = {FIELD: "fields/1", PLACE: "gazetteer/1"}


class NameFinder:
    """The loaded recognizer; one serves any number of documents, one at a time."""

    def __init__(self, recognizer: Recognizer) -> None:
        """Keep the recognizer that reads the sentences."""
        self.recognizer = recognizer

    @classmethod
    def load(cls, setting: Setting = Setting.FAST) -> "NameFinder":
        """Load the weights. Raises Unavailable where they are missing."""
        return cls(Recognizer.load(setting))

    def find(self, pages: Sequence[Page], language: str | None) -> list[Mention]:
        """Return the mentions of a document by page and place, none overlapping.

        Pages are read a few at a time, so that memory does not grow with the document.
        """
        found: list[Mention] = []
        doubtful: set[str] = set()
        frame = find_frame(page.text for page in pages)
        for batch in _batches(pages):
            with self.recognizer.nlp.memory_zone():
                for page, spans in zip(batch, self._label(batch, frame), strict=True):
                    for one in choose([*spans, *self._by_rules(page.text)]):
                        mention = self._to_mention(page, one)
                        found.append(mention)
                        if _opens(page, one):
                            doubtful.add(mention.id)
        if self._is_accurate:
            common = common_words(pages)
            if language == "en":
                doubtful = {
                    m.id
                    for m in found
                    if m.id in doubtful and name_fold(m.text.split()[0]) in common
                }
            found = list(without_openers(found, doubtful, common))
            found = list(without_small(found, self.recognizer.setting.component))
        elif language != "en":
            found = _supported(found, doubtful)
        normal = normalize_persons(
            {_surface(m) for m in found if m.type == "PER"},
            language,
            find_hints(pages, found),
        )
        if self._is_accurate:
            found = list(with_places(list(_as_elsewhere(found)), normal))
        found = list(with_towns(pages, found))
        found = [replace(m, value=_value_of(m, normal, language)) for m in found]
        found = without_codes(pages, found)
        found = name_companies(pages, found)
        found = repeat_names(pages, found, normal.values())
        left = normalize_persons({m.text for m in found if not m.value}, language)
        found = [m if m.value else replace(m, value=left[m.text]) for m in found]
        return take_told(pages, found, language)

    def _by_rules(self, text: str) -> list[Candidate]:
        """Return what the rules find; places of the list only for the fast setting.

        What the accurate one leaves out of them is mostly in another name.
        """
        found = find_by_rules(text)
        return [c for c in found if c.rank != PLACE or not self._is_accurate]

    @property
    def _is_accurate(self) -> bool:
        """Whether the recognizer knows names from their context better than lists."""
        return self.recognizer.setting is Setting.ACCURATE

    def _label(
        self, pages: Sequence[Page], frame: frozenset[str]
    ) -> Iterator[list[Candidate]]:
        """Yield for each page what the recognizer finds."""
        sentences = [split_sentences(page.text, frame) for page in pages]
        texts = (
            page.text[s.start : s.end]
            for page, row in zip(pages, sentences, strict=True)
            for s in row
        )
        labelled = self.recognizer.find(texts)
        for page, row in zip(pages, sentences, strict=True):
            candidates: list[Candidate] = []
            for sentence in row:
                for entity in next(labelled):
                    start, end = (sentence.start + place for place in entity[:2])
                    found = Candidate(start, end, entity.label, "", MODEL)
                    candidates += mend(page.text, found, self._is_accurate)
            yield list(join_parts(page.text, candidates))

    def _to_mention(self, page: Page, found: Candidate) -> Mention:
        by = self.recognizer.setting.component if found.rank == MODEL else "rules/1"
        return Mention(
            id=f"{page.number}.{found.start}.{found.end}.{found.type}",
            page=page.number,
            start=found.start,
            end=found.end,
            text=page.text[found.start : found.end],
            type=found.type,
            value=found.value,
            by=_BY.get(found.rank, by),
        )


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return in order the candidates that stand when overlaps are resolved.

    The lower rank wins, then the longer; one of the same type that reaches further
    than the winner replaces it when the recognizer and a rule agree on the type.
    """
    ordered = sorted(set(candidates), key=lambda c: (c.rank, c.start - c.end, c))
    taken: Disjoint[Candidate] = Disjoint()
    for candidate in ordered:
        rivals = taken.over(candidate)
        if len(rivals) == 1 and _widens(candidate, rivals[0]):
            taken.remove(rivals.pop())
        if not rivals:
            taken.add(candidate)
    return taken.spans


def _widens(candidate: Candidate, rival: Candidate) -> bool:
    """Whether the candidate holds its rival and says the same of more text."""
    holds = candidate.start <= rival.start and rival.end <= candidate.end
    return (
        holds
        and candidate.type == rival.type
        and candidate.rank == MODEL
        and rival.rank > FIELD
        and candidate.type in ("ORG", "ADDRESS")
    )


def _batches(pages: Iterable[Page]) -> Iterator[list[Page]]:
    batch: list[Page] = []
    for page in pages:
        batch.append(page)
        if len(batch) == PAGES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _opens(page: Page, found: Candidate) -> bool:
    """Whether what the recognizer took for a name opens a sentence or log's entry.

    A place that the gazetteer has is none of those in doubt.
    """
    before = page.text[max(0, found.start - _LEAD) : found.start]
    before = _HOUR.sub("\n", before).rstrip(' "„“«(–—-')
    return (
        found.rank == MODEL
        and found.type in ("PER", "LOC")
        and (not before or before[-1] in ".!?\n:|\t")
        and find_place(page.text[found.start : found.end]) is None
    )


def without_openers(
    mentions: Sequence[Mention], doubtful: Set[str], common: Set[str]
) -> Iterator[Mention]:
    """Yield the mentions without the words that only open a sentence.

    One word that has neither a person's ending nor stands in another name is none; of
    two, the second is the name where the first is one of the document's `common` words.
    """
    known = {
        name_fold(word)[:_STEM]
        for m in mentions
        if m.type == "PER" and (m.id not in doubtful or " " in m.text)
        for word in (m.text.split() if m.id not in doubtful else m.text.split()[1:])
    }
    for mention in mentions:
        words = mention.text.split()
        if mention.id not in doubtful or mention.type != "PER" or len(words) > 2:
            yield mention
            continue
        first, last = (name_fold(word)[:_STEM] for word in (words[0], words[-1]))
        if first in known or is_telling(plain_name(words[0])):
            yield mention
        elif len(words) == 2 and name_fold(words[0]) in common and last in known:
            start = mention.end - len(words[1])
            key = f"{mention.page}.{start}.{mention.end}.PER"
            yield replace(mention, id=key, start=start, text=words[1], value="")
        elif len(words) == 2:
            yield mention


def with_places(
    mentions: Sequence[Mention], normal: Mapping[str, str]
) -> Iterator[Mention]:
    """Yield the mentions, a place that was taken for a person as a place.

    `normal` has the persons' values by surface. A first name, and a word that is part
    of a longer name in the document, stays a person.
    """
    parts = {
        name_fold(part)
        for value in normal.values()
        if " " in value and find_place(value) is None
        for part in value.split()
    }
    for mention in mentions:
        place = find_place(mention.text) if mention.type == "PER" else None
        word = plain_name(mention.text)
        if (
            place
            and not is_given(word)
            and parts.isdisjoint(
                name_fold(one) for one in (word, place.name, normal[_surface(mention)])
            )
        ):
            yield replace(mention, type="LOC", value="")
        else:
            yield mention


def _as_elsewhere(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions, one word a person where it is one more often than a place."""
    single = [m for m in mentions if " " not in m.text]
    people = Counter(name_fold(m.text) for m in single if m.type == "PER")
    others = Counter(name_fold(m.text) for m in single if m.type in ("LOC", "ORG"))
    for mention in mentions:
        key = name_fold(mention.text)
        told = mention.type == "LOC" and people[key] > others[key]
        if told and find_place(mention.text) is None:
            yield replace(mention, type="PER", value="")
        else:
            yield mention


def _supported(mentions: list[Mention], doubtful: set[str]) -> list[Mention]:
    """Leave out single words opening a sentence that nothing else shows to be names."""
    known = {
        name_fold(word)[:4]
        for m in mentions
        if m.type == "PER" and (m.id not in doubtful or " " in m.text)
        for word in m.text.split()
    }

    def stands(mention: Mention) -> bool:
        if mention.id not in doubtful or " " in mention.text:
            return True
        key = name_fold(mention.text)
        return mention.type == "PER" and (key in given_forms() or key[:4] in known)

    return [m for m in mentions if stands(m)]


def _surface(person: Mention) -> str:
    """Return a person's name as it stands, or in the order that a form says."""
    return person.value or person.text


def _value_of(mention: Mention, normal: Mapping[str, str], language: str | None) -> str:
    """Return a mention's value; `normal` has those of persons' names."""
    if mention.type == "PER":
        return normal[_surface(mention)]
    name = plain_name(mention.text)
    if mention.type == "LOC":
        place = find_place(mention.text)
        return place.name if place else name
    if mention.type == "ORG":
        name = _GANG.sub(r"\1i klan", name)
        name = " ".join(re.sub(r"[„“”«»\"]", "", name).split())
        return institution_name(name, language)
    return name
