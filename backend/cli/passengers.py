"""passengers: API and PNR under their legal life cycle."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.criteria import TODAY
from backend.cli.deciding import DECIDING
from backend.cli.ingesting import following, options, print_report, say_rejects
from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from backend.passengers.status import CaseStatus


@click.group("passengers")
def passengers() -> None:
    """API and PNR under their legal life cycle: import, status, purge and more.

    \b
    Examples:
      klupko passengers import pnr/ --case let --jurisdiction rs
      klupko passengers status --case let
      klupko passengers purge
    """


@command(
    "import",
    "klupko passengers import pnr/ --case let --jurisdiction rs\n"
    "klupko passengers import api.edi --case granica --purpose border --json\n"
    "klupko passengers import old.edi --case let --today 2026-01-15",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--case", required=True, help="The case; a missing one is opened.")
@click.option("--title", default="", help="Title of a case that is opened.")
@click.option(
    "--jurisdiction",
    metavar="RS",
    help="Whose law governs the data [KLUPKO_JURISDICTION, or eu].",
)
@click.option(
    "--purpose",
    type=click.Choice(["law-enforcement", "border"]),
    default="law-enforcement",
    show_default=True,
    help="What the data were transferred for; API data of a border serve nothing else.",
)
@click.option("--compartment", default="case", help="Who may see it [default: all].")
@click.option("--handling", default="", metavar="H1,H2", help="Handling codes.")
@click.option("--source", default="X", help="Reliability of the source: A B C X.")
@click.option("--information", default="4", help="Of the information: 1 2 3 4.")
@click.option("--from-country", metavar="RS", help="Country of local phone numbers.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help="Write bookings and persons that were refused into a new folder, or FILE.zip: "
    "corrected there, they are taken by importing it.",
)
@click.option("--progress", type=click.Choice(["bar", "jsonl", "none"]), default="bar")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read.")
@TODAY
def take(
    session: Session,
    paths: tuple[str, ...],
    jurisdiction: str | None,
    purpose: str,
    progress: str,
    today: str | None,
    **given: Any,
) -> int:
    """Take passenger files into a case; their periods run from today.

    What was read of a file is kept, its bytes are not.
    """
    from backend.passengers.clock import day_of
    from backend.passengers.importing import Transfer, check_purpose, import_passengers

    settings = session.settings()
    transfer = Transfer(
        (jurisdiction or settings.jurisdiction).lower(),
        check_purpose(purpose),
        day_of(settings, today),
    )
    with session.open(make=True) as (workspace, principal):
        chosen = options(
            {**given, "mapping": None}, given["workers"] or settings.workers
        )
        with following(progress) as follow:
            files = [Path(path) for path in paths]
            done = import_passengers(
                workspace, principal, files, chosen, transfer, follow
            )
    told = done.report.as_json() | {
        "passenger_files": done.files,
        "passenger_records": done.records,
        "jurisdiction": transfer.jurisdiction,
        "purpose": transfer.purpose.value,
        "received": transfer.received.isoformat(),
        "compartment": done.compartment,
    }
    if session.as_json:
        print_json(told)
    else:
        print_report(told)
        say(
            f"{done.records} passenger records of {done.files} new files, received "
            f"{transfer.received}, under the law of {transfer.jurisdiction}"
        )
    say_rejects(done.report.to_correct, given["rejects"])
    return 1 if done.report.rejected else 0


@command(
    "status",
    "klupko passengers status\n"
    "klupko passengers status --case let --today 2027-01-01 --json\n"
    "klupko passengers status --case let --records",
)
@click.option("--case", help="One case [default: all that you see].")
@click.option("--records", is_flag=True, help="List the passenger records, by name.")
@TODAY
def status(
    session: Session, case: str | None, records: bool, today: str | None
) -> None:
    """Say how much passenger data there are, in which stage, and what is due when."""
    from backend.passengers.clock import day_of
    from backend.passengers.status import (
        all_status,
        case_status,
        find_lives,
        life_as_json,
    )

    day = day_of(session.settings(), today)
    with session.open() as (workspace, principal):
        found = (
            [case_status(workspace, principal, case, day)]
            if case
            else all_status(workspace, principal, day)
        )
        told: dict[str, Any] = {
            "today": day.isoformat(),
            "cases": [one.as_json() for one in found],
        }
        if records:
            with workspace.ledger.engine.connect() as connection:
                told["records"] = [
                    life_as_json(life) | {"case": one.case}
                    for one in found
                    for life in find_lives(connection, principal, one.case, day)
                ]
    if session.as_json:
        print_json(told)
        return
    _print_status(found)
    if records:
        _print_records(told["records"])


def _print_status(found: "list[CaseStatus]") -> None:
    from backend.cli.printing import print_line, print_table

    if not found:
        print_line("no passenger data: `klupko passengers import` brings them")
        return
    columns = (
        "case", "records", "open", "masked", "held", "to mask", "to erase",
        "next mask", "next erasure", "erased", "requests", "matches",
    )  # fmt: skip
    rows = [
        (
            s.case,
            s.records,
            s.open,
            s.masked,
            s.held,
            s.due_to_mask,
            s.due_to_erase,
            s.next_mask,
            s.next_erase,
            s.erased,
            s.requests_open,
            s.matches_open,
        )  # fmt: skip
        for s in found
    ]
    print_table(columns, rows)
    for note in sorted({note for one in found for note in one.notes}):
        print_line(note)
    if any(one.due_to_mask or one.due_to_erase for one in found):
        print_line("something is due: klupko passengers purge")


def _print_records(records: list[dict[str, Any]]) -> None:
    from backend.cli.printing import print_table

    columns = ("record", "place", "kind", "received", "stage", "masks", "ends", "basis")
    print_table(
        columns,
        [
            [
                one["basis"]["offence"] if name == "basis" and one[name] else one[name]
                for name in columns
            ]
            for one in records
        ],
    )


@command(
    "purge",
    "klupko passengers purge\n"
    "klupko passengers purge --dry-run\n"
    "klupko passengers purge --case let --today 2027-01-01 --json",
)
@click.option("--case", help="One case [default: all].")
@click.option("--dry-run", is_flag=True, help="Say what is due; change nothing.")
@TODAY
def purge(session: Session, case: str | None, dry_run: bool, today: str | None) -> None:
    """Mask and erase what is due, for good; run it every day. Stopped, run it again."""
    from backend.passengers.clock import day_of
    from backend.passengers.purging import purge as run

    day = day_of(session.settings(), today)
    with session.open() as (workspace, principal):
        if case:
            from backend.access import check_sees

            check_sees(principal, case)
            workspace.ledger.get_case(workspace.scope(principal), case)
        done = run(workspace, principal, day, case=case, dry_run=dry_run)
    if session.as_json:
        print_json(done.as_json())
        return
    would = "would be " if dry_run else ""
    say(
        f"{done.masked} passenger records {would}masked, {done.erased} {would}erased, "
        f"{done.kept} stay, of them {done.held} on a recorded basis"
    )
    for one in done.receipts:
        say(f"receipt {one.n}: {one.case}, {one.records} records, {one.law}")


@command(
    "receipts",
    "klupko passengers receipts --case let\nklupko passengers receipts --json",
)
@click.option("--case", help="One case [default: all that you see].")
def receipts(session: Session, case: str | None) -> None:
    """Show what was masked and erased, when and under which law, without the data."""
    from sqlalchemy import select

    from backend.access import check_sees, scope_of
    from graph.ledger import tables

    with session.open() as (workspace, principal):
        if case:
            check_sees(principal, case)
        scope, table = scope_of(principal), tables.erasure
        query = select(table).order_by(table.c.n)
        with workspace.ledger.engine.connect() as connection:
            told = [
                {"receipt": row.n, "case": row.case, "at": row.at}
                | json.loads(row.receipt)
                for row in connection.execute(query)
                if case in (None, row.case) and scope.sees_case(row.case)
            ]
    if session.as_json:
        print_json({"receipts": told})
        return
    from backend.cli.printing import print_table

    columns = (
        "receipt", "case", "at", "action", "passenger_records", "statements", "law",
    )  # fmt: skip
    print_table(columns, [[one.get(name) for name in columns] for one in told])


@command(
    "log",
    "klupko passengers log --case let\n"
    "klupko passengers log --case let --kind disclosure --json",
)
@click.option("--case", required=True, help="The case.")
@click.option(
    "--kind",
    type=click.Choice(
        ["collection", "consultation", "disclosure", "erasure", "notice"]
    ),
    help="Only these.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def log(session: Session, case: str, kind: str | None, limit: int) -> None:
    """Show every collection, consultation, disclosure and erasure, the newest first."""
    from backend.passengers.journal import Kind, read_journal

    with session.open() as (workspace, principal):
        of = Kind(kind) if kind else None
        found = read_journal(workspace, principal, case, of, limit)
    if session.as_json:
        print_json({"entries": [one.as_json() for one in found]})
        return
    from backend.cli.printing import print_table

    columns = ("at", "kind", "who", "what", "purpose", "detail")
    print_table(
        columns,
        [
            (one.at, one.kind.value, one.actor, one.action, one.purpose, one.detail)
            for one in found
        ],
    )


@command(
    "policies",
    "klupko passengers policies\nklupko passengers policies --today 2022-01-01",
)
@TODAY
def policies(session: Session, today: str | None) -> None:
    """Show the law of each jurisdiction on a day: periods, and where it is written."""
    from backend.passengers.clock import day_of
    from backend.passengers.policy import DataKind, get_policy, jurisdictions

    day = day_of(session.settings(), today)
    told = []
    for policy in map(get_policy, jurisdictions()):
        for kind in DataKind:
            regime = policy.regime(kind, day)
            told.append({
                "jurisdiction": policy.jurisdiction,
                "name": policy.name,
                "verified": policy.verified,
                "follows": policy.follows,
                "kind": kind.value,
                "mask_after": regime.mask_after and str(regime.mask_after),
                "delete_after": str(regime.delete_after),
                "delete_at_latest": str(regime.delete_at_latest),
                "law": f"{regime.law}, {regime.article}",
                "url": regime.url,
                "note": policy.note,
            })  # fmt: skip
    if session.as_json:
        print_json({"today": day.isoformat(), "policies": told})
        return
    from backend.cli.printing import print_table

    columns = (
        "jurisdiction", "kind", "mask_after", "delete_after", "delete_at_latest",
        "verified", "law",
    )  # fmt: skip
    print_table(columns, [[one[name] for name in columns] for one in told])


@command("offences", "klupko passengers offences\nklupko passengers offences --json")
def offences(session: Session) -> None:
    """Show the offences that passenger data may be used for: a query names one."""
    from backend.passengers.offences import offences as listed

    found = list(listed().values())
    if session.as_json:
        print_json({"offences": [one._asdict() for one in found]})
        return
    from backend.cli.printing import print_table

    print_table(("code", "point", "offence"), found)


for one in (take, status, purge, receipts, log, policies, offences, *DECIDING):
    passengers.add_command(one)
