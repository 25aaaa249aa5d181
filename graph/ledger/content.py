"""What one event said, as a digest: what the audit chain holds the ledger against."""

import hashlib
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Connection

ROWS_READ = 500
_RECORDS = (
    "SELECT r.key, r.body, r.ids, c.digest, r.n, e.id, r.schema, r.assessment, r.page,"
    ' r.start, r."end", r.place, r.size, r.told'
    " FROM record r JOIN entity e ON e.n = r.entity JOIN context c ON c.n = r.context"
    " WHERE r.event = ? ORDER BY r.n"
)
_DOCUMENTS = (
    'SELECT pages, n, sha256, "case", compartment, name, path, media_type, size,'
    " language, script FROM document WHERE event = ? ORDER BY n"
)
_SALT = "SELECT salt FROM event WHERE seq = ?"
_OTHERS = (
    "SELECT at FROM event WHERE seq = ?",
    "SELECT id, target, reason, told FROM withdrawal WHERE event = ? ORDER BY id",
    'SELECT id, "case", "left", "right", verdict, compartment, score, explanation,'
    " told FROM judgement WHERE event = ? ORDER BY id",
    'SELECT "case", recipient, document FROM permit WHERE event = ?',
    "SELECT f.n, a.id, a.name, f.seq, f.kind, f.actor, f.at, f.reason, v.id, v.name"
    " FROM foreign_event f JOIN authority a ON a.n = f.authority"
    " JOIN authority v ON v.n = f.via WHERE f.n IN ("
    "SELECT told FROM record WHERE event = :seq UNION"
    " SELECT told FROM withdrawal WHERE event = :seq UNION"
    " SELECT told FROM judgement WHERE event = :seq) ORDER BY f.n",
)


def event_content(connection: Connection, seq: int) -> bytes:
    """Return the SHA-256 of all that an event said, as the tables hold it.

    Covers its time, records with their values, contexts and entities, documents with
    their text, withdrawals, judgements, permissions, and the foreign events behind
    them. The event's salt begins it: once an erasure has changed it, nobody can guess
    from the earlier digest what was taken out. Costs one pass over the event's rows.
    """
    found = hashlib.sha256()
    for (salt,) in connection.exec_driver_sql(_SALT, (seq,)):
        found.update(salt or b"")
    for rows in connection.exec_driver_sql(_RECORDS, (seq,)).partitions(ROWS_READ):
        for row in rows:
            _add(found, row[:4], row[4:])
    for row in connection.exec_driver_sql(_DOCUMENTS, (seq,)):
        _add(found, row[:1], row[1:])
    for number, query in enumerate(_OTHERS):
        given = {"seq": seq} if ":seq" in query else (seq,)
        for row in connection.exec_driver_sql(query, given):
            _add(found, (), (number, *row))
    return found.digest()


def _add(into: Any, blobs: Iterable[bytes | None], rest: Iterable[object]) -> None:
    parts = [blob or b"" for blob in blobs]
    said = orjson.dumps([[len(part) for part in parts], list(rest)])
    into.update(b"".join([said, *parts]))


def erasure_content(connection: Connection, n: int) -> bytes:
    """Return the SHA-256 of all that is kept of an erasure: receipt, ids, digests."""
    found = hashlib.sha256()
    for query in _ERASURE:
        for row in connection.exec_driver_sql(query, (n,)):
            blobs = [value for value in row if isinstance(value, bytes)]
            _add(found, blobs, [v for v in row if not isinstance(v, bytes)])
    return found.digest()


_ERASURE = (
    'SELECT n, "case", seq, at, receipt FROM erasure WHERE n = ?',
    'SELECT "case", prefix FROM erased WHERE erasure = ? ORDER BY "case", prefix',
    "SELECT event, before, after FROM reduction WHERE erasure = ? ORDER BY event",
    "SELECT sha256 FROM removed_file WHERE erasure = ? ORDER BY sha256",
    "SELECT entry FROM removed_note WHERE erasure = ? ORDER BY entry",
)
