"""Fields of forms and columns of tables: what a label says that a value is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extraction.recognition.addresses import town_before_street
from extraction.recognition.gazetteer import find_place
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.wording import fold, pattern, word_set

FIELD = 10
"""The rank of what a field says; of overlapping candidates the lower wins."""

ADDRESS_END = re.compile(
    r"[;(\t|]|\s{3}|,\s*(?i:tel|mob|jmbg|embg|l\.\s?k|mat|pib|nipt|rođ|upisan|fax|phone)"
)
_LINE = re.compile(r"[^\n]+")
_FIELD = re.compile(
    r"[ \t|]*(?:\d{1,2}[.)] ?)?([^:\t|]{2,60}?)[ .…_]{0,200}[:\t|][ \t|.…_]*(.*)"
)
_ASIDE = re.compile(r"\([^()]*\)")
_CELL = re.compile(r"[^\t|]+")
_WITH_FATHER = re.compile(r"[^\W\d_]+ \([^\W\d_]+\) ?(?=[^\W\d_])")
_VALUE_END = re.compile(
    r"[,;(\t|/]|\s{3}|\s[-–]\s|\s(?:rođ|rodj|рођ|роден|i lindur|born)"
)
_LINES = 3
_LONGEST_NAME = 70
_LONGEST_ADDRESS = 90


class Field(NamedTuple):
    """A field's labels, folded (a form in two languages has two), and its value."""

    labels: tuple[str, ...]
    start: int
    end: int

    def has(self, key: str) -> bool:
        """Whether a label is one of a list of cues.yaml."""
        return any(label in word_set("cues", key) for label in self.labels)


def find_fields(text: str) -> Iterator[Candidate]:
    """Yield persons, companies and addresses that labels announce.

    The value of a person's candidate is the name as the labels order it, with a comma
    behind the family name where that stands first.
    """
    before: Field | None = None
    for field in iter_fields(text):
        yield from _read(text, field)
        if before is not None:
            yield from _read_pair(text, before, field)
        before = field


def iter_fields(text: str) -> Iterator[Field]:
    """Yield the fields of lines and the cells of columns with a label, in order."""
    columns: tuple[tuple[str, ...], ...] = ()
    waiting: tuple[str, ...] = ()
    last = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        if text.count("\n", last, start) > 1:
            columns = ()
        last = end
        cells = list(_CELL.finditer(text, start, end)) if _is_row(line[0]) else []
        match = _FIELD.match(text, start, end)
        if len(cells) > 2:
            if len(cells) == len(columns):
                for labels, cell in zip(columns, cells, strict=True):
                    yield _field(text, labels, *cell.span())
            else:
                columns = tuple(_labels(cell[0]) for cell in cells)
            waiting = ()
            continue
        columns = ()
        if match:
            labels = _labels(match[1])
            waiting = () if match[2].strip() else labels
            if match[2].strip():
                yield _field(text, labels, *match.span(2))
        elif waiting:
            yield _field(text, waiting, start, end)
            waiting = ()


def _is_row(line: str) -> bool:
    return "\t" in line or "|" in line


def _labels(written: str) -> tuple[str, ...]:
    parts = _ASIDE.sub(" ", written).split("/")
    return tuple(fold(part).strip(" .:*_0123456789") for part in parts)


def _field(text: str, labels: tuple[str, ...], start: int, end: int) -> Field:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Field(labels, start, max(start, end - len(piece) + len(piece.rstrip())))


def _read(text: str, field: Field) -> Iterator[Candidate]:
    start, end = _value(text, field)
    value = text[start:end]
    if field.has("person_labels"):
        if 1 < len(value.split()) < 5 and _is_name(value) and not _is_code(value):
            first = field.has("reversed_labels")
            ordered = value.replace(" ", ", ", 1) if first else ""
            yield Candidate(start, end, "PER", ordered, FIELD)
    elif field.has("company_labels") and value[:1].isupper():
        if len(value) < _LONGEST_NAME and not find_place(value):
            yield Candidate(start, end, "ORG", "", FIELD + 5)
    elif field.has("address_labels"):
        yield from _read_address(text, field)


def _read_pair(text: str, one: Field, other: Field) -> Iterator[Candidate]:
    """Yield both parts of a name that has a field for each, with the whole as value."""
    if one.has("family_labels") and other.has("given_labels"):
        family, given = one, other
    elif one.has("given_labels") and other.has("family_labels"):
        given, family = one, other
    else:
        return
    near = text.count("\n", one.end, other.start) < _LINES
    spans = [_value(text, field) for field in (given, family)]
    names = [text[start:end] for start, end in spans]
    if near and all(_is_name(name) and len(name.split()) < 3 for name in names):
        for start, end in spans:
            yield Candidate(start, end, "PER", f"{names[1]}, {names[0]}", FIELD)


def _value(text: str, field: Field) -> tuple[int, int]:
    """Return where a field's value begins and ends, without what is told beside it."""
    father = _WITH_FATHER.match(text, field.start, field.end)
    behind = father.end() if father else field.start
    stop = _VALUE_END.search(text, behind, field.end)
    value = text[field.start : stop.start() if stop else field.end].rstrip(" .")
    return field.start, field.start + len(value)


def _read_address(text: str, field: Field) -> Iterator[Candidate]:
    stop = ADDRESS_END.search(text, field.start, field.end)
    value = text[field.start : stop.start() if stop else field.end].rstrip(" .")
    if any(c.isdigit() for c in value) and any(c.isalpha() for c in value):
        if len(value) < _LONGEST_ADDRESS:
            start, end = field.start, field.start + len(value)
            if town := town_before_street(text, start, end):
                yield Candidate(start, start + town, "LOC", "", FIELD)
                start += (
                    town
                    + len(text[start + town : end])
                    - len(text[start + town : end].lstrip(", "))
                )
            yield Candidate(start, end, "ADDRESS", "", FIELD)


def _is_code(value: str) -> bool:
    """Whether a value is an operation's name rather than a person's."""
    return pattern("barred", "codes").match(fold(value)) is not None


def _is_name(value: str) -> bool:
    words = re.sub(r"[-()]", " ", value).split()
    capital = all(word[0].isupper() for word in words)
    never = word_set("cues", "never")
    return (
        bool(words)
        and capital
        and fold(words[0]) not in word_set("cues", "openers")
        and not any(c.isdigit() for c in value)
        and not any(fold(word) in never for word in words)
    )
