"""audit: what was done with the store, and the proof that the log is whole."""

from typing import Any

import click

from backend.cli.session import Session, command, print_json, say


@click.group("audit")
def audit() -> None:
    """The log of every read and write: verify, list.

    \b
    Examples:
      klupko audit verify
      klupko audit list --case konac
    """


@command("verify", "klupko audit verify\nklupko audit verify --since HEAD --json")
@click.option("--since", default="", metavar="HEAD", help="A head printed before.")
def verify(session: Session, since: str) -> int:
    """Check that nothing was altered or left out: log, ledger and files.

    Keep the head that is printed in another place: a log that was cut short, or made
    anew, no longer holds it.
    """
    from backend.access import check_admin
    from backend.errors import EXIT_DONE, EXIT_UNVERIFIED
    from backend.verifying import verify as run

    with session.open() as (workspace, principal):
        check_admin(principal)
        found = run(workspace, since)
    if session.as_json:
        print_json(found.as_json())
    else:
        for problem in found.problems:
            say(problem)
        verdict = "all holds" if found.holds else "the log does not hold"
        say(
            f"{verdict}: {found.entries} entries, {found.events} events, "
            f"{found.files} files; head:"
        )
        click.echo(found.head)
    return EXIT_DONE if found.holds else EXIT_UNVERIFIED


@command("list", "klupko audit list --case konac\nklupko audit list --user ana --json")
@click.option("--case", help="Only what was done on this case.")
@click.option("--user", help="Only what this user did.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
def list_entries(
    session: Session, case: str | None, user: str | None, limit: int
) -> None:
    """Show who did what, the newest first."""
    from backend.access import check_admin
    from backend.audit import find_entries

    with session.open() as (workspace, principal):
        check_admin(principal)
        found = find_entries(workspace.ledger.engine, case, user, limit)
    if session.as_json:
        print_json({"entries": found})
        return
    from backend.cli.printing import print_table

    columns = ("at", "actor", "action", "case", "detail", "reason")
    print_table(columns, [[_short(one[name]) for name in columns] for one in found])


def _short(value: Any, most: int = 80) -> str:
    text = str(value or "")
    return text if len(text) <= most else text[: most - 1] + "…"


for one in (verify, list_entries):
    audit.add_command(one)
