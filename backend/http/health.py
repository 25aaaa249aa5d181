"""/healthz: the process lives; /readyz: its stores answer."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from backend.workspace import Workspace


def health_routes(workspace: Workspace) -> APIRouter:
    """Return the routes for whoever watches the server; they tell nothing else."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def healthz() -> Response:
        return JSONResponse({"status": "ok"})

    @routes.get("/readyz")
    def readyz() -> Response:
        workspace.check()
        return JSONResponse({"status": "ok"})

    return routes
