"""What is due by a day: masked, erased; interrupted, the next run goes on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, select

from backend.access import Principal, check_admin, system_scope
from backend.audit import Entry, describe
from backend.passengers.finding import (
    MASKED,
    PassengerRecord,
    Row,
    find_records,
    passenger_cases,
    rows_of,
)
from backend.passengers.life import Life, Stage, lives_of
from backend.passengers.policy import masked_properties
from backend.passengers.scrubbing import (
    Said,
    compact,
    forget_results,
    forget_words,
    remove_files,
)
from backend.passengers.vault import Vault, forget_masked
from backend.tables import passenger_match
from backend.workspace import Workspace
from graph.ledger import tables
from graph.ledger.erasing import Cut, Erased, Eraser
from graph.ledger.statements import StatementReader, record_query
from graph.ledger.values import unpack_values
from graph.ledger.writing import chunks
from graph.model import Context, Place, Record, Value, split_id

RECORDS_A_STEP = 500
ORIGIN = "passengers/1"
MASK, ERASE, DROP = "passengers mask", "passengers erase", "passengers drop"

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Receipt:
    """What one step did in one case, without anything of the data."""

    n: int
    case: str
    action: str
    law: str
    jurisdiction: str
    records: int
    statements: int


@dataclass(slots=True)
class Purge:
    """What a purge did, or would do: passenger records by what becomes of them."""

    today: date
    dry_run: bool
    masked: int = 0
    erased: int = 0
    kept: int = 0
    held: int = 0
    files_removed: int = 0
    receipts: list[Receipt] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as an object."""
        return {
            "today": self.today.isoformat(),
            "dry_run": self.dry_run,
            "masked": self.masked,
            "erased": self.erased,
            "kept": self.kept,
            "held": self.held,
            "files_removed": self.files_removed,
            "receipts": [
                {
                    "receipt": one.n,
                    "case": one.case,
                    "action": one.action.removeprefix("passengers "),
                    "law": one.law,
                    "jurisdiction": one.jurisdiction,
                    "records": one.records,
                    "statements": one.statements,
                }
                for one in self.receipts
            ],
        }


@dataclass(frozen=True, slots=True)
class _Due:
    """A record that something is to be done with, and the rows that it is told in."""

    life: Life
    rows: tuple[Row, ...]

    @property
    def cuts(self) -> list[Cut]:
        """What is to be taken out of each row; nothing where that is done."""
        if self.life.stage is Stage.ENDED:
            return [Cut(row.n) for row in self.rows]
        found = []
        for row in self.rows:
            props = row.properties() & masked_properties(row.schema).keys()
            if props and not row.is_note:
                found.append(Cut(row.n, props))
        return found


def purge(
    workspace: Workspace,
    principal: Principal,
    today: date,
    *,
    case: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Purge:
    """Mask and erase what is due by a day, in one case or all; return what was done.

    Each step is durable with its receipt; what was not reached is due at the next run.
    `dry_run` changes nothing. Raises Forbidden, and Unavailable where another process
    keeps what went in a file: all else is done then.
    """
    check_admin(principal)
    report = Purge(today, dry_run)
    with workspace.ledger.engine.connect() as connection:
        cases = [case] if case else passenger_cases(connection)
    for one in cases:
        if not dry_run:
            report.files_removed += drop_files(workspace, principal, one, today)
        due = list(_find_due(workspace, one, today, report))
        if not dry_run:
            _work_off(workspace, principal, one, due, report, progress)
    if not dry_run:
        remove_files(workspace)
        compact(workspace)
    return report


def drop_files(
    workspace: Workspace, principal: Principal, case: str, today: date
) -> int:
    """Remove the bytes of a case's passenger files, with a receipt; return how many.

    What was read of them stays. Bytes that another case holds stay until it lets go.
    """
    with workspace.ledger.writing() as connection:
        found = {one.document for one in find_records(connection, case)}
        files = _removable(workspace, connection, case, found)
        if files:
            law = "Directive (EU) 2016/681, Articles 6(1), 12(2) and 13(4)"
            eraser = Eraser(connection, case)
            eraser.remove_files(files)
            told = {"action": DROP.removeprefix("passengers "), "law": law}
            made = eraser.finish({**told, "today": today.isoformat()})
            workspace.audit.erased(connection, principal.name, case, made, law)
    remove_files(workspace)
    return len(files)


def _removable(
    workspace: Workspace, connection: Connection, case: str, files: Iterable[str]
) -> list[str]:
    """Return which files have bytes here, and are no other case's as well."""
    document = tables.document.c
    wanted = {one for one in files if workspace.blobs.path(one).exists()}
    query = select(document.sha256).where(
        document.sha256.in_(list(wanted)), document.case != case
    )
    others = set(connection.execute(query).scalars())
    return sorted(wanted - others)


def _find_due(
    workspace: Workspace, case: str, today: date, report: Purge
) -> Iterator[_Due]:
    """Yield what is due in a case, and count what is not."""
    with workspace.ledger.engine.connect() as connection:
        lives = lives_of(connection, case, find_records(connection, case), today)
        rows = rows_of(connection, case, (one.record for one in lives))
    for life in lives:
        due = _Due(life, tuple(rows[life.record.ref]))
        if life.stage is Stage.ENDED:
            report.erased += 1
        elif life.stage is Stage.MASKED and due.cuts:
            report.masked += 1
        else:
            report.kept += 1
        if life.stage is not Stage.ENDED and today >= life.default_end:
            report.held += 1
        if life.stage is Stage.ENDED or (life.stage is Stage.MASKED and due.cuts):
            yield due


def _work_off(
    workspace: Workspace,
    principal: Principal,
    case: str,
    due: Sequence[_Due],
    report: Purge,
    progress: Progress | None,
) -> None:
    done = 0
    for some in _steps(due):
        receipt = _Step(workspace, principal, case, some, report.today).run()
        report.receipts.append(receipt)
        done += len(some)
        if progress:
            progress(done, len(due))


def _steps(due: Sequence[_Due]) -> Iterator[list[_Due]]:
    """Yield what one receipt tells of: one stage, one law, a few hundred records."""

    def law(one: _Due) -> tuple[str, str, str, str]:
        life = one.life
        regime = life.regime
        return life.stage, life.record.jurisdiction, regime.law, regime.article

    for _, group in groupby(sorted(due, key=law), law):
        yield from chunks(group, RECORDS_A_STEP)


class _Step:
    """Some records of one case, masked or erased."""

    def __init__(
        self,
        workspace: Workspace,
        principal: Principal,
        case: str,
        due: Sequence[_Due],
        today: date,
    ) -> None:
        self._workspace = workspace
        self._actor = principal.name
        self._case = case
        self._due = due
        self._today = today
        first = due[0].life
        self._erases = first.stage is Stage.ENDED
        self._action = ERASE if self._erases else MASK
        self._regime = first.regime
        self._law = f"{first.regime.law}, {first.regime.article}"
        self._jurisdiction = first.record.jurisdiction

    def run(self) -> Receipt:
        """Hide, let the graph follow, take out; return the receipt."""
        self._hide()
        self._workspace.catch_up()
        made = self._take_out()
        return Receipt(
            n=made.n,
            case=self._case,
            action=self._action,
            law=self._law,
            jurisdiction=self._jurisdiction,
            records=len(self._due),
            statements=made.statements,
        )

    def _hide(self) -> None:
        """Withdraw what is to go, with a note in its place where the rest stays."""
        with self._workspace.ledger.commit(
            kind=self._action, case=self._case, actor=self._actor, reason=self._law
        ) as tx:
            cuts = [cut for one in self._due for cut in one.cuts]
            tx.withdraw(_statements(tx.connection, cuts), self._law)
            if not self._erases:
                for one in self._due:
                    for compartment, notes in self._notes(one):
                        context = Context(
                            self._case,
                            ORIGIN,
                            one.life.record.document,
                            compartment,
                        )
                        tx.append(context, notes)

    def _notes(self, due: _Due) -> Iterator[tuple[str, list[Record]]]:
        """Yield a note for each entity that something is masked of, by compartment."""
        masked: dict[tuple[str, str, str], set[str]] = {}
        wanted = {cut.record: cut.props for cut in due.cuts}
        for row in due.rows:
            if row.n in wanted:
                key = (row.compartment, row.entity, row.schema)
                masked.setdefault(key, set()).update(wanted[row.n] or ())
        for (part, entity, schema), props in sorted(masked.items()):
            text = (
                f"masked on {self._today.isoformat()} (Article 12(2) of Directive (EU) "
                f"2016/681): {', '.join(sorted(props))}"
            )
            place = Place(record=f"{due.life.record.key}, {MASKED}")
            note = Value("summary", text)
            yield part, [Record(split_id(entity)[1], schema, (note,), place)]

    def _take_out(self) -> Erased:
        workspace = self._workspace
        vault = Vault(workspace.home)
        with workspace.ledger.writing() as connection:
            eraser = Eraser(connection, self._case)
            said: list[Said] = []
            for one in self._due:
                ref = one.life.record.ref
                if self._erases:
                    eraser.take(_all_rows(connection, one.life.record))
                    masked = vault.open(connection, self._case, [ref])
                    said += [(m.schema, m.prop, m.value) for m in masked]
                    forget_masked(connection, self._case, [ref])
                    _forget_matches(connection, {row.entity for row in one.rows})
                else:
                    taken = eraser.take(one.cuts)
                    vault.keep(connection, ref, taken, self._today)
            said += [(t.schema, t.value.prop, t.value.value) for t in eraser.taken]
            forget_words(connection, self._case, eraser, said)
            made = eraser.finish(self._receipt())
            forget_results(connection, self._case)
            workspace.audit.erased(connection, self._actor, self._case, made, self._law)
            workspace.audit.write(connection, self._entry(made))
        return made

    def _receipt(self) -> dict[str, Any]:
        kinds = sorted({one.life.record.kind.value for one in self._due})
        return {
            "action": self._action.removeprefix("passengers "),
            "law": self._law,
            "url": self._regime.url,
            "jurisdiction": self._jurisdiction,
            "today": self._today.isoformat(),
            "passenger_records": len(self._due),
            "kinds": kinds,
        }

    def _entry(self, made: Erased) -> Entry:
        detail = describe(
            erasure=made.n,
            today=self._today.isoformat(),
            jurisdiction=self._jurisdiction,
            passenger_records=[one.life.record.ref for one in self._due][:100],
        )
        return Entry(self._actor, self._action, self._case, detail, self._law)


def _forget_matches(connection: Connection, entities: set[str]) -> None:
    """Forget matches of entities of whom nothing is left."""
    known = select(tables.entity.c.id).where(tables.entity.c.id.in_(entities))
    gone = entities - set(connection.execute(known).scalars())
    table = passenger_match
    connection.execute(delete(table).where(table.c.entity.in_(gone)))


def _all_rows(connection: Connection, record: PassengerRecord) -> list[Cut]:
    """Return all rows of a record, the notes on what was masked too."""
    rows = rows_of(connection, record.case, [record])[record.ref]
    return [Cut(row.n) for row in rows]


def _statements(connection: Connection, cuts: Sequence[Cut]) -> list[str]:
    """Return the ids of what is to be taken out and is not withdrawn."""
    reader = StatementReader(connection, system_scope())
    found: list[str] = []
    for chunk in chunks(cuts, 500):
        wanted = {cut.record: cut.props for cut in chunk}
        query = record_query().where(tables.record.c.n.in_(list(wanted)))
        for row in connection.execute(query).all():
            props = wanted[row.n]
            _, digests = reader.digests(row)
            values = list(unpack_values(row.body))
            found += [
                digest.hex()
                for value, digest in zip(values, digests, strict=True)
                if props is None or value.prop in props
            ]
    return list(dict.fromkeys(found))
