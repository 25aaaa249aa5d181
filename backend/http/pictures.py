"""GET /api/documents/SHA256/pages/N: a page's picture, for who sees the document."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from backend.access import Principal
from backend.audit import Entry, describe
from backend.http.guard import authenticate, check_origin, purpose_of
from backend.pictures import MEDIA_TYPE
from backend.workspace import Workspace
from graph.errors import NotFound
from graph.ledger import DocumentRecord


def picture_routes(workspace: Workspace) -> APIRouter:
    """Return the route of pages' pictures."""
    routes = APIRouter()

    @routes.get("/api/documents/{sha256}/pages/{page}")
    async def picture(request: Request, sha256: str, page: int) -> Response:
        check_origin(request)
        principal = await authenticate(request, workspace)
        reason = purpose_of(request)
        drawn = await run_in_threadpool(
            _draw, workspace, principal, (sha256, page), reason
        )
        return Response(drawn, media_type=MEDIA_TYPE)

    return routes


def _draw(
    workspace: Workspace, principal: Principal, asked: tuple[str, int], reason: str
) -> bytes:
    """Note what is asked, then draw it. Raises NotFound for what is not seen."""
    sha256, page = asked
    document = _find(workspace, principal, sha256)
    case = document.case if document else ""
    detail = describe(document=sha256, page=page)
    workspace.audit.read(Entry(principal.name, "picture", case, detail, reason))
    if document is None or page not in dict(document.pages):
        raise NotFound("no such page")
    return workspace.pictures.draw(document, page)


def _find(
    workspace: Workspace, principal: Principal, sha256: str
) -> DocumentRecord | None:
    try:
        return workspace.ledger.get_document(workspace.scope(principal), sha256)
    except NotFound:
        return None
