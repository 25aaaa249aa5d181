"""Who is signed in, signing in and out: GET, POST and DELETE /api/session."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from backend.access import Principal
from backend.errors import Unauthenticated
from backend.http.guard import COOKIE, authenticate, check_origin, read_body, secret_of
from backend.http.media import check_media_type
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import InvalidInput

MAX_BODY = 16 * 1024


class SignIn(BaseModel):
    """What a user signs in with."""

    model_config = ConfigDict(extra="forbid")
    user: str = Field(max_length=64)
    password: str = Field(max_length=1024)


def session_routes(workspace: Workspace, settings: Settings) -> APIRouter:
    """Return the routes of /api/session."""
    routes = APIRouter()
    lifetime_s = settings.session_hours * 3600

    @routes.get("/api/session")
    async def tell(request: Request) -> Response:
        """Say who is signed in; nobody is an answer, and no error."""
        check_origin(request)
        try:
            principal = await authenticate(request, workspace)
        except Unauthenticated:
            return _json({"user": None, "roles": []})
        return _json(_words(principal))

    @routes.post("/api/session")
    async def sign_in(request: Request) -> Response:
        check_origin(request)
        check_media_type(request.headers, "application/json")
        try:
            given = SignIn.model_validate_json(await read_body(request, MAX_BODY))
        except ValidationError as error:
            raise InvalidInput("send {user, password} as JSON") from error
        origin = request.client.host if request.client else ""
        secret, principal = await run_in_threadpool(
            workspace.accounts.sign_in, given.user, given.password, lifetime_s, origin
        )
        answer = _json(_words(principal))
        answer.set_cookie(
            COOKIE,
            secret,
            max_age=int(lifetime_s),
            httponly=True,
            samesite="strict",
            secure=settings.secure_cookies or request.url.scheme == "https",
            path="/",
        )
        return answer

    @routes.delete("/api/session")
    async def sign_out(request: Request) -> Response:
        check_origin(request)
        secret = secret_of(request)
        if secret:
            await run_in_threadpool(workspace.accounts.sign_out, secret)
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return answer

    return routes


def _words(principal: Principal) -> dict[str, object]:
    roles = sorted(role.value for role in principal.roles)
    return {"user": principal.name, "roles": roles}


def _json(content: object) -> Response:
    from fastapi.responses import JSONResponse

    return JSONResponse(content)
