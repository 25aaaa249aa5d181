"""Networks by window of time on the command line: asked, answered, printed."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session
from backend.cli.timing import name_of, span_of

if TYPE_CHECKING:
    from backend.computing.running import Order
    from backend.temporal.occurrences import History
    from backend.temporal.windows import OverTime, WindowQuestion
    from graph.analytics.changes import Changes

Spans = tuple[str, str | None, bool, str]
"""Length and step as written, whether what has no date counts, the time zone."""


def ask_by_window(
    metric: str,
    spans: Spans,
    period: tuple[datetime | None, datetime | None],
    persons: str | None,
    weight: str | None,
    **how: Any,
) -> "WindowQuestion":
    """Return what `analyze --window` asks. Raises UsageError, InvalidInput."""
    from backend.temporal.spans import Length
    from backend.temporal.windows import WindowQuestion
    from graph.store.patterns import Period

    if how["samples"]:
        raise click.UsageError("--window goes without --samples")
    window, step, undated, zone = spans
    return WindowQuestion(
        Length.parse(window),
        Length.parse(step) if step else None,
        metric,
        Period(*period),
        zone,
        persons,
        directed=how["directed"],
        weighted=weight is not None,
        top=how["top"] or 10,
        undated=undated,
        seed=how["seed"] or 0,
    )


def answer_by_window(
    session: Session,
    order: "Order",
    file: tuple[Path | None, str | None],
    layers: tuple[str, ...],
    asked: "WindowQuestion",
) -> dict[str, Any]:
    """Return networks by window of a case, or of a file and its column of times."""
    path, column = file
    if path is not None:
        if column is None:
            raise click.UsageError("--window with --graph needs --time, a CSV's column")
        return _of_file(session, order, (path, column), asked)
    case = order.case
    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        workspace.ledger.get_case(scope, case)
        with workspace.view(scope) as view:
            history = workspace.histories.read(view, case, layers or None)
        order = replace(order, actor=principal.name)
        found = workspace.computing.answer(order, None, asked, lambda: history)
    return describe_over_time(found, asked, history, f"{case}:")


def _of_file(
    session: Session, order: "Order", file: tuple[Path, str], asked: "WindowQuestion"
) -> dict[str, Any]:
    from backend.computing.running import compute_alone
    from backend.temporal.files import read_timed_file

    history = read_timed_file(*file)
    limit_s = session.settings().compute_s
    found = compute_alone(order, limit_s, asked, history)
    return describe_over_time(found, asked, history, "")


def describe_over_time(
    found: "OverTime", question: "WindowQuestion", history: "History", prefix: str
) -> dict[str, Any]:
    """Return networks by window as plain values; `prefix` is left out of ids."""

    def named(entity: str) -> dict[str, Any]:
        return name_of(history.nodes.get(entity), entity, prefix)

    return {
        "metric": question.metric,
        "window": str(question.length),
        "step": str(question.step or question.length),
        "zone": question.zone,
        "windows": [
            {
                **span_of(one.window),
                "events": one.events,
                "nodes": one.nodes,
                "edges": one.edges,
                "density": one.density,
                "scores": [
                    named(s.entity)
                    | {"score": s.score, "rank": s.rank, "change": s.change}
                    for s in one.head
                ],
            }
            for one in found.windows
        ],
        "central": [
            named(one.entity)
            | {
                "since": found.windows[one.first].window.begin.isoformat(),
                "ranks": list(one.ranks),
                "rise": None
                if one.rise is None
                else {
                    "from": found.windows[one.rise[0]].window.begin.isoformat(),
                    "ranks": one.rise[1],
                },
            }
            for one in found.rises
        ],
        "changes": {
            "activity": _changes(found.activity, found),
            "density": _changes(found.density, found),
        },
        "warnings": list(found.warnings),
    }


def print_over_time(told: dict[str, Any]) -> None:
    """Write networks by window as tables."""
    from backend.cli.printing import print_line, print_table

    if not told["windows"]:
        print_line("no event with a date in what you may see of this case")
        return
    rows = [
        (
            one["from"][:10],
            one["events"],
            one["nodes"],
            one["edges"],
            "" if one["density"] is None else f"{one['density']:.3f}",
            ", ".join(s["label"] or s["id"] for s in one["scores"][:3]),
        )
        for one in told["windows"]
    ]
    head = told["metric"] or "—"
    columns = ["window", "events", "entities", "links", "density", f"highest {head}"]
    print_table(columns, rows)
    risen = [
        (
            one["label"] or one["id"],
            one["since"][:10],
            "" if one["rise"] is None else f"+{one['rise']['ranks']}",
            "" if one["rise"] is None else one["rise"]["from"][:10],
        )
        for one in told["central"][:20]
    ]
    print_table(["central", "first in", "largest rise", "in"], risen)
    for name, one in told["changes"].items():
        if one is not None:
            when = ", ".join(p["from"][:10] for p in one["points"]) or "none"
            print_line(f"{name} changes at: {when} (p = {one['p_value']:.3f})")
    for warning in told["warnings"]:
        print_line(f"warning: {warning}")


def _changes(found: "Changes | None", whole: "OverTime") -> dict[str, Any] | None:
    if found is None:
        return None
    begins = [one.window.begin.isoformat() for one in whole.windows]
    return {
        "points": [{"from": begins[at], "window": at} for at in found.points],
        "stretches": [
            {
                "from": begins[one.begin],
                "windows": one.end - one.begin,
                "rate": one.rate,
            }
            for one in found.stretches
        ],
        "p_value": found.p_value,
        "level": found.level,
    }
