"""The page and its headers: static files, nothing from outside."""

from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, Response

from graph.errors import NotFound

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_MISSING = (
    "<!doctype html><title>Klupko</title>"
    "<p>The page is not built yet: run <code>make setup</code>."
)


def page_routes(dist: Path) -> APIRouter:
    """Return the routes of the built page; unknown paths without suffix get it too."""
    routes, root = APIRouter(), dist.resolve()

    @routes.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        if path.split("/")[0] in ("api", "graphql"):
            raise NotFound("there is nothing here")
        index = root / "index.html"
        if not index.is_file():
            return HTMLResponse(_MISSING)
        found = (root / path).resolve()
        if found.is_relative_to(root) and found.is_file() and found != index:
            kept = path.startswith("assets/")
            age = "public, max-age=31536000, immutable" if kept else "no-cache"
            return FileResponse(found, headers={"Cache-Control": age})
        if "." in path.rpartition("/")[2] and path != "index.html":
            raise NotFound("there is nothing here")
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    return routes
