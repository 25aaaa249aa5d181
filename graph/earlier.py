"""The graph as of an earlier event: made from the ledger when asked for."""

import fcntl
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from graph.errors import InvalidInput, Unavailable
from graph.follow import catch_up
from graph.fullness import FULL, is_full
from graph.ledger import Ledger
from graph.model import Scope
from graph.store.embedded import EmbeddedStore
from graph.store.view import View

KEPT = 3
_HELD = "held"


class EarlierGraphs:
    """Graphs of some earlier events, each in a folder of its own that goes with it.

    Whatever store shows the present: a graph is a function of the ledger. Making one
    costs a rebuild up to its event; the last few are kept. What a killed process has
    left behind is swept by the next one that makes any.
    """

    def __init__(self, ledger: Ledger, folder: Path, kept: int = KEPT) -> None:
        self._ledger = ledger
        self._folder = folder
        self._kept = kept
        self._lock = threading.Lock()
        self._graphs: OrderedDict[int, _Graph] = OrderedDict()
        self._erased = 0

    @contextmanager
    def view(self, scope: Scope) -> Iterator[View]:
        """Open a look at the graph as of `scope.as_of`; past the last event at that.

        Raises InvalidInput for a negative sequence, Unavailable.
        """
        with ExitStack() as stack:
            with self._lock:
                store = self._get(scope.as_of)
                reader = stack.enter_context(store.reader(scope))
            yield View(reader, scope, self._ledger.clusters(scope))

    def close(self) -> None:
        """Let go of all graphs and remove their files; twice is once."""
        with self._lock:
            while self._graphs:
                self._graphs.popitem()[1].close()

    def _get(self, as_of: int | None) -> EmbeddedStore:
        """Return the graph as of an event; whoever opens it holds the lock till then.

        So none is let go of between being found and being looked at.
        """
        last = self._ledger.last_seq()
        seq = last if as_of is None else min(as_of, last)
        if seq < 0:
            raise InvalidInput("a sequence number is 0 or more")
        self._drop_erased()
        if seq not in self._graphs:
            self._graphs[seq] = _Graph(self._ledger, self._folder, seq)
            if len(self._graphs) > self._kept:
                self._graphs.popitem(last=False)[1].close()
        self._graphs.move_to_end(seq)
        return self._graphs[seq].store

    def _drop_erased(self) -> None:
        """Let go of graphs from before an erasure: they show what went."""
        with self._ledger.feed() as feed:
            erased = feed.erased_upto()
        if erased != self._erased:
            while self._graphs:
                self._graphs.popitem()[1].close()
            self._erased = erased


class _Graph:
    """One graph in its folder, which is locked for as long as it is used."""

    def __init__(self, ledger: Ledger, folder: Path, seq: int) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _hold(folder, wait=True):
                _sweep(folder)
                self._place = Path(tempfile.mkdtemp(prefix=f"{seq}-", dir=folder))
                self._held = _hold(self._place)
        except OSError as error:
            cannot = "the graph of an earlier time cannot be written"
            raise Unavailable(FULL if is_full(error) else cannot) from error
        self.store = EmbeddedStore(self._place)
        try:
            catch_up(ledger, self.store.writer(), upto=seq)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the store, remove its folder, and give its lock back."""
        self.store.close()
        shutil.rmtree(self._place, ignore_errors=True)
        self._held.close()


def _hold(place: Path, *, wait: bool = False) -> IO[bytes]:
    """Return the lock of a folder, held until it is closed. Raises OSError."""
    held = (place / _HELD).open("wb")
    try:
        fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        raise
    return held


def _sweep(folder: Path) -> None:
    """Remove the folders in `folder` that nobody holds."""
    for place in folder.iterdir():
        if place.is_dir():
            try:
                held = _hold(place)
            except OSError:
                continue
            shutil.rmtree(place, ignore_errors=True)
            held.close()
