"""Events: one commit to the ledger each, numbered, and what it touched."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from graph.errors import NotFound
from graph.ledger import tables
from graph.model import Event, Scope

SALT_BYTES = 32


def begin_event(
    connection: Connection, kind: str, case: str, actor: str, reason: str
) -> Event:
    """Write the event's row and return it with its sequence number."""
    at = datetime.now(UTC)
    done = connection.execute(
        insert(tables.event).values(
            kind=kind,
            case=case,
            actor=actor,
            at=at.isoformat(),
            reason=reason,
            salt=secrets.token_bytes(SALT_BYTES),
        )
    )
    seq = int(done.inserted_primary_key[0]) if done.inserted_primary_key else 0
    return Event(seq, f"e-{seq}", kind, case, actor, at, reason)


def is_own_event(event_id: str) -> bool:
    """Whether an id is of an event of this ledger: `e-<seq>`."""
    prefix, _, number = event_id.partition("-")
    return prefix == "e" and number.isdecimal() and number.isascii()


def read_event(connection: Connection, event_id: str) -> Event | None:
    """Return an event by its id (`e-<seq>`), None where there is none."""
    number = event_id.removeprefix("e-")
    if not is_own_event(event_id) or len(number) > 18:
        return None
    query = select(tables.event).where(tables.event.c.seq == int(number))
    row = connection.execute(query).one_or_none()
    return None if row is None else event_of(row)


def event_of(row: Row[Any]) -> Event:
    """Return an event from its row."""
    at = datetime.fromisoformat(row.at)
    return Event(row.seq, f"e-{row.seq}", row.kind, row.case, row.actor, at, row.reason)


def visible_event(event: Event | None, scope: Scope) -> Event:
    """Return the event, or raise NotFound where its case is out of scope."""
    if event is None or not scope.sees_case(event.case):
        raise NotFound("no such event")
    return event


def read_events(connection: Connection, case: str, limit: int) -> list[Event]:
    """Return a case's events, the newest first."""
    table = tables.event
    query = select(table).where(table.c.case == case).order_by(table.c.seq.desc())
    return [event_of(row) for row in connection.execute(query.limit(limit))]


def read_compartments(connection: Connection, event: Event) -> frozenset[str]:
    """Return the compartments of all that an event added."""
    record, context = tables.record.c, tables.context.c
    queries = [
        select(context.compartment)
        .join(tables.record, record.context == context.n)
        .where(record.event == event.seq)
    ]
    queries += [
        select(table.c.compartment).where(table.c.event == event.seq)
        for table in (tables.judgement, tables.document)
    ]
    return frozenset(
        part
        for query in queries
        for part in connection.execute(query.distinct()).scalars()
    )
