"""Pages → mentions of persons, organizations, places and addresses.

A trained recognizer reads the sentences; rules and gazetteers add what is announced by
the words around it; of overlapping candidates the more certain wins.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extraction.model import Mention, Page
from extraction.recognition.gazetteer import find_place
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.normalizing import normalize_persons, plain_name
from extraction.recognition.recognizers import Recognizer
from extraction.recognition.repeating import repeat_names
from extraction.recognition.rules import (
    ADDRESS_END,
    FIELD,
    MODEL,
    PLACE,
    find_by_rules,
    given_forms,
    skip_titles,
)
from extraction.recognition.sentences import split_sentences
from extraction.recognition.settings import Setting
from extraction.recognition.wording import fold, word_set
from graph.names import fold as name_fold

VERSION = "names/3"
PAGES_AT_ONCE = 16

_EDGES = " \t\n\"'„“”«».,;:()[]-–—*"
_ORDINAL = re.compile(r"(?:\d{1,3}[.)]\s+)?")
_ARTICLE = re.compile(r"[Tt]he\s+(?!Hague)")
_INITIALS = re.compile(r",\s\w\.\s?\w\.?\Z")
_GANG = re.compile(r"\A(\w+[sčcš]k)(?:iot|og|om|im) klan(?:a|u|om)?\Z")
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
        for batch in _batches(pages):
            with self.recognizer.nlp.memory_zone():
                for page, spans in zip(batch, self._label(batch), strict=True):
                    chosen = choose([*spans, *self._by_rules(page.text)])
                    found += [self._to_mention(page, candidate) for candidate in chosen]
                    doubtful |= {
                        f"{page.number}.{c.start}" for c in chosen if _opens(page, c)
                    }
        if language != "en" and not self._is_accurate:
            found = _supported(found, doubtful)
        persons = {m.text for m in found if m.type == "PER"}
        values = normalize_persons(persons, language, frozenset()).values()
        return _normalize(repeat_names(pages, found, values), language)

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

    def _label(self, pages: Sequence[Page]) -> Iterator[list[Candidate]]:
        """Yield for each page what the recognizer finds."""
        sentences = [split_sentences(page.text) for page in pages]
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
                    candidates += _mend(page.text, found, self._is_accurate)
            yield candidates

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
    taken: list[Candidate] = []
    for candidate in ordered:
        rivals = [
            t for t in taken if t.start < candidate.end and candidate.start < t.end
        ]
        if not rivals:
            taken.append(candidate)
        elif len(rivals) == 1 and _widens(candidate, rivals[0]):
            taken.remove(rivals[0])
            taken.append(candidate)
    return sorted(taken)


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


def _mend(text: str, found: Candidate, is_accurate: bool) -> Iterator[Candidate]:
    """Yield the recognizer's span with its edges cleaned, or nothing."""
    start, end, label = found.start, found.end, found.type
    cell = re.search(r"[|\t]", text[start:end])
    if cell:
        end = start + cell.start()
    start += len(_ORDINAL.match(text[start:end]).group())  # type: ignore[union-attr]
    if article := _ARTICLE.match(text[start:end]):
        start += article.end()
    if label == "ORG":
        start = skip_titles(text, start, end)
    if label == "ADDRESS" and (stop := ADDRESS_END.search(text[start:end])):
        end = start + stop.start()
    start, end = _trim(text, start, end, label)
    if label == "PER":
        start = _without_titles(text, start, end)
        end = _without_labels(text, start, end)
    piece = text[start:end]
    if not piece or not any(c.isupper() for c in piece):
        return
    words = [fold(word.strip(_EDGES)) for word in piece.split()]
    never = word_set("cues", "never")
    if all(w in never or not any(c.isalpha() for c in w) for w in words):
        return
    if label == "PER" and (any(c.isdigit() for c in piece) or words[0] in never):
        return
    if label == "ADDRESS" and all(find_place(part) for part in piece.split(",")):
        return
    place = find_place(piece)
    if place and (label == "ORG" or (label == "PER" and not is_accurate)):
        label = "LOC"
    if label == "LOC" and not piece[0].isupper():
        return
    yield Candidate(start, end, label, "", MODEL)


def _trim(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    piece = text[start:end]
    if label == "ORG" and piece[:1] in '„“"«' and piece[-1:] not in '“”"»':
        if any(mark in piece[1:] for mark in '“”"»'):
            return start, end
    end -= len(piece) - len(piece.rstrip(_EDGES))
    if label == "ORG" and re.search(r"\.\w{1,3}\Z", text[start:end]):
        end += text[end : end + 1] == "."
    start += len(piece) - len(piece.lstrip(_EDGES))
    if label == "PER" and re.search(r"(?:\A|[\s.])\w\Z", text[start:end]):
        end += text[end : end + 1] == "."
    if label == "ADDRESS":
        end -= len(text[start:end]) - len(_INITIALS.sub("", text[start:end]))
    return start, max(start, end)


def _without_titles(text: str, start: int, end: int) -> int:
    titles = word_set("cues", "titles")
    while match := re.match(r"(\S+)\s+", text[start:end]):
        if fold(match[1].strip(_EDGES)) not in titles:
            break
        start += match.end()
    return start


def _without_labels(text: str, start: int, end: int) -> int:
    """Return where a name ends before the label of what follows: `Vuk Antić JMBG`."""
    words = text[start:end].split()
    kept = list(words)
    while len(kept) > 1 and fold(kept[-1].strip(_EDGES)) in word_set("cues", "never"):
        kept.pop()
    if len(kept) == len(words):
        return end
    last = text.index(kept[-1], start) + len(kept[-1])
    return last if len(kept) > 1 else start


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
    """Whether the recognizer took one word that opens a sentence for a name."""
    before = page.text[: found.start].rstrip(' "„“«(')
    word = page.text[found.start : found.end]
    return (
        found.rank == MODEL
        and found.type in ("PER", "LOC")
        and (not before or before[-1] in ".!?\n:|\t")
        and not re.search(r"\s", word)
        and find_place(word) is None
    )


def _supported(mentions: list[Mention], doubtful: set[str]) -> list[Mention]:
    """Leave out single words opening a sentence that nothing else shows to be names."""
    known = {
        name_fold(word)[:4]
        for m in mentions
        if m.type == "PER" and f"{m.page}.{m.start}" not in doubtful
        for word in m.text.split()
    }

    def stands(mention: Mention) -> bool:
        if f"{mention.page}.{mention.start}" not in doubtful:
            return True
        key = name_fold(mention.text)
        return mention.type == "PER" and (key in given_forms() or key[:4] in known)

    return [m for m in mentions if stands(m)]


def _normalize(mentions: list[Mention], language: str | None) -> list[Mention]:
    """Return the mentions with their values, on the evidence of all of them."""
    persons = {m.text for m in mentions if m.type == "PER"}
    normal = normalize_persons(persons, language, frozenset())
    out = []
    for m in mentions:
        value = m.value or normal[m.text] if m.type == "PER" else _value_of(m)
        out.append(
            Mention(m.id, m.page, m.start, m.end, m.text, m.type, value, m.valid, m.by)
        )
    return out


def _value_of(mention: Mention) -> str:
    if mention.type == "LOC":
        place = find_place(mention.text)
        return place.name if place else plain_name(mention.text)
    if mention.type == "ORG":
        name = _GANG.sub(r"\1i klan", plain_name(mention.text))
        return " ".join(re.sub(r"[„“”«»\"]", "", name).split())
    return plain_name(mention.text)
