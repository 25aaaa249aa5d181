"""What a scope may hand on of a case, in the form in which foreign.py takes it in."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from graph.ledger import tables
from graph.ledger.authorities import Authority
from graph.ledger.foreign import ForeignEvent, ForeignJudgement, ForeignWithdrawal
from graph.ledger.ids import prefix_of_id
from graph.ledger.judgements import judgement_query, sees_judgement
from graph.ledger.statements import StatementReader, record_query
from graph.ledger.values import DocumentRecord, document_of, record_of
from graph.ledger.withdrawn import Withdrawn, event_key
from graph.ledger.writing import Told
from graph.model import Context, Scope, Verdict, split_id
from graph.schema import identifier_id, identifier_schema


class Said(NamedTuple):
    """A record with the number of its context and the key of the event that said it.

    Contexts are numbered by their first use here: their own numbers would tell how
    many are left out.
    """

    context: int
    event: str
    told: Told


class Outgoing:
    """One consistent look. Made by Ledger.outgoing.

    What was undone is left out, as if not said; the undoing is told, so that whoever
    has it from an earlier time undoes it too. Read records first, then the rest, then
    `events`: what refers to something left out is left out with it. `used` are the
    contexts of the records that were read, by number.
    """

    def __init__(
        self,
        connection: Connection,
        scope: Scope,
        case: str,
        own: Authority,
        is_withheld: Callable[[Context], bool],
    ) -> None:
        self._connection = connection
        self._scope = scope
        self._case = case
        self._own = own
        self._reader = StatementReader(connection, scope)
        seen = self._reader.contexts(case)
        self._allowed = {n: c for n, c in seen.items() if not is_withheld(c)}
        self._withheld = {c.document for c in seen.values() if is_withheld(c)}
        self._foreign = {row.n: row for row in connection.execute(_foreign_query())}
        self.used: dict[int, Context] = {}
        self._numbers: dict[int, int] = {}
        self._entities: set[str] = set()
        self._events: dict[str, tuple[int, int | None]] = {}

    def iter_records(self) -> Iterator[Said]:
        """Yield records that stand, in recorded order; their values' ids with them."""
        query = record_query().join(
            tables.context, tables.context.c.n == tables.record.c.context
        )
        query = query.where(tables.context.c.case == self._case)
        for row in self._connection.execute(query):
            undone = self._is_undone(row.event, row.told)
            if row.context in self._allowed and not undone:
                number = self._numbers.setdefault(row.context, len(self.used) + 1)
                self.used[number] = self._allowed[row.context]
                _, digests = self._reader.digests(row)
                record = record_of(row, split_id(row.entity_id)[1])
                self._note_entities(record.entity, record.schema, row)
                yield Said(number, self._refer(row), Told(record, digests))

    def _is_undone(self, event: int, told: int | None) -> bool:
        return self._reader.withdrawn.is_undone(event, told, self._case)

    def _note_entities(self, entity: str, schema: str, row: Row[Any]) -> None:
        self._entities.add(entity)
        for value in record_of(row, entity).values:
            identifier = identifier_schema(schema, value.prop)
            if identifier:
                self._entities.add(identifier_id(identifier, value.value))

    def _refer(self, row: Row[Any]) -> str:
        """Return the key of the event that said a row, to be told of it as well.

        As its own authority told of it, where it did.
        """
        key = self._key(row.event, row.told)
        if key not in self._events or self._is_first_hand(row.told):
            self._events[key] = (row.event, row.told)
        return key

    def _is_first_hand(self, told: int | None) -> bool:
        return told is not None and (
            self._foreign[told].via == self._foreign[told].authority
        )

    def _key(self, event: int, told: int | None) -> str:
        if told is None:
            return event_key(event, self._own.id)
        foreign = self._foreign[told]
        return event_key(foreign.seq, foreign.authority_id)

    def judgements(self) -> list[tuple[str, ForeignJudgement]]:
        """Return judgements on entities that are handed on, with their events."""
        return [
            (self._refer(row), _judgement(row))
            for row in self._visible_judgements()
            if not self._is_undone(row.event, row.told)
        ]

    def _visible_judgements(self) -> list[Row[Any]]:
        query = judgement_query().where(tables.judgement.c.case == self._case)
        return [
            row
            for row in self._connection.execute(query)
            if sees_judgement(self._scope, row)
            and all(self._is_handed_on(end) for end in (row.left, row.right))
        ]

    def _is_handed_on(self, entity: str) -> bool:
        case, local = split_id(entity)
        return case == self._case and local in self._entities

    def withdrawals(self) -> list[tuple[str, ForeignWithdrawal]]:
        """Return withdrawals of what is handed on, or was once, with their events."""
        rows = self._withdrawal_rows()
        shown = self._shown_statements(rows)
        judged = self._visible_judgements()
        shown |= {row.id for row in judged}
        shown |= {self._key(row.event, row.told) for row in judged}
        shown |= self._shown_events({self._target(row) for row in rows})
        chosen: dict[str, Row[Any]] = {}
        while more := [
            row for row in rows if row.id not in chosen and self._target(row) in shown
        ]:
            chosen |= {row.id: row for row in more}
            shown |= {row.id for row in more}
            shown |= {self._key(row.event, row.told) for row in more}
        return [
            (self._refer(row), ForeignWithdrawal(row.id, self._target(row), row.reason))
            for row in chosen.values()
        ]

    def _withdrawal_rows(self) -> list[Row[Any]]:
        table = tables.withdrawal
        query = (
            select(table)
            .join(tables.event, tables.event.c.seq == table.c.event)
            .where(tables.event.c.case == self._case)
            .order_by(table.c.event, table.c.id)
        )
        return list(self._connection.execute(query))

    def _target(self, row: Row[Any]) -> str:
        """Return what a withdrawal names, an event of ours as others know it."""
        target = str(row.target)
        if target.startswith("e-") and target[2:].isdigit():
            return event_key(int(target[2:]), self._own.id)
        return target

    def _shown_statements(self, rows: list[Row[Any]]) -> set[str]:
        targets = [row.target for row in rows if prefix_of_id(row.target) is not None]
        allowed = set(self._allowed.values())
        return {
            said.id
            for said in self._reader.find_by_id(targets).values()
            if said.context in allowed and not self._is_undone(said.seq, said.told)
        }

    def _shown_events(self, keys: set[str]) -> set[str]:
        """Return which events said any record that may be handed on, undone or not."""
        told: dict[str, list[int]] = {}
        for n in self._foreign:
            told.setdefault(self._key(0, n), []).append(n)
        own = f"e-{self._own.id}-"
        found: set[str] = set()
        record = tables.record.c
        for key in keys:
            if key in told:
                query = select(record.context).where(record.told.in_(told[key]))
            elif key.startswith(own):
                seq = int(key.removeprefix(own))
                query = select(record.context).where(
                    record.event == seq, record.told.is_(None)
                )
            else:
                continue
            contexts = self._connection.execute(query.distinct()).scalars()
            if any(n in self._allowed for n in contexts):
                found.add(key)
        return found

    def events(self) -> dict[str, ForeignEvent]:
        """Return the events that said what was read so far, by their keys."""
        return {
            key: self._event(event, told)
            for key, (event, told) in sorted(self._events.items())
        }

    def _event(self, event: int, told: int | None) -> ForeignEvent:
        if told is not None:
            row = self._foreign[told]
            authority = Authority(row.authority_id, row.authority_name)
        else:
            query = select(tables.event).where(tables.event.c.seq == event)
            row = self._connection.execute(query).one()
            authority = self._own
        return ForeignEvent(authority, row.seq, row.kind, row.actor, row.at, row.reason)

    def iter_documents(self) -> Iterator[DocumentRecord]:
        """Yield the documents behind what is handed on, as read last, each once."""
        behind = {context.document for context in self.used.values()}
        parts = {context.compartment for context in self.used.values()}
        table = tables.document
        query = select(table).where(table.c.case == self._case).order_by(table.c.n)
        last: dict[tuple[str, str], int] = {}
        for row in self._connection.execute(query.with_only_columns(*table.c[_KEYS])):
            if (
                row.compartment in parts
                and row.sha256 in behind - self._withheld
                and not self._is_undone(row.event, None)
            ):
                last[row.sha256, row.compartment] = row.n
        for n in last.values():
            found = select(table).where(table.c.n == n)
            yield document_of(self._connection.execute(found).one(), pages=True)


_KEYS = ("n", "sha256", "compartment", "event")


def read_permits(
    connection: Connection, case: str, as_of: int | None
) -> dict[str, frozenset[str]]:
    """Return the documents ("" for all) of a case permitted to each key, by key id."""
    found: dict[str, set[str]] = {}
    undone = Withdrawn(connection, as_of)
    query = select(tables.permit).where(tables.permit.c.case == case)
    for row in connection.execute(query):
        if not undone.is_undone(row.event, None, case):
            found.setdefault(row.recipient, set()).add(row.document)
    return {key: frozenset(documents) for key, documents in found.items()}


def _foreign_query() -> Any:
    foreign, authority = tables.foreign_event, tables.authority.c
    return select(
        foreign,
        authority.id.label("authority_id"),
        authority.name.label("authority_name"),
    ).join(tables.authority, authority.n == foreign.c.authority)


def _judgement(row: Row[Any]) -> ForeignJudgement:
    return ForeignJudgement(
        id=row.id,
        left=split_id(row.left)[1],
        right=split_id(row.right)[1],
        verdict=Verdict(row.verdict),
        compartment=row.compartment,
        score=row.score,
        explanation=row.explanation,
    )
