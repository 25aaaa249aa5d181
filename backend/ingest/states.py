"""How far each file of a case is, written in the same commit as what it says."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select

from backend.tables import ingested
from graph.ledger.withdrawn import Withdrawn


@dataclass(frozen=True, slots=True)
class FileState:
    """One file under one set of conditions, read by one reader.

    `version` is the reader's; `records` counts those taken from the file so far;
    `events` are the commits they came in.
    """

    case: str
    sha256: str
    conditions: str
    reader: str
    version: str
    form: str
    records: int = 0
    events: tuple[int, ...] = ()
    done: bool = False

    def after(self, event: int, records: int, *, done: bool) -> "FileState":
        """Return the state after one more commit."""
        return replace(
            self,
            records=self.records + records,
            events=(*self.events, event),
            done=done,
        )


def find_state(engine: Engine, wanted: FileState) -> FileState | None:
    """Return what is known of the same file, None where nothing stands.

    What was undone since stands no more.
    """
    with engine.connect() as connection:
        row = connection.execute(select(ingested).where(*_same(wanted))).first()
        if row is None:
            return None
        events = tuple(int(seq) for seq in row.events.split())
        if _any_undone(connection, events):
            return None
    return replace(
        wanted,
        version=row.version,
        form=row.form,
        records=row.records,
        events=events,
        done=row.done,
    )


def save_state(connection: Connection, state: FileState) -> None:
    """Write the state of a file in the open commit."""
    forget_state(connection, state)
    connection.execute(
        insert(ingested).values(
            case_id=state.case,
            sha256=state.sha256,
            conditions=state.conditions,
            reader=state.reader,
            version=state.version,
            form=state.form,
            records=state.records,
            events=" ".join(map(str, state.events)),
            done=state.done,
        )
    )


def forget_state(connection: Connection, state: FileState) -> None:
    """Forget a file in the open commit, as if it had never been read."""
    connection.execute(delete(ingested).where(*_same(state)))


def find_files(engine: Engine, case: str, readers: Collection[str]) -> set[str]:
    """Return the SHA-256 of a case's files that one of these readers read."""
    query = select(ingested.c.sha256).where(
        ingested.c.case_id == case, ingested.c.reader.in_(readers)
    )
    with engine.connect() as connection:
        return set(connection.execute(query).scalars())


def count_files(engine: Engine, case: str, visible: Collection[str]) -> dict[str, int]:
    """Return how many of the visible files are documents, and structured."""
    query = select(ingested.c.sha256, ingested.c.form).where(
        ingested.c.case_id == case, ingested.c.done.is_(True)
    )
    with engine.connect() as connection:
        rows = {(row.sha256, row.form) for row in connection.execute(query)}
    kept = [form for sha256, form in rows if sha256 in visible]
    return {
        "documents": kept.count("document"),
        "structured": kept.count("structured"),
    }


def _same(state: FileState) -> list[ColumnElement[bool]]:
    return [
        ingested.c.case_id == state.case,
        ingested.c.sha256 == state.sha256,
        ingested.c.conditions == state.conditions,
        ingested.c.reader == state.reader,
    ]


def _any_undone(connection: Connection, events: Collection[int]) -> bool:
    return not Withdrawn(connection, None).events.isdisjoint(events)
