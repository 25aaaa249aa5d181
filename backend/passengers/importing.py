"""Passenger files into a case: under whose law, what for, and from which day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from backend.access import Principal
from backend.audit import Entry, describe
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.ingest.running import Report
from backend.passengers.clock import day_of
from backend.passengers.finding import find_records
from backend.passengers.policy import Purpose, get_policy
from backend.passengers.purging import drop_files
from backend.tables import passenger_file
from backend.workspace import Workspace
from graph.errors import InvalidInput
from graph.ledger import tables
from graph.model import WHOLE_CASE

COLLECT = "passengers collect"
BORDER_CHECKS = "border checks"
"""The compartment of API data for border checks, unless another is named: who fights
crime in the case does not see them."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """How passenger data came: whose law, what for, and the day they were received."""

    jurisdiction: str
    purpose: Purpose
    received: date

    def __post_init__(self) -> None:
        """Raise InvalidInput for a jurisdiction that there is no policy of."""
        get_policy(self.jurisdiction)


@dataclass(frozen=True, slots=True)
class PassengerImport:
    """What an import brought: the report of all files, and the passenger records."""

    report: IngestReport
    transfer: Transfer
    compartment: str
    files: int
    records: int


def import_passengers(
    workspace: Workspace,
    principal: Principal,
    paths: Sequence[Path],
    options: IngestOptions,
    transfer: Transfer,
    report: Report | None = None,
) -> PassengerImport:
    """Take passenger files in, note what for, and let go of their bytes.

    The bytes may hold what is never to be kept (Article 13(4)) and hold all records of
    a file together, so that none of them could be masked or erased: what was read is
    kept, with the file's SHA-256. A file that is known keeps its day. Stopped, run it
    again. Raises as backend.ingest.ingest does.
    """
    if transfer.purpose is Purpose.BORDER and options.compartment == WHOLE_CASE:
        options = replace(options, compartment=BORDER_CHECKS)
    before = workspace.ledger.last_seq()
    done = ingest(workspace, principal, paths, options, report)
    files, records = settle(workspace, principal, options.case, transfer, before)
    return PassengerImport(done, transfer, options.compartment, files, records)


def settle(
    workspace: Workspace,
    principal: Principal,
    case: str,
    transfer: Transfer,
    before: int,
) -> tuple[int, int]:
    """Register the passenger files of a case that are new, and let their bytes go.

    `before` is the last event before they were taken in. Returns how many files and
    passenger records are new. Costs one indexed look where there are none.
    """
    with workspace.ledger.engine.connect() as connection:
        if not find_records(connection, case):
            return 0, 0
    with workspace.ledger.writing() as connection:
        fresh = _register(connection, principal, case, transfer, before)
        known = find_records(connection, case)
        records = [one for one in known if one.document in fresh]
        for sha256 in fresh:
            detail = describe(
                file=sha256,
                records=sum(1 for one in records if one.document == sha256),
                jurisdiction=transfer.jurisdiction,
                purpose=transfer.purpose.value,
                received=transfer.received,
            )
            workspace.audit.write(
                connection, Entry(principal.name, COLLECT, case, detail)
            )
    drop_files(workspace, principal, case, transfer.received)
    return len(fresh), len(records)


def settle_ingested(
    workspace: Workspace, principal: Principal, case: str, before: int
) -> None:
    """Register passenger files that came by the general door, under the default law."""
    settings = workspace.settings
    today = day_of(settings)
    transfer = Transfer(settings.jurisdiction, Purpose.LAW_ENFORCEMENT, today)
    settle(workspace, principal, case, transfer, before)


def _register(
    connection: Connection,
    principal: Principal,
    case: str,
    transfer: Transfer,
    before: int,
) -> list[str]:
    """Note where the passenger files come from that nobody has noted; return them.

    One that an interrupted import has left behind was received on its own day, or on
    this one where that is earlier.
    """
    record, context = tables.record.c, tables.context.c
    known = select(passenger_file.c.sha256).where(passenger_file.c.case_id == case)
    query = (
        select(
            context.document,
            func.min(record.event).label("event"),
            func.min(tables.event.c.at).label("at"),
        )
        .join(tables.context, context.n == record.context)
        .join(tables.event, tables.event.c.seq == record.event)
        .where(
            tables.IS_TRANSFER,
            context.case == case,
            context.document.is_not(None),
            context.document.not_in(known),
        )
        .group_by(context.document)
    )
    found = connection.execute(query).all()
    for row in found:
        recorded = date.fromisoformat(row.at[:10])
        own = row.event > before
        received = transfer.received if own else min(transfer.received, recorded)
        connection.execute(
            insert(passenger_file).values(
                case_id=case,
                sha256=row.document,
                jurisdiction=transfer.jurisdiction,
                purpose=transfer.purpose,
                received=received.isoformat(),
                recorded_by=principal.name,
            )
        )
    return sorted(row.document for row in found)


def check_purpose(text: str) -> Purpose:
    """Return a purpose by name. Raises InvalidInput."""
    try:
        return Purpose(text)
    except ValueError as error:
        raise InvalidInput("a purpose is law-enforcement or border") from error
