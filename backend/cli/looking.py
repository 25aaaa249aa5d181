"""What all look-ups share: the case, the moment, the period, and ids as users read."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backend.cli.session import Session, print_json

if TYPE_CHECKING:
    from backend.workspace import Workspace
    from graph.model import Link, Network, Node, Path, Scope
    from graph.store.view import View

DATE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])
CASE = click.option("--case", required=True, help="The case.")
AS_OF = click.option(
    "--as-of",
    metavar="SEQ|TIME",
    help="As it was after that event: its number, or an ISO 8601 time (UTC).",
)


F = TypeVar("F", bound=Callable[..., Any])


def PERIOD(run: F) -> F:
    """Add what chooses relationships by their time."""
    early = click.option("--before", type=DATE, help="Only what fell earlier.")
    late = click.option("--after", type=DATE, help="Only what fell then or later.")
    return late(early(run))


@contextmanager
def look(
    session: Session, as_of: str | None
) -> "Iterator[tuple[Workspace, Scope, View]]":
    """Open the store as the user sees it, now or after an event."""
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


class Namer:
    """Writes ids as a user of one case reads them: local, scoped where of another."""

    def __init__(self, case: str | None) -> None:
        self._prefix = f"{case}:" if case else ""

    def name(self, scoped: str) -> str:
        """Return an id without its case, where that is the one asked for."""
        return scoped.removeprefix(self._prefix) if self._prefix else scoped

    def node(self, node: "Node") -> dict[str, Any]:
        """Return an entity for JSON."""
        return {
            "id": self.name(node.id),
            "schema": node.schema,
            "caption": node.caption or self.name(node.id),
            "countries": list(node.countries),
        }

    def link(self, link: "Link") -> dict[str, Any]:
        """Return a relationship for JSON."""
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
        """Return a network for JSON."""
        return {
            "nodes": [self.node(node) for node in network.nodes],
            "edges": [self.link(link) for link in network.links],
            "truncated": network.truncated,
        }


def tell_ways(
    session: Session, namer: Namer, ways: "Sequence[Path]", none: str, more: str
) -> None:
    """Write ways: what is said where there is none, or (empty for all) more."""
    from backend.cli.printing import print_line

    if session.as_json:
        told = [
            {
                "length": way.length,
                "nodes": [namer.node(node) for node in way.nodes],
                "edges": [namer.link(link) for link in way.links],
            }
            for way in ways
        ]
        print_json({"paths": told, "truncated": bool(more)})
        return
    for way in ways:
        steps = [way.nodes[0].caption]
        for link, node in zip(way.links, way.nodes[1:], strict=True):
            steps += [f"—{f'{link.schema} {link.first}'.rstrip()}—", node.caption]
        print_line(" ".join(steps))
    if not ways or more:
        print_line(more or none)
