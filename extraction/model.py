"""What reading and recognition hand on: leaves, documents, mentions, relations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple, Protocol

from graph.errors import InvalidInput
from graph.mapped import Mapped
from graph.model import Kind

WHOLE = 10_000
"""Parts that a page's width and height are counted in."""


class Box(NamedTuple):
    """Where the characters [start, end) of a page's text stand on its picture.

    The sides are in parts of WHOLE from the picture's left and top.
    """

    start: int
    end: int
    left: int
    top: int
    right: int
    bottom: int


class Layout(NamedTuple):
    """Where text stands on a page's picture, turned clockwise by `turn` degrees.

    The boxes, a word each, are in the order of the text.
    """

    turn: int
    boxes: tuple[Box, ...]


class Page(NamedTuple):
    """A page's number, from 1, and its text.

    `layout` is there where the text was read from a picture. `lost` is why a page
    could not be read, in words for the owner of the file.
    """

    number: int
    text: str
    layout: Layout | None = None
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file read as text. `language` and `script` are filled by recognition."""

    sha256: str
    name: str
    media_type: str
    pages: tuple[Page, ...]
    language: str | None = None
    script: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a page that names something.

    `text` is the page's slice [start:end] in code points; `type` is one of the
    contract's mention types; `value` its normal form; `valid` is False where a
    checksum fails; `by` names the component that found it, with its version.
    """

    id: str
    page: int
    start: int
    end: int
    text: str
    type: str
    value: str
    valid: bool = True
    by: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two mentions that one sentence states.

    `role` is the sentence's word for what one end is to the other, where a noun says
    it: "brother", "director"; empty elsewhere.
    """

    type: str
    source: str
    target: str
    page: int
    start: int
    end: int
    kind: Kind = Kind.FACT
    by: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that the pipeline found in one document."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file, member or row that was not taken, and why, in words for its owner.

    `path` names the leaf (`a.zip!/b.txt`); `record` the row or path inside it. `raw` is
    the record alone as a small file of its format, for importers whose records are
    named neither by row nor by line; it is what the owner corrects.
    """

    path: str
    reason: str
    record: str | None = None
    raw: str = field(default="", repr=False)


Cell = int | float | str | bytes | None
"""A value of a database."""


class Query(NamedTuple):
    """What is read of a database's table; what the first column holds names a row.

    `types` are the columns' as declared, None for one that the table lacks.
    """

    table: str
    columns: tuple[str, ...]
    types: tuple[str | None, ...]


class RowEditor(Protocol):
    """Sees each row that is read of a database, and may give another one for it.

    `began` keeps, by table, what readers took first: it tells whose the file is.
    """

    began: dict[str, dict[str, str]]

    def see(self, query: Query, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the row as it is to be read, with as many cells."""
        ...


Content = bytes | Mapped
TOO_LARGE = "larger than 256 MB"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file to account for: from disk, from an archive or attached to a mail.

    `path` as reported (`a.zip!/b.txt`); `name` the last part; `content` the bytes. A
    file too large to be held is a map of it: importers that read on and on take it.
    `log` is what was written to a database and not yet into its file: the write-ahead
    log that lies beside it.

    Where a person corrected the file, `replaced` has the cells of a table's rows by
    their place (`row 17`), and `original` is what `content` was before. `editor` sees
    the rows of a database as they are read.
    """

    path: str
    name: str
    content: Content = field(repr=False)
    replaced: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    original: Content | None = field(default=None, repr=False)
    log: bytes = field(default=b"", repr=False)
    editor: RowEditor | None = field(default=None, repr=False)

    @property
    def is_large(self) -> bool:
        """Whether the content is not held, only mapped."""
        return isinstance(self.content, Mapped)

    def digest(self, size: int) -> str:
        """Return 16 hex digits that stand for the file: of its first bytes.

        A corrected file has those of the file it corrects.
        """
        content = self.content if self.original is None else self.original
        return sha256(content[:size]).hexdigest()[:16]

    @property
    def data(self) -> bytes:
        """The bytes, for who needs all of them. Raises InvalidInput for a large one."""
        if isinstance(self.content, Mapped):
            raise InvalidInput(TOO_LARGE)
        return self.content
