"""The composition root of the server: a workspace in, an application out."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import WebSocketRoute

from backend.errors import (
    NotAcceptable,
    Unauthenticated,
    WrongMethod,
    answer_to,
    code_of,
    known_error,
    message_of,
    trace_of,
)
from backend.http.graphql import graphql_routes
from backend.http.health import health_routes
from backend.http.live import Live
from backend.http.media import OLD_TYPE, choose_type
from backend.http.page import HEADERS, page_routes
from backend.http.pictures import picture_routes
from backend.http.rejects import reject_routes
from backend.http.sessions import session_routes
from backend.http.uploads import upload_routes
from backend.jobs import Worker
from backend.passengers.daily import DailyPurge
from backend.settings import Settings
from backend.tasks import handlers, sweep_uploads
from backend.uploads import forget_uploads
from backend.workspace import Workspace
from graph.errors import Forbidden, InvalidInput, KlupkoError, NotFound

logger = logging.getLogger(__name__)

DIST = Path(__file__).resolve().parents[1] / "frontend" / "dist"
_BY_STATUS: dict[int, type[KlupkoError]] = {
    403: Forbidden,
    404: NotFound,
    405: InvalidInput,
}
_HEADERS_OF: dict[type[Exception], Mapping[str, str]] = {
    Unauthenticated: {"WWW-Authenticate": "Bearer"},
    WrongMethod: {"Allow": "POST"},
}


def create_app(
    workspace: Workspace, settings: Settings | None = None, dist: Path = DIST
) -> FastAPI:
    """Return the server over an open workspace, which stays the caller's to close."""
    chosen = settings or workspace.settings
    worker = Worker(
        workspace.jobs,
        handlers(workspace),
        lambda job: forget_uploads(workspace.home, job.id),
    )

    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        sweep_uploads(workspace)
        worker.start()
        daily = DailyPurge(workspace)
        daily.start()
        try:
            yield
        finally:
            daily.stop()
            worker.stop()

    app = FastAPI(
        title="Klupko", docs_url=None, redoc_url=None, openapi_url=None, lifespan=live
    )
    app.middleware("http")(_protect)
    app.add_exception_handler(KlupkoError, _answer)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer)
    app.include_router(session_routes(workspace, chosen))
    app.include_router(graphql_routes(workspace, chosen))
    app.include_router(upload_routes(workspace, chosen))
    app.include_router(picture_routes(workspace))
    app.include_router(reject_routes(workspace))
    app.include_router(health_routes(workspace))
    app.router.routes.append(WebSocketRoute("/graphql", Live(workspace)))
    app.include_router(page_routes(dist))
    return app


async def _protect(
    request: Request, call: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith(("/api", "/graphql")):
        response.headers["Cache-Control"] = "no-store"
    return response


async def _answer(request: Request, error: Exception) -> Response:
    answer = answer_to(error)
    if answer.http >= 500 and not isinstance(known_error(error), KlupkoError):
        logger.error("a request failed: %s", trace_of(error))
    told = {"message": message_of(error), "extensions": {"code": code_of(error)}}
    headers = _HEADERS_OF.get(type(error))
    return _tell(request, told, answer.http, headers)


async def _answer_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    kind = _BY_STATUS.get(status, InvalidInput)
    told = {"message": "this is not taken here", "extensions": {"code": kind.code}}
    headers = error.headers if isinstance(error, HTTPException) else None
    return _tell(request, told, status, headers)


def _tell(
    request: Request,
    told: Mapping[str, object],
    status: int,
    headers: Mapping[str, str] | None,
) -> Response:
    """Return one error in the form that was asked for, else as JSON."""
    try:
        media_type = choose_type(request.headers.get("accept"))
    except NotAcceptable:
        media_type = OLD_TYPE
    return JSONResponse(
        {"errors": [told]}, status_code=status, headers=headers, media_type=media_type
    )
