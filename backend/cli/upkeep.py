"""rebuild, doctor, serve: what keeps an installation running."""

from typing import TYPE_CHECKING

import click

from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from backend.workspace import Workspace

GOOD, MISSING = "ok", "missing"
BACKLOG = 2048
"""Connections that wait while the server starts: its address is told by then."""


@command("rebuild", "klupko rebuild\nklupko rebuild --store embedded:/srv/case")
def rebuild(session: Session) -> None:
    """Make the graph anew from the ledger."""
    with session.open() as (workspace, principal):
        from backend.access import check_admin

        check_admin(principal)
        seq = workspace.rebuild()
    if session.as_json:
        print_json({"applied": seq})
    else:
        say(f"the graph shows the ledger's event {seq}")


@command("doctor", "klupko doctor\nklupko doctor --json")
def doctor(session: Session) -> int:
    """Say what is installed, what is missing, and what that turns off."""
    from backend.doctor import examine

    findings = examine(session.settings())
    if session.as_json:
        print_json({"findings": [finding.as_json() for finding in findings]})
    else:
        from backend.cli.printing import print_findings

        print_findings(findings)
    return 3 if any(f.needed and not f.found for f in findings) else 0


@command("serve", "klupko serve\nklupko serve --port 8080")
@click.option("--host", help="Address to listen on [default: KLUPKO_HOST, 127.0.0.1].")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port [default: KLUPKO_PORT, 8000]; 0 takes a free one.",
)
def serve(session: Session, host: str | None, port: int | None) -> None:
    """Serve the page and the API."""
    from backend.workspace import Workspace

    settings = session.settings()
    chosen = settings.model_copy(
        update={
            "host": host or settings.host,
            "port": settings.port if port is None else port,
        }
    )
    workspace = Workspace.open(chosen)
    try:
        _note_start(workspace)
        _make_first_admin(workspace)
        _serve(workspace)
    finally:
        workspace.close()


def _note_start(workspace: "Workspace") -> None:
    from backend.access import local_operator
    from backend.audit import Entry

    workspace.audit.read(Entry(local_operator().name, "serve"))


def _make_first_admin(workspace: "Workspace") -> None:
    from backend.accounts import FIRST_ADMIN, make_first_admin

    password = make_first_admin(workspace.accounts, workspace.settings)
    if password is not None:
        say(f"first administrator: user {FIRST_ADMIN}, password {password}")
        say("it is shown this once; change it with `klupko user password admin`")


def _serve(workspace: "Workspace") -> None:
    import socket
    import tempfile

    import uvicorn

    from backend.app import create_app
    from backend.sandbox import start_forking
    from graph.errors import Unavailable

    settings = workspace.settings
    start_forking("backend.computing.worker")
    scratch = workspace.home / "tmp"
    scratch.mkdir(exist_ok=True, mode=0o700)
    tempfile.tempdir = str(scratch)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise Unavailable(
            f"port {settings.port} of {settings.host} cannot be had; choose another "
            "with --port or KLUPKO_PORT"
        ) from error
    port = listener.getsockname()[1]
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    config = uvicorn.Config(
        create_app(workspace),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws_max_size=settings.max_body_bytes,
        timeout_graceful_shutdown=5,
    )
    say(f"klupko serves on http://{shown}:{port} (stop with Ctrl-C)")
    uvicorn.Server(config).run(sockets=[listener])
