"""Where else passenger data may lie: files, jobs, earlier graphs, free pages."""

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, delete, func, insert, select, update

from backend.audit import ERASED, OPEN, erased_detail
from backend.passengers.policy import masked_properties
from backend.tables import audit, compacted, job
from backend.workspace import Workspace
from graph.ledger import tables
from graph.ledger.erasing import Eraser, find_removed
from graph.ledger.erasing import compact as compact_ledger
from graph.ledger.writing import chunks
from graph.names import fold

Said = tuple[str, str, str]
"""Schema, property and value."""

SHORTEST, SHORTEST_NUMBER = 4, 6
"""Characters of a word, and of a number, that an entry of the log is searched for."""

_NUMBERS = frozenset({
    "locator", "otherLocator", "bookingKey", "ticketNumber", "baggageTag",
})  # fmt: skip
_ENUMERATED = frozenset({"gender", "nationality", "type", "country", "title"})


def remove_files(workspace: Workspace) -> int:
    """Remove the bytes of files that erasures named; return how many there were.

    One that came back since, told anew by a case that may hold it, stays.
    """
    with workspace.ledger.engine.connect() as connection:
        removed = find_removed(connection) - _held(connection)
    gone = 0
    for sha256 in removed:
        path = workspace.blobs.path(sha256)
        if path.exists():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _held(connection: Connection) -> set[str]:
    """Return the files that a case holds which has erased nothing of them."""
    document, erasure = tables.document.c, tables.erasure.c
    removed = tables.removed_file.c
    erased = select(removed.sha256, erasure.case).join(
        tables.removed_file, removed.erasure == erasure.n
    )
    gone = {(row.sha256, row.case) for row in connection.execute(erased)}
    names = sorted({sha256 for sha256, _ in gone})
    held: set[str] = set()
    for chunk in chunks(names, 500):
        query = select(document.sha256, document.case)
        rows = connection.execute(query.where(document.sha256.in_(chunk)))
        held |= {r.sha256 for r in rows if (r.sha256, r.case) not in gone}
    return held


def forget_results(connection: Connection, case: str) -> None:
    """Forget what ended jobs of a case say of rejected records: it may quote them."""
    query = select(job.c.id, job.c.result).where(
        job.c.case_id == case, job.c.result.is_not(None)
    )
    for row in connection.execute(query).all():
        told = json.loads(row.result)
        if isinstance(told, dict) and told.get("rejected"):
            told["rejected"] = []
            change = update(job).where(job.c.id == row.id)
            connection.execute(change.values(result=json.dumps(told)))


def forget_words(
    connection: Connection, case: str, eraser: Eraser, values: Iterable[Said]
) -> None:
    """Take the details out of log entries of a case that repeat what was erased.

    Who did what, when and why stays in the chain, which holds without the words.
    """
    words = {word for one in values for word in _words(*one)}
    if not words:
        return
    phrases = [f" {word} " for word in words if " " in word]
    query = select(audit.c.n, audit.c.detail).where(
        audit.c.case_id == case,
        audit.c.digest.is_not(None),
        audit.c.salt.is_not(None),
        audit.c.action.not_in((OPEN, ERASED)),
    )
    for row in connection.execute(query).all():
        told = fold(row.detail)
        said = f" {told} "
        if not words.isdisjoint(told.split()) or any(p in said for p in phrases):
            eraser.remove_note(row.n)
            gone = erased_detail(eraser.number)
            change = update(audit).where(audit.c.n == row.n)
            connection.execute(change.values(detail=gone, salt=None))


def _words(schema: str, prop: str, value: str) -> Iterator[str]:
    """Yield what a value would be searched for by: all of it, and its longer words.

    Short numbers are years and house numbers, which say nothing by themselves.
    """
    named = prop in masked_properties(schema) or prop in _NUMBERS
    if named and prop not in _ENUMERATED:
        folded = fold(value)
        for word in {folded, *folded.split()}:
            if len(word) >= (SHORTEST_NUMBER if word.isdigit() else SHORTEST):
                yield word


def compact(workspace: Workspace) -> bool:
    """Rewrite what still holds freed pages, where anything was erased since the last.

    Returns whether it was needed. Raises Unavailable where others hold it open.
    """
    with workspace.ledger.engine.connect() as connection:
        last = connection.execute(select(func.max(tables.erasure.c.n))).scalar() or 0
        done = connection.execute(select(compacted.c.erasure)).scalar() or 0
    if done >= last:
        return False
    workspace.forget_derived()
    workspace.catch_up()
    workspace.store.compact()
    compact_ledger(workspace.ledger.engine)
    with workspace.ledger.writing() as connection:
        connection.execute(delete(compacted))
        connection.execute(insert(compacted).values(one=1, erasure=last))
    return True
