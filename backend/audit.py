"""Who read or wrote what, when and why: a hash chain in the ledger's own database.

A write is noted in the transaction that makes it. Reads are noted before they are
answered, many in one commit where many ask at once.
"""

import hashlib
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson
import rfc8785
from sqlalchemy import Connection, Engine, Row, insert, select

from backend.tables import audit as table
from graph.errors import InvalidInput
from graph.ledger import CaseRecord, tables
from graph.ledger.content import event_content
from graph.ledger.erasing import Erased
from graph.ledger.events import event_of
from graph.model import Event

GENESIS = bytes(32)
OPEN = "open"
ERASED = "erasure"
SALT_BYTES = 16
_EMPTY: tuple[object, ...] = (None, "", (), [], {}, False)
MAX_DETAIL = 8_000
"""Characters of what was asked that are kept; the rest is cut, and says so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did: who, what, on which case, why.

    `detail` is what was asked, as JSON has it. `event` is the number of the ledger's
    event that it made, `content` the SHA-256 of all that the event said.
    """

    actor: str
    action: str
    case: str = ""
    detail: str = ""
    reason: str = ""
    event: int | None = None
    content: bytes | None = None


def describe(**what: object) -> str:
    """Return what was asked as JSON, cut where it is long; nothing where all is empty.

    Values that are neither empty nor JSON's are written as text.
    """
    given = {name: value for name, value in what.items() if value not in _EMPTY}
    if not given:
        return ""
    try:
        text = orjson.dumps(given, default=str, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError as error:
        raise InvalidInput("that cannot be written in the audit log") from error
    return text if len(text) <= MAX_DETAIL else text[:MAX_DETAIL] + "… (cut)"


class _Ticket:
    """A read that waits to be noted."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.done = False


class Audit:
    """Notes entries; each holds the hash of the one before."""

    def __init__(self, engine: Engine) -> None:
        self._writing = engine.execution_options(klupko_write=True)
        self._waiting: list[_Ticket] = []
        self._queueing = threading.Lock()
        self._flushing = threading.Lock()

    def write(self, connection: Connection, *entries: Entry) -> None:
        """Note what an open write transaction does; durable together with it."""
        newest = select(table.c.n, table.c.hash).order_by(table.c.n.desc()).limit(1)
        row = connection.execute(newest).first()
        last, before = (row.n, row.hash) if row is not None else (0, GENESIS)
        rows = []
        for n, entry in enumerate(entries, last + 1):
            noted = _row(n, entry)
            before = noted["hash"] = link(before, noted)
            rows.append(noted)
        if rows:
            connection.execute(insert(table), rows)

    def read(self, *entries: Entry) -> None:
        """Note a read, each case on its own; it is durable when this returns.

        Whoever comes while a commit is under way is noted together in the next one;
        whatever ends that commit, nobody returns before their own entry is durable.
        Raises Unavailable, and InvalidInput for what cannot be written down.
        """
        for entry in entries:
            _check_form(entry)
        ticket = _Ticket(entries)
        with self._queueing:
            self._waiting.append(ticket)
        with self._flushing:
            if not ticket.done:
                self._flush(ticket)

    def _flush(self, own: _Ticket) -> None:
        with self._queueing:
            batch, self._waiting = self._waiting, []
        try:
            with self._writing.begin() as connection:
                self.write(connection, *(e for one in batch for e in one.entries))
        except BaseException:
            with self._queueing:
                self._waiting = [t for t in batch if t is not own] + self._waiting
            raise
        for ticket in batch:
            ticket.done = True

    def committed(self, connection: Connection, event: Event) -> None:
        """Note an event of the ledger with the digest of all that it said."""
        self.write(connection, self._of(connection, event))

    def opened(self, connection: Connection, case: CaseRecord, actor: str) -> None:
        """Note that a case was opened."""
        row = connection.execute(select(tables.case).where(tables.case.c.id == case.id))
        self.write(connection, Entry(actor, OPEN, case.id, describe_case(row.one())))

    def erased(
        self, connection: Connection, actor: str, case: str, made: Erased, law: str
    ) -> None:
        """Note an erasure with the digest of all that is kept of it."""
        detail = describe(
            erasure=made.n,
            records=made.records,
            statements=made.statements,
            events=made.events,
            files=len(made.files),
        )
        entry = Entry(actor, ERASED, case, detail, law, content=made.digest)
        self.write(connection, entry)

    def lacks_cases(self) -> bool:
        """Whether the ledger holds cases, and nothing is noted."""
        with self._writing.connect() as connection:
            return (
                connection.execute(select(table.c.n).limit(1)).first() is None
                and connection.execute(select(tables.case.c.id).limit(1)).first()
                is not None
            )

    def adopt(self, connection: Connection) -> None:
        """Note the cases and events of a ledger kept before there was a log."""
        for case in connection.execute(select(tables.case)).all():
            entry = Entry(case.created_by, OPEN, case.id, describe_case(case))
            self.write(connection, entry)
        noted = select(table.c.event).where(table.c.event.is_not(None))
        query = select(tables.event).where(tables.event.c.seq.not_in(noted))
        for row in connection.execute(query.order_by(tables.event.c.seq)).all():
            entry = self._of(connection, event_of(row))
            self.write(connection, replace(entry, detail=describe(adopted=row.at)))

    def _of(self, connection: Connection, event: Event) -> Entry:
        return Entry(
            actor=event.actor,
            action=event.kind,
            case=event.case,
            reason=event.reason,
            event=event.seq,
            content=event_content(connection, event.seq),
        )


def erasure_of(detail: str) -> int:
    """Return the number of the erasure that an entry tells of."""
    return int(orjson.loads(detail).get("erasure", 0))


def describe_case(row: Row[Any]) -> str:
    """Return what is noted of a case; of its key only the SHA-256."""
    key = hashlib.sha256(row.key).hexdigest()
    return describe(
        title=row.title,
        authority=row.authority,
        key=key,
        created_at=row.created_at,
        created_by=row.created_by,
    )


def _row(n: int, entry: Entry) -> dict[str, Any]:
    salt = secrets.token_bytes(SALT_BYTES)
    return {
        "salt": salt,
        "digest": digest_of(salt, entry.detail),
        "n": n,
        "at": datetime.now(UTC).isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "case_id": entry.case,
        "detail": entry.detail,
        "reason": entry.reason,
        "event": entry.event,
        "content": entry.content.hex() if entry.content else None,
    }


def _check_form(entry: Entry) -> None:
    """Raise InvalidInput for what would keep others' entries from being written."""
    try:
        link(GENESIS, _row(1, entry))
    except ValueError as error:
        raise InvalidInput("that cannot be written in the audit log") from error


def link(before: bytes, noted: Mapping[str, Any]) -> bytes:
    """Return an entry's hash: SHA-256 over the one before and its RFC 8785 form.

    Of its detail the digest enters, where there is one.
    """
    apart = {"hash", "salt"} | ({"detail"} if noted.get("digest") else {"digest"})
    form = {name: value for name, value in noted.items() if name not in apart}
    return hashlib.sha256(before + rfc8785.dumps(form)).digest()


def digest_of(salt: bytes, detail: str) -> str:
    """Return what stands for a detail in the chain: without the salt, nothing of it."""
    return hashlib.sha256(salt + detail.encode()).hexdigest()


def erased_detail(n: int) -> str:
    """Return what stands in place of a detail that an erasure removed."""
    return describe(erased=n)


def find_entries(
    engine: Engine, case: str | None, user: str | None, limit: int
) -> list[dict[str, Any]]:
    """Return entries as objects, the newest first, without their hashes."""
    query = select(table).order_by(table.c.n.desc()).limit(limit)
    if case is not None:
        query = query.where(table.c.case_id == case)
    if user is not None:
        query = query.where(table.c.actor == user)
    with engine.connect() as connection:
        return [
            {
                "n": row.n,
                "at": row.at,
                "actor": row.actor,
                "action": row.action,
                "case": row.case_id or None,
                "detail": row.detail or None,
                "reason": row.reason or None,
                "event": row.event,
            }
            for row in connection.execute(query)
        ]
