"""Statements as the schema shows them, each with the text that it rests on."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import strawberry

from backend.api.asking import Ask
from backend.api.documents import Document, make_document
from backend.api.nodes import Node, to_id
from backend.snippets import cut_snippet
from graph import model
from graph.schema import is_entity_property

strawberry.enum(model.Kind, name="StatementKind")


@strawberry.type
class Source:
    """Where a statement comes from: a span of a page, or a record of an extract."""

    ask: strawberry.Private[Ask]
    sha256: strawberry.Private[str | None]
    page: int | None
    start: int | None
    end: int | None
    record: str | None

    @strawberry.field
    def document(self) -> Document | None:
        """Return the document, where there is one that may be seen."""
        stored = self.ask.find_document(self.sha256) if self.sha256 else None
        return make_document(self.ask, stored) if stored else None

    @strawberry.field
    def snippet(self) -> str | None:
        """Return the sentence around the span, or 80 characters on each side."""
        if self.page is None or self.start is None or self.end is None:
            return None
        stored = self.ask.find_document(self.sha256) if self.sha256 else None
        for number, text in stored.pages if stored else ():
            if number == self.page:
                return cut_snippet(text, self.start, self.end)
        return None


@strawberry.type
class Statement(Node):
    """One thing said about one entity."""

    ask: strawberry.Private[Ask]
    said: strawberry.Private[model.Statement]
    entity: strawberry.ID
    schema: str
    property: str
    value: str
    original_value: str | None
    language: str | None
    kind: model.Kind
    evaluation: str | None
    handling: list[str]
    compartment: str
    origin: str
    recorded_at: datetime
    recorded_by: str
    authority: str | None
    withdrawn: bool

    @strawberry.field
    def source(self) -> Source:
        """Return where it comes from."""
        place = self.said.place
        return Source(
            ask=self.ask,
            sha256=self.said.context.document,
            page=place.page,
            start=place.start,
            end=place.end,
            record=place.record,
        )


def make_statement(ask: Ask, said: model.Statement) -> Statement:
    """Return a statement of the schema; entity values are scoped ids there."""
    value, context = said.value, said.context
    return Statement(
        id=to_id(said.id),
        ask=ask,
        said=said,
        entity=to_id(said.entity),
        schema=said.schema,
        property=value.prop,
        value=value_id(said),
        original_value=value.original or None,
        language=value.lang or None,
        kind=said.kind,
        evaluation=str(context.evaluation),
        handling=sorted(context.handling),
        compartment=context.compartment,
        origin=context.origin,
        recorded_at=said.recorded_at,
        recorded_by=said.recorded_by,
        authority=said.authority or None,
        withdrawn=said.withdrawn,
    )


def make_statements(ask: Ask, said: Iterable[model.Statement]) -> list[Statement]:
    """Return statements of the schema in the order given."""
    return [make_statement(ask, one) for one in said]


def value_id(said: model.Statement) -> str:
    """Return a statement's value, as a scoped id where it names an entity."""
    if is_entity_property(said.schema, said.value.prop):
        return model.scoped_id(said.context.case, said.value.value)
    return said.value.value


def sort_statements(said: Sequence[model.Statement]) -> list[model.Statement]:
    """Return statements by property, value and when they were recorded."""
    return sorted(said, key=lambda s: (s.value.prop, s.value.value, s.seq, s.id))
