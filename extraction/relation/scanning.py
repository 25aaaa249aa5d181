"""A page's sentences with the mentions that lie in them, folded."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.model import Mention, Page
from extraction.recognition.identifiers.scan import fold
from extraction.recognition.sentences import Sentence, split_sentences
from extraction.relation.minutes import is_labelled

_HOUR = r"\d{1,2}[:.]\d{2}(?!\d|[.:]\d)"
_DAY = r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}\.?)?,?\s+(?:\w{1,2}\s+)?"
_LETTER = r"[^\W\d_a-zа-шčćđšžђјљњћџѓќѕ]"
_SHORT = rf"{_LETTER}{{1,3}}-?\d{{1,2}}"
_LONG = rf"{_LETTER}[^\W\d_]+ (?:{_LETTER}|\d{{1,2}})"
_LABEL = rf"(?:[-–•]\s)?(?:{_SHORT}|{_LONG})"
_ENTRY = re.compile(
    rf"(?<=\n)\s*(?:(?:{_DAY})?{_HOUR}|{_LABEL}\s*(?:\([^)\n]{{1,6}}\)\s*)?[–—:=|-]\s"
    rf"|{_LETTER}\s*=\s|{_LETTER}\d{{1,2}}\s(?=[^\W\d_])"
    rf"|[IVX]{{1,4}}\s?[–—.)-]\s(?={_LETTER})|[IVX]{{2,4}}\s(?={_LETTER}))"
)
_STOP = re.compile(r"(?<=\d)\.\s[^\W\d_a-zа-ш]")
_LONGEST_FIELD = 60


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence of a page with the mentions that lie in it, in order.

    `gap` is how many line breaks part it from the sentence before.
    """

    page: int
    start: int
    end: int
    row: bool
    raw: str
    folded: str
    mentions: tuple[Mention, ...]
    gap: int = 0

    def bare(self) -> str:
        """Return the folded sentence with its mentions blanked out."""
        pieces, position = [], 0
        for m in self.mentions:
            start, end = m.start - self.start, m.end - self.start
            if start >= position:
                pieces += [self.folded[position:start], "\x00" * (end - start)]
                position = end
        return "".join([*pieces, self.folded[position:]])

    def capital(self, start: int) -> bool:
        """Whether a capital letter stands at a place of the page."""
        return self.raw[start - self.start].isupper()


def _split(text: str) -> Iterator[Sentence]:
    """Yield sentences: a log's entries apart, and prose behind a label in a row."""
    for start, end, row in split_sentences(text):
        cuts = [m.start() for m in _ENTRY.finditer(text, start, end)]
        for first, last in pairwise([start, *cuts, end]):
            row = row and not is_labelled(fold(text[first : first + _LONGEST_FIELD]))
            if row and last - first > _LONGEST_FIELD and _is_prose(text, first, last):
                yield from _split_prose(text, first, last)
            elif text[first:last].strip():
                yield Sentence(first, last, row)


def _split_prose(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences behind a label, which stays with the first."""
    label = text.index(":", start, end) + 1
    pieces = split_sentences(text[label:end])
    short = len(pieces) == 1 and end - start <= 2 * _LONGEST_FIELD
    for number, piece in enumerate(pieces):
        begin = label + piece.start if number else start
        yield Sentence(begin, label + piece.end, short)


def _cut_behind(
    mentions: Sequence[Mention], text: str, sentences: Iterable[Sentence]
) -> Iterator[Sentence]:
    """Yield sentences, ended by the full stop behind a number too."""
    ends = [m.end for m in mentions if _STOP.match(text, m.end)]
    position = 0
    for start, end, row in sentences:
        while position < len(ends) and ends[position] < end:
            if ends[position] > start and not row:
                yield Sentence(start, ends[position] + 1, row)
                start = ends[position] + 2
            position += 1
        yield Sentence(start, end, row)


def _is_prose(text: str, start: int, end: int) -> bool:
    return ":" in text[start:end] and not re.search(r"[|\t]", text[start:end])


def by_page(mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
    """Return mentions by the number of their page."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.page, []).append(mention)
    return found


def iter_scenes(page: Page, mentions: Sequence[Mention]) -> Iterator[Scene]:
    """Yield the page's sentences in order, those without mentions too."""
    folded = fold(page.text)
    ordered = sorted(mentions, key=lambda m: m.start)
    position = last = 0
    for start, end, row in _cut_behind(ordered, page.text, _split(page.text)):
        while position < len(ordered) and ordered[position].start < start:
            position += 1
        inside = []
        while position < len(ordered) and ordered[position].start < end:
            inside.append(ordered[position])
            position += 1
        end = max([end, *(m.end for m in inside)])
        gap = page.text.count("\n", last, start)
        last = end
        yield Scene(
            page.number,
            start,
            end,
            row,
            page.text[start:end],
            folded[start:end],
            tuple(inside),
            gap,
        )
