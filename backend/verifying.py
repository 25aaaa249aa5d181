"""The log's proof: the chain is whole, and ledger and files are as it says."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.exc import SQLAlchemyError

from backend.access import system_scope
from backend.audit import (
    ERASED,
    GENESIS,
    OPEN,
    describe_case,
    digest_of,
    erased_detail,
    erasure_of,
    link,
)
from backend.tables import audit
from backend.workspace import Workspace
from graph.errors import KlupkoError
from graph.ledger import Blobs, tables
from graph.ledger.content import erasure_content, event_content
from graph.ledger.erasing import find_removed
from graph.ledger.events import event_of
from graph.ledger.ids import context_digest, prefix_of, record_key
from graph.ledger.runs import run_of
from graph.ledger.statements import StatementReader, record_query
from graph.ledger.values import context_of

MOST_PROBLEMS = 100
RECORDS_A_LOOK = 5_000
UNREADABLE = (KlupkoError, SQLAlchemyError, ValueError, TypeError)
"""What altered values fail with where they are read."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Verification:
    """What was looked at, the newest entry's hash, and what does not hold."""

    entries: int = 0
    events: int = 0
    files: int = 0
    head: str = GENESIS.hex()
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """Return it as an object."""
        return {
            "holds": self.holds,
            "entries": self.entries,
            "events": self.events,
            "files": self.files,
            "head": self.head,
            "problems": self.problems,
        }


def verify(
    workspace: Workspace, since: str = "", progress: Progress | None = None
) -> Verification:
    """Look at all that the log says and at all that it speaks of.

    Holds where every entry's hash follows from the one before, numbers have no gap,
    every event of the ledger is noted and says what was noted, less what noted erasures
    took out, contexts are as they were interned, and every file that was not removed by
    order has its SHA-256. `since`, a head (64 hex digits) that
    was given before, must still be part of the chain: a log cut short has lost it.
    """
    found = Verification()
    with workspace.ledger.engine.connect() as connection, connection.begin():
        problems = iter_problems(connection, workspace.blobs, found, since, progress)
        found.problems = list(islice(problems, MOST_PROBLEMS))
    return found


def iter_problems(
    connection: Connection,
    blobs: Blobs,
    found: Verification,
    since: str = "",
    progress: Progress | None = None,
) -> Iterator[str]:
    """Yield what does not hold in one look at the database; see verify.

    What was looked at is counted in `found`.
    """
    try:
        yield from _problems(connection, blobs, found, since, progress)
    except UNREADABLE:
        yield "the database cannot be read: something was altered"


def _problems(
    connection: Connection,
    blobs: Blobs,
    found: Verification,
    since: str,
    progress: Progress | None,
) -> Iterator[str]:
    yield from _check_database(connection)
    noted: dict[int, Row[Any]] = {}
    opened: dict[str, str] = {}
    erased: dict[int, str] = {}
    for row in connection.execute(select(audit).order_by(audit.c.n)):
        if row.event is not None:
            noted[row.event] = row
        elif row.action == OPEN:
            opened[row.case_id] = row.detail
        elif row.action.startswith(ERASED) and row.content:
            erased[erasure_of(row.detail)] = row.content
    yield from _check_chain(connection, found, since)
    yield from _check_cases(connection, opened)
    yield from _check_erasures(connection, erased)
    yield from _check_events(connection, found, noted, progress)
    yield from _check_contexts(connection)
    yield from _check_records(connection)
    yield from _check_files(connection, blobs, found)


def _check_database(connection: Connection) -> Iterator[str]:
    said = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    if said != ["ok"]:
        yield "the database file is damaged"


def _check_chain(
    connection: Connection, found: Verification, since: str
) -> Iterator[str]:
    before, heads = GENESIS, {GENESIS.hex()}
    notes = tables.removed_note
    removed = {row.entry: row.erasure for row in connection.execute(select(notes))}
    for row in connection.execute(select(audit).order_by(audit.c.n)):
        found.entries += 1
        if row.n != found.entries:
            yield f"entry {found.entries} is missing"
            found.entries = row.n
        if not _follows(before, row) or not _says(row, removed):
            yield f"entry {row.n} was altered"
        before = row.hash if isinstance(row.hash, bytes) else b""
        heads.add(before.hex())
    found.head = before.hex()
    if since and since.lower() not in heads:
        yield "the log was cut short: the head given is not part of it"


def _follows(before: bytes, row: Row[Any]) -> bool:
    try:
        return bool(link(before, row._asdict()) == row.hash)
    except UNREADABLE:
        return False


def _says(row: Row[Any], removed: dict[int, int]) -> bool:
    """Whether an entry's detail is what the chain holds, or was erased with a note."""
    if row.digest is None:
        return bool(row.salt is None)
    if row.salt is None:
        gone = removed.get(row.n)
        return gone is not None and bool(row.detail == erased_detail(gone))
    try:
        return bool(digest_of(row.salt, row.detail) == row.digest)
    except UNREADABLE:
        return False


def _check_cases(connection: Connection, opened: dict[str, str]) -> Iterator[str]:
    for row in connection.execute(select(tables.case)):
        if opened.get(row.id) != describe_case(row):
            yield f"case {row.id} is not what was noted"


def _check_events(
    connection: Connection,
    found: Verification,
    noted: dict[int, Row[Any]],
    progress: Progress | None,
) -> Iterator[str]:
    query = select(tables.event).order_by(tables.event.c.seq)
    total = connection.execute(select(func.count()).select_from(tables.event)).scalar()
    steps = _reductions(connection)
    for row in connection.execute(query).all():
        found.events += 1
        entry = noted.pop(row.seq, None)
        if entry is None:
            yield f"event {row.seq} is not noted"
        elif not _agrees(connection, entry, row, steps.pop(row.seq, [])):
            yield f"event {row.seq} is not what was noted"
        if progress:
            progress(found.events, total or 0)
    for seq in sorted(noted.keys() | steps.keys()):
        yield f"event {seq} is noted and missing"


_OF_ERASURES = (
    tables.erased, tables.reduction, tables.removed_file, tables.removed_note,
)  # fmt: skip


def _check_erasures(connection: Connection, noted: dict[int, str]) -> Iterator[str]:
    """Each erasure is noted, and says what was noted."""
    for n in connection.execute(select(tables.erasure.c.n)).scalars().all():
        if noted.pop(n, None) != erasure_content(connection, n).hex():
            yield f"erasure {n} is not what was noted"
    for n in sorted(noted):
        yield f"erasure {n} is noted and missing"
    for table in _OF_ERASURES:
        known = select(tables.erasure.c.n)
        loose = select(table.c.erasure).where(table.c.erasure.not_in(known)).limit(1)
        if connection.execute(loose).first() is not None:
            yield f"something in {table.name} belongs to no erasure"


def _reductions(connection: Connection) -> dict[int, list[tuple[str, str]]]:
    """Return what each event was before and after each erasure, in order."""
    found: dict[int, list[tuple[str, str]]] = {}
    table = tables.reduction
    for row in connection.execute(select(table).order_by(table.c.erasure)):
        found.setdefault(row.event, []).append((row.before.hex(), row.after.hex()))
    return found


def _agrees(
    connection: Connection,
    entry: Row[Any],
    row: Row[Any],
    steps: list[tuple[str, str]],
) -> bool:
    """Whether an event says what was noted, less what erasures took out of it.

    Each erasure begins with the digest that stood, and leaves the one that stands.
    """
    try:
        event = event_of(row)
        content = event_content(connection, event.seq).hex()
    except UNREADABLE:
        return False
    for before, after in reversed(steps):
        if content != after:
            return False
        content = before
    said = (event.actor, event.kind, event.case, event.reason, content)
    return said == (
        entry.actor, entry.action, entry.case_id, entry.reason, entry.content,
    )  # fmt: skip


def _check_contexts(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(tables.context)):
        try:
            whole = context_digest(context_of(row)) == row.digest
        except UNREADABLE:
            whole = False
        if not whole:
            yield f"context {row.n} was altered"


def _check_records(connection: Connection) -> Iterator[str]:
    """Ids follow from what is said, so that each statement is found by its id."""
    reader = StatementReader(connection, system_scope())
    for first in count(1, RECORDS_A_LOOK):
        last = first + RECORDS_A_LOOK - 1
        query = record_query().where(tables.record.c.n.between(first, last))
        rows = connection.execute(query).all()
        if not rows and _is_past(connection, last):
            yield from _check_index(connection)
            return
        kept: dict[int, set[int]] = {}
        index = tables.statement.c
        for prefix, record in connection.execute(
            select(index.prefix, index.record).where(
                index.run.in_({run_of(first), run_of(last)}),
                index.record.between(first, last),
            )
        ):
            kept.setdefault(record, set()).add(prefix)
        for row in rows:
            key, digests = reader.digests(row)
            prefixes = {prefix_of(digest) for digest in digests}
            whole = prefixes == kept.pop(row.n, None)
            if not whole or record_key(key, digests) != row.key:
                yield f"record {row.n} was altered"


def _check_index(connection: Connection) -> Iterator[str]:
    """Nothing is found by an id that no record has."""
    index, record = tables.statement.c.record, tables.record.c.n
    query = select(index).distinct().where(index.not_in(select(record)))
    for n in connection.execute(query.order_by(index)).scalars():
        yield f"record {n} is missing"


def _is_past(connection: Connection, n: int) -> bool:
    last = connection.execute(select(func.max(tables.record.c.n))).scalar() or 0
    return n >= last


def _check_files(
    connection: Connection, blobs: Blobs, found: Verification
) -> Iterator[str]:
    query = select(tables.document.c.sha256).distinct()
    removed = find_removed(connection)
    for sha256 in connection.execute(query).scalars().all():
        found.files += 1
        if sha256 in removed and not blobs.path(sha256).exists():
            continue
        try:
            data = blobs.get(sha256)
        except KlupkoError:
            yield f"file {sha256[:12]}… is missing"
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            yield f"file {sha256[:12]}… was altered"
