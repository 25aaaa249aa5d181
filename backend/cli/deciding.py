"""passengers: what people decide — retentions, unmasking, matches."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.criteria import TODAY, criteria
from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from backend.passengers.matching import Match
    from backend.passengers.unmasking import Request

_CASE = click.option("--case", required=True, help="The case.")
_RECORDS = click.option(
    "--record", "records", multiple=True, metavar="r-…", help="A passenger record."
)
_ENTITIES = click.option(
    "--entity",
    "entities",
    multiple=True,
    metavar="ID",
    help="All records that tell of it.",
)
_OFFENCE = click.option(
    "--offence", required=True, help="Its code: `klupko passengers offences`."
)
_LAW = click.option("--law", required=True, help="The legal basis.")


@command(
    "retain",
    "klupko passengers retain --case let --record r-4f… --until 2027-06-01 \\\n"
    "    --offence drugs --law 'ZKP, art. 286' --reason 'investigation KTI 12/26'",
)
@_CASE
@_RECORDS
@_ENTITIES
@click.option("--until", required=True, metavar="DATE", help="The day it ends.")
@_OFFENCE
@_LAW
@TODAY
def retain(
    session: Session,
    case: str,
    records: tuple[str, ...],
    entities: tuple[str, ...],
    until: str,
    offence: str,
    law: str,
    today: str | None,
) -> None:
    """Keep passenger records beyond the default period, on a recorded basis."""
    from backend.passengers.clock import day_of, parse_day
    from backend.passengers.retaining import BasisAsk
    from backend.passengers.retaining import retain as run

    day = day_of(session.settings(), today)
    ask = BasisAsk(parse_day(until), offence, law, session.reason)
    with session.open() as (workspace, principal):
        made = run(workspace, principal, case, ask, day, records, entities)
    if session.as_json:
        bases = [{"basis": b.n, "record": b.record, "until": until} for b in made]
        print_json({"bases": bases})
    for one in made if not session.as_json else ():
        say(f"basis {one.n}: {one.record} is kept until {until}")


@command("release", "klupko passengers release 3 --case let")
@click.argument("basis", type=int)
@_CASE
@TODAY
def release(session: Session, basis: int, case: str, today: str | None) -> None:
    """End a retention today; what it alone kept is due at the next purge."""
    from backend.passengers.clock import day_of
    from backend.passengers.retaining import release as run

    day = day_of(session.settings(), today)
    with session.open() as (workspace, principal):
        found = run(workspace, principal, case, basis, day)
    if session.as_json:
        print_json({"basis": basis, "record": found.record, "ended": day.isoformat()})
    else:
        say(f"basis {basis} ended on {day}")


@click.group("unmask")
def unmask() -> None:
    """Masked values on approval: ask, grant, refuse, show, list.

    \b
    Examples:
      klupko passengers unmask ask --case let --record r-4f… --offence drugs --law …
      klupko passengers unmask grant 1 --case let --as sudija --reason '…'
      klupko passengers unmask show 1 --case let
    """


@command(
    "ask",
    "klupko passengers unmask ask --case let --record r-4f… --offence drugs \\\n"
    "    --law 'ZKP, art. 286' --reason 'investigation KTI 12/26' --as ana",
)
@_CASE
@_RECORDS
@_ENTITIES
@_OFFENCE
@_LAW
@TODAY
def ask(
    session: Session,
    case: str,
    records: tuple[str, ...],
    entities: tuple[str, ...],
    offence: str,
    law: str,
    today: str | None,
) -> None:
    """Ask to see masked values of named records; another person decides."""
    from backend.passengers.clock import day_of
    from backend.passengers.unmasking import UnmaskAsk, ask_unmasking

    day = day_of(session.settings(), today)
    asked = UnmaskAsk(offence, law, session.reason)
    with session.open() as (workspace, principal):
        made = ask_unmasking(workspace, principal, case, asked, day, records, entities)
    _tell(session, made)


def _decision(name: str, text: str, *, grant: bool) -> click.Command:
    def decide(
        session: Session, request: int, case: str, today: str | None, days: int = 1
    ) -> None:
        from backend.passengers.clock import day_of
        from backend.passengers.unmasking import decide_unmasking

        day = day_of(session.settings(), today)
        with session.open() as (workspace, principal):
            made = decide_unmasking(
                workspace,
                principal,
                case,
                request,
                day,
                grant=grant,
                days=days,
                decision=session.reason,
            )
        _tell(session, made)

    decide.__doc__ = text
    options: list[Callable[..., Any]] = [click.argument("request", type=int), _CASE]
    if grant:
        options.append(
            click.option(
                "--days", default=1, show_default=True, help="How long it is shown."
            )
        )
    options.append(TODAY)
    wrapped: Any = decide
    for option in reversed(options):
        wrapped = option(wrapped)
    example = f"klupko passengers unmask {name} 1 --case let --as sudija --reason '…'"
    return command(name, example)(wrapped)


@command("show", "klupko passengers unmask show 1 --case let --as ana --json")
@click.argument("request", type=int)
@_CASE
@TODAY
def show(session: Session, request: int, case: str, today: str | None) -> None:
    """Show who asked the values that a granted request opens; each look is noted."""
    from backend.passengers.clock import day_of
    from backend.passengers.unmasking import disclose
    from graph.model import split_id

    day = day_of(session.settings(), today)
    with session.open() as (workspace, principal):
        found = disclose(workspace, principal, case, request, day)
    told = [
        {
            "record": one.record,
            "entity": split_id(one.entity)[1],
            "schema": one.schema,
            "property": one.prop,
            "value": one.value,
            "masked_on": one.masked_on.isoformat(),
        }
        for one in found
    ]
    if session.as_json:
        print_json({"request": request, "values": told})
        return
    from backend.cli.printing import print_line, print_table

    if not told:
        print_line("nothing of these records is masked")
        return
    columns = ("record", "entity", "schema", "property", "value")
    print_table(columns, [[one[name] for name in columns] for one in told])


@command("list", "klupko passengers unmask list --case let")
@_CASE
def list_requests(session: Session, case: str) -> None:
    """Show the requests of a case, the newest first."""
    from backend.passengers.unmasking import find_requests

    with session.open() as (workspace, principal):
        found = find_requests(workspace, principal, case)
    if session.as_json:
        print_json({"requests": [one.as_json() for one in found]})
        return
    from backend.cli.printing import print_line, print_table

    if not found:
        print_line("no requests: `klupko passengers unmask ask` makes one")
        return
    columns = ("request", "state", "asked_by", "asked_on", "decided_by", "until")
    rows = [one.as_json() for one in found]
    print_table(columns, [[row[name] for name in columns] for row in rows])


@command(
    "matches",
    "klupko passengers matches --case let --watch list.csv --offence drugs\n"
    "klupko passengers matches --case granica --watch list.csv --purpose border\n"
    "klupko passengers matches --case let --criteria kokain.yaml\n"
    "klupko passengers matches --case let --json",
)
@_CASE
@click.option(
    "--watch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Look for the entries of this table (CSV) first.",
)
@click.option(
    "--criteria",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare bookings with this file of criteria: `klupko passengers criteria`.",
)
@click.option("--offence", default="", help="What for: `klupko passengers offences`.")
@click.option(
    "--purpose",
    type=click.Choice(["law-enforcement", "border"]),
    default="law-enforcement",
    show_default=True,
    help="API data of a border are looked through for border checks alone.",
)
@click.option(
    "--state",
    type=click.Choice(["candidate", "confirmed", "dismissed"]),
    help="Only these.",
)
@TODAY
def matches(
    session: Session,
    case: str,
    watch: Path | None,
    criteria: Path | None,
    offence: str,
    purpose: str,
    state: str | None,
    today: str | None,
) -> None:
    """Compare passengers with a watch-list or criteria, or show what was found.

    Columns of the list: name, birth_date, passport, phone, email, card (411111-1234).
    What is found are candidates: nothing leaves the case before a person has
    confirmed or dismissed each.
    """
    from backend.passengers.clock import day_of
    from backend.passengers.importing import check_purpose
    from backend.passengers.matching import (
        MatchAsk,
        MatchState,
        find_matches,
        list_matches,
    )

    day = day_of(session.settings(), today)
    asked = None
    if watch or criteria:
        asked = MatchAsk(watch, offence, check_purpose(purpose), criteria)
    with session.open() as (workspace, principal):
        if asked:
            found = find_matches(workspace, principal, case, asked, day)
        else:
            found = list_matches(workspace, principal, case)
    shown = [one for one in found if not state or one.state is MatchState(state)]
    _print_matches(session, shown)


def _print_matches(session: Session, found: "list[Match]") -> None:
    rows = [one.as_json() for one in found]
    if session.as_json:
        print_json({"matches": rows})
        return
    from backend.cli.printing import print_line, print_table

    if not rows:
        print_line("no matches")
        return
    columns = ("match", "entity", "score", "by", "list", "entry", "offence", "state")
    shown = [{**row, "by": ", ".join(row["by"])} for row in rows]
    print_table(columns, [[row[name] for name in columns] for row in shown])


def _word(name: str, text: str, *, confirm: bool) -> click.Command:
    def decide(session: Session, match: str, case: str, today: str | None) -> None:
        from backend.passengers.clock import day_of
        from backend.passengers.matching import decide_match

        day = day_of(session.settings(), today)
        with session.open() as (workspace, principal):
            made = decide_match(
                workspace,
                principal,
                case,
                match,
                day,
                confirm=confirm,
                reason=session.reason,
            )
        if session.as_json:
            print_json(made.as_json())
        else:
            say(f"{made.id} is {made.state.value}")

    decide.__doc__ = text
    wrapped: Any = decide
    for option in (TODAY, _CASE, click.argument("match")):
        wrapped = option(wrapped)
    example = f"klupko passengers {name} m-4f… --case let --reason '…'"
    return command(name, example)(wrapped)


def _tell(session: Session, made: "Request") -> None:
    if session.as_json:
        print_json(made.as_json())
    else:
        until = f" until {made.until}" if made.until else ""
        say(f"request {made.n}: {made.state.value}{until}")


_REQUESTS = (
    ask,
    _decision(
        "grant",
        "Grant a request for some days: by a judicial or other competent authority.",
        grant=True,
    ),
    _decision("refuse", "Refuse a request, with grounds.", grant=False),
    show,
    list_requests,
)
for one in _REQUESTS:
    unmask.add_command(one)

DECIDING: tuple[click.Command, ...] = (
    retain,
    release,
    unmask,
    matches,
    criteria,
    _word("confirm", "Confirm a match, having looked at it.", confirm=True),
    _word("dismiss", "Dismiss a match, having looked at it.", confirm=False),
)
