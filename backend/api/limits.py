"""What one request may cost: depth, fields and items, counted before it is validated.

Every fragment is measured once, so a small text of nested fragments costs no more to
check than to read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
)
from strawberry.extensions import ValidationCache

from backend.api.asking import Ask
from graph.errors import InvalidInput, KlupkoError, LimitExceeded

MAX_DEPTH = 20
MAX_FIELDS = 2_000
MAX_COST = 300_000
MAX_TOKENS = 5_000

_SIZES = ("first", "limit", "top", "k")
_DEFAULT_SIZE = {
    "cases": 50,
    "search": 50,
    "statements": 5,
    "relationships": 50,
    "timeline": 50,
    "expand": 300,
    "network": 150,
    "centrality": 100,
    "crossBorder": 300,
    "paths": 20,
    "mentions": 20,
}
_BASE = {
    "centrality": 20_000,
    "crossBorder": 5_000,
    "paths": 5_000,
    "timeline": 2_000,
    "network": 1_000,
    "search": 500,
    "expand": 500,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """How deep a selection is, how many fields it has, how many items it may give."""

    depth: int = 0
    fields: int = 0
    cost: int = 0


class BoundedValidation(ValidationCache):
    """Validates a document, and before that refuses one that is too large."""

    def on_validate(self) -> Iterator[None]:
        """Leave errors where execution stops at them."""
        refused = self._refuse()
        if refused is None:
            yield from super().on_validate()
        else:
            error = GraphQLError(str(refused), original_error=refused)
            self.execution_context.pre_execution_errors = [error]
            yield

    def _refuse(self) -> KlupkoError | None:
        document = self.execution_context.graphql_document
        context: Ask | None = self.execution_context.context
        if document is None:
            return None
        try:
            if context is not None and context.live:
                check_live(document)
            check_limits(document, self.execution_context.variables or {})
        except KlupkoError as error:
            return error
        return None


def check_live(document: DocumentNode) -> None:
    """Raise InvalidInput unless all operations are subscriptions."""
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            if definition.operation is not OperationType.SUBSCRIPTION:
                raise InvalidInput("questions and changes are sent by POST")


def check_limits(document: DocumentNode, variables: Mapping[str, Any]) -> None:
    """Raise LimitExceeded where any operation of the document is too large."""
    gauge = _Gauge(document, variables)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            found = gauge.selection(definition.selection_set)
            if found.depth > MAX_DEPTH:
                raise LimitExceeded(f"a request is at most {MAX_DEPTH} fields deep")
            if found.fields > MAX_FIELDS:
                raise LimitExceeded(f"a request has at most {MAX_FIELDS} fields")
            if found.cost > MAX_COST:
                raise LimitExceeded("the request asks for too much; narrow it")


class _Gauge:
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._variables = variables
        self._known: dict[str, Measure | None] = {}
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def selection(self, chosen: SelectionSetNode | None) -> Measure:
        depth = fields = cost = 0
        for node in chosen.selections if chosen else ():
            if isinstance(node, FieldNode):
                part = self._field(node)
            elif isinstance(node, FragmentSpreadNode):
                part = self._fragment(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                part = self.selection(node.selection_set)
            depth = max(depth, part.depth)
            fields, cost = fields + part.fields, cost + part.cost
        return Measure(depth, min(fields, MAX_FIELDS + 1), min(cost, MAX_COST + 1))

    def _field(self, node: FieldNode) -> Measure:
        inner = self.selection(node.selection_set)
        name = node.name.value
        if name.startswith("__"):
            return Measure(inner.depth + 1, inner.fields + 1, 1)
        if node.selection_set is None:
            return Measure(1, 1, 1)
        cost = _BASE.get(name, 0) + 1 + self._size(node) * inner.cost
        return Measure(inner.depth + 1, inner.fields + 1, cost)

    def _fragment(self, name: str) -> Measure:
        if name in self._known:
            known = self._known[name]
            if known is None:
                raise InvalidInput("a fragment contains itself")
            return known
        fragment = self._fragments.get(name)
        self._known[name] = None
        found = self.selection(fragment.selection_set) if fragment else Measure()
        self._known[name] = found
        return found

    def _size(self, node: FieldNode) -> int:
        size = _DEFAULT_SIZE.get(node.name.value, 1)
        for argument in node.arguments or ():
            if argument.name.value in _SIZES:
                given = self._number(argument.value)
                size = size if given is None else given
        return max(1, size)

    def _number(self, value: object) -> int | None:
        if isinstance(value, IntValueNode):
            return int(value.value[:9])
        if isinstance(value, VariableNode):
            given = self._variables.get(value.name.value)
            return given if isinstance(given, int) else None
        return None
