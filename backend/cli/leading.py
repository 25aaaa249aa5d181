"""leads: named questions to a case's calls, cards, journeys, payments and bookings."""

from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json

if TYPE_CHECKING:
    from backend.leads import Lead, Leads

NAMES = (
    "shared-devices", "sim-swaps", "co-location", "call-bursts", "circular-payments",
    "travelling-together", "broken-routes", "late-changes", "watched-travellers",
)  # fmt: skip


@command(
    "leads",
    "klupko leads co-location --case konac --minutes 10 --occasions 3\n"
    "klupko leads call-bursts --case konac --hours 6\n"
    "klupko leads circular-payments --case konac --days 14 --json\n"
    "klupko leads travelling-together --case konac --offence human-trafficking\n"
    "klupko leads watched-travellers --case konac --offence drugs "
    "--watch +381641234567",
)
@click.argument("kind", type=click.Choice(NAMES))
@click.option("--case", required=True, help="The case.")
@click.option("--minutes", type=float, help="co-location: apart at most [15].")
@click.option(
    "--occasions",
    type=int,
    help="co-location: on so many days; travelling-together: trips [2].",
)
@click.option(
    "--hours",
    type=float,
    help="call-bursts, late-changes: around; broken-routes: stop [12].",
)
@click.option("--factor", type=float, help="call-bursts: times the usual rate [3].")
@click.option(
    "--days",
    type=float,
    help="circular-payments, broken-routes: from first to last [30].",
)
@click.option("--length", type=int, help="circular-payments: payments at most [5].")
@click.option("--share", type=float, help="circular-payments: amounts alike [0.7].")
@click.option("--offence", help="The offence that passenger data are asked for.")
@click.option("--watch", multiple=True, help="watched-travellers: a number or card.")
@click.option("--top", type=click.IntRange(min=1), default=20, help="Shown [20].")
def leads(session: Session, kind: str, case: str, top: int, **thresholds: Any) -> None:
    """Ask a named question; every answer names its evidence, and none is a verdict."""
    from backend.leads import LeadOptions, find_leads

    given = {
        name: value for name, value in thresholds.items() if value not in (None, ())
    }
    options = LeadOptions(**given)
    with session.open() as (workspace, principal):
        found = find_leads(workspace, principal, case, kind, options)
        prefix = f"{case}:"
    told = _describe(found, prefix, top)
    if session.as_json:
        print_json(told)
    else:
        _print(told)


def _describe(found: "Leads", prefix: str, top: int) -> dict[str, Any]:
    return {
        "kind": found.kind,
        **({"offence": found.offence} if found.offence else {}),
        "total": found.total,
        "truncated": found.truncated,
        "leads": [_lead(one, prefix) for one in found.leads[:top]],
    }


def _lead(one: "Lead", prefix: str) -> dict[str, Any]:
    return {
        "entities": [entity.removeprefix(prefix) for entity in one.entities],
        "summary": one.summary,
        "strength": one.strength,
        "count": one.count,
        "first": one.first,
        "last": one.last,
        "evidence": [
            {
                "at": some.at,
                "text": some.text,
                "entity": some.entity.removeprefix(prefix),
                "statements": list(some.statements),
            }
            for some in one.occurrences
        ],
    }


def _print(told: dict[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    rows = [
        (
            f"{lead['strength']:.2f}",
            lead["summary"],
            ", ".join(lead["entities"]),
            lead["first"],
            lead["last"],
        )
        for lead in told["leads"]
    ]
    if rows:
        print_table(("strength", "what", "who", "first", "last"), rows)
    more = told["total"] - len(rows)
    if more > 0:
        print_line(f"{more} more (--top)")
    if not rows:
        print_line("nothing of that kind in what you may see of this case")
    if told["truncated"]:
        print_line("the search was cut short: ask for less at once")
