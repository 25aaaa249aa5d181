"""Cases as the schema shows them, with the counts that the asker may know."""

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend.api.asking import Ask
from backend.api.nodes import Node, to_id
from graph.model import Counts, Network

if TYPE_CHECKING:
    from backend.api.networks import Graph
    from backend.api.passengers import PassengerData
    from graph.ledger import CaseRecord, LedgerCounts

DEFAULT_LIMIT = 150
Picture = Annotated["Graph", strawberry.lazy("backend.api.networks")]
Passengers = Annotated["PassengerData", strawberry.lazy("backend.api.passengers")]


class CaseFigures:
    """The counts of one case, asked for once and only when wanted."""

    def __init__(self, ask: Ask, case: str) -> None:
        self.ask = ask
        self.case = case

    @cached_property
    def graph(self) -> Counts:
        """Entities and relationships."""
        return self.ask.view.counts(self.case)

    def overview(self, limit: int | None) -> Network:
        """Return a first picture of the case."""
        most = DEFAULT_LIMIT if limit is None else limit
        return self.ask.view.overview(self.case, most)

    @cached_property
    def ledger(self) -> "LedgerCounts":
        """Documents and statements."""
        return self.ask.workspace.ledger.counts(self.ask.scope, self.case)


@strawberry.type
class Case(Node):
    """A case that the asker is on."""

    figures: strawberry.Private[CaseFigures]
    title: str
    authority: str | None

    @strawberry.field
    def entities(self) -> int:
        """Count the visible entities."""
        return self.figures.graph.entities

    @strawberry.field
    def relationships(self) -> int:
        """Count the visible relationships."""
        return self.figures.graph.relationships

    @strawberry.field
    def documents(self) -> int:
        """Count the visible documents."""
        return self.figures.ledger.documents

    @strawberry.field
    def statements(self) -> int:
        """Count the visible statements."""
        return self.figures.ledger.statements

    @strawberry.field
    def passengers(self) -> Passengers | None:
        """Return where its passenger data are in their legal life; none without any."""
        from backend.api.passengers import make_passenger_data

        return make_passenger_data(self.figures.ask, self.figures.case)

    @strawberry.field
    def network(self, limit: int | None = None) -> Picture:
        """Return a first picture: up to `limit` (150) of the best connected."""
        from backend.api.networks import make_graph

        return make_graph(self.figures.ask, self.figures.overview(limit))


def make_case(ask: Ask, stored: "CaseRecord") -> Case:
    """Return a case of the schema."""
    return Case(
        id=to_id(stored.id),
        figures=CaseFigures(ask, stored.id),
        title=stored.title,
        authority=stored.authority or None,
    )
