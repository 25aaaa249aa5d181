"""What is done with one file inside a sandbox: unpacked, told apart, read; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from backend.sandbox import STEP_S, allow
from backend.settings import Settings
from extraction.importers import (
    CORRECTIONS,
    REGISTRY,
    Importer,
    ImportOptions,
    Phone,
    find_importer,
    learn_phone,
    read_corrected,
)
from extraction.importers.corrections.cutting import again, cut
from extraction.importers.corrections.sheet import (
    Origin,
    Sheet,
    read_origin,
    read_sheet,
)
from extraction.importers.phones.handset import Handset
from extraction.model import TOO_LARGE, Document, Extraction, Leaf, Page, Rejection
from extraction.reading import Container, iter_leaves, position, read_document
from extraction.reading.detection import detect_format, detect_large
from extraction.reading.images import NO_TEXT
from extraction.reading.leaves import DATABASE, DEFAULT_LIMITS
from extraction.reading.textual import SAMPLE, detect_text
from extraction.recognition.settings import Setting
from graph.errors import InvalidInput
from graph.ledger import Blobs
from graph.model import Kind, Place, Record, Value

if TYPE_CHECKING:
    from extraction.pipeline import Pipeline

NOT_KEPT = (
    "corrections: the bytes of the file that they are of are not kept, as of passenger "
    "data: take the lines that begin with ##klupko out, and ingest it as a message"
)
BATCH_ROWS = 1_000
BATCH_VALUES = 20_000
READ_S_PER_MIB = 1.0
UNPACK_S_PER_MIB = 0.1
_TIMES_READ = 2
"""How often a file is read for its corrections."""
PHOTO = "photo/1"
"""What changes when photos may be read otherwise."""
LOG = "application/x-sqlite3-wal"
LOG_READER = "sqlite-wal"
MAIL = ("message/rfc822", "application/vnd.ms-outlook")
CHARACTERS_PER_S = {Setting.FAST: 8_000, Setting.ACCURATE: 2_000}
STOCK_CHARACTERS_PER_S = 1_000

Row = Record | Rejection


class Batch(NamedTuple):
    """Rows of an extract, and how many of its bytes have been read by then.

    Between processes rows go as plain tuples, which costs a third.
    """

    rows: list[Row]
    reached: int

    def __reduce__(self) -> tuple[object, ...]:
        """Return how it is made again from tuples."""
        return _unpack_batch, ([_pack(row) for row in self.rows], self.reached)


def _pack(row: Row) -> tuple[Any, ...] | Rejection:
    if isinstance(row, Rejection):
        return row
    place = row.place
    values = [tuple(value) for value in row.values]
    spot = (place.page, place.start, place.end, place.record)
    return row.entity, row.schema, values, spot, row.kind is Kind.FACT


def _unpack(packed: tuple[Any, ...] | Rejection) -> Row:
    if isinstance(packed, Rejection):
        return packed
    entity, schema, values, spot, is_fact = packed
    kind = Kind.FACT if is_fact else Kind.ASSESSMENT
    return Record(entity, schema, tuple(map(Value._make, values)), Place(*spot), kind)


def _unpack_batch(packed: list[tuple[Any, ...] | Rejection], reached: int) -> Batch:
    return Batch([_unpack(one) for one in packed], reached)


@dataclass(frozen=True, slots=True)
class KeptLeaf:
    """A leaf whose bytes are kept by their SHA-256; so it goes between processes.

    `log` is the SHA-256 of the log beside a database, empty where there is none.
    """

    path: str
    name: str
    sha256: str
    size: int
    media_type: str
    log: str = ""

    def load(self, blobs: Blobs) -> Leaf:
        """Return the leaf with its bytes, a large one mapped. Raises NotFound."""
        large = self.size > DEFAULT_LIMITS.leaf_bytes
        content = blobs.map(self.sha256) if large else blobs.get(self.sha256)
        log = blobs.get(self.log) if self.log else b""
        return Leaf(self.path, self.name, content, log=log)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its language found, and what it says."""

    document: Document
    records: tuple[Record, ...]


@cache
def reader_version() -> str:
    """Return what changes when documents may be read otherwise."""
    from extraction.pipeline import version_of

    settings = Settings()
    return version_of(settings.recognizer, settings.stock)


@cache
def load_pipeline() -> "Pipeline":
    """Return the pipeline, loaded whole once a process. Raises Unavailable."""
    import extraction.relation.correspondence
    import extraction.relation.photograph
    import extraction.relation.statements  # noqa: F401 - loaded before limits hold
    from extraction.pipeline import Pipeline

    settings = Settings()
    pipeline = Pipeline.load(settings.recognizer, settings.stock)
    pipeline.warm_up()
    return pipeline


def unpack(path: Path, blobs: Blobs) -> Iterator[KeptLeaf | Rejection | Container]:
    """Yield what iter_leaves finds in one file, its leaves kept in `blobs`."""
    size = path.stat().st_size if path.exists() else 0
    allow(STEP_S + UNPACK_S_PER_MIB * (size >> 20))
    for found in iter_leaves([path]):
        yield _keep(found, blobs) if isinstance(found, Leaf) else found


def _keep(leaf: Leaf, blobs: Blobs) -> KeptLeaf:
    content = leaf.content
    if isinstance(content, bytes):
        media_type = detect_format(content, leaf.name).media_type
        sha256 = blobs.put(content)
    else:
        found = detect_large(content[:SAMPLE]) or detect_text(
            content[:SAMPLE], leaf.name
        )
        media_type = found.media_type
        sha256 = blobs.put_large(content)
    return KeptLeaf(leaf.path, leaf.name, sha256, len(content), media_type)


def identify(
    leaf: KeptLeaf, blobs: Blobs, options: ImportOptions
) -> Iterator[int | None]:
    """Yield which importer of the registry takes a leaf, None for documents."""
    _allow_reading(leaf)
    loaded = leaf.load(blobs)
    importer = find_importer(loaded, options)
    if importer is None and loaded.is_large:
        raise InvalidInput(TOO_LARGE)
    yield None if importer is None else REGISTRY.index(importer)


def learn(leaf: KeptLeaf, blobs: Blobs) -> Iterator[Handset | None]:
    """Yield what a file says of the phone that it is from, None where nothing."""
    _allow_reading(leaf)
    yield learn_phone(leaf.load(blobs))


def import_rows(
    leaf: KeptLeaf, blobs: Blobs, number: int, options: ImportOptions
) -> Iterator["Batch"]:
    """Yield what an importer of the registry reads, some rows at a time."""
    _allow_reading(leaf)
    position.begin()
    batch: list[Row] = []
    values = 0
    for row in _read_rows(leaf, blobs, REGISTRY[number], options):
        batch.append(row)
        values += len(row.values) if isinstance(row, Record) else 1
        if len(batch) >= BATCH_ROWS or values >= BATCH_VALUES:
            yield Batch(batch, position.reached())
            batch, values = [], 0
    yield Batch(batch, leaf.size)


def _read_rows(
    leaf: KeptLeaf, blobs: Blobs, importer: Importer, options: ImportOptions
) -> Iterator[Row]:
    loaded = leaf.load(blobs)
    if importer is not CORRECTIONS:
        return importer.read(loaded, options)
    origin = read_origin(loaded.data)
    kept = blobs.path(origin.sha256)
    if not kept.exists() or (origin.log and not blobs.path(origin.log).exists()):
        raise InvalidInput(NOT_KEPT)
    size = kept.stat().st_size
    allow(STEP_S + _TIMES_READ * READ_S_PER_MIB * (size >> 20))
    original = replace(leaf, sha256=origin.sha256, size=size, log=origin.log)
    phone = Phone.read(origin.phone) if origin.phone else None
    options = replace(options, country=origin.country or None, phone=phone)
    return read_corrected(loaded, original.load(blobs), REGISTRY, options)


def origin_of(leaf: KeptLeaf, blobs: Blobs) -> Iterator[Origin]:
    """Yield which file a sheet of corrections is of. Raises InvalidInput."""
    yield read_origin(leaf.load(blobs).data)


def cut_out(
    leaf: KeptLeaf,
    blobs: Blobs,
    number: int,
    options: ImportOptions,
    origin: Origin,
    refused: Sequence[Rejection],
) -> Iterator[Sheet]:
    """Yield sheets of the records of a leaf that were refused, to be corrected.

    Of a sheet that was corrected once, what was refused again.
    """
    _allow_reading(leaf)
    loaded = leaf.load(blobs)
    if REGISTRY[number] is CORRECTIONS:
        yield from again(read_sheet(loaded.data), refused)
    else:
        yield from cut(loaded, REGISTRY[number], options, origin, refused)


def prepare(
    leaf: KeptLeaf, blobs: Blobs, country: str | None, phone: Phone | None = None
) -> Iterator[Prepared]:
    """Yield what a document says, once. Raises InvalidInput.

    A photo that says where it was taken is one even without text.
    """
    from extraction.relation.correspondence import read_correspondence
    from extraction.relation.photograph import read_photograph
    from extraction.relation.statements import to_records

    beside: list[Record] = []
    _allow_reading(leaf)
    if is_picture(leaf):
        beside = read_photograph(leaf.load(blobs), phone)
    try:
        (found,) = read_mentions(leaf, blobs, country)
    except InvalidInput as error:
        if not beside:
            raise
        yield Prepared(_without_text(leaf, str(error)), tuple(beside))
        return
    if found.document.media_type in MAIL:
        beside = read_correspondence(leaf.load(blobs))
    yield Prepared(found.document, (*to_records(found, country), *beside))


def is_picture(leaf: KeptLeaf) -> bool:
    """Whether a leaf may be a photo."""
    return leaf.media_type.startswith("image/")


def is_database(leaf: KeptLeaf) -> bool:
    """Whether a leaf is an SQLite database or the log of one."""
    return leaf.media_type in (DATABASE, LOG)


def _without_text(leaf: KeptLeaf, reason: str) -> Document:
    lost = "" if reason == NO_TEXT else reason
    page = Page(1, "", None, lost)
    return Document(leaf.sha256, leaf.name, leaf.media_type, (page,))


def read_mentions(
    leaf: KeptLeaf, blobs: Blobs, country: str | None
) -> Iterator[Extraction]:
    """Yield all that the pipeline finds in a document, once. Raises InvalidInput."""
    _allow_reading(leaf)
    document = read_document(leaf.load(blobs), allow=_allow_page)
    characters = sum(len(page.text) for page in document.pages)
    allow(STEP_S + characters / _characters_per_s())
    yield load_pipeline().extract(document, country)


@cache
def _characters_per_s() -> int:
    settings = Settings()
    return (
        STOCK_CHARACTERS_PER_S
        if settings.spacy
        else CHARACTERS_PER_S[settings.recognizer]
    )


def _allow_page(seconds: float) -> None:
    allow(STEP_S + seconds)


def _allow_reading(leaf: KeptLeaf) -> None:
    allow(STEP_S + READ_S_PER_MIB * (leaf.size >> 20))
