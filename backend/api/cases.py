"""Cases as the schema shows them, with the counts that the asker may know."""

from functools import cached_property
from typing import TYPE_CHECKING

import strawberry

from backend.api.asking import Ask
from backend.api.nodes import Node, to_id
from graph.model import Counts

if TYPE_CHECKING:
    from graph.ledger import CaseRecord, LedgerCounts


class CaseFigures:
    """The counts of one case, asked for once and only when wanted."""

    def __init__(self, ask: Ask, case: str) -> None:
        self._ask = ask
        self._case = case

    @cached_property
    def graph(self) -> Counts:
        """Entities and relationships."""
        return self._ask.view.counts(self._case)

    @cached_property
    def ledger(self) -> "LedgerCounts":
        """Documents and statements."""
        return self._ask.workspace.ledger.counts(self._ask.scope, self._case)


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


def make_case(ask: Ask, stored: "CaseRecord") -> Case:
    """Return a case of the schema."""
    return Case(
        id=to_id(stored.id),
        figures=CaseFigures(ask, stored.id),
        title=stored.title,
        authority=stored.authority or None,
    )
