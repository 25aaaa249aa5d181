"""What a GraphQL request asks, in the words of the audit log."""

from functools import lru_cache
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    parse,
    value_from_ast_untyped,
)

from backend.audit import describe

MAX_TOKENS = 5_000


def describe_asked(
    query: str, variables: dict[str, Any] | None, operation: str | None
) -> tuple[str, str]:
    """Return (kind of operation, its fields with their arguments as JSON).

    A text that is not GraphQL asks nothing: both are empty.
    """
    for found in _operations(query):
        named = found.name.value if found.name else ""
        if operation in (None, named):
            asked = [
                {
                    "field": field.name.value,
                    **{
                        argument.name.value: value_from_ast_untyped(
                            argument.value, variables
                        )
                        for argument in field.arguments or ()
                    },
                }
                for field in found.selection_set.selections
                if isinstance(field, FieldNode)
            ]
            return found.operation.value, describe(operation=named, asked=asked)
    return "", ""


@lru_cache(maxsize=256)
def _operations(query: str) -> tuple[OperationDefinitionNode, ...]:
    try:
        document = parse(query, no_location=True, max_tokens=MAX_TOKENS)
    except GraphQLError:
        return ()
    return tuple(
        found
        for found in document.definitions
        if isinstance(found, OperationDefinitionNode)
    )
