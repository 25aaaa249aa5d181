"""UN/EDIFACT as carriers really write it: bytes to segments, each fault told.

ISO 9735 says what is right; here what is wrong is mended where it can only have been
meant one way, and said: other separators than announced, typographic quotes and missing
terminators, line ends within segments, text before and after the interchange.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.model import Content
from extraction.reading.encoding import iter_text

MAX_SEGMENT = 1 << 16
WRAPPED = 60
"""A line as long as this was broken anywhere; a shorter one where a word ended."""

_TAGS = (
    "UNA UNB UNG UNH UNT UNE UNZ MSG ORG TVL EQN SRC RCI SSR DAT IFT REF ABI TIF FTI "
    "FAR SSD TBD TKT MON PTK FOP LTS ADD EBD DEP TRA TXD TRI RPI APD SAC CNT BGM NAD "
    "TDT LOC DTM ATT GEI NAT RFF DOC FTX MEA COM EMP UNS AUT GRI GIS CPI CTA"
)
KNOWN = frozenset(_TAGS.split())
_TAG = re.compile(r"[A-Z]{3}")
_BEGIN = re.compile(r"UNA|UN[BGH] ?(?=[^A-Za-z0-9 \t\r\n])")
_UNB = re.compile(r"UNB *([^\w\s]|[\x1c-\x1f])[A-Z]{4}([^\w\s]|[\x1c-\x1f])\d")
_NEXT = re.compile(r"(.)[ \t\r\n]*UN[GH] ?(?=[^\w\s]|[\x1c-\x1f])", re.DOTALL)
_QUOTE = re.compile(
    r"[\u2018\u2019\u201b\u00b4`\u2032\u0092\u0091](?=[ \t\r]*(?:\n|$))"
)
_GLUED = re.compile(r"(.*\d)(TIF|TVL|SRC|RCI|ORG|FTI|SSR|DAT)", re.DOTALL)
_BAD_TAG = re.compile(r"[A-Z0-9]{3}")
_CUT = "longer than 65,536 characters: the rest is left out"


class Marks(NamedTuple):
    """The characters that separate; `release` is empty where there is none."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"


class Segment(NamedTuple):
    """A tag with its elements, each a list of components; numbered from 1."""

    tag: str
    elements: list[list[str]]
    number: int
    line: int

    def get(self, element: int, component: int = 0) -> str:
        """Return a component, empty where the segment has none there."""
        if element >= len(self.elements):
            return ""
        parts = self.elements[element]
        return parts[component].strip() if component < len(parts) else ""

    def all(self, element: int) -> list[str]:
        """Return the components of an element, none where there is none."""
        return self.elements[element] if element < len(self.elements) else []

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"segment {self.number} {self.tag}, line no. {self.line}"


class Fault(NamedTuple):
    """What is wrong, and in which segment; `raw` the record alone, to be corrected."""

    place: str
    reason: str
    raw: str = ""


@dataclass(slots=True)
class Tokenizer:
    """Cuts text into segments; `wrapped` counts those that went over several lines."""

    content: Content
    marks: Marks = Marks()
    wrapped: int = 0
    first_wrapped: str = ""
    _number: int = 0
    _line: int = 1
    _faults: list[Fault] = field(default_factory=list)

    def read(self) -> Iterator[Segment | Fault]:
        """Yield segments and faults in the order of the file."""
        rest = ""
        started = False
        for piece in iter_text(self.content):
            rest += piece
            if not started:
                started = True
                rest = self._skip_to_begin(rest)
                yield from self._tell()
            rest = yield from self._take(rest, last=False)
        rest = yield from self._take(rest, last=True)
        if rest.strip():
            yield from self._end(rest)

    def _skip_to_begin(self, text: str) -> str:
        found = _BEGIN.search(text)
        if found is None:
            return text
        before = text[: found.start()]
        if before.strip("\ufeff \t\r\n"):
            self._faults.append(
                Fault("line no. 1", "text stands before the interchange")
            )
        self._line += before.count("\n")
        return text[found.start() :]

    def _take(self, text: str, *, last: bool) -> Generator[Segment | Fault, None, str]:
        """Yield what is whole; return what is not."""
        at = 0
        while at < len(text):
            start = _after_blanks(text, at)
            head = text[start : start + 3]
            if head == "UNA" or (head == "UNB" and not self._announced(text, start)):
                if not last and len(text) - start < 4096:
                    break
                at, start = self._announce(text, at, start)
                yield from self._tell()
                continue
            end = self._find_end(text, start)
            if end < 0:
                if len(text) - start > MAX_SEGMENT:
                    yield Fault(
                        f"line no. {self._line}", "no segment ends here: left out"
                    )
                    self._line += text.count("\n", at)
                    return ""
                break
            self._line += text.count("\n", at, start)
            yield from self._segments(text[start:end])
            self._line += text.count("\n", start, end)
            at = end + 1
        return text[at:]

    def _announced(self, text: str, start: int) -> bool:
        """Whether the UNB there is written with the marks in force."""
        return text.startswith(self.marks.element, _after_blanks(text, start + 3))

    def _announce(self, text: str, at: int, start: int) -> tuple[int, int]:
        """Take the marks of a UNA, or of the UNB itself; return where to go on."""
        self._line += text.count("\n", at, start)
        marks, after = Marks(), start
        if text.startswith("UNA", start):
            marks, length = _read_una(text[start + 3 : start + 9])
            after = start + 3 + length
        seen = _find_marks(text[after : after + 4096], marks)
        if seen != marks and after != start:
            reason = "the separators are others than UNA announces: those used are read"
            self._faults.append(Fault(f"line no. {self._line}", reason))
        elif seen != marks:
            self._faults.append(
                Fault(f"line no. {self._line}", "no UNA for its separators")
            )
        self.marks = seen
        if after == start and not text.startswith(
            seen.element, _after_blanks(text, start + 3)
        ):
            after = start + 3
        return after, after

    def _find_end(self, text: str, start: int) -> int:
        """Return the index of the next terminator that is not released, or -1."""
        mark, release = self.marks.terminator, self.marks.release
        end = text.find(mark, start)
        while release and end > start and text[end - 1] == release:
            back = end - 1
            while back > start and text[back - 1] == release:
                back -= 1
            if (end - back) % 2 == 0:
                break
            end = text.find(mark, end + 1)
        return end

    def _segments(self, raw: str) -> Iterator[Segment | Fault]:
        """Yield the segment, or those that a lost terminator has run together."""
        if "\n" not in raw and "\r" not in raw:
            yield from self._cut(raw)
            return
        line = self._line
        for part, broken in self._part(raw):
            offset = part.count("\n")
            yield from self._cut(_join(part), "\n" in part.strip())
            self._line += offset
            if broken:
                yield Fault(f"segment {self._number}, line no. {self._line}", broken)
        self._line = line

    def _part(self, raw: str) -> Iterator[tuple[str, str]]:
        """Yield pieces that begin with a known tag on a line of their own."""
        start = 0
        for found in re.finditer(
            r"\n[ \t\r]*([A-Z]{3})" + re.escape(self.marks.element), raw
        ):
            if found[1] not in KNOWN or not raw[start : found.start()].strip():
                continue
            piece = raw[start : found.start()]
            quoted = _QUOTE.search(piece + "\n")
            if quoted is not None:
                why = "a typographic quote ends the segment: taken for the terminator"
                yield piece[: quoted.start()], why
            else:
                yield piece, "no terminator before the next segment: one was put"
            start = found.start()
        yield raw[start:], ""

    def _cut(self, raw: str, wrapped: bool = False) -> Iterator[Segment | Fault]:
        if not raw.strip():
            return
        if len(raw) > MAX_SEGMENT:
            yield Fault(f"line no. {self._line}", _CUT)
            raw = raw[:MAX_SEGMENT]
        self._number += 1
        elements = self._elements(raw)
        tag = elements[0][0].strip() if elements else ""
        segment = Segment(tag, elements[1:], self._number, self._line)
        if not _BAD_TAG.fullmatch(tag):
            yield Fault(
                f"segment {self._number}, line no. {self._line}", "it has no tag"
            )
            return
        if wrapped:
            self.wrapped += 1
            self.first_wrapped = self.first_wrapped or segment.place
        yield from self._unglue(segment)

    def _unglue(self, segment: Segment) -> Iterator[Segment | Fault]:
        """Part a segment in which the next one's tag stands behind a digit."""
        begin, tag = 0, segment.tag
        for at, parts in enumerate(segment.elements[:-1]):
            if tag not in ("ORG", "RCI", "DAT", "FTI", "TKT"):
                break
            found = _GLUED.fullmatch(parts[-1])
            if found is None:
                continue
            head = [*segment.elements[begin:at], [*parts[:-1], found[1]]]
            part = Segment(tag, head, self._number, segment.line)
            yield part
            yield Fault(part.place, f"no terminator before {found[2]}: one was put")
            self._number += 1
            begin, tag = at + 1, found[2]
        if begin:
            rest = segment.elements[begin:]
            segment = Segment(tag, rest, self._number, segment.line)
        yield segment

    def _elements(self, raw: str) -> list[list[str]]:
        component, element, release, _ = self.marks
        if not release or release not in raw:
            return [part.split(component) for part in raw.split(element)]
        pieces = re.split(f"({re.escape(release)}.)", raw, flags=re.DOTALL)
        found: list[list[str]] = [[""]]
        for at, piece in enumerate(pieces):
            if at % 2:
                found[-1][-1] += piece[1]
                continue
            for number, part in enumerate(piece.split(element)):
                if number:
                    found.append([""])
                first, *others = part.split(component)
                found[-1][-1] += first
                found[-1].extend(others)
        return found

    def _end(self, rest: str) -> Iterator[Segment | Fault]:
        """Yield the last segment where only its terminator is missing."""
        start = _after_blanks(rest, 0)
        text = rest[start:]
        tag = text[:3]
        quoted = _QUOTE.search(text)
        first = text.split("\n", 1)[0] if tag.startswith("UN") else text
        if tag in KNOWN and text[3:4] == self.marks.element:
            yield from self._segments(text[: quoted.start()] if quoted else first)
            yield Fault(f"segment {self._number}", "the last segment has no terminator")
            text = "" if quoted else text[len(first) :]
        if text.strip():
            yield Fault(f"line no. {self._line}", "text stands after the last segment")

    def _tell(self) -> Iterator[Fault]:
        yield from self._faults
        self._faults.clear()


def _read_una(text: str) -> tuple[Marks, int]:
    """Return the marks of a UNA and their number; a short one lacks the decimal."""
    short = text[:5].split()[:1] == [text[:5]] and text[5:6] in "\r\n"
    if short and text[4:5] == Marks().terminator:
        component, element, release, _, terminator = list(text[:5])
        return Marks(component, element, release, terminator), 5
    component, element, _, release, _, terminator = list(text.ljust(6)[:6])
    release = "" if release in " \r\n" else release
    return Marks(component, element, release, terminator), 6


def _join(text: str) -> str:
    """Return a segment that was broken over lines as one line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    found = lines[0]
    before = len(lines[0])
    for line in lines[1:]:
        found += line if before >= WRAPPED else f" {line}"
        before = len(line)
    return found


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n\ufeff":
        at += 1
    return at


def _find_marks(text: str, announced: Marks) -> Marks:
    """Return the marks that a UNB is written with, where they are not those."""
    begin = _UNB.match(text.lstrip())
    if begin is None:
        return announced
    element, component = begin[1], begin[2]
    behind = _NEXT.search(text.lstrip(), begin.end())
    terminator = behind[1] if behind else announced.terminator
    if terminator.isalnum() or terminator in " \t\r\n":
        terminator = announced.terminator
        if behind and "\n" in behind[0]:
            terminator = "\n" if terminator not in text else terminator
    if (element, component, terminator) == (
        announced.element,
        announced.component,
        announced.terminator,
    ):
        return announced
    release = announced.release
    if release in (element, component, terminator):
        release = ""
    return Marks(component, element, release, terminator)
