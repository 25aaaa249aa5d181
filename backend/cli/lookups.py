"""cases, search, show, neighbors, paths: looking at what a case says."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json
from backend.cli.timing import DATE

if TYPE_CHECKING:
    from backend.workspace import Workspace
    from graph.model import Link, Network, Node, Scope
    from graph.store.view import View

_CASE = click.option("--case", required=True, help="The case.")
_AS_OF = click.option(
    "--as-of",
    metavar="SEQ|TIME",
    help="As it was after that event: its number, or an ISO 8601 time (UTC).",
)


@contextmanager
def _look(
    session: Session, as_of: str | None
) -> "Iterator[tuple[Workspace, Scope, View]]":
    with session.open() as (workspace, principal):
        seq = None if as_of is None else _sequence(workspace, as_of)
        scope = workspace.scope(principal, seq)
        with workspace.view(scope) as view:
            yield workspace, scope, view


def _sequence(workspace: "Workspace", as_of: str) -> int:
    """Return the event meant by a number, or by a time: the last at or before it."""
    from backend.moments import parse_moment
    from graph.errors import InvalidInput

    last = workspace.ledger.last_seq()
    if as_of.isascii() and as_of.isdigit():
        return min(int(as_of[:18]), last)
    moment = parse_moment(as_of)
    if moment is None:
        raise InvalidInput("--as-of is an event's number or an ISO 8601 time")
    return workspace.ledger.last_seq(moment)


def find_entity(view: "View", scope: "Scope", case: str, entity: str) -> str:
    """Return the scoped id of an entity given locally or scoped. Raises NotFound."""
    from graph.errors import NotFound
    from graph.model import scoped_id

    if not scope.sees_case(case):
        raise NotFound("no such case")
    local = scoped_id(case, entity)
    if local not in view.find_nodes([local]) and ":" in entity:
        return entity
    return local


class _Namer:
    """Writes ids as a user of one case reads them: local, scoped where of another."""

    def __init__(self, case: str | None) -> None:
        self._prefix = f"{case}:" if case else ""

    def name(self, scoped: str) -> str:
        return scoped.removeprefix(self._prefix) if self._prefix else scoped

    def node(self, node: "Node") -> dict[str, Any]:
        return {
            "id": self.name(node.id),
            "schema": node.schema,
            "caption": node.caption or self.name(node.id),
            "countries": list(node.countries),
        }

    def link(self, link: "Link") -> dict[str, Any]:
        return {
            "id": self.name(link.id),
            "schema": link.schema,
            "source": self.name(link.source),
            "target": self.name(link.target),
            "count": link.count,
            "first": link.first or None,
            "last": link.last or None,
        }

    def network(self, network: "Network") -> dict[str, Any]:
        return {
            "nodes": [self.node(node) for node in network.nodes],
            "edges": [self.link(link) for link in network.links],
            "truncated": network.truncated,
        }


@command("cases", "klupko cases\nklupko cases --json")
@_AS_OF
def cases(session: Session, as_of: str | None) -> None:
    """List the cases that you are on."""
    with _look(session, as_of) as (workspace, scope, view):
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
@_AS_OF
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
    with _look(session, as_of) as (workspace, scope, view):
        if case is not None:
            workspace.ledger.get_case(scope, case)
        page = view.search(
            text,
            [case] if case else None,
            schemata or None,
            [country.lower() for country in countries] or None,
            limit,
        )
    namer = _Namer(case)
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
@_CASE
@_AS_OF
def show(session: Session, entity: str, case: str, as_of: str | None) -> None:
    """Show an entity: what is said of it, and where that comes from."""
    with _look(session, as_of) as (workspace, scope, view):
        node = view.get_node(find_entity(view, scope, case, entity))
        degree = view.degrees([node.id])[node.id]
        said = workspace.ledger.find_statements(scope, node.members)
        names = {
            one.context.document: _document_name(workspace, scope, one.context.document)
            for some in said.values()
            for one in some
        }
    namer = _Namer(case)
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
@_CASE
@click.option("--hops", default=1, show_default=True, type=click.IntRange(0, 10))
@click.option("--schema", "schemata", multiple=True, help="Only by this relationship.")
@click.option("--limit", default=300, show_default=True, type=click.IntRange(1, 5000))
@_AS_OF
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
    with _look(session, as_of) as (_, scope, view):
        node = view.get_node(find_entity(view, scope, case, entity))
        network = view.expand([node.id], hops, schemata or None, limit)
    namer = _Namer(case)
    told = {"id": namer.name(node.id)} | namer.network(network)
    if session.as_json:
        print_json(told)
        return
    _print_links(told)


@command(
    "paths",
    "klupko paths person-1 company-7 --case konac --max-hops 4 --k 5\n"
    "klupko paths person-1 person-9 --case konac --in-order --max-wait 48h",
)
@click.argument("source")
@click.argument("target")
@_CASE
@click.option("--max-hops", default=6, show_default=True, type=click.IntRange(1, 10))
@click.option("--k", default=3, show_default=True, type=click.IntRange(1, 100))
@click.option(
    "--in-order",
    is_flag=True,
    help="Only ways that keep to the order of time: the shortest, and those that "
    "arrive earlier.",
)
@click.option("--max-wait", metavar="30m|48h|7d", help="--in-order: between contacts.")
@click.option("--after", type=DATE, help="--in-order: nothing before then.")
@click.option("--before", type=DATE, help="--in-order: all before then.")
@click.option("--directed", is_flag=True, help="--in-order: as calls and money went.")
@click.option("--dated", is_flag=True, help="--in-order: pass nothing without a date.")
@_AS_OF
def paths(
    session: Session,
    source: str,
    target: str,
    case: str,
    max_hops: int,
    k: int,
    as_of: str | None,
    in_order: bool,
    **order: Any,
) -> None:
    """Show the shortest ways from one entity to another."""
    if in_order:
        _paths_in_order(session, case, (source, target), max_hops, as_of, order)
        return
    if any(order.values()):
        raise click.UsageError(
            "--max-wait, --after, --before, --directed and --dated go with --in-order"
        )
    with _look(session, as_of) as (_, scope, view):
        start = find_entity(view, scope, case, source)
        end = find_entity(view, scope, case, target)
        found = view.paths(start, end, max_hops, k)
    namer = _Namer(case)
    told = [
        {
            "length": path.length,
            "nodes": [namer.node(node) for node in path.nodes],
            "edges": [namer.link(link) for link in path.links],
        }
        for path in found
    ]
    if session.as_json:
        print_json({"paths": told})
        return
    from backend.cli.printing import print_line

    for path in found:
        steps = [path.nodes[0].caption]
        for link, node in zip(path.links, path.nodes[1:], strict=True):
            steps += [f"—{link.schema}—", node.caption]
        print_line(" ".join(steps))
    if not found:
        print_line(f"no way of at most {max_hops} links")


def _paths_in_order(
    session: Session,
    case: str,
    ends: tuple[str, str],
    max_hops: int,
    as_of: str | None,
    order: Mapping[str, Any],
) -> None:
    """Show ways that keep to the order of time."""
    from backend.cli.timing import answer_in_order, print_in_order, read_wait
    from backend.temporal.occurrences import read_history
    from backend.temporal.ways import OrderQuestion
    from graph.store.patterns import Period

    question = OrderQuestion(
        max_hops,
        read_wait(order["max_wait"]),
        Period(order["after"], order["before"]),
        directed=order["directed"],
        undated=not order["dated"],
    )
    with _look(session, as_of) as (workspace, scope, view):
        start, end = (
            view.get_node(find_entity(view, scope, case, one)).id for one in ends
        )
        history = read_history(workspace.ledger, view, case)
    told = answer_in_order(history, (start, end), question, f"{case}:")
    if session.as_json:
        print_json(told)
    else:
        print_in_order(told, max_hops)


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
