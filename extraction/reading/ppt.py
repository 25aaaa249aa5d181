"""PowerPoint 97–2003 slides (.ppt) to their pages, notes after each ([MS-PPT])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.reading.compound import Compound
from extraction.reading.formats import ENCRYPTED
from graph.errors import InvalidInput

MAX_RECORDS = 500_000
_DAMAGED = "damaged: the slides cannot be found"
_SLIDE_ATOM, _PERSIST_ATOM = 1007, 1011
_LIST, _OUTLINE_REF = 4080, 3998
_CHARACTERS, _BYTES = 4000, 4008
_USER_EDIT, _DIRECTORY = 4085, 6002
_LOCKED = 0xF3D1C4DF
_SLIDES, _NOTES_LIST = 0, 2
_FILLED_IN = ("", "*")  # a star stands where a date or a number is put


class _Record(NamedTuple):
    kind: int
    instance: int
    container: bool
    start: int
    end: int


@dataclass(slots=True)
class _Listed:
    """A slide or its notes as the document lists it: where it is, and its outline."""

    place: int
    texts: list[str] = field(default_factory=list)


def read_ppt(data: bytes) -> list[str]:
    """Return a page for each slide in order; raise InvalidInput where it is locked."""
    file = Compound(data)
    reader = _Reader(file.get("PowerPoint Document"))
    current = file.get("Current User")
    if len(current) < 20:
        raise InvalidInput(_DAMAGED)
    token, edit = struct.unpack_from("<II", current, 12)
    if token == _LOCKED:
        raise InvalidInput(ENCRYPTED)
    return list(reader.read(edit))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MAX_RECORDS
        self._places: dict[int, int] = {}

    def read(self, edit: int) -> Iterator[str]:
        """Yield a slide's text with its notes, from the edit at an offset."""
        document = self._read_edits(edit)
        slides = self._read_list(document, _SLIDES)
        notes = self._read_list(document, _NOTES_LIST)
        for slide in slides.values():
            note = notes.get(self._find_notes(slide))
            texts = [
                *self._read_texts(slide),
                *(self._read_texts(note) if note else ()),
            ]
            yield "\n\n".join(text for text in texts if text not in _FILLED_IN)

    def _read_edits(self, edit: int) -> _Record:
        """Find where everything is, what was saved last first; return the document."""
        first = self._head(edit)
        if first.kind != _USER_EDIT:
            raise InvalidInput(_DAMAGED)
        document = self._number(first.start + 16)
        seen: set[int] = set()
        while edit and edit not in seen:
            seen.add(edit)
            record = self._head(edit)
            self._read_directory(self._head(self._number(record.start + 12)))
            edit = self._number(record.start + 8)
        return self._head(self._places.get(document, len(self._data)))

    def _read_directory(self, record: _Record) -> None:
        if record.kind != _DIRECTORY:
            raise InvalidInput(_DAMAGED)
        at = record.start
        while at + 4 <= record.end:
            first = self._number(at)
            count, first = first >> 20, first & 0xF_FFFF
            for number in range(count):
                at += 4
                if at + 4 <= record.end:
                    self._places.setdefault(first + number, self._number(at))
            at += 4

    def _read_list(self, document: _Record, kind: int) -> dict[int, _Listed]:
        """Return what one of the document's lists names, by its number there."""
        found: dict[int, _Listed] = {}
        for record in self._walk(document, deep=False):
            if record.kind == _LIST and record.instance == kind:
                listed = None
                for inner in self._walk(record, deep=False):
                    if inner.kind == _PERSIST_ATOM:
                        place = self._places.get(self._number(inner.start), -1)
                        listed = _Listed(place)
                        found[self._number(inner.start + 12)] = listed
                    elif listed and (text := self._text(inner)) is not None:
                        listed.texts.append(text)
        return found

    def _find_notes(self, slide: _Listed) -> int:
        if slide.place < 0:
            return 0
        for record in self._walk(self._head(slide.place), deep=False):
            if record.kind == _SLIDE_ATOM:
                return self._number(record.start + 16)
        return 0

    def _read_texts(self, listed: _Listed) -> Iterator[str]:
        """Yield texts as they are drawn; those of the outline that are not, first."""
        drawn: list[str] = []
        used: set[int] = set()
        if listed.place >= 0:
            for record in self._walk(self._head(listed.place)):
                if record.kind == _OUTLINE_REF:
                    number = self._number(record.start)
                    if number < len(listed.texts) and number not in used:
                        used.add(number)
                        drawn.append(listed.texts[number])
                elif (text := self._text(record)) is not None:
                    drawn.append(text)
        yield from (t for n, t in enumerate(listed.texts) if n not in used)
        yield from drawn

    def _text(self, record: _Record) -> str | None:
        if record.kind not in (_CHARACTERS, _BYTES):
            return None
        data = self._data[record.start : record.end]
        code = "utf-16-le" if record.kind == _CHARACTERS else "latin-1"
        text = data.decode(code, "replace").replace("\r", "\n").replace("\x0b", "\n")
        return text.replace("\x00", "").strip()

    def _walk(self, outer: _Record, deep: bool = True) -> Iterator[_Record]:
        """Yield what is in a container, depth first; or only what is right in it."""
        stack = [(outer.start, outer.end)]
        while stack:
            at, end = stack.pop()
            if at + 8 > end:
                continue
            record = self._head(at)
            stack.append((record.end, end))
            self._left -= 1
            if self._left < 0:
                raise InvalidInput(f"slides of more than {MAX_RECORDS} parts")
            yield record
            if record.container and deep:
                stack.append((record.start, min(record.end, end)))

    def _head(self, at: int) -> _Record:
        if not 0 <= at <= len(self._data) - 8:
            raise InvalidInput(_DAMAGED)
        flags, kind, size = struct.unpack_from("<HHI", self._data, at)
        end = min(at + 8 + size, len(self._data))
        return _Record(kind, flags >> 4, flags & 0xF == 0xF, at + 8, end)

    def _number(self, at: int) -> int:
        if at + 4 > len(self._data):
            raise InvalidInput(_DAMAGED)
        return int(struct.unpack_from("<I", self._data, at)[0])
