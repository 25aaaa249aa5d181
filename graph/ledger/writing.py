"""Records into the ledger: what is known already, and stands, is passed over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, islice, repeat
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, insert, select

from graph.ledger import ids, tables
from graph.ledger.runs import find_runs, run_of
from graph.ledger.tables import RUN_BITS
from graph.ledger.values import Appended, pack_values
from graph.ledger.withdrawn import Withdrawn
from graph.model import Context, Kind, Record, scoped_id
from graph.schema import check_property

CHUNK = 5_000
VARIABLES = 900

T = TypeVar("T")


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of at most `size` items."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


class Told(NamedTuple):
    """A record as another authority gave it: one id (32 bytes) a value, in order."""

    record: Record
    digests: list[bytes]


class _Fresh(NamedTuple):
    """A record about to be written."""

    record: Record
    entity: str
    digests: list[bytes]


class RecordWriter:
    """Writes the records of one event."""

    def __init__(
        self,
        connection: Connection,
        event: int,
        key: bytes,
        standing: Callable[[], Withdrawn],
    ) -> None:
        self._connection = connection
        self._event = event
        self._key = key
        self._standing = standing
        self._erased: bool | None = None
        self._contexts: dict[Context, int] = {}
        self._sealers: dict[Context, ids.Sealer] = {}
        self._properties: set[tuple[str, str]] = set()

    def append(self, context: Context, records: Iterable[Record]) -> Appended:
        """Add records of our own. Raises InvalidInput for what no schema knows."""
        return self._append(context, None, (Told(r, []) for r in records))

    def append_told(
        self, context: Context, told: int, said: Iterable[Told]
    ) -> Appended:
        """Add records that a foreign event said, under the ids it gave them."""
        return self._append(context, told, said)

    def digests(self, context: Context, record: Record) -> list[bytes]:
        """Return the ids that the record's statements have when we say them."""
        entity = scoped_id(context.case, record.entity)
        return self._sealer(context).digests(entity, record)

    def _sealer(self, context: Context) -> ids.Sealer:
        if context not in self._sealers:
            self._sealers[context] = ids.Sealer(self._key, context)
        return self._sealers[context]

    def _append(
        self, context: Context, told: int | None, said: Iterable[Told]
    ) -> Appended:
        records = statements = 0
        for chunk in chunks(said, CHUNK):
            whole = self._fresh(context, chunk, own=told is None)
            fresh = self._without_erased(context.case, whole)
            entities = self._find_entities({one.entity for one in fresh.values()})
            for known in self._known_records(
                (
                    key
                    for key, one in fresh.items()
                    if told is not None or one.entity in entities
                ),
                context.case,
            ):
                del fresh[known]
            if fresh:
                records += len(fresh)
                statements += self._insert(context, told, fresh, entities)
        return Appended(records, statements)

    def _fresh(
        self, context: Context, chunk: Sequence[Told], *, own: bool
    ) -> dict[bytes, _Fresh]:
        fresh: dict[bytes, _Fresh] = {}
        sealer = self._sealer(context)
        for record, given in chunk:
            self._check(record)
            entity = scoped_id(context.case, record.entity)
            digests = sealer.digests(entity, record) if own else given
            if digests:
                key = ids.record_key(self._key, digests)
                fresh.setdefault(key, _Fresh(record, entity, digests))
        return fresh

    def _without_erased(
        self, case: str, fresh: dict[bytes, _Fresh]
    ) -> dict[bytes, _Fresh]:
        """Leave out the values that an erasure took out of the case for good."""
        if self._erased is None:
            query = 'SELECT 1 FROM erased WHERE "case" = ? LIMIT 1'
            found = self._connection.exec_driver_sql(query, (case,)).first()
            self._erased = found is not None
        if not self._erased:
            return fresh
        prefixes = {p for one in fresh.values() for p in ids.prefixes_of(one.digests)}
        query = 'SELECT prefix, "case" FROM erased WHERE prefix'
        gone = {p for p, of in self._among(query, sorted(prefixes)) if of == case}
        left: dict[bytes, _Fresh] = {}
        for key, one in fresh.items():
            if gone.isdisjoint(ids.prefixes_of(one.digests)):
                left[key] = one
                continue
            pairs = [
                (value, digest)
                for value, digest in zip(one.record.values, one.digests, strict=True)
                if ids.prefix_of(digest) not in gone
            ]
            if pairs:
                record = replace(one.record, values=tuple(v for v, _ in pairs))
                digests = [digest for _, digest in pairs]
                key = ids.record_key(self._key, digests)
                left.setdefault(key, _Fresh(record, one.entity, digests))
        return left

    def _check(self, record: Record) -> None:
        for value in record.values:
            if (record.schema, value.prop) not in self._properties:
                check_property(record.schema, value.prop)
                self._properties.add((record.schema, value.prop))

    def _known_records(self, keys: Iterable[bytes], case: str) -> set[bytes]:
        query = (
            "SELECT key, event, told FROM record"
            f" WHERE n >> {RUN_BITS} IN ({self._runs()}) AND key"
        )
        is_undone = self._standing().is_undone
        return {
            key
            for key, event, told in self._among(query, keys)
            if not is_undone(event, told, case)
        }

    def _insert(
        self,
        context: Context,
        told: int | None,
        fresh: dict[bytes, _Fresh],
        entities: dict[str, int],
    ) -> int:
        """Write records and return how many of their statements are new.

        An id of ours holds its entity: of one that is new nothing is known.
        """
        context_n = self._context(context)
        prefixes_given = (
            prefix
            for one in fresh.values()
            if told is not None or one.entity in entities
            for prefix in ids.prefixes_of(one.digests)
        )
        known = self.known_prefixes(prefixes_given, context.case)
        self._add_entities(entities, {one.entity for one in fresh.values()})
        rows: list[tuple[Any, ...]] = []
        places: list[tuple[int, int, int]] = []
        total = 0
        for n, (key, (record, entity, digests)) in enumerate(
            fresh.items(), self._next("record")
        ):
            prefixes = ids.prefixes_of(digests)
            size = len(prefixes - known)
            known |= prefixes
            total += size
            place = record.place
            rows.append((
                n, key, self._event, entities[entity], context_n, record.schema,
                int(record.kind is Kind.ASSESSMENT), place.page, place.start,
                place.end, place.record, size, pack_values(record.values), told,
                None if told is None else b"".join(digests),
            ))  # fmt: skip
            places.extend(zip(repeat(run_of(n)), prefixes, repeat(n), strict=False))
        places.sort()
        self._many("record", rows)
        self._many("statement", places)
        return total

    def known_prefixes(self, prefixes: Iterable[int], case: str) -> set[int]:
        """Return which of some statements, by their first 64 bits, a case has said."""
        query = (
            'SELECT statement.prefix, record.event, record.told, context."case"'
            " FROM statement JOIN record ON record.n = statement.record"
            " JOIN context ON context.n = record.context"
            f" WHERE statement.run IN ({self._runs()}) AND statement.prefix"
        )
        is_undone = self._standing().is_undone
        return {
            prefix
            for prefix, event, told, of in self._among(query, prefixes)
            if of == case and not is_undone(event, told, case)
        }

    def _context(self, context: Context) -> int:
        if context not in self._contexts:
            digest = ids.context_digest(context)
            query = select(tables.context.c.n).where(tables.context.c.digest == digest)
            found = self._connection.execute(query).scalar()
            if found is None:
                row = insert(tables.context).values(
                    digest=digest,
                    case=context.case,
                    compartment=context.compartment,
                    document=context.document,
                    origin=context.origin,
                    evaluation=str(context.evaluation),
                    handling=",".join(sorted(context.handling)),
                    note=context.handling_note,
                )
                key = self._connection.execute(row).inserted_primary_key
                found = key[0] if key else None
            self._contexts[context] = int(found or 0)
        return self._contexts[context]

    def _find_entities(self, names: set[str]) -> dict[str, int]:
        """Return the numbers of those entities that the ledger knows."""
        return dict(self._among("SELECT id, n FROM entity WHERE id", sorted(names)))

    def _add_entities(self, known: dict[str, int], names: set[str]) -> None:
        fresh = sorted(names - known.keys())
        known.update(zip(fresh, count(self._next("entity")), strict=False))
        self._many("entity", [(known[name], name) for name in fresh])

    def _next(self, table: str) -> int:
        query = f"SELECT max(n) FROM {table}"
        return (self._connection.exec_driver_sql(query).scalar() or 0) + 1

    def _runs(self) -> str:
        return ",".join(map(str, find_runs(self._connection)))

    def _many(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            marks = ",".join("?" * len(rows[0]))
            command = f"INSERT INTO {table} VALUES ({marks})"
            self._connection.exec_driver_sql(command, rows)

    def _among(self, query: str, values: Iterable[object]) -> Iterator[Any]:
        """Yield the rows of a query that ends in a column which is one of `values`.

        Written out: with thousands of values the compiling would cost more than all.
        """
        for chunk in chunks(values, CHUNK):
            marks = ",".join("?" * len(chunk))
            given = f"{query} IN ({marks})", tuple(chunk)
            yield from self._connection.exec_driver_sql(*given)
