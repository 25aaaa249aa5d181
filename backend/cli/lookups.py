"""cases, search, show, neighbors, paths: looking at what a case says."""

from typing import TYPE_CHECKING, Any

import click

from backend.cli.looking import AS_OF, CASE, PERIOD, Namer, find_entity, look, tell_ways
from backend.cli.session import Session, command, print_json

if TYPE_CHECKING:
    from datetime import datetime

    from backend.workspace import Workspace
    from graph.model import Scope


@command("cases", "klupko cases\nklupko cases --json")
@AS_OF
def cases(session: Session, as_of: str | None) -> None:
    """List the cases that you are on."""
    with look(session, as_of) as (workspace, scope, view):
        found = []
        for one in workspace.ledger.iter_cases(scope):
            graph = view.counts(one.id)
            kept = workspace.ledger.counts(scope, one.id)
            found.append(
                {
                    "id": one.id,
                    "title": one.title,
                    "authority": one.authority,
                    "entities": graph.entities,
                    "relationships": graph.relationships,
                    "documents": kept.documents,
                    "statements": kept.statements,
                }
            )
    if session.as_json:
        print_json({"cases": found})
        return
    from backend.cli.printing import print_table

    columns = ("id", "title", "entities", "relationships", "documents", "statements")
    print_table(columns, [[one[name] for name in columns] for one in found])


@command("search", 'klupko search "marko petrovic" --case konac')
@click.argument("text")
@click.option("--case", help="Only in this case.")
@click.option("--schema", "schemata", multiple=True, help="Only of this schema.")
@click.option("--country", "countries", multiple=True, help="Only of this country.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(0, 10_000))
@AS_OF
def search(
    session: Session,
    text: str,
    as_of: str | None,
    case: str | None,
    schemata: tuple[str, ...],
    countries: tuple[str, ...],
    limit: int,
) -> None:
    """Find entities by name: every word begins a word of it, in either script."""
    with look(session, as_of) as (workspace, scope, view):
        if case is not None:
            workspace.ledger.get_case(scope, case)
        page = view.search(
            text,
            [case] if case else None,
            schemata or None,
            [country.lower() for country in countries] or None,
            limit,
        )
    namer = Namer(case)
    found = [namer.node(node) for node in page.nodes]
    if session.as_json:
        print_json({"query": text, "case": case, "total": page.total, "results": found})
        return
    _print_nodes(found)
    from backend.cli.printing import print_line

    print_line(f"{len(found)} of {page.total}")


@command(
    "show",
    "klupko show person-1 --case konac\n"
    "klupko show person-1 --case konac --as-of 2026-03-01",
)
@click.argument("entity")
@CASE
@AS_OF
def show(session: Session, entity: str, case: str, as_of: str | None) -> None:
    """Show an entity: what is said of it, and where that comes from."""
    with look(session, as_of) as (workspace, scope, view):
        node = view.get_node(find_entity(view, scope, case, entity))
        degree = view.degrees([node.id])[node.id]
        said = workspace.ledger.find_statements(scope, node.members)
        names = {
            one.context.document: _document_name(workspace, scope, one.context.document)
            for some in said.values()
            for one in some
        }
    namer = Namer(case)
    told = namer.node(node) | {
        "merged_from": [namer.name(m) for m in node.members if len(node.members) > 1],
        "relationships": degree,
        "statements": [
            {
                "id": one.id,
                "entity": namer.name(one.entity),
                "property": one.value.prop,
                "value": one.value.value,
                "kind": one.kind.value,
                "evaluation": str(one.context.evaluation),
                "handling": sorted(one.context.handling),
                "compartment": one.context.compartment,
                "document": names[one.context.document],
                "page": one.place.page,
                "start": one.place.start,
                "end": one.place.end,
                "record": one.place.record,
                "origin": one.context.origin,
            }
            for member in node.members
            for one in said.get(member, ())
        ],
    }
    if session.as_json:
        print_json(told)
    else:
        _print_entity(told)


def _document_name(
    workspace: "Workspace", scope: "Scope", sha256: str | None
) -> str | None:
    from graph.errors import NotFound

    try:
        return workspace.ledger.get_document(scope, sha256).name if sha256 else None
    except NotFound:
        return None


@command("neighbors", "klupko neighbors person-1 --case konac --hops 2")
@click.argument("entity")
@CASE
@click.option("--hops", default=1, show_default=True, type=click.IntRange(0, 10))
@click.option("--schema", "schemata", multiple=True, help="Only by this relationship.")
@click.option("--limit", default=300, show_default=True, type=click.IntRange(1, 5000))
@AS_OF
def neighbors(
    session: Session,
    entity: str,
    case: str,
    as_of: str | None,
    hops: int,
    schemata: tuple[str, ...],
    limit: int,
) -> None:
    """Show what an entity is joined to."""
    with look(session, as_of) as (_, scope, view):
        node = view.get_node(find_entity(view, scope, case, entity))
        network = view.expand([node.id], hops, schemata or None, limit)
    namer = Namer(case)
    told = {"id": namer.name(node.id)} | namer.network(network)
    if session.as_json:
        print_json(told)
        return
    _print_links(told)


@command(
    "paths",
    "klupko paths person-1 company-7 --case konac --max-hops 4 --k 5\n"
    "klupko paths person-1 company-7 --case konac --shortest\n"
    "klupko paths person-1 company-7 --case konac --after 2025-03-01\n"
    "klupko paths person-1 person-9 --case konac --in-order --max-wait 48h",
)
@click.argument("source")
@click.argument("target")
@CASE
@click.option("--max-hops", default=6, show_default=True, type=click.IntRange(1, 10))
@click.option("--k", type=click.IntRange(1, 1000), help="How many [3; 100].")
@click.option("--shortest", is_flag=True, help="All of the least length, no others.")
@PERIOD
@click.option(
    "--in-order",
    is_flag=True,
    help="Only ways that keep to the order of time: the shortest, and those that "
    "arrive earlier.",
)
@click.option("--max-wait", metavar="30m|48h|7d", help="--in-order: between contacts.")
@click.option("--directed", is_flag=True, help="--in-order: as calls and money went.")
@click.option("--dated", is_flag=True, help="--in-order: pass nothing without a date.")
@AS_OF
def paths(
    session: Session,
    source: str,
    target: str,
    case: str,
    max_hops: int,
    k: int | None,
    shortest: bool,
    as_of: str | None,
    in_order: bool,
    after: "datetime | None",
    before: "datetime | None",
    **order: Any,
) -> None:
    """Show the shortest ways from one entity to another."""
    from graph.store.patterns import Period

    when, more = Period(after, before), False
    if in_order:
        from backend.cli.timing import paths_in_order

        if shortest or k:
            raise click.UsageError("--in-order goes without --shortest and --k")
        order |= {"after": after, "before": before}
        paths_in_order(session, case, (source, target), max_hops, as_of, order)
        return
    if any(order.values()):
        raise click.UsageError("--max-wait, --directed and --dated go with --in-order")
    with look(session, as_of) as (_, scope, view):
        start = find_entity(view, scope, case, source)
        end = find_entity(view, scope, case, target)
        if shortest:
            page = view.shortest_paths(start, end, max_hops, None, when, k or 100)
            found, more = list(page.paths), page.truncated
        else:
            found = view.paths(start, end, max_hops, k or 3, period=when)
    none = f"no way of at most {max_hops} links"
    tell_ways(session, Namer(case), found, none, "there are more: raise --k" * more)


@command(
    "pattern",
    "klupko pattern '(Person)-[Payment >=10000]->(Company)<-[Ownership]-(Person)' "
    "--case konac\n"
    "klupko pattern '(Person)-[Call 2025-03-01..2025-04-01]-()--(Vehicle)'\n"
    "klupko pattern '(Person)-[*..3]-(BankAccount)' --case konac --json",
)
@click.argument("pattern")
@click.option("--case", help="Where ways begin [all cases that you are on].")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 1000))
@AS_OF
def pattern(
    session: Session, pattern: str, case: str | None, limit: int, as_of: str | None
) -> None:
    """Show ways that fit a drawing: entities in (), what joins them between.

    An empty () is any entity, -- any relationship, --> and <-- one with a direction.
    In [] of what kind it is, >= the least sum of amounts (of seconds, for calls),
    FROM..TO its time, TO not included, and *3 up to three one after the other.
    """
    from backend.patterns import read_pattern

    steps = read_pattern(pattern)
    with look(session, as_of) as (workspace, scope, view):
        own = workspace.ledger
        cases = [own.get_case(scope, case)] if case else own.iter_cases(scope)
        page = view.pattern(steps, [one.id for one in cases], limit)
    more = "there are more: raise --limit" * page.truncated
    tell_ways(session, Namer(case), page.paths, "nothing fits", more)


def _print_nodes(nodes: list[dict[str, Any]]) -> None:
    from backend.cli.printing import print_table

    rows = [
        (one["id"], one["schema"], one["caption"], " ".join(one["countries"]))
        for one in nodes
    ]
    print_table(["id", "schema", "caption", "countries"], rows)


def _print_links(told: dict[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    captions = {one["id"]: one["caption"] for one in told["nodes"]}
    rows = [
        (
            captions[one["source"]],
            one["schema"],
            captions[one["target"]],
            one["count"] if one["count"] > 1 else "",
        )
        for one in told["edges"]
    ]
    print_table(["from", "relationship", "to", "count"], rows)
    if told["truncated"]:
        print_line("there is more: narrow it, or raise --limit")


def _print_entity(told: dict[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    countries = " ".join(told["countries"])
    print_line(f"{told['caption']}  {told['schema']}  {countries}  {told['id']}")
    rows = [
        (
            one["property"],
            one["value"],
            one["evaluation"],
            " ".join(one["handling"]),
            _source(one),
        )
        for one in told["statements"]
    ]
    print_table(["property", "value", "", "", "source"], rows)
    for schema, count in told["relationships"].items():
        print_line(f"{count} × {schema}")


def _source(one: dict[str, Any]) -> str:
    if one["document"] is None:
        return str(one["origin"])
    page = f", page {one['page']}" if one["page"] else ""
    record = f", {one['record']}" if one["record"] else ""
    return f"{one['document']}{page}{record}"
