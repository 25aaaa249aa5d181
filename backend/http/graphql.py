"""/graphql: one bounded request, executed in a thread of its own view.

By POST as a JSON object; a query also by GET, with the same parts as parameters.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import (
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
)
from strawberry.types.graphql import OperationType

from backend.access import Principal
from backend.api.asked import describe_asked
from backend.api.asking import Ask
from backend.api.schema import describe_errors, graphql_schema
from backend.audit import Entry
from backend.errors import WrongMethod
from backend.http.guard import authenticate, check_origin, purpose_of, read_body
from backend.http.media import NEW_TYPE, check_media_type, choose_type
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import InvalidInput

_BY_GET = (OperationType.QUERY,)
_BY_POST = (OperationType.QUERY, OperationType.MUTATION)
_PARTS = ("query", "operationName", "variables", "extensions")


@dataclass(frozen=True, slots=True)
class Question:
    """A GraphQL request; one that came by GET changes nothing.

    `job` (in `extensions`) is the id by which what it has computed can be followed.
    """

    query: str
    variables: dict[str, Any] | None
    operation: str | None
    by_get: bool = False
    reason: str = ""
    job: str | None = None


def graphql_routes(workspace: Workspace, settings: Settings) -> APIRouter:
    """Return the route of queries and mutations."""
    routes = APIRouter()

    @routes.api_route("/graphql", methods=["GET", "POST"])
    async def take(request: Request) -> Response:
        check_origin(request)
        by_get = request.method == "GET"
        if not by_get:
            check_media_type(request.headers, "application/json")
        principal = await authenticate(request, workspace)
        media_type = choose_type(request.headers.get("accept"))
        if by_get:
            question = read_parameters(request.query_params)
        else:
            question = read_question(await read_body(request, settings.max_body_bytes))
        question = replace(question, reason=purpose_of(request))
        answer = await _answer(request, workspace, principal, question)
        refused = media_type == NEW_TYPE and "data" not in answer
        return Response(
            orjson.dumps(answer),
            status_code=400 if refused else 200,
            headers={"Content-Type": f"{media_type}; charset=utf-8"},
        )

    return routes


async def _answer(
    request: Request, workspace: Workspace, principal: Principal, question: Question
) -> Mapping[str, Any]:
    """Execute in a thread; what it computes ends when the asker goes away."""
    gone = threading.Event()
    watch = asyncio.create_task(_wait_until_gone(request, gone))
    try:
        return await run_in_threadpool(
            execute, workspace, principal, question, gone.is_set
        )
    finally:
        gone.set()
        watch.cancel()


async def _wait_until_gone(request: Request, gone: threading.Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    gone.set()


def read_question(body: bytes) -> Question:
    """Return the request of a body. Raises InvalidInput."""
    return _check(_read_json(body))


def read_parameters(given: QueryParams) -> Question:
    """Return the request of a GET's parameters. Raises InvalidInput."""
    parts: dict[str, object] = {}
    for name in _PARTS:
        texts = given.getlist(name)
        if len(texts) > 1:
            raise InvalidInput(f"give {name} once")
        if texts:
            structured = name in ("variables", "extensions")
            parts[name] = _read_json(texts[0]) if structured else texts[0]
    return _check(parts, by_get=True)


def _read_json(text: bytes | str) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidInput("this is not JSON") from error


def _check(given: object, *, by_get: bool = False) -> Question:
    if not isinstance(given, dict):
        raise InvalidInput("a request is one object with a query")
    query, operation = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(query, str):
        raise InvalidInput("query is a text")
    if not isinstance(operation, str | None):
        raise InvalidInput("operationName is a text")
    if not isinstance(variables, dict | None) or not isinstance(
        extensions, dict | None
    ):
        raise InvalidInput("variables and extensions are objects")
    job = (extensions or {}).get("job")
    if not isinstance(job, str | None):
        raise InvalidInput("the id of a job is a text")
    return Question(query, variables, operation or None, by_get, job=job)


def execute(
    workspace: Workspace,
    principal: Principal,
    question: Question,
    stop: Callable[[], bool] = lambda: False,
) -> Mapping[str, Any]:
    """Return the answer as GraphQL has it, `data` absent where nothing was executed.

    What it computes ends as soon as `stop` says so.
    Raises WrongMethod for a mutation that came by GET.
    """
    asked = describe_asked(question.query, question.variables, question.operation)
    if asked.kind:
        who, reason = principal.name, question.reason
        workspace.audit.read(
            *(
                Entry(who, asked.kind, case, asked.detail, reason)
                for case in asked.cases or ("",)
            )
        )
    ask = Ask(workspace, principal, job=question.job, stop=stop)
    try:
        result = graphql_schema().execute_sync(
            question.query,
            variable_values=question.variables,
            operation_name=question.operation,
            context_value=ask,
            allowed_operation_types=_BY_GET if question.by_get else _BY_POST,
        )
    except InvalidOperationTypeError as error:
        if question.by_get:
            raise WrongMethod("by GET only queries are taken") from error
        return _refuse("subscriptions are sent over a WebSocket")
    except (CannotGetOperationTypeError, MissingQueryError):
        return _refuse("there is no such operation in the query")
    finally:
        ask.close()
    answer: dict[str, Any] = {}
    if result.errors:
        answer["errors"] = describe_errors(result.errors)
    if result.data is not None or not _is_refused(result.errors):
        answer["data"] = result.data
    return answer


def _refuse(reason: str) -> Mapping[str, Any]:
    return {"errors": describe_errors([GraphQLError(reason)])}


def _is_refused(errors: list[Any] | None) -> bool:
    return bool(errors) and all(error.path is None for error in errors or ())
