"""Corrected records taken as what they are: parts of the file that they are of."""

import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extraction.importers.base import Importer, ImportOptions
from extraction.importers.corrections.cutting import (
    base_of,
    line_encoding,
    line_starts,
)
from extraction.importers.corrections.rows import Corrected, Watch
from extraction.importers.corrections.sheet import (
    Entry,
    Shape,
    Sheet,
    is_sheet,
    read_sheet,
)
from extraction.model import Content, Leaf, Rejection
from graph.errors import InvalidInput
from graph.mapped import Mapped
from graph.model import Place, Record

CORRECTED = ", corrected"
_PIECE = 1 << 22
_HELD = 256 << 20


class CorrectionsImporter:
    """Sheets that `klupko ingest --rejects` wrote and a person corrected."""

    name = "corrections"
    version = "1"
    streams = False

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is a sheet of ours."""
        return is_sheet(leaf.data)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Raise InvalidInput: a sheet says nothing without the file that it is of."""
        raise InvalidInput(
            "corrections of another file: ingest them into the case that has it"
        )


def read_corrected(
    leaf: Leaf, original: Leaf, importers: Sequence[Importer], options: ImportOptions
) -> Iterator[Record | Rejection]:
    """Yield what the corrected records of a sheet say, read where they stood.

    The file is read again with them in it, so that they mean what they would have
    meant there. Places are those of the file: `row 17, corrected`. Raises InvalidInput
    where the sheet or the file cannot be read, or no importer takes it.
    """
    sheet = read_sheet(leaf.data)
    origin = sheet.origin
    file = replace(original, path=leaf.path, name=origin.name)
    importer = _find(importers, origin.importer, file, options)
    match origin.shape:
        case Shape.ROWS:
            rows = {entry.place: entry.cells for entry in sheet.entries}
            patched = replace(file, replaced=rows)
            places = dict.fromkeys(rows, "")
            for item in importer.read(patched, options):
                place = base_of(_record(item))
                if place in places:
                    yield _placed(item, place)
        case Shape.DATABASE:
            yield from _read_database(leaf, file, sheet, importer, options)
        case Shape.LINES:
            yield from _read_lines(file, sheet, importer, options)
        case Shape.FILES:
            for entry in sheet.entries:
                data = entry.text.encode("utf-8", "replace")
                part = replace(file, content=data, original=original.content)
                for item in importer.read(part, options):
                    yield _placed(item, entry.place)
        case Shape.INDEX:
            return


def _find(
    importers: Sequence[Importer], name: str, file: Leaf, options: ImportOptions
) -> Importer:
    for importer in importers:
        if importer.name == name and importer.recognizes(file, options):
            return importer
    raise InvalidInput(
        "corrections: the file is not read as before; where it was read by a mapping, "
        "give the mapping again (--mapping FILE)"
    )


def _record(item: Record | Rejection) -> str | None:
    return item.place.record if isinstance(item, Record) else item.record


def _placed(item: Record | Rejection, place: str) -> Record | Rejection:
    """Return what was read with the place that it has in the file."""
    if isinstance(item, Record):
        return replace(item, place=Place(record=f"{place}{CORRECTED}"))
    _, _, about = (item.record or "").partition(": ")
    return replace(item, record=f"{place}: {about}" if about else place, raw="")


def _read_database(
    leaf: Leaf,
    file: Leaf,
    sheet: Sheet,
    importer: Importer,
    options: ImportOptions,
) -> Iterator[Record | Rejection]:
    """Yield what corrected rows say, and what is new of the file as a whole.

    Whose it is stays what it was without them, so it is read as it was before.
    """
    file = replace(file, path=sheet.origin.path)
    watch = Watch()
    before = importer.read(replace(file, editor=watch), options)
    whole = {item for item in before if _record(item) is None}
    editor = Corrected(sheet, watch.began)
    places = {entry.place for entry in sheet.entries}
    for item in importer.read(replace(file, editor=editor), options):
        place = _record(item)
        if place is None and isinstance(item, Record) and item not in whole:
            yield item
        if place is None or place not in places or place in editor.refused:
            continue
        if isinstance(item, Record):
            item = replace(item, place=Place(record=f"{place}{CORRECTED}"))
        else:
            item = replace(item, path=leaf.path)
        yield item
    for place, reason in editor.refused.items():
        yield Rejection(leaf.path, reason, place)
    for place in editor.unseen:
        yield Rejection(leaf.path, "the file has no such row", place)


class _Span(NamedTuple):
    """Lines [begin, end) of the file with the corrections in it, and their place."""

    begin: int
    end: int
    place: str


def _read_lines(
    file: Leaf, sheet: Sheet, importer: Importer, options: ImportOptions
) -> Iterator[Record | Rejection]:
    encoding = line_encoding(file.content)
    if encoding is None:
        raise InvalidInput("corrections: the file has no lines that can be replaced")
    patch = _Patch(file.content, encoding, sheet.entries)
    with tempfile.TemporaryFile() as held:
        for piece in patch.pieces():
            held.write(piece)
        held.flush()
        size = held.seek(0, 2)
        held.seek(0)
        content: Content = held.read() if size <= _HELD else Mapped(held)
        patched = replace(file, content=content, original=file.content)
        begins = [span.begin for span in patch.spans]
        for item in importer.read(patched, options):
            line = base_of(_record(item)).removeprefix("line ")
            at = bisect_right(begins, int(line)) - 1 if line.isdecimal() else -1
            if at >= 0 and int(line) < patch.spans[at].end:
                yield _placed(item, patch.spans[at].place)


@dataclass(slots=True)
class _Patch:
    """A text with some of its lines replaced; `spans` are known once it is written."""

    content: Content
    encoding: str
    entries: Sequence[Entry]
    spans: list[_Span]

    def __init__(
        self, content: Content, encoding: str, entries: Sequence[Entry]
    ) -> None:
        self.content = content
        self.encoding = encoding
        self.entries = sorted(entries, key=_first_line)
        self.spans = []

    def pieces(self) -> Iterator[bytes]:
        """Yield the text, corrections in place of what they correct."""
        starts = line_starts(self.content)
        number, at = next(starts)
        shift = copied = 0
        for entry in self.entries:
            begin = _first_line(entry)
            while number < begin:
                number, at = next(starts, (begin, len(self.content)))
            if number > begin:
                raise InvalidInput("corrections: two of them overlap")
            yield from self._copy(copied, at)
            while number < begin + entry.lines:
                number, at = next(starts, (begin + entry.lines, len(self.content)))
            copied = at
            new = self._encode(entry)
            yield new
            count = new.count(b"\n")
            place = f"line {begin}"
            self.spans.append(_Span(begin + shift, begin + shift + count, place))
            shift += count - entry.lines
        yield from self._copy(copied, len(self.content))

    def _copy(self, begin: int, end: int) -> Iterator[bytes]:
        for at in range(begin, end, _PIECE):
            yield bytes(self.content[at : min(end, at + _PIECE)])

    def _encode(self, entry: Entry) -> bytes:
        if not entry.text:
            return b""
        try:
            return f"{entry.text}\n".encode(self.encoding)
        except UnicodeEncodeError as error:
            reason = f"{entry.place}: a letter that the file's encoding lacks"
            raise InvalidInput(f"corrections: {reason}") from error


def _first_line(entry: Entry) -> int:
    number = entry.place.removeprefix("line ")
    if not number.isdecimal() or not 0 < entry.lines < 1 << 32:
        raise InvalidInput("corrections: a line that says where a record stands")
    return int(number)
