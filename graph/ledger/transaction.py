"""One commit to the ledger: what is said in it is durable together, or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select

from graph.errors import Conflict, InvalidInput, NotFound
from graph.ledger import ids, tables
from graph.ledger.targets import check_targets
from graph.ledger.values import Appended, DocumentRecord, pack_pages, pack_values
from graph.ledger.withdrawn import Withdrawn
from graph.model import (
    WHOLE_CASE,
    Context,
    Event,
    Record,
    Scope,
    Verdict,
    check_compartment,
    scoped_id,
    split_id,
)
from graph.schema import check_property

CHUNK = 5_000
_VARIABLES = 900

T = TypeVar("T")


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of at most `size` items."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


class Transaction:
    """What can be said in one event. Made by Ledger.commit; closed with it.

    `connection` writes other tables of the same database in the same commit.
    """

    def __init__(self, connection: Connection, event: Event, key: bytes) -> None:
        self.connection = connection
        self.event = event
        self._key = key
        self._contexts: dict[Context, int] = {}
        self._withdrawn: Withdrawn | None = None
        self._properties: set[tuple[str, str]] = set()

    def append(self, context: Context, records: Iterable[Record]) -> Appended:
        """Add records; what is known already, and not undone, is passed over.

        Raises InvalidInput for an unknown schema or property; nothing is kept then.
        """
        if context.case != self.event.case:
            raise InvalidInput("a commit is about one case")
        added = Appended(0, 0)
        for chunk in chunks(records, CHUNK):
            more = self._append_chunk(context, chunk)
            added = Appended(
                added.records + more.records, added.statements + more.statements
            )
        return added

    def _append_chunk(self, context: Context, records: Sequence[Record]) -> Appended:
        fresh: dict[bytes, tuple[Record, str, list[bytes]]] = {}
        for record in records:
            entity = scoped_id(context.case, record.entity)
            for value in record.values:
                if (record.schema, value.prop) not in self._properties:
                    check_property(record.schema, value.prop)
                    self._properties.add((record.schema, value.prop))
            shared = ids.frame(entity, record, context)
            digests = ids.statement_digests(self._key, shared, record.values)
            if digests:
                key = ids.record_key(self._key, digests)
                fresh.setdefault(key, (record, entity, digests))
        for known in self._known_records(fresh):
            del fresh[known]
        if not fresh:
            return Appended(0, 0)
        return self._insert(context, fresh)

    def _known_records(self, keys: Iterable[bytes]) -> set[bytes]:
        known: set[bytes] = set()
        undone = self._standing().events
        for chunk in chunks(keys, _VARIABLES):
            query = select(tables.record.c.key, tables.record.c.event).where(
                tables.record.c.key.in_(chunk)
            )
            known |= {
                r.key for r in self.connection.execute(query) if r.event not in undone
            }
        return known

    def _standing(self) -> Withdrawn:
        if self._withdrawn is None:
            self._withdrawn = Withdrawn(self.connection, None)
        return self._withdrawn

    def _insert(
        self, context: Context, fresh: dict[bytes, tuple[Record, str, list[bytes]]]
    ) -> Appended:
        context_n = self._context(context)
        entities = self._entities({entity for _, entity, _ in fresh.values()})
        known = self._known_prefixes(
            ids.prefix_of(d) for _, _, digests in fresh.values() for d in digests
        )
        first = (
            self.connection.exec_driver_sql("SELECT max(n) FROM record").scalar() or 0
        ) + 1
        rows: list[tuple[Any, ...]] = []
        places: list[tuple[int, int]] = []
        total = 0
        for n, (key, (record, entity, digests)) in enumerate(fresh.items(), first):
            prefixes = {ids.prefix_of(d) for d in digests}
            size = len(prefixes - known)
            known |= prefixes
            total += size
            place = record.place
            rows.append((
                n, key, self.event.seq, entities[entity], context_n, record.schema,
                int(record.kind.value == "assessment"), place.page, place.start,
                place.end, place.record, size, pack_values(record.values),
            ))  # fmt: skip
            places.extend((prefix, n) for prefix in prefixes)
        self.connection.exec_driver_sql(
            "INSERT INTO record VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", rows
        )
        places.sort()
        self.connection.exec_driver_sql("INSERT INTO statement VALUES (?,?)", places)
        return Appended(len(rows), total)

    def _known_prefixes(self, prefixes: Iterable[int]) -> set[int]:
        known: set[int] = set()
        undone = self._standing().events
        for chunk in chunks(prefixes, _VARIABLES):
            query = (
                select(tables.statement.c.prefix, tables.record.c.event)
                .join(tables.record, tables.record.c.n == tables.statement.c.record)
                .where(tables.statement.c.prefix.in_(chunk))
            )
            for row in self.connection.execute(query):
                if row.event not in undone:
                    known.add(row.prefix)
        return known

    def _context(self, context: Context) -> int:
        if context not in self._contexts:
            digest = ids.context_digest(context)
            query = select(tables.context.c.n).where(tables.context.c.digest == digest)
            found = self.connection.execute(query).scalar()
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
                key = self.connection.execute(row).inserted_primary_key
                found = key[0] if key else None
            self._contexts[context] = int(found or 0)
        return self._contexts[context]

    def _entities(self, names: set[str]) -> dict[str, int]:
        self.connection.exec_driver_sql(
            "INSERT OR IGNORE INTO entity(id) VALUES (?)", [(n,) for n in sorted(names)]
        )
        found: dict[str, int] = {}
        for chunk in chunks(names, _VARIABLES):
            query = select(tables.entity).where(tables.entity.c.id.in_(chunk))
            found |= {row.id: row.n for row in self.connection.execute(query)}
        return found

    def add_document(self, document: DocumentRecord) -> None:
        """Register a file of the case with its text; one known already stays."""
        if document.case != self.event.case:
            raise InvalidInput("a commit is about one case")
        check_compartment(document.compartment)
        table = tables.document
        query = select(table.c.event).where(
            table.c.case == document.case,
            table.c.sha256 == document.sha256,
            table.c.compartment == document.compartment,
        )
        undone = self._standing().events
        if any(row.event not in undone for row in self.connection.execute(query)):
            return
        self.connection.execute(
            insert(table).values(
                sha256=document.sha256,
                case=document.case,
                compartment=document.compartment,
                name=document.name,
                path=document.path,
                media_type=document.media_type,
                size=document.size,
                language=document.language,
                script=document.script,
                pages=pack_pages(document.pages),
                event=self.event.seq,
            )
        )

    def withdraw(self, targets: Iterable[str], reason: str) -> list[str]:
        """Withdraw statements, judgements or withdrawals by id; return the new ids.

        What is withdrawn already stays so. Raises NotFound for an id that is none of
        this case; whether the asker may see it is the caller's to check.
        """
        standing = self._standing()
        made = []
        wanted = list(dict.fromkeys(targets))
        check_targets(self.connection, self.event.case, wanted)
        for target in wanted:
            if target in standing.targets:
                continue
            name = ids.named_id("w", self._key, target, self.event.seq)
            made.append(name)
            self._withdraw(name, target, reason)
            standing.targets.add(target)
        return made

    def _withdraw(self, name: str, target: str, reason: str) -> None:
        self.connection.execute(
            insert(tables.withdrawal).values(
                id=name, target=target, event=self.event.seq, reason=reason
            )
        )

    def undo(self, event_id: str) -> Event:
        """Take an event back: what it said is as if not said. Returns that event.

        An undo is undone like any other event. Raises NotFound, and Conflict where the
        event is taken back already.
        """
        undone = read_event(self.connection, event_id)
        if undone is None or undone.case != self.event.case:
            raise NotFound("no such event")
        if undone.seq in self._standing().events:
            raise Conflict("that event has been undone already")
        name = ids.named_id("w", self._key, event_id, self.event.seq)
        self._withdraw(name, event_id, self.event.reason)
        self._withdrawn = None
        return undone

    def judge(
        self,
        left: str,
        right: str,
        verdict: Verdict,
        *,
        score: float | None = None,
        explanation: str = "",
        compartment: str = WHOLE_CASE,
    ) -> str:
        """Record whether two entities (scoped ids) are the same; return its id.

        The same word of the same author in the same event is kept once.
        """
        if left == right:
            raise InvalidInput("a judgement is about two entities")
        first, second = sorted((left, right))
        split_id(first)
        split_id(second)
        check_compartment(compartment)
        event = self.event
        name = ids.named_id(
            "j", self._key, first, second, verdict.value, compartment, event.seq
        )
        self.connection.execute(
            insert(tables.judgement)
            .prefix_with("OR IGNORE")
            .values(
                id=name,
                case=event.case,
                left=first,
                right=second,
                verdict=verdict.value,
                compartment=compartment,
                score=score,
                explanation=explanation,
                event=event.seq,
            )
        )
        return name


def begin_event(
    connection: Connection, kind: str, case: str, actor: str, reason: str
) -> Event:
    """Write the event's row and return it with its sequence number."""
    at = datetime.now(UTC)
    done = connection.execute(
        insert(tables.event).values(
            kind=kind, case=case, actor=actor, at=at.isoformat(), reason=reason
        )
    )
    seq = int(done.inserted_primary_key[0]) if done.inserted_primary_key else 0
    return Event(seq, f"e-{seq}", kind, case, actor, at, reason)


def read_event(connection: Connection, event_id: str) -> Event | None:
    """Return an event by its id (`e-<seq>`), None where there is none."""
    prefix, _, number = event_id.partition("-")
    if prefix != "e" or not number.isdigit() or len(number) > 18:
        return None
    query = select(tables.event).where(tables.event.c.seq == int(number))
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    at = datetime.fromisoformat(row.at)
    return Event(row.seq, f"e-{row.seq}", row.kind, row.case, row.actor, at, row.reason)


def visible_event(event: Event | None, scope: Scope) -> Event:
    """Return the event, or raise NotFound where its case is out of scope."""
    if event is None or not scope.sees_case(event.case):
        raise NotFound("no such event")
    return event
