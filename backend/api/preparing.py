"""From a request's text to a document that may be executed: read, bounded, validated.

Documents are kept with what validation said of them, so that a page's questions are
read once. What is kept is bounded in number and in length, whatever is sent.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from backend.api.limits import MAX_TOKENS, check_limits, check_live
from graph.errors import InvalidInput, KlupkoError

KEPT_DOCUMENTS = 128
MAX_KEPT_CHARACTERS = 8_000


class Preparing(SchemaExtension):
    """Reads, bounds and validates the document of a request."""

    def on_parse(self) -> Iterator[None]:
        """Leave the document where execution looks for it.

        A text that cannot be read is left to execution, which tells of it.
        """
        context = self.execution_context
        context.parse_options["max_tokens"] = MAX_TOKENS
        if isinstance(context.query, str):
            with suppress(GraphQLSyntaxError, RecursionError):
                context.graphql_document = read_document(context.query)
        yield

    def on_validate(self) -> Iterator[None]:
        """Leave errors where execution stops at them."""
        context = self.execution_context
        document = context.graphql_document
        assert document is not None
        try:
            if context._provided_operation_name is None:
                _check_single(document)
            _check(document, context.variables, live=_is_live(context.context))
        except (KlupkoError, RecursionError) as error:
            refused = GraphQLError(str(error), original_error=error)
            context.pre_execution_errors = [refused]
        else:
            schema: GraphQLSchema = context.schema._schema
            context.pre_execution_errors = list(find_faults(schema, document))
        yield


def read_document(text: str) -> DocumentNode:
    """Return a text's document; the same one again while it is kept.

    Raises GraphQLSyntaxError.
    """
    return _read_kept(text) if len(text) <= MAX_KEPT_CHARACTERS else _read(text)


def find_faults(
    schema: GraphQLSchema, document: DocumentNode
) -> tuple[GraphQLError, ...]:
    """Return what validation says of a document, kept as long as a short one is."""
    short = document.loc and document.loc.end <= MAX_KEPT_CHARACTERS
    return (_validate_kept if short else _validate)(schema, document)


def _read(text: str) -> DocumentNode:
    return parse(text, max_tokens=MAX_TOKENS)


def _check_single(document: DocumentNode) -> None:
    """Raise InvalidInput where it is not clear which operation is meant."""
    operations = [
        one for one in document.definitions if isinstance(one, OperationDefinitionNode)
    ]
    if len(operations) > 1:
        raise InvalidInput("name the operation: the query has more than one")


def _validate(
    schema: GraphQLSchema, document: DocumentNode
) -> tuple[GraphQLError, ...]:
    return tuple(validate_document(schema, document, tuple(specified_rules)))


_read_kept = lru_cache(KEPT_DOCUMENTS)(_read)
_validate_kept = lru_cache(KEPT_DOCUMENTS)(_validate)


def _check(document: DocumentNode, variables: object, *, live: bool) -> None:
    if not isinstance(variables, dict | None):
        raise InvalidInput("variables are an object")
    if live:
        check_live(document)
    check_limits(document, variables or {})


def _is_live(context: object) -> bool:
    return bool(getattr(context, "live", False))
