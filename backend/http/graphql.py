"""POST /graphql: one bounded request, executed in a thread of its own view."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from strawberry.types.graphql import OperationType

from backend.access import Principal
from backend.api.asked import describe_asked
from backend.api.asking import Ask
from backend.api.schema import describe_errors, graphql_schema
from backend.audit import Entry
from backend.http.guard import (
    authenticate,
    check_media_type,
    check_origin,
    purpose_of,
    read_body,
)
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import InvalidInput, LimitExceeded

NEW_TYPE = "application/graphql-response+json"
OLD_TYPE = "application/json"
_ALLOWED = (OperationType.QUERY, OperationType.MUTATION)


@dataclass(frozen=True, slots=True)
class Question:
    """A GraphQL request."""

    query: str
    variables: dict[str, Any] | None
    operation: str | None
    reason: str = ""


def graphql_routes(workspace: Workspace, settings: Settings) -> APIRouter:
    """Return the route of queries and mutations."""
    routes = APIRouter()

    @routes.post("/graphql")
    async def post(request: Request) -> Response:
        check_origin(request)
        check_media_type(request, "application/json")
        principal = await authenticate(request, workspace)
        question = read_question(await read_body(request, settings.max_body_bytes))
        question = replace(question, reason=purpose_of(request))
        answer = await run_in_threadpool(execute, workspace, principal, question)
        new = NEW_TYPE in request.headers.get("accept", "")
        return Response(
            orjson.dumps(answer),
            status_code=400 if new and "data" not in answer else 200,
            media_type=f"{NEW_TYPE}; charset=utf-8" if new else OLD_TYPE,
        )

    return routes


def read_question(body: bytes) -> Question:
    """Return the request of a body. Raises InvalidInput."""
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidInput("the body is not JSON") from error
    if not isinstance(given, dict):
        raise InvalidInput("the body is one object with a query")
    query, operation = given.get("query"), given.get("operationName")
    variables = given.get("variables")
    if not isinstance(query, str):
        raise InvalidInput("query is a text")
    if not isinstance(operation, str | None) or not isinstance(variables, dict | None):
        raise InvalidInput("operationName is a text, variables an object")
    return Question(query, variables, operation or None)


def execute(
    workspace: Workspace, principal: Principal, question: Question
) -> Mapping[str, Any]:
    """Return the answer as GraphQL has it, `data` absent where nothing was executed."""
    kind, asked = describe_asked(question.query, question.variables, question.operation)
    if kind:
        workspace.audit.read(
            Entry(principal.name, kind, detail=asked, reason=question.reason)
        )
    ask = Ask(workspace, principal)
    try:
        result = graphql_schema().execute_sync(
            question.query,
            variable_values=question.variables,
            operation_name=question.operation,
            context_value=ask,
            allowed_operation_types=_ALLOWED,
        )
    except RecursionError as error:
        raise LimitExceeded("the request is nested too deeply") from error
    finally:
        ask.close()
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = describe_errors(result.errors)
    if result.data is not None or not _is_refused(result.errors):
        answer["data"] = result.data
    return answer


def _is_refused(errors: list[Any] | None) -> bool:
    return bool(errors) and all(error.path is None for error in errors or ())
