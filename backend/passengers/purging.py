"""What is due by a day: masked, erased; interrupted, the next run goes on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from backend.access import Principal, check_admin
from backend.passengers.finding import find_records, passenger_cases
from backend.passengers.life import Life, Stage, lives_of
from backend.passengers.scrubbing import compact, remove_files
from backend.passengers.stepping import Receipt, Step, find_due
from backend.workspace import Workspace
from graph.ledger import tables
from graph.ledger.erasing import Eraser
from graph.ledger.writing import chunks

RECORDS_A_STEP = 500
VARIABLES = 900
DROP = "drop"

Progress = Callable[[int, int], None]


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
        _purge_case(workspace, principal, one, report, progress)
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
            told = {"action": DROP, "law": law}
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
    others: set[str] = set()
    for chunk in chunks(sorted(wanted), VARIABLES):
        query = select(document.sha256).where(
            document.sha256.in_(chunk), document.case != case
        )
        others |= set(connection.execute(query).scalars())
    return sorted(wanted - others)


def _purge_case(
    workspace: Workspace,
    principal: Principal,
    case: str,
    report: Purge,
    progress: Progress | None,
) -> None:
    """Mask and erase what is due in a case, a few hundred records a step."""
    today = report.today
    with workspace.ledger.engine.connect() as connection:
        lives = lives_of(connection, case, find_records(connection, case), today)
    late = [life for life in lives if life.stage is not Stage.OPEN]
    report.kept += len(lives) - len(late)
    done = 0
    for some in _steps(late):
        due = find_due(workspace, case, some)
        erased = some[0].stage is Stage.ENDED
        report.erased += len(some) if erased else 0
        report.masked += 0 if erased else len(due)
        report.kept += 0 if erased else len(some) - len(due)
        report.held += sum(1 for life in some if _is_held(life, today))
        if due and not report.dry_run:
            step = Step(workspace, principal, case, due, today)
            report.receipts.append(step.run())
        done += len(some)
        if progress:
            progress(done, len(late))


def _is_held(life: Life, today: date) -> bool:
    return life.stage is not Stage.ENDED and today >= life.default_end


def _steps(lives: Sequence[Life]) -> Iterator[list[Life]]:
    """Yield what one receipt tells of: one stage, one law, a few hundred records."""

    def law(life: Life) -> tuple[str, str, str, str]:
        regime = life.regime
        return life.stage, life.record.jurisdiction, regime.law, regime.article

    for _, group in groupby(sorted(lives, key=law), law):
        yield from chunks(group, RECORDS_A_STEP)
