"""Answers kept for whoever sees the same of the same graph, as long as it stands."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import NamedTuple

from graph.model import Scope

MAX_BYTES = 64 << 20
MAX_ENTRIES = 256
SWEEP_S = 2.0
"""Within so many seconds of any event, answers of before it are gone from memory."""


class Key(NamedTuple):
    """What an answer depends on, and nothing else."""

    case: str
    seq: int
    sight: Hashable
    part: Hashable
    asked: Hashable


def sight_of(scope: Scope) -> Hashable:
    """Return what two scopes have in common exactly where they see the same.

    The user's name is not of it.
    """
    grants = frozenset((case, frozenset(seen)) for case, seen in scope.grants.items())
    return scope.everything, grants, scope.as_of


class Kept:
    """Answers as bytes, the least recently asked for dropped first.

    `last_seq` tells the ledger's last event: whenever it moves all are dropped, since
    an erasure may be among what happened. No answer is kept that was computed of a
    graph that is no more the ledger's.
    """

    def __init__(
        self,
        last_seq: Callable[[], int],
        most: int = MAX_BYTES,
        entries: int = MAX_ENTRIES,
    ) -> None:
        self._last_seq = last_seq
        self._most = most
        self._entries = entries
        self._lock = threading.Lock()
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._seq = -1
        self._size = 0
        self._ended = threading.Event()
        self._sweeper: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._answers)

    def find(self, key: Key) -> bytes | None:
        """Return the answer to exactly this, or None."""
        self.sweep()
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def keep(self, key: Key, answer: bytes) -> None:
        """Keep an answer, if it fits and still is one to the graph as it is."""
        self.sweep()
        with self._lock:
            moved = self._seq != key.seq
            if len(answer) > self._most or (moved and not _is_earlier(key)):
                return
            self._size += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while self._size > self._most or len(self._answers) > self._entries:
                _, oldest = self._answers.popitem(last=False)
                self._size -= len(oldest)
            self._watch()

    def sweep(self) -> None:
        """Drop all answers where anything happened since they were computed."""
        seq = self._last_seq()
        with self._lock:
            if seq != self._seq:
                self._seq = seq
                self._drop()

    def forget(self) -> None:
        """Drop all answers."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """Drop all answers and watch no more; twice is once."""
        self._ended.set()
        self.forget()
        if self._sweeper is not None:
            self._sweeper.join()

    def _drop(self) -> None:
        self._answers.clear()
        self._size = 0

    def _watch(self) -> None:
        """Look after the ledger while anything is kept; others may write there too."""
        if self._sweeper is None:
            self._sweeper = threading.Thread(
                target=self._look, name="kept answers", daemon=True
            )
            self._sweeper.start()

    def _look(self) -> None:
        while not self._ended.wait(SWEEP_S):
            try:
                self.sweep()
            except Exception:  # noqa: BLE001 - a ledger that does not answer proves nothing
                self.forget()


def _is_earlier(key: Key) -> bool:
    """Whether an answer is of an earlier state, which stands whatever comes."""
    return isinstance(key.sight, tuple) and key.sight[-1] is not None
