"""Rows of the ledger ↔ the model's records, statements and contexts."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import starmap
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Row

from graph.ledger.ids import Sealer
from graph.model import Context, Evaluation, Kind, Place, Record, Statement, Value


class PageLayout(NamedTuple):
    """Where a page's text stands on its picture, turned clockwise by `turn` degrees.

    A box is start, end, left, top, right, bottom: characters of the text, then sides
    in ten thousandths of the picture's width and height.
    """

    number: int
    turn: int
    boxes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A file of a case with the text read from it; pages are (number, text).

    `layouts` are those of the pages that were read from a picture.
    """

    sha256: str
    case: str
    compartment: str
    name: str
    path: str
    media_type: str
    size: int
    language: str | None = None
    script: str | None = None
    pages: tuple[tuple[int, str], ...] = ()
    layouts: tuple[PageLayout, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as its members see it."""

    id: str
    title: str
    authority: str | None


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """How much of a case a scope sees in the ledger; withdrawn ones not counted."""

    statements: int
    documents: int
    records: int


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append added that was not known: records and statements."""

    records: int
    statements: int


def pack_values(values: Sequence[Value]) -> bytes:
    """Return values as compact JSON; empty language and original are left out."""
    return orjson.dumps([v[: 4 if v[3] else 3 if v[2] else 2] for v in values])


def unpack_values(body: bytes) -> Iterator[Value]:
    """Return the values that `pack_values` kept, one by one."""
    return starmap(Value, orjson.loads(body))


def pack_pages(document: DocumentRecord) -> bytes:
    """Return a document's pages with their layouts, compressed."""
    layouts = {one.number: one[1:] for one in document.layouts}
    rows = [(number, text, *layouts.get(number, ())) for number, text in document.pages]
    return zlib.compress(orjson.dumps(rows), 6)


def unpack_pages(
    blob: bytes,
) -> tuple[tuple[tuple[int, str], ...], tuple[PageLayout, ...]]:
    """Return the pages and the layouts that `pack_pages` kept."""
    rows = orjson.loads(zlib.decompress(blob))
    layouts = tuple(
        PageLayout(number, rest[0], tuple(map(tuple, rest[1])))
        for number, _, *rest in rows
        if rest
    )
    return tuple((number, text) for number, text, *_ in rows), layouts


def context_of(row: Row[tuple[object, ...]]) -> Context:
    """Return a context from its row."""
    return Context(
        case=row.case,
        origin=row.origin,
        document=row.document,
        compartment=row.compartment,
        evaluation=Evaluation(*row.evaluation),
        handling=frozenset(filter(None, row.handling.split(","))),
        handling_note=row.note,
    )


def record_of(row: Row[tuple[object, ...]], entity: str) -> Record:
    """Return a record from its row, under the scoped id of its entity."""
    return Record(
        entity=entity,
        schema=row.schema,
        values=tuple(unpack_values(row.body)),
        place=Place(row.page, row.start, row.end, row.place),
        kind=Kind.ASSESSMENT if row.assessment else Kind.FACT,
    )


def digests_of(
    key: bytes, row: Row[tuple[object, ...]], entity: str, context: Context
) -> list[bytes]:
    """Return the ids of the statements of a record's row, in the order of its values.

    Another authority's are kept as it gave them: its key is not ours to know.
    """
    if row.ids is not None:
        return [row.ids[i : i + 32] for i in range(0, len(row.ids), 32)]
    return _sealer(key, context).digests(entity, record_of(row, entity))


@lru_cache(maxsize=64)
def _sealer(key: bytes, context: Context) -> Sealer:
    return Sealer(key, context)


def statements_of(
    key: bytes, row: Row[tuple[object, ...]], entity: str, context: Context
) -> Iterator[Statement]:
    """Yield the statements of a record's row joined with its event."""
    record = record_of(row, entity)
    said = row.told_at or row.at
    at = datetime.fromisoformat(said)
    digests = digests_of(key, row, entity, context)
    for value, digest in zip(record.values, digests, strict=True):
        yield Statement(
            id=digest.hex(),
            entity=entity,
            schema=record.schema,
            value=value,
            place=record.place,
            kind=record.kind,
            context=context,
            seq=row.event,
            recorded_at=at,
            recorded_by=row.told_by or row.actor,
            authority=row.authority or "",
            told=row.told,
        )


def document_of(row: Row[Any], *, pages: bool) -> DocumentRecord:
    """Return a document from its row, with its text where `pages` says so."""
    texts, layouts = unpack_pages(row.pages) if pages else ((), ())
    return DocumentRecord(
        sha256=row.sha256,
        case=row.case,
        compartment=row.compartment,
        name=row.name,
        path=row.path,
        media_type=row.media_type,
        size=row.size,
        language=row.language,
        script=row.script,
        pages=texts,
        layouts=layouts,
    )
