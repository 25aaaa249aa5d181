"""The recognizer's spans → names with clean edges: no titles, labels, cells beside."""

import re
from collections.abc import Iterator

from extraction.recognition.addressedges import (
    address_edges,
    is_no_address,
    with_street,
)
from extraction.recognition.addresses import town_before_street, with_place
from extraction.recognition.barring import is_barred
from extraction.recognition.edges import EDGES, end_of_organization, person_edges, trim
from extraction.recognition.gazetteer import find_place
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.institutions import find_seam
from extraction.recognition.kinds import (
    begin_of_kind,
    end_of_kind,
    is_quoted,
    with_office,
)
from extraction.recognition.rules import MODEL, skip_documents, skip_titles
from extraction.recognition.wording import UPPER, fold, word_set

_CELLS = re.compile(r"[|\t]|[ \u00a0]{3,}")
_HEADING_END = re.compile(rf"(?<=[^\s,])(?<!-)[ ]?\n\s*(?=[{UPPER}])")
_LONGEST_HEADING = 70
_PREPOSITION = 2
_ORDINAL = re.compile(r"(?:\d{1,3}[.)]\s+)?")
_LABELS = re.compile(rf"(?:(?!A1\b)[{UPPER}]-?\d{{1,2}}[ ]?[–:]?\s+)+(?=\S)")
"""What a list gives to a thing before its name: `O1 Drini Cargo`."""

_LABELLED_LINE = re.compile(rf"\s*\n\s*(?=[{UPPER}]-?\d{{1,2}}(?:\s|\Z))")
_LABEL_BEGUN = re.compile(rf"\s*\n\s*[{UPPER}]{{1,6}}\Z")
_LABEL_GOES_ON = re.compile(r"[.)/]|\s?\d")
"""What a line begins with that the recognizer took for the end of a name: `II.`."""
_ARTICLE = re.compile(r"[Tt]he\s+(?!Hague)")
_REFERENCE = re.compile(r"\s(?:br|бр|nr)\.?\Z", re.IGNORECASE)


def mend(text: str, found: Candidate, is_accurate: bool) -> Iterator[Candidate]:
    """Yield what is a name in the recognizer's span, each cell or column's apart."""
    start = found.start
    if found.type == "ORG" and (seam := find_seam(text[start : found.end])):
        for first, last in ((0, seam[0]), (seam[1], found.end - start)):
            part = found._replace(start=start + first, end=start + last)
            yield from mend(text, part, is_accurate)
        return
    if labelled := _LABELLED_LINE.search(text, start, found.end):
        yield from mend(text, found._replace(end=labelled.start()), is_accurate)
        yield from mend(text, found._replace(start=labelled.end()), is_accurate)
        return
    begun = _LABEL_BEGUN.search(text[start : found.end])
    if begun and _LABEL_GOES_ON.match(text, found.end):
        found = found._replace(end=start + begun.start())
    if broken := _place_beside(text, found):
        found = found._replace(end=broken)
    line = _HEADING_END.search(text, start, found.end)
    if found.type == "ORG" and line and _is_heading(text, start, line.start()):
        rest = text[line.end() : found.end].strip(EDGES)
        kind = "LOC" if find_place(rest) else "ORG"
        yield from mend(text, found._replace(end=line.start()), is_accurate)
        if kind == "LOC" or " " in rest:
            behind = found._replace(start=line.end(), type=kind)
            yield from mend(text, behind, is_accurate)
        return
    for cell in _CELLS.finditer(text, found.start, found.end):
        yield from _mend(
            text, found._replace(start=start, end=cell.start()), is_accurate
        )
        start = cell.end()
    yield from _mend(text, found._replace(start=start), is_accurate)


def _place_beside(text: str, found: Candidate) -> int:
    """Return where a line ends of which the next is no part, else 0.

    A place ends with its line, and a person before a line that begins with a place.
    """
    first, broken, second = text[found.start : found.end].partition("\n")
    if not broken or found.type not in ("PER", "LOC"):
        return 0
    alone = find_place(first if found.type == "LOC" else second) is not None
    whole = find_place(f"{first} {second}") is not None
    return found.start + len(first) if alone and not whole else 0


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether an organization fills a short line, or what stands behind its label."""
    first = text.rfind("\n", 0, end) + 1
    before = text[first:start].rstrip()
    words = text[start:end].split()
    whole = end - first <= _LONGEST_HEADING and (not before or before[-1] in ":–-,")
    return whole and len(words[-1]) > _PREPOSITION


def _mend(text: str, found: Candidate, is_accurate: bool) -> Iterator[Candidate]:
    """Yield the span with its edges cleaned, or nothing."""
    start, end, label = _opened(text, found)
    if label == "ADDRESS":
        start, end = address_edges(text, start, end)
        if is_no_address(text[start:end]):
            return
        start = with_street(text, start)
        if town := town_before_street(text, start, end):
            yield Candidate(start, start + town, "LOC", "", MODEL)
            start += town
        end = with_place(text, end)
    start, end, label = _cleaned(text, start, end, label)
    label = _settled(text, start, end, label, is_accurate)
    if label and not is_barred(text, start, end, label):
        yield Candidate(start, end, label, "", MODEL)


def _opened(text: str, found: Candidate) -> tuple[int, int, str]:
    """Return span and type without the number, label or title that a line begins with.

    An organization loses the word for a number behind it too.
    """
    start, end, label = found.start, found.end, found.type
    for leading in (_ORDINAL, _LABELS, _ARTICLE):
        if match := leading.match(text[start:end]):
            start += match.end()
    start, label = with_office(text, start, label)
    if label == "ORG":
        start = skip_titles(text, start, end)
        start = skip_documents(text, start, end)
        end = start + len(_REFERENCE.sub("", text[start:end]))
    return start, end, label


def _cleaned(text: str, start: int, end: int, label: str) -> tuple[int, int, str]:
    """Return the span of the name alone, and the type that its words show."""
    start, end = trim(text, start, end, label)
    start, label = begin_of_kind(text, start, end, label)
    if label == "PER":
        start, end = person_edges(text, start, end)
    if label == "ORG":
        end = end_of_organization(text, start, end)
    end, label = end_of_kind(text, start, end, label)
    return start, end, label


def _settled(text: str, start: int, end: int, label: str, is_accurate: bool) -> str:
    """Return the type of a cleaned span, empty where it is no name.

    What the gazetteer knows is a place; the accurate recognizer is believed where it
    says that one is a person, and that a name is written small.
    """
    piece = text[start:end]
    small = is_accurate and label != "ADDRESS"
    if not any(c.isupper() or (small and c.isalpha()) for c in piece):
        return ""
    if _is_never(piece, label):
        return ""
    place = find_place(piece) is not None
    if place and label == "ORG" and not is_quoted(text, start, end):
        label = "LOC"
    if place and label == "PER" and not is_accurate:
        label = "LOC"
    if label == "LOC" and not piece[0].isupper() and not is_accurate:
        return ""
    titles = word_set("cues", "titles")
    if label == "PER" and all(word in titles for word in _words(piece)):
        return ""
    return label


def _is_never(piece: str, label: str) -> bool:
    """Whether the words of a piece are never a name of that type."""
    words, never = _words(piece), word_set("cues", "never")
    if all(w in never or not any(c.isalpha() for c in w) for w in words):
        return True
    if label == "PER":
        return any(c.isdigit() for c in piece) or words[0] in never
    if label == "ADDRESS":
        return all(find_place(part) for part in piece.split(","))
    return False


def _words(piece: str) -> list[str]:
    return [fold(word.strip(EDGES)) for word in piece.split()]
