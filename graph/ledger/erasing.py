"""Taking out what a law orders: values go, ids and a receipt without the data stay.

The one operation that changes rows. First what is to go is withdrawn in an event, and
the graph follows it; then it is taken out here. Stopped between, it is done again.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from graph.errors import Unavailable
from graph.ledger import ids, tables
from graph.ledger.content import erasure_content, event_content
from graph.ledger.events import SALT_BYTES
from graph.ledger.runs import run_of
from graph.ledger.values import context_of, digests_of, pack_values, record_of
from graph.ledger.writing import chunks
from graph.model import Context, Value, scoped_id
from graph.schema import identifier_id, identifier_schema

VARIABLES = 900


class Cut(NamedTuple):
    """What goes from one record: its values of some properties, or all (None)."""

    record: int
    props: frozenset[str] | None = None


class Taken(NamedTuple):
    """One value that was taken out, with what it was said of, and in which row."""

    entity: str
    schema: str
    value: Value
    context: Context
    record: int


@dataclass(slots=True)
class Erased:
    """What an erasure did; `digest` is over all that is kept of it."""

    n: int
    records: int = 0
    statements: int = 0
    entities: int = 0
    events: int = 0
    files: tuple[str, ...] = ()
    digest: bytes = b""
    taken: list[Taken] = field(default_factory=list)


class Eraser:
    """One erasure of a case, in an open write transaction.

    Every event that it touches is digested before and after; `finish` writes both,
    the receipt, and the ids of what went.
    """

    def __init__(self, connection: Connection, case: str) -> None:
        self._connection = connection
        self._case = case
        key = select(tables.case.c.key).where(tables.case.c.id == case)
        self._key: bytes = connection.execute(key).scalar_one()
        self._before: dict[int, bytes] = {}
        self._gone: set[str] = set()
        self._named: set[str] = set()
        self._dropped: set[str] = set()
        self._deleted: list[tuple[int]] = []
        self._places: set[tuple[int, int]] = set()
        self._left: set[int] = set()
        highest = select(func.max(tables.erasure.c.n))
        number = (connection.execute(highest).scalar() or 0) + 1
        self._made = Erased(number)
        connection.exec_driver_sql("PRAGMA secure_delete = ON")

    def take(self, cuts: Iterable[Cut]) -> list[Taken]:
        """Take values out of records and return them, in recorded order.

        Withdrawals of what went go with it, and judgements keep their word without
        their explanation, which may repeat a value; of entities of whom nothing is
        left they go as well.
        """
        taken: list[Taken] = []
        for chunk in chunks(sorted(cuts), VARIABLES):
            wanted = {cut.record: cut.props for cut in chunk}
            for row in self._connection.execute(_rows(wanted)).all():
                taken += self._cut(row, wanted[row.n])
            self._write()
        self._drop_withdrawals()
        self._clean_judgements()
        self._made.taken += taken
        return taken

    def remove_files(self, files: Iterable[str]) -> None:
        """Note files (SHA-256) whose bytes are removed when this is durable."""
        known = set(self._made.files)
        for sha256 in sorted(set(files) - known):
            row = {"erasure": self._made.n, "sha256": sha256}
            self._connection.execute(insert(tables.removed_file).values(row))
            known.add(sha256)
        self._made.files = tuple(sorted(known))

    @property
    def number(self) -> int:
        """The number of this erasure."""
        return self._made.n

    @property
    def taken(self) -> list[Taken]:
        """All that was taken out so far."""
        return list(self._made.taken)

    def remove_note(self, entry: int) -> None:
        """Note that an entry of the log lost its words, which repeated what went."""
        row = {"erasure": self._made.n, "entry": entry}
        self._connection.execute(insert(tables.removed_note).values(row))

    def finish(self, receipt: Mapping[str, Any]) -> Erased:
        """Write the receipt, with the counts, and return what was done."""
        connection, made = self._connection, self._made
        for seq, before in sorted(self._before.items()):
            salt = secrets.token_bytes(SALT_BYTES)
            event = tables.event
            connection.execute(
                update(event).where(event.c.seq == seq).values(salt=salt)
            )
            row = {
                "erasure": made.n,
                "event": seq,
                "before": before,
                "after": event_content(connection, seq),
            }
            connection.execute(insert(tables.reduction).values(row))
        made.events = len(self._before)
        last = select(func.max(tables.event.c.seq))
        counted = {
            "records": made.records,
            "statements": made.statements,
            "entities": made.entities,
            "events": made.events,
            "files": list(made.files),
        }
        text = orjson.dumps({**receipt, **counted}, option=orjson.OPT_SORT_KEYS)
        connection.execute(
            insert(tables.erasure).values(
                n=made.n,
                case=self._case,
                seq=(connection.execute(last).scalar() or 0) if self._before else 0,
                at=datetime.now(UTC).isoformat(),
                receipt=text.decode(),
            )
        )
        made.digest = erasure_content(connection, made.n)
        return made

    def _touch(self, event: int) -> None:
        if event not in self._before:
            self._before[event] = event_content(self._connection, event)

    def _cut(self, row: Row[Any], props: frozenset[str] | None) -> Iterator[Taken]:
        context = context_of(row)
        record = record_of(row, row.entity_id)
        digests = digests_of(self._key, row, row.entity_id, context)
        pairs = list(zip(record.values, digests, strict=True))
        gone = [(v, d) for v, d in pairs if props is None or v.prop in props]
        if not gone:
            return
        self._touch(row.event)
        left = [pair for pair in pairs if pair not in gone]
        self._shrink(row, left, [digest for _, digest in gone])
        prefixes = ids.prefixes_of([digest for _, digest in gone])
        self._places |= {(prefix, row.n) for prefix in prefixes}
        self._named.add(row.entity_id)
        self._made.statements += len(gone)
        for value, digest in gone:
            self._gone.add(digest.hex())
            self._note_identifier(row.schema, value)
            yield Taken(row.entity_id, row.schema, value, context, row.n)

    def _note_identifier(self, schema: str, value: Value) -> None:
        """A number's node has the number in its id: words on it go with it."""
        identifier = identifier_schema(schema, value.prop)
        if identifier:
            name = scoped_id(self._case, identifier_id(identifier, value.value))
            self._named.add(name)
            self._dropped.add(name)

    def _shrink(
        self, row: Row[Any], left: list[tuple[Value, bytes]], gone: list[bytes]
    ) -> None:
        record = tables.record
        key = ids.record_key(self._key, [digest for _, digest in left])
        twin = select(record.c.n).where(
            record.c.key == key, record.c.event == row.event, record.c.n != row.n
        )
        if not left or self._connection.execute(twin).first() is not None:
            self._deleted.append((row.n,))
            self._left.add(row.entity)
            return
        kept = b"".join(digest for _, digest in left)
        self._connection.execute(
            update(record)
            .where(record.c.n == row.n)
            .values(
                key=key,
                body=pack_values([value for value, _ in left]),
                size=max(0, row.size - len(set(gone))),
                ids=None if row.ids is None else kept,
            )
        )

    def _write(self) -> None:
        """Write what was noted of some records, many rows a command."""
        places, case, n = self._places, self._case, self._made.n
        tombs = [(case, prefix, n) for prefix in sorted({p for p, _ in places})]
        within = [(run_of(record), record) for (record,) in self._deleted]
        for command, rows in (
            ("DELETE FROM record WHERE n = ?", self._deleted),
            ("DELETE FROM statement WHERE run = ? AND record = ?", within),
            ("DELETE FROM statement WHERE run = ? AND prefix = ? AND record = ?",
             sorted((run_of(record), prefix, record) for prefix, record in places)),
            ('INSERT OR IGNORE INTO erased ("case", prefix, erasure) VALUES (?, ?, ?)',
             tombs),
        ):  # fmt: skip
            if rows:
                self._connection.exec_driver_sql(command, list(rows))
        self._made.records += len(self._deleted)
        self._deleted.clear()
        self._places.clear()
        self._drop_entities()

    def _drop_entities(self) -> None:
        """Forget entities of whom no record is left: an id may tell of a value."""
        entity, record = tables.entity, tables.record.c
        for chunk in chunks(sorted(self._left), VARIABLES):
            used = select(record.n).where(record.entity == entity.c.n).exists()
            query = select(entity).where(entity.c.n.in_(chunk), ~used)
            bare = self._connection.execute(query).all()
            numbers = [row.n for row in bare]
            self._connection.execute(delete(entity).where(entity.c.n.in_(numbers)))
            self._dropped |= {row.id for row in bare}
            self._made.entities += len(bare)
        self._left.clear()

    def _drop_withdrawals(self) -> None:
        """Remove the withdrawals of what went, and the withdrawals of those."""
        table, waiting = tables.withdrawal, set(self._gone)
        while waiting:
            found: set[str] = set()
            for chunk in chunks(sorted(waiting), VARIABLES):
                query = select(table.c.id, table.c.event).where(
                    table.c.target.in_(chunk)
                )
                rows = self._connection.execute(query).all()
                for event in {row.event for row in rows}:
                    self._touch(event)
                found |= {row.id for row in rows}
                self._connection.execute(delete(table).where(table.c.target.in_(chunk)))
            waiting = found
        self._gone.clear()

    def _clean_judgements(self) -> None:
        table = tables.judgement
        for chunk in chunks(sorted(self._named), VARIABLES // 2):
            query = select(table).where(
                table.c.case == self._case,
                table.c.left.in_(chunk) | table.c.right.in_(chunk),
            )
            for row in self._connection.execute(query).all():
                self._touch(row.event)
                same = (table.c.id == row.id) & (table.c.event == row.event)
                if self._dropped.isdisjoint((row.left, row.right)):
                    clean = update(table).where(same).values(explanation="")
                    self._connection.execute(clean)
                else:
                    self._connection.execute(delete(table).where(same))
                    self._gone.add(row.id)
        self._named.clear()
        if self._gone:
            self._drop_withdrawals()


def _rows(wanted: Collection[int]) -> Any:
    record, entity, context = tables.record, tables.entity, tables.context
    return (
        select(
            record,
            entity.c.id.label("entity_id"),
            *(c for c in context.c if c.name not in ("n", "digest")),
        )
        .join(entity, entity.c.n == record.c.entity)
        .join(context, context.c.n == record.c.context)
        .where(record.c.n.in_(list(wanted)))
        .order_by(record.c.n)
    )


def erased_upto(connection: Connection) -> int:
    """Return the last event over which something was taken out, 0 for none."""
    query = select(func.max(tables.erasure.c.seq))
    return connection.execute(query).scalar() or 0


def find_removed(connection: Connection) -> set[str]:
    """Return the files (SHA-256) whose bytes were removed by order."""
    return set(connection.execute(select(tables.removed_file.c.sha256)).scalars())


def compact(engine: Engine) -> None:
    """Rewrite the database without what was deleted, its log of pages too.

    Raises Unavailable while another process keeps an earlier look open: what was
    taken out is then gone from every answer, but still in the file.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("VACUUM").close()
        busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise Unavailable("others look at the ledger: run the purge again later")
