"""What is checked of every request before anything else: who, from where, how large."""

from urllib.parse import unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request

from backend.access import Principal
from backend.errors import BodyTooLong, Unauthenticated
from backend.workspace import Workspace
from graph.errors import Forbidden

COOKIE = "klupko_session"
PURPOSE = "klupko-purpose"
"""A header with the reason of a request, percent-encoded where it is not ASCII."""
MAX_PURPOSE = 500


def secret_of(request: HTTPConnection) -> str | None:
    """Return the bearer token or session secret that came along, or None."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return request.cookies.get(COOKIE)


def purpose_of(request: HTTPConnection) -> str:
    """Return why the asker asks, as the header says it, for the audit log."""
    return unquote(request.headers.get(PURPOSE, ""))[:MAX_PURPOSE]


async def authenticate(request: HTTPConnection, workspace: Workspace) -> Principal:
    """Return who asks. Raises Unauthenticated."""
    secret = secret_of(request)
    if not secret:
        raise Unauthenticated("sign in first")
    return await run_in_threadpool(workspace.accounts.authenticate, secret)


def check_origin(request: HTTPConnection) -> None:
    """Raise Forbidden where a page of another origin sends the request.

    A GET for a picture or a script has no Origin; the browser tells its site instead.
    """
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise Forbidden("requests from other origins are not taken")
    origin = request.headers.get("origin")
    if origin is None:
        return
    if urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden("requests from other origins are not taken")


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body; raise BodyTooLong as soon as it is, whatever it declares."""
    too_long = BodyTooLong(f"a request's body has at most {limit} bytes")
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        raise too_long
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_long
    return bytes(body)
