"""The schema put together, and its errors as answers."""

import logging
from collections.abc import Iterable
from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from backend.api.cases import Case
from backend.api.documents import Document
from backend.api.entities import Entity, Relationship
from backend.api.mutations import Mutation
from backend.api.preparing import Preparing
from backend.api.queries import Query
from backend.api.running import Job
from backend.api.statements import Statement
from backend.api.subscriptions import Subscription
from backend.errors import FAULT_CODE, code_of, message_of, trace_of
from graph.errors import InvalidInput, KlupkoError, LimitExceeded

logger = logging.getLogger(__name__)

MAX_REASON_BYTES = 120
_ABORTED = "Parsing aborted."


class Schema(strawberry.Schema):
    """Strawberry's, with our faults logged without values."""

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,
    ) -> None:
        """Log what we did not foresee; tell of it no more than its code."""
        for error in errors:
            cause = _cause(error)
            error.message = message_of(cause)
            error.extensions = {"code": code_of(cause)}
            error.original_error = cause if isinstance(cause, Exception) else None
            if code_of(cause) == FAULT_CODE:
                logger.error("a resolver failed: %s", trace_of(cause))


@cache
def graphql_schema() -> Schema:
    """Return the schema; made once."""
    return Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[Case, Entity, Statement, Document, Relationship, Job],
        extensions=[Preparing],
        config=StrawberryConfig(disable_field_suggestions=True),
    )


def describe_errors(errors: Iterable[GraphQLError]) -> list[dict[str, Any]]:
    """Return errors as GraphQL answers them, each with its code."""
    return [_describe(error) for error in errors]


def _describe(error: GraphQLError) -> dict[str, Any]:
    cause = _cause(error)
    told: dict[str, Any] = {
        "message": message_of(cause),
        "extensions": {"code": code_of(cause)},
    }
    if error.locations:
        told["locations"] = [
            {"line": at.line, "column": at.column} for at in error.locations
        ]
    if error.path:
        told["path"] = list(error.path)
    return told


def _cause(error: GraphQLError) -> BaseException:
    """Return what really went wrong; a text that is not valid is the asker's."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if isinstance(cause, KlupkoError):
        return cause
    if isinstance(cause, RecursionError) or error.message.endswith(_ABORTED):
        return LimitExceeded("the query is too long, or nested too deeply")
    if isinstance(cause, GraphQLSyntaxError):
        return InvalidInput(_cut(error.message))
    if error.path is None or isinstance(cause, GraphQLError):
        return InvalidInput(error.message)
    return cause


def _cut(message: str) -> str:
    """Return as much of a message as the close of a WebSocket may tell."""
    return message.encode()[:MAX_REASON_BYTES].decode(errors="ignore")
