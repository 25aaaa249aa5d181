"""Time on the command line: networks by window, ways in order, how busy it was."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from backend.cli.looking import DATE
from backend.cli.session import Session, command, print_json

if TYPE_CHECKING:
    from backend.temporal.activity import Activity
    from backend.temporal.occurrences import History
    from backend.temporal.spans import Window
    from backend.temporal.ways import OrderQuestion, TimedWay
    from graph.model import Node

ZONE = click.option(
    "--zone",
    default="UTC",
    show_default=True,
    metavar="NAME",
    help="Time zone of days and hours, as in Europe/Belgrade.",
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHADES = " ░▒▓█"


def read_wait(text: str | None) -> timedelta | None:
    """Return a wait written as 30m, 48h or 7d. Raises UsageError."""
    if text is None:
        return None
    units = {"m": "minutes", "h": "hours", "d": "days"}
    try:
        return timedelta(**{units[text[-1:].lower()]: float(text[:-1])})
    except (KeyError, ValueError, OverflowError) as error:
        raise click.UsageError("a wait is written as 30m, 48h or 7d") from error


def span_of(window: "Window") -> dict[str, str]:
    """Return a window's bounds, ISO 8601."""
    return {"from": window.begin.isoformat(), "to": window.end.isoformat()}


def name_of(node: "Node | None", entity: str, prefix: str) -> dict[str, Any]:
    """Return an entity's id without its case, and what it is called."""
    caption = node.caption if node is not None else ""
    return {"id": entity.removeprefix(prefix), "label": caption}


def answer_in_order(
    history: "History", ends: tuple[str, str], question: "OrderQuestion", prefix: str
) -> dict[str, Any]:
    """Return ways in order of time as plain values. Raises NotFound, InvalidInput."""
    from backend.temporal.ways import find_ways_in_order

    found = find_ways_in_order(history, *ends, question)
    return {"paths": [_way(one, prefix) for one in found]}


def _way(way: "TimedWay", prefix: str) -> dict[str, Any]:
    return {
        "length": len(way.steps),
        "arrival": way.arrival and way.arrival.isoformat(),
        "nodes": [
            name_of(node, node.id, prefix)
            for node in (way.start, *(step.node for step in way.steps))
        ],
        "edges": [
            {
                "id": step.occurrence.link.removeprefix(prefix),
                "schema": step.occurrence.schema,
                "event": step.occurrence.entity.removeprefix(prefix),
                "at": step.at and step.at.isoformat(),
                "dated": step.occurrence.is_dated,
                "exact": step.occurrence.exact,
                "statement": step.occurrence.said or None,
            }
            for step in way.steps
        ],
    }


def print_in_order(told: dict[str, Any], hops: int) -> None:
    """Write ways in order of time, a line a step."""
    from backend.cli.printing import print_line, print_table

    for way in told["paths"]:
        names = [node["label"] or node["id"] for node in way["nodes"]]
        print_line(" → ".join(names))
        rows = [
            (
                (edge["at"] or "")[: 16 if edge["exact"] else 10]
                if edge["dated"]
                else "no date",
                names[i],
                edge["schema"],
                names[i + 1],
            )
            for i, edge in enumerate(way["edges"])
        ]
        print_table(["earliest", "from", "by", "to"], rows)
    if not told["paths"]:
        print_line(f"no way of at most {hops} links keeps to the order of time")


def paths_in_order(
    session: Session,
    case: str,
    ends: tuple[str, str],
    max_hops: int,
    as_of: str | None,
    order: Mapping[str, Any],
) -> None:
    """Show ways that keep to the order of time."""
    from backend.cli.looking import find_entity, look
    from backend.temporal.ways import OrderQuestion
    from graph.store.patterns import Period

    question = OrderQuestion(
        max_hops,
        read_wait(order["max_wait"]),
        Period(order["after"], order["before"]),
        directed=order["directed"],
        undated=not order["dated"],
    )
    with look(session, as_of) as (workspace, scope, view):
        start, end = (
            view.get_node(find_entity(view, scope, case, one)).id for one in ends
        )
        history = workspace.histories.read(view, case)
    told = answer_in_order(history, (start, end), question, f"{case}:")
    if session.as_json:
        print_json(told)
    else:
        print_in_order(told, max_hops)


@command(
    "activity",
    "klupko activity --case konac --zone Europe/Belgrade\n"
    "klupko activity person-1 --case konac --layer Call --after 2025-03-01 --json",
)
@click.argument("entities", nargs=-1)
@click.option("--case", required=True, help="The case.")
@click.option("--layer", "layers", multiple=True, metavar="SCHEMA", help="Only these.")
@click.option("--after", type=DATE, help="Only what began then or later.")
@click.option("--before", type=DATE, help="Only what began earlier.")
@click.option("--unit", default="", help="Of the bars: day, week, month, 2w …")
@ZONE
def activity(
    session: Session,
    entities: tuple[str, ...],
    case: str,
    layers: tuple[str, ...],
    after: datetime | None,
    before: datetime | None,
    unit: str,
    zone: str,
) -> None:
    """Show when a case or its entities were busy: over time, by weekday and hour."""
    from backend.cli.looking import find_entity
    from backend.temporal.activity import measure_activity
    from graph.store.patterns import Period

    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        workspace.ledger.get_case(scope, case)
        with workspace.view(scope) as view:
            ids = [
                view.get_node(find_entity(view, scope, case, entity)).id
                for entity in entities
            ]
            history = workspace.histories.read(view, case, layers or None)
        found = measure_activity(
            history, ids, zone=zone, unit=unit, period=Period(after, before)
        )
    told = _describe_activity(found, f"{case}:")
    if session.as_json:
        print_json(told)
    else:
        _print_activity(told)


def _describe_activity(found: "Activity", prefix: str) -> dict[str, Any]:
    return {
        "zone": found.zone,
        "unit": found.unit,
        "total": found.total,
        "bars": [
            span_of(bar.window) | {"count": bar.count, "kinds": dict(bar.kinds)}
            for bar in found.bars
        ],
        "hours": [list(row) for row in found.hours],
        "by_day": list(found.by_day),
        "vague": found.vague,
        "through": [one.removeprefix(prefix) for one in found.through],
    }


def _print_activity(told: dict[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    if not told["total"]:
        print_line("no event with a date in what you may see of this")
        return
    most = max(bar["count"] for bar in told["bars"])
    print_table(
        [told["unit"], "events", ""],
        [
            (bar["from"][:10], bar["count"], "█" * round(40 * bar["count"] / most))
            for bar in told["bars"]
        ],
    )
    busiest = max(1, *(count for row in told["hours"] for count in row))
    print_line(f"by weekday and hour, {told['zone']} (0 to 23; darkest: {busiest})")
    for day, row in zip(_DAYS, told["hours"], strict=True):
        shades = (_SHADES[-(-4 * count // busiest)] for count in row)
        print_line(f"{day} {''.join(shade * 2 for shade in shades)} {sum(row)}")
    print_line(f"hour not known: {sum(told['by_day'])}; day not known: {told['vague']}")
