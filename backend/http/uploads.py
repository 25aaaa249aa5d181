"""POST /api/files: files are kept durably first, then a job reads them."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.types import Message, Receive

from backend.access import Principal, check_writes
from backend.errors import BodyTooLong
from backend.http.guard import authenticate, check_origin
from backend.http.media import check_media_type
from backend.settings import Settings
from backend.uploads import Upload, forget_uploads, keep_uploads, new_number
from backend.workspace import Workspace
from graph.errors import InvalidInput
from graph.model import WHOLE_CASE, Evaluation, parse_handling

MAX_FILES = 1000
MAX_FIELDS = 20
_FIELDS = ("case", "compartment", "handling", "evaluation", "country")


def upload_routes(workspace: Workspace, settings: Settings) -> APIRouter:
    """Return the route of uploads."""
    routes = APIRouter()

    @routes.post("/api/files")
    async def upload(request: Request) -> Response:
        check_origin(request)
        check_media_type(request.headers, "multipart/form-data")
        principal = await authenticate(request, workspace)
        counted = _Counted(request.receive, settings.max_upload_bytes)
        bounded = Request(request.scope, counted)
        try:
            async with bounded.form(max_files=MAX_FILES, max_fields=MAX_FIELDS) as form:
                job = await run_in_threadpool(_queue, workspace, principal, form)
        except OSError:
            await counted.drain()
            raise
        return JSONResponse({"job": job}, status_code=202)

    return routes


class _Counted:
    """A body that breaks off with BodyTooLong where it grows too long."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0
        self._more = True

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise BodyTooLong(f"an upload has at most {self._limit} bytes")
        self._more = message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Read to the end, so that the client reads the answer."""
        while self._more:
            await self()


def _queue(workspace: Workspace, principal: Principal, form: FormData) -> str:
    payload = _read_form(form)
    check_writes(principal, payload["case"], payload["compartment"])
    workspace.ledger.get_case(workspace.scope(principal), payload["case"])
    uploads = [
        Upload(given.filename or "file", given.file)
        for given in form.getlist("file")
        if isinstance(given, UploadFile)
    ]
    number = new_number()
    keep_uploads(workspace.home, number, uploads)
    try:
        job = workspace.jobs.queue(
            "ingest", payload["case"], principal.name, {"id": number, **payload}
        )
    except BaseException:
        forget_uploads(workspace.home, number)
        raise
    return job.id


def _read_form(form: FormData) -> dict[str, str]:
    """Return the fields, checked. Raises InvalidInput."""
    given = {name: form.get(name, "") for name in _FIELDS}
    fields = {name: text for name, text in given.items() if isinstance(text, str)}
    if set(fields) != set(given) or not fields["case"]:
        raise InvalidInput("say which case the files belong to")
    parse_handling(fields["handling"].split(","))
    Evaluation.parse(fields["evaluation"] or "X4")
    fields["compartment"] = fields["compartment"] or WHOLE_CASE
    fields["evaluation"] = fields["evaluation"] or "X4"
    return fields
