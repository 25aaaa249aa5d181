"""borders, stays, together, route: who was where, with whom, over which border."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json

if TYPE_CHECKING:
    from backend.borders.crossing import Crossings
    from backend.spatial.positions import Position, Whereabouts
    from backend.spatial.stays import Joint, Leg, Stay

_CASE = click.option("--case", required=True, help="The case.")
_TOP = click.option("--top", type=click.IntRange(min=1), default=50, help="Shown [50].")


@command(
    "borders",
    "klupko borders --case konac\n"
    "klupko borders --case konac --view schengen --on 2022-06-01 --json\n"
    "klupko borders --views",
)
@click.option("--case", help="The case.")
@click.option(
    "--view",
    "name",
    default="apart",
    show_default=True,
    metavar="NAME|FILE.yaml",
    help="Which territories are shown as one, or apart.",
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of a day [today].")
@click.option("--views", is_flag=True, help="List the views there are.")
def borders(
    session: Session, case: str | None, name: str, on: datetime | None, views: bool
) -> None:
    """Show what crosses borders: by country, kind and sum; no verdict."""
    from backend.borders.crossing import find_crossings
    from backend.borders.drawing import Drawing, find_drawing, read_view

    if views:
        _list_views(session)
        return
    if case is None:
        raise click.UsageError("give --case, or --views")
    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        workspace.ledger.get_case(scope, case)
        day = on.date() if on else None
        drawing = find_drawing("apart" if name.endswith(".yaml") else name, day,
                               folder=workspace.home / "borders")  # fmt: skip
        if name.endswith(".yaml"):
            drawing = Drawing(read_view(Path(name)), drawing.on)
        with workspace.view(scope) as view:
            found = find_crossings(workspace.ledger, view, case, drawing)
    told = _describe_crossings(found, f"{case}:")
    if session.as_json:
        print_json(told)
    else:
        _print_crossings(told)


def _list_views(session: Session) -> None:
    from backend.borders.drawing import list_views
    from backend.cli.printing import print_table

    found = [
        {
            "id": one.id,
            "title": one.title.en,
            "version": one.version.isoformat(),
            "jurisdiction": one.jurisdiction or None,
            "source": one.source,
        }
        for one in list_views()
    ]
    if session.as_json:
        print_json({"views": found})
    else:
        print_table(["id", "view", "version", "law of", "source"],
                    [tuple(one.values()) for one in found])  # fmt: skip


def _describe_crossings(found: "Crossings", prefix: str) -> dict[str, Any]:
    drawing = found.drawing
    return {
        "view": drawing.view.id,
        "version": drawing.view.version.isoformat(),
        "on": drawing.on.isoformat(),
        "areas": [
            {
                "code": code,
                "name": drawing.name(code),
                "members": list(drawing.members(code)),
            }
            for code in found.codes
        ],
        "flows": [
            {
                "from": flow.source,
                "to": flow.target,
                "count": flow.count,
                "kinds": dict(flow.kinds),
                "events": flow.events,
                "persons": [one.removeprefix(prefix) for one in flow.persons],
                "money": [
                    {"currency": m.currency, "amount": m.amount, "payments": m.payments}
                    for m in flow.money
                ],
                "relationships": [one.removeprefix(prefix) for one in flow.links],
            }
            for flow in found.flows
        ],
        "notes": drawing.footnotes(found.codes),
    }


def _print_crossings(told: dict[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    names = {area["code"]: area["name"] for area in told["areas"]}
    rows = [
        (
            names[flow["from"]],
            names[flow["to"]],
            flow["count"],
            len(flow["persons"]),
            ", ".join(f"{n} × {kind}" for kind, n in flow["kinds"].items()),
            ", ".join(f"{m['amount']:,.2f} {m['currency']}" for m in flow["money"]),
        )
        for flow in told["flows"]
    ]
    if rows:
        print_table(["from", "to", "links", "persons", "kinds", "payments"], rows)
    else:
        print_line("nothing crosses a border in what you may see of this case")
    for note in told["notes"]:
        print_line(note)


@contextmanager
def _look(session: Session, case: str, who: str | None) -> Iterator[
    "tuple[Whereabouts, str | None]"
]:  # fmt: skip
    """Read a case's positions, and the id that `who` is shown by."""
    from backend.cli.looking import find_entity
    from backend.spatial.positions import read_whereabouts

    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        workspace.ledger.get_case(scope, case)
        with workspace.view(scope) as view:
            shown = None
            if who is not None:
                shown = view.get_node(find_entity(view, scope, case, who)).id
            yield read_whereabouts(workspace.ledger, view, case), shown


@command(
    "stays",
    "klupko stays --case konac\nklupko stays person-1 --case konac --gap 6 --json",
)
@click.argument("entity", required=False)
@_CASE
@click.option("--gap", type=float, default=12.0, help="Hours between positions [12].")
@_TOP
def stays(
    session: Session, entity: str | None, case: str, gap: float, top: int
) -> None:
    """Show who was where, from when to when, as far as anything says so."""
    from backend.cli.printing import print_line, print_table
    from backend.spatial.stays import find_stays

    with _look(session, case, entity) as (where, who):
        found = find_stays(where, who, gap_h=gap)
    prefix = f"{case}:"
    if session.as_json:
        told = [_stay(one, where, prefix) for one in found[:top]]
        print_json({"total": len(found), "vague": where.vague, "stays": told})
        return
    rows = [
        (
            _caption(where, one.who, prefix),
            one.name,
            _when(one.begin, one.exact),
            _when(one.end, one.exact),
            one.count,
            ", ".join(one.kinds),
        )
        for one in found[:top]
    ]
    if rows:
        print_table(["who", "where", "from", "to", "positions", "known by"], rows)
    else:
        print_line("nothing in what you may see says who was where")
    _print_more(len(found), top)


@command(
    "together",
    "klupko together --case konac --days 2\n"
    "klupko together person-1 --case konac --kind border --minutes 15 --json",
)
@click.argument("entity", required=False)
@_CASE
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["place", "border", "record"]),
    help="At a place, over a border one after the other, in one record [all].",
)
@click.option("--minutes", type=float, default=30.0, help="Apart at most [30].")
@click.option("--days", type=int, default=1, help="On so many days at least [1].")
@_TOP
def together(
    session: Session,
    entity: str | None,
    case: str,
    kinds: tuple[str, ...],
    minutes: float,
    days: int,
    top: int,
) -> None:
    """Show who was at the same places at the same times, or travelled together."""
    from backend.cli.printing import print_line, print_table
    from backend.spatial.stays import ANYBODY, JointQuestion, find_joint

    with _look(session, case, entity) as (where, who):
        asked = JointQuestion(who, kinds or ANYBODY.kinds, minutes, days=days)
        found = find_joint(where, asked)
    prefix = f"{case}:"
    if session.as_json:
        told = [_joint(one, where, prefix) for one in found[:top]]
        print_json({"total": len(found), "pairs": told})
        return
    rows = [
        (
            f"{one.weight:.2f}",
            _caption(where, one.one, prefix),
            _caption(where, one.other, prefix),
            one.days,
            "; ".join(
                f"{o.kind} {o.name} {_when(o.begin, o.positions[0].exact)}"
                for o in one.occasions[:3]
            ),
        )
        for one in found[:top]
    ]
    if rows:
        print_table(["weight", "one", "other", "days", "where and when"], rows)
    else:
        print_line("nobody was with anybody in what you may see of this case")
    _print_more(len(found), top)


@command(
    "route",
    "klupko route person-1 --case konac\nklupko route vehicle-1 --case konac --json",
)
@click.argument("entity")
@_CASE
def route(session: Session, entity: str, case: str) -> None:
    """Show the border crossings of a person or vehicle in order of time."""
    from backend.cli.printing import print_line, print_table
    from backend.spatial.stays import find_route

    with _look(session, case, entity) as (where, who):
        found = find_route(where, who or "")
    prefix = f"{case}:"
    if session.as_json:
        print_json({"crossings": [_leg(one, where, prefix) for one in found]})
        return
    rows = [
        (
            _when(leg.position.begin, leg.position.exact),
            leg.position.name,
            leg.position.way,
            ", ".join(_caption(where, one, prefix) for one in leg.companions),
            "one between is not recorded" if leg.unrecorded else "",
        )
        for leg in found
    ]
    if rows:
        print_table(["when", "where", "way", "with", ""], rows)
    else:
        print_line("no crossing of a border in what you may see")


def _print_more(total: int, top: int) -> None:
    from backend.cli.printing import print_line

    if total > top:
        print_line(f"{total - top} more (--top)")


def _when(moment: datetime, exact: bool) -> str:
    return moment.strftime("%Y-%m-%d %H:%M" if exact else "%Y-%m-%d")


def _caption(where: "Whereabouts", entity: str, prefix: str) -> str:
    node = where.nodes.get(entity)
    return (node.caption if node else "") or entity.removeprefix(prefix)


def _named(where: "Whereabouts", entity: str, prefix: str) -> dict[str, str]:
    caption = _caption(where, entity, prefix)
    return {"id": entity.removeprefix(prefix), "label": caption}


def _position(one: "Position", prefix: str) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "event": one.entity.removeprefix(prefix),
        "from": one.begin.isoformat(),
        "to": one.end.isoformat(),
        "exact": one.exact,
        "way": one.way or None,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "statements": list(one.said),
    }


def _stay(one: "Stay", where: "Whereabouts", prefix: str) -> dict[str, Any]:
    return {
        "who": _named(where, one.who, prefix),
        "place": {"id": one.place.removeprefix(prefix), "label": one.name},
        "from": one.begin.isoformat(),
        "to": one.end.isoformat(),
        "exact": one.exact,
        "count": one.count,
        "kinds": list(one.kinds),
        "evidence": [_position(p, prefix) for p in one.positions],
    }


def _joint(one: "Joint", where: "Whereabouts", prefix: str) -> dict[str, Any]:
    return {
        "pair": [_named(where, who, prefix) for who in (one.one, one.other)],
        "days": one.days,
        "weight": one.weight,
        "count": one.count,
        "occasions": [
            {
                "kind": o.kind,
                "place": {"id": o.place.removeprefix(prefix), "label": o.name},
                "from": o.begin.isoformat(),
                "to": o.end.isoformat(),
                "apart_min": o.apart_min,
                "evidence": [_position(p, prefix) for p in o.positions],
            }
            for o in one.occasions
        ],
    }


def _leg(leg: "Leg", where: "Whereabouts", prefix: str) -> dict[str, Any]:
    return _position(leg.position, prefix) | {
        "place": {
            "id": leg.position.place.removeprefix(prefix),
            "label": leg.position.name,
        },
        "with": [_named(where, one, prefix) for one in leg.companions],
        "unrecorded": leg.unrecorded,
    }
