"""Histories kept while nothing changes: one look at a case is asked many questions."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence

from backend.temporal.occurrences import History, read_history
from graph.ledger import Ledger
from graph.model import Scope
from graph.store import View

MOST_KEPT = 4
MOST_OCCURRENCES = 300_000
"""Occurrences of one history that is kept; a larger one is read anew each time."""


def distinct_layers(layers: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return layers as part of a key, in whatever order they were named."""
    return None if layers is None else tuple(sorted(set(layers)))


class Histories:
    """Reads what a case's relationships tell of their times; safe between threads.

    What is kept is of one scope, one sequence of the ledger and some layers, so that
    nobody is answered with what another may see. Of a case that has changed nothing
    is kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Hashable, ...], History] = OrderedDict()

    def read(
        self, view: View, case: str, layers: Sequence[str] | None = None
    ) -> History:
        """Return a case's history; see read_history for what it raises."""
        own = distinct_layers(layers)
        key = (case, view.seq, _key_of(view.scope), own)
        with self._lock:
            self._drop_older(case, view)
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = read_history(self._ledger, view, case, layers)
        if len(found.occurrences) <= MOST_OCCURRENCES:
            with self._lock:
                self._kept[key] = found
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return found

    def forget(self) -> None:
        """Keep nothing: what the law took out must not be in memory either."""
        with self._lock:
            self._kept.clear()

    def _drop_older(self, case: str, view: View) -> None:
        if view.scope.as_of is None:
            stale = [k for k in self._kept if k[0] == case and k[1] != view.seq]
            for key in stale:
                del self._kept[key]


def _key_of(scope: Scope) -> Hashable:
    grants = frozenset(scope.grants.items())
    return scope.everything, grants, scope.as_of, scope.user
