"""common, between, overlaps: what joins entities, groups and cases."""

from typing import TYPE_CHECKING

import click

from backend.cli.looking import AS_OF, CASE, PERIOD, Namer, find_entity, look
from backend.cli.session import Session, command, print_json

if TYPE_CHECKING:
    from datetime import datetime

_LIMIT = click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1, 1000)
)
_SCHEMA = click.option(
    "--schema", "schemata", multiple=True, help="Only by this relationship."
)


@command(
    "common",
    "klupko common person-1 person-2 --case konac\n"
    "klupko common person-1 person-2 company-7 --case konac --least 2\n"
    "klupko common person-1 person-2 --case konac --schema Ownership --json",
)
@click.argument("entities", nargs=-1, required=True)
@CASE
@click.option(
    "--least", type=click.IntRange(min=2), help="Next to at least so many [all]."
)
@_SCHEMA
@_LIMIT
@AS_OF
def common(
    session: Session,
    entities: tuple[str, ...],
    case: str,
    least: int | None,
    schemata: tuple[str, ...],
    limit: int,
    as_of: str | None,
) -> None:
    """Show what two or more entities have in common: who is next to all of them."""
    with look(session, as_of) as (_, scope, view):
        asked = [find_entity(view, scope, case, one) for one in entities]
        page = view.common(asked, least, schemata or None, limit)
    namer = Namer(case)
    told = [
        namer.node(one.node) | {"near": [namer.name(n.id) for n in one.near]}
        for one in page.found
    ]
    if session.as_json:
        print_json({"found": told, "total": page.total, "truncated": page.truncated})
        return
    from backend.cli.printing import print_line, print_table

    rows = [
        (one.node.caption, one.node.schema, ", ".join(n.caption for n in one.near),
         namer.name(one.node.id))
        for one in page.found
    ]  # fmt: skip
    print_table(["common neighbour", "schema", "next to", "id"], rows)
    print_line(f"{len(told)} of {page.total}")


@command(
    "between",
    "klupko between person-1 person-2 --and company-7 --case konac\n"
    "klupko between person-1 --and person-8 --and person-9 --case konac --max-hops 3",
)
@click.argument("group", nargs=-1, required=True)
@click.option(
    "--and",
    "others",
    multiple=True,
    required=True,
    metavar="ENTITY",
    help="One of the other group; again for each.",
)
@CASE
@click.option("--max-hops", default=4, show_default=True, type=click.IntRange(1, 10))
@_SCHEMA
@PERIOD
@_LIMIT
@AS_OF
def between(
    session: Session,
    group: tuple[str, ...],
    others: tuple[str, ...],
    case: str,
    max_hops: int,
    schemata: tuple[str, ...],
    limit: int,
    as_of: str | None,
    **period: "datetime | None",
) -> None:
    """Show who connects two groups: on shortest ways of how many of their pairs."""
    from graph.store.patterns import Period

    with look(session, as_of) as (_, scope, view):
        left, right = (
            [find_entity(view, scope, case, one) for one in some]
            for some in (group, others)
        )
        when = Period(**period)
        found = view.between(left, right, max_hops, schemata or None, when, limit)
    namer = Namer(case)
    told = [
        namer.node(one.node) | {"pairs": one.pairs, "ways": one.ways}
        for one in found.connectors
    ]
    numbers = {
        name: getattr(found, name)
        for name in ("pairs", "joined", "direct", "truncated", "unfinished")
    }
    if session.as_json:
        print_json({"connectors": told, **numbers})
        return
    from backend.cli.printing import print_line, print_table

    rows = [(t["caption"], t["schema"], t["pairs"], t["ways"], t["id"]) for t in told]
    print_table(["who", "schema", "pairs", "ways", "id"], rows)
    print_line(
        f"{found.joined} of {found.pairs} pairs are joined, {found.direct} directly"
    )
    if found.truncated:
        print_line("there are more: raise --limit")
    if found.unfinished:
        print_line("not all pairs could be looked at in time: ask for fewer hops")


@command(
    "overlaps", "klupko overlaps --case konac\nklupko overlaps --case konac --json"
)
@CASE
@_LIMIT
@AS_OF
def overlaps(session: Session, case: str, limit: int, as_of: str | None) -> None:
    """Show what a case shares with your other cases: identifiers, and who is one."""
    with look(session, as_of) as (workspace, scope, view):
        workspace.ledger.get_case(scope, case)
        others = [one.id for one in workspace.ledger.iter_cases(scope)]
        page = view.overlaps(case, others, limit)
    namer = Namer(case)
    told = [
        namer.node(one.node)
        | {
            "because": "identity" if one.identity else "identifier",
            "elsewhere": [namer.node(node) for node in one.elsewhere],
        }
        for one in page.overlaps
    ]
    if session.as_json:
        print_json({"overlaps": told, "truncated": page.truncated})
        return
    from backend.cli.printing import print_line, print_table

    rows = [
        (t["caption"], t["schema"], t["because"],
         " ".join(one["id"] for one in t["elsewhere"]))
        for t in told
    ]  # fmt: skip
    print_table(["here", "schema", "because of", "elsewhere"], rows)
    if page.truncated:
        print_line("there is more: raise --limit")
