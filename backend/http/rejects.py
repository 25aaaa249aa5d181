"""GET /api/jobs/ID/rejects: what an import refused, as a ZIP to be corrected."""

import tempfile
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from backend.access import Principal
from backend.api.running import get_job
from backend.audit import Entry, describe
from backend.http.guard import authenticate, check_origin, purpose_of
from backend.ingest.options import IngestOptions
from backend.ingest.rereading import write_rejects
from backend.jobs import Job
from backend.workspace import Workspace
from graph.errors import NotFound

MEDIA_TYPE = "application/zip"


def reject_routes(workspace: Workspace) -> APIRouter:
    """Return the route of rejects."""
    routes = APIRouter()

    @routes.get("/api/jobs/{number}/rejects")
    async def rejects(request: Request, number: str) -> Response:
        check_origin(request)
        principal = await authenticate(request, workspace)
        reason = purpose_of(request)
        made = await run_in_threadpool(_make, workspace, principal, number, reason)
        named = {"Content-Disposition": 'attachment; filename="rejects.zip"'}
        return Response(made, media_type=MEDIA_TYPE, headers=named)

    return routes


def _make(
    workspace: Workspace, principal: Principal, number: str, reason: str
) -> bytes:
    """Note what is asked, then read the files again. Raises NotFound for none."""
    job = get_job(workspace, principal, number)
    entry = Entry(principal.name, "rejects", job.case, describe(job=number), reason)
    workspace.audit.read(entry)
    paths = _paths(job)
    if job.kind != "ingest" or not paths:
        raise NotFound("that job has no rejects")
    with tempfile.TemporaryDirectory(dir=workspace.scratch()) as folder:
        target = Path(folder) / "rejects.zip"
        options = IngestOptions.asked(job.case, job.payload)
        if not write_rejects(workspace, principal, options, paths, target):
            raise NotFound("that job has no rejects")
        return target.read_bytes()


def _paths(job: Job) -> frozenset[str]:
    result = job.result if isinstance(job.result, dict) else {}
    return frozenset(one["path"] for one in result.get("rejected", ()))
