"""Subscriptions: graphql-transport-ws on /graphql, for whoever is signed in."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from backend.access import Principal
from backend.api.asking import Ask
from backend.api.schema import graphql_schema
from backend.audit import Entry
from backend.http.guard import authenticate, check_origin, purpose_of
from backend.workspace import Workspace
from graph.errors import KlupkoError

_PRINCIPAL = "klupko_principal"


class Live(GraphQL[Ask, None]):
    """Answers subscriptions only; queries go over POST, where they have a thread."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            graphql_schema(),
            graphql_ide=None,
            allow_queries_via_get=False,
            subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
            max_subscriptions_per_connection=20,
        )
        self._workspace = workspace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the handshake unless it is signed in and of this origin."""
        socket = WebSocket(scope, receive, send)
        try:
            check_origin(socket)
            principal = await authenticate(socket, self._workspace)
            entry = Entry(principal.name, "live", reason=purpose_of(socket))
            await run_in_threadpool(self._workspace.audit.read, entry)
            scope[_PRINCIPAL] = principal
        except KlupkoError:
            await socket.close(code=1008)
            return
        await super().__call__(scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Ask:
        """Return the asker of this connection."""
        principal: Principal = request.scope[_PRINCIPAL]
        return Ask(self._workspace, principal, live=True)
