"""Records into the ledger: what is known already, and stands, is passed over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, insert, select

from graph.ledger import ids, tables
from graph.ledger.values import Appended, pack_values
from graph.ledger.withdrawn import Withdrawn
from graph.model import Context, Record, scoped_id
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
        self._contexts: dict[Context, int] = {}
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
        shared = ids.frame(entity, record, context)
        return ids.statement_digests(self._key, shared, record.values)

    def _append(
        self, context: Context, told: int | None, said: Iterable[Told]
    ) -> Appended:
        records = statements = 0
        for chunk in chunks(said, CHUNK):
            fresh = self._fresh(context, chunk, own=told is None)
            for known in self._known_records(fresh):
                del fresh[known]
            if fresh:
                records += len(fresh)
                statements += self._insert(context, told, fresh)
        return Appended(records, statements)

    def _fresh(
        self, context: Context, chunk: Sequence[Told], *, own: bool
    ) -> dict[bytes, _Fresh]:
        fresh: dict[bytes, _Fresh] = {}
        for record, given in chunk:
            self._check(record)
            digests = self.digests(context, record) if own else given
            if digests:
                key = ids.record_key(self._key, digests)
                entity = scoped_id(context.case, record.entity)
                fresh.setdefault(key, _Fresh(record, entity, digests))
        return fresh

    def _check(self, record: Record) -> None:
        for value in record.values:
            if (record.schema, value.prop) not in self._properties:
                check_property(record.schema, value.prop)
                self._properties.add((record.schema, value.prop))

    def _known_records(self, keys: Iterable[bytes]) -> set[bytes]:
        known: set[bytes] = set()
        record, is_undone = tables.record.c, self._standing().is_undone
        for chunk in chunks(keys, VARIABLES):
            query = select(record.key, record.event, record.told).where(
                record.key.in_(chunk)
            )
            known |= {
                row.key
                for row in self._connection.execute(query)
                if not is_undone(row.event, row.told)
            }
        return known

    def _insert(
        self, context: Context, told: int | None, fresh: dict[bytes, _Fresh]
    ) -> int:
        """Write records and return how many of their statements are new."""
        context_n = self._context(context)
        entities = self._entities({one.entity for one in fresh.values()})
        known = self.known_prefixes(
            ids.prefix_of(d) for one in fresh.values() for d in one.digests
        )
        last = self._connection.exec_driver_sql("SELECT max(n) FROM record").scalar()
        rows: list[tuple[Any, ...]] = []
        places: list[tuple[int, int]] = []
        total = 0
        for n, (key, (record, entity, digests)) in enumerate(
            fresh.items(), (last or 0) + 1
        ):
            prefixes = {ids.prefix_of(d) for d in digests}
            size = len(prefixes - known)
            known |= prefixes
            total += size
            place = record.place
            rows.append((
                n, key, self._event, entities[entity], context_n, record.schema,
                int(record.kind.value == "assessment"), place.page, place.start,
                place.end, place.record, size, pack_values(record.values), told,
                None if told is None else b"".join(digests),
            ))  # fmt: skip
            places.extend((prefix, n) for prefix in prefixes)
        self._connection.exec_driver_sql(
            f"INSERT INTO record VALUES ({','.join('?' * len(rows[0]))})", rows
        )
        places.sort()
        self._connection.exec_driver_sql("INSERT INTO statement VALUES (?,?)", places)
        return total

    def known_prefixes(self, prefixes: Iterable[int]) -> set[int]:
        """Return which of some statements, by their first 64 bits, are said already."""
        known: set[int] = set()
        record, is_undone = tables.record.c, self._standing().is_undone
        for chunk in chunks(prefixes, VARIABLES):
            query = (
                select(tables.statement.c.prefix, record.event, record.told)
                .join(tables.record, record.n == tables.statement.c.record)
                .where(tables.statement.c.prefix.in_(chunk))
            )
            known |= {
                row.prefix
                for row in self._connection.execute(query)
                if not is_undone(row.event, row.told)
            }
        return known

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

    def _entities(self, names: set[str]) -> dict[str, int]:
        self._connection.exec_driver_sql(
            "INSERT OR IGNORE INTO entity(id) VALUES (?)", [(n,) for n in sorted(names)]
        )
        found: dict[str, int] = {}
        for chunk in chunks(names, VARIABLES):
            query = select(tables.entity).where(tables.entity.c.id.in_(chunk))
            found |= {row.id: row.n for row in self._connection.execute(query)}
        return found
