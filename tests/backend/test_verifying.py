"""The log's proof: what is whole holds, one flipped byte does not."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from backend.access import local_operator
from backend.audit import Entry, erased_detail
from backend.ingest import IngestOptions, ingest
from backend.settings import Settings
from backend.tables import audit
from backend.verifying import Verification, iter_problems, verify
from backend.workspace import Workspace
from graph.ledger import Authority, tables
from graph.ledger.erasing import Cut, Eraser
from graph.ledger.foreign import ForeignEvent
from graph.ledger.writing import Told
from graph.model import Context, Record, Scope, Value, Verdict

FLIPS = 10_000
COVERED: tuple[Table, ...] = (
    audit, tables.case, tables.event, tables.entity, tables.context, tables.record,
    tables.statement, tables.withdrawal, tables.judgement, tables.document,
    tables.foreign_event, tables.erasure, tables.erased, tables.reduction,
    tables.removed_file, tables.removed_note,
)  # fmt: skip
OPERATOR = Scope("operator", everything=True)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Return a small store in which everything that can be said is said."""
    folder = tmp_path_factory.mktemp("verified")
    (folder / "izjava.txt").write_text("Ana Anić zove +381641234567.\n")
    settings = Settings(store=f"embedded:{folder / 'store'}", workers=1)
    workspace = Workspace.open(settings)
    ingest(workspace, local_operator(), [folder / "izjava.txt"], IngestOptions("a"))
    ledger = workspace.ledger
    with ledger.commit(kind="add", case="a", actor="ana", reason="seen") as tx:
        names = (Value("name", "Ana", "sr"), Value("name", "Anka", "", "ANKA"))
        whole = (*names, Value("country", "rs"))
        tx.append(Context("a", "user"), [Record("p", "Person", whole)])
        tx.judge("a:p", "a:q", Verdict.POSITIVE, score=0.5, explanation="same name")
    said = ledger.find_statements(OPERATOR, ["a:p"])["a:p"]
    with ledger.commit(kind="withdraw", case="a", actor="ana", reason="wrong") as tx:
        tx.withdraw([said[0].id], "wrong")
    with ledger.commit(kind="merge", case="a", actor="ana") as tx:
        they = Authority("ab" * 16, "They")
        told = tx.foreign(OPERATOR).tell(
            ForeignEvent(they, 4, "add", "vera", "2026"), they
        )
        record = Record("p", "Person", (Value("name", "Vera"),))
        tx.foreign(OPERATOR).append(
            Context("a", "user"), told, [Told(record, [b"\x07" * 32])]
        )
    workspace.audit.read(Entry("ana", "search", "a", '{"text":"ana"}', "lead 7"))
    erase(workspace, "country")
    yield workspace
    workspace.close()


def erase(workspace: Workspace, prop: str) -> None:
    """Take one property's values out of what the second event said."""
    with workspace.ledger.writing() as connection:
        query = select(tables.record.c.n).where(tables.record.c.event == 2)
        eraser = Eraser(connection, "a")
        cut = Cut(connection.execute(query).scalar_one(), frozenset({prop}))
        assert eraser.take([cut])
        eraser.remove_files(["f" * 64])
        eraser.remove_note(5)
        gone = {"detail": erased_detail(eraser.number), "salt": None}
        connection.execute(update(audit).where(audit.c.n == 5).values(gone))
        made = eraser.finish({"law": "a law"})
        workspace.audit.erased(connection, "ana", "a", made, "a law")


def test_what_nobody_touched_holds(store: Workspace) -> None:
    """Everything is counted, and an earlier head is found again."""
    found = verify(store)
    assert found.holds, found.problems
    assert found.entries == 7 and found.events == 4 and found.files == 1
    store.audit.read(Entry("ana", "search"))
    assert verify(store, since=found.head).holds


def test_one_flipped_byte_is_found(store: Workspace) -> None:
    """Of 10,000, each in another place of the log or of what it speaks of."""
    draw = random.Random(20261126)
    missed = []
    with store.ledger.writing() as connection:
        cells = list(_cells(connection))
        assert len({table for table, *_ in cells}) == len(COVERED)
        for _ in range(FLIPS):
            cell = draw.choice(cells)
            with connection.begin_nested() as savepoint:
                if _flip(connection, draw, *cell):
                    problems = iter_problems(connection, store.blobs, Verification())
                    if next(problems, None) is None:
                        missed.append((cell[0].name, cell[2]))
                savepoint.rollback()
    assert not set(missed)
    assert verify(store).holds


Cell = tuple[Table, tuple[Any, ...], str, Any]


def _cells(connection: Connection) -> Iterator[Cell]:
    """Yield every stored value: its table, its row's key, its column, itself."""
    for table in COVERED:
        for row in connection.execute(select(table)):
            key = tuple(row._mapping[column.name] for column in table.primary_key)
            for column in table.columns:
                value = row._mapping[column.name]
                if value not in (None, "", b""):
                    yield table, key, column.name, value


def _flip(
    connection: Connection, draw: random.Random, table: Table, key: Any, name: str,
    value: Any,
) -> bool:  # fmt: skip
    """Flip one bit of one byte of a value; False where the database refuses it."""
    bit = 1 << draw.randrange(8)
    where = " AND ".join(f'"{column.name}" = ?' for column in table.primary_key)
    change = "?"
    if isinstance(value, str):
        data = bytearray(value.encode())
        data[draw.randrange(len(data))] ^= bit
        new: Any = bytes(data)
        change = "CAST(? AS TEXT)"
    elif isinstance(value, bytes):
        data = bytearray(value)
        data[draw.randrange(len(data))] ^= bit
        new = bytes(data)
    else:
        new = int(value) ^ bit << 8 * draw.randrange(2)
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    done = connection.exec_driver_sql(
        f'UPDATE OR IGNORE "{table.name}" SET "{name}" = {change} WHERE {where}',
        (new, *key),
    )
    return done.rowcount == 1


def test_what_is_left_out_is_found(store: Workspace) -> None:
    """An entry, the newest ones, an event, a record, a case slipped in."""
    head = verify(store).head
    newest = select(audit.c.n).order_by(audit.c.n.desc()).limit(1)
    steps: dict[str, tuple[str, str]] = {
        "DELETE FROM audit WHERE n = 3": ("entry 3 is missing", ""),
        "DELETE FROM audit WHERE n = {n}": ("the log was cut short", head),
        "DELETE FROM event WHERE seq = 4": ("event 4 is noted and missing", ""),
        "INSERT INTO statement VALUES (3, 5, 999999)": ("record 999999 is missing", ""),
        "DELETE FROM record WHERE n = 1": ("event 1 is not what was noted", ""),
        "UPDATE audit SET event = NULL, content = NULL WHERE event = 2": (
            "event 2 is not noted", "",
        ),
    }  # fmt: skip
    for change, (problem, since) in steps.items():
        with store.ledger.writing() as connection:
            n = connection.execute(newest).scalar_one()
            connection.exec_driver_sql(change.format(n=n))
            problems = iter_problems(connection, store.blobs, Verification(), since)
            found = list(problems)
            connection.rollback()
        assert any(said.startswith(problem) for said in found), change
    with store.ledger.writing() as connection:
        row = connection.execute(select(tables.case)).one()._asdict()
        connection.execute(insert(tables.case).values(row | {"id": "b"}))
        found = list(iter_problems(connection, store.blobs, Verification()))
        connection.rollback()
    assert found == ["case b is not what was noted"]


def test_an_altered_or_missing_file_is_found(store: Workspace) -> None:
    """Files are held against their SHA-256."""
    (path,) = (p for p in (store.home / "blobs").rglob("*") if p.is_file())
    data = path.read_bytes()
    for change, said in (
        (lambda: path.write_bytes(b"x" + data[1:]), "was altered"),
        (path.unlink, "is missing"),
    ):
        change()
        (problem,) = verify(store).problems
        assert problem.endswith(said)
        path.write_bytes(data)
    assert verify(store).holds
