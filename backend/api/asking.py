"""One request: who asks, the one view that answers, and what was looked up already."""

from collections.abc import Callable, Hashable, Iterable
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from strawberry.types import Info

from backend.access import Principal, scope_of
from backend.api.ids import own_id
from backend.moments import with_zone
from graph.errors import Conflict, InvalidInput, LimitExceeded, NotFound
from graph.model import Node

if TYPE_CHECKING:
    from backend.computing.question import Analysis, Answer, Question
    from backend.computing.running import Order
    from backend.networks import Choice
    from backend.workspace import Workspace
    from graph.ledger import DocumentRecord
    from graph.store.view import View


G = TypeVar("G")
A = TypeVar("A")

MAX_MOMENTS = 3


class Ask:
    """Everything a resolver may use. Close it when the request is answered.

    `job` is the id under which what it has computed can be followed and cancelled;
    `stop` says whether the asker has gone.
    """

    def __init__(
        self,
        workspace: "Workspace",
        principal: Principal,
        *,
        live: bool = False,
        as_of: int | None = None,
        job: str | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.workspace = workspace
        self.live = live
        self._job = job
        self._stop = stop
        self.principal = principal
        self.scope = scope_of(principal, as_of)
        self._stack = ExitStack()
        self._view: View | None = None
        self._earlier: dict[int, Ask] = {}
        self._documents: dict[str, DocumentRecord | None] = {}
        self._hashes: dict[str, frozenset[str]] = {}

    @property
    def view(self) -> "View":
        """The view of this request, opened at the first use."""
        if self._view is None:
            self._view = self._stack.enter_context(self.workspace.view(self.scope))
        return self._view

    def refresh(self) -> None:
        """Look anew, after something was recorded."""
        self._stack.close()
        self._view = None
        self._earlier.clear()
        self._documents.clear()
        self._hashes.clear()

    close = refresh

    def earlier(self, moment: datetime) -> "Ask":
        """Return the same asker at the last event at or before a moment.

        It is closed with this one. Raises LimitExceeded where one request asks for
        too many: each may cost a rebuild.
        """
        seq = self.workspace.ledger.last_seq(with_zone(moment))
        if seq not in self._earlier:
            if len(self._earlier) >= MAX_MOMENTS:
                raise LimitExceeded(f"ask for at most {MAX_MOMENTS} moments at once")
            then = Ask(self.workspace, self.principal, live=self.live, as_of=seq)
            self._stack.callback(then.close)
            self._earlier[seq] = then
        return self._earlier[seq]

    def analyze(self, case: str, part: "Choice", asked: "Analysis") -> "Answer":
        """Return what is computed of a case, under the job's id that came along.

        It ends when the request is closed. A long one is computed without holding the
        graph: what follows looks at it as it is then. Raises as analyze_case does.
        """
        from backend.computing.cases import analyze_case

        return analyze_case(self.workspace, self.view, part, asked, self._order(case))

    def compute(
        self, case: str, part: Hashable, asked: "Question[G, A]", load: Callable[[], G]
    ) -> A:
        """Return what is computed of what `load` gives, which is of the case's `part`.

        As analyze does, with what it raises.
        """
        from backend.computing.kept import Key, sight_of

        key = Key(case, self.view.seq, sight_of(self.scope), part, asked)
        return self.workspace.computing.answer(self._order(case), key, asked, load)

    def _order(self, case: str) -> "Order":
        from backend.computing.running import Order

        return Order(
            self.principal.name, case, self._job, self._stop, release=self._let_go
        )

    def _let_go(self) -> None:
        """Close the view; the next use opens one. Not while earlier ones are open."""
        if not self._earlier:
            self.refresh()

    def get_nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the nodes of an answer. Raises Conflict where one has gone since."""
        wanted = list(ids)
        nodes = self.find_nodes(wanted)
        if any(name not in nodes for name in wanted):
            raise Conflict("the case has changed meanwhile; ask again")
        return nodes

    def find_nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the visible nodes by the id asked for."""
        wanted = list(dict.fromkeys(ids))
        return self.view.find_nodes(wanted) if wanted else {}

    def find_document(self, sha256: str) -> "DocumentRecord | None":
        """Return a visible document with its pages, looked up once, or None."""
        if sha256 not in self._documents:
            try:
                found = self.workspace.ledger.get_document(self.scope, sha256)
            except NotFound:
                found = None
            self._documents[sha256] = found
        return self._documents[sha256]

    def has_document(self, case: str, sha256: str) -> bool:
        """Whether a document is one of the visible ones of a case."""
        if case not in self._hashes:
            found = self.workspace.ledger.iter_documents(self.scope, case)
            self._hashes[case] = frozenset(document.sha256 for document in found)
        return sha256 in self._hashes[case]


AskInfo = Info[Ask, None]


def own_case(ask: Ask, given: str) -> str:
    """Return the id of a case that is there. Raises NotFound."""
    return ask.workspace.ledger.get_case(ask.scope, own_id(given)).id


def or_default(given: int | None, default: int) -> int:
    """Return what is given, or else the default."""
    return default if given is None else given


def bounded(name: str, given: int | None, default: int, most: int) -> int:
    """Return what is given, or the default. Raises InvalidInput beyond 1 to most."""
    number = or_default(given, default)
    if not 1 <= number <= most:
        raise InvalidInput(f"{name} is 1 to {most}")
    return number
