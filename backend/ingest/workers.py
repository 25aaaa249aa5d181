"""Documents read side by side in a few processes; a crash costs one document."""

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from backend.ingest.preparing import Prepared, end_with_parent, prepare
from extraction.model import Leaf, Rejection

CRASHED = "damaged: the program that reads it broke down"

Result = Prepared | Rejection


class Pending:
    """A document that is being read."""

    def __init__(self, leaf: Leaf, future: Future[Result]) -> None:
        self.leaf = leaf
        self.future = future


class Workers:
    """Reads documents; with one worker in this process, else in a pool."""

    def __init__(self, count: int, country: str | None) -> None:
        self._count = count
        self._country = country
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Return itself; processes start with the first document."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes."""
        self._close()

    def submit(self, leaf: Leaf) -> Pending:
        """Begin to read a document."""
        if self._count == 1:
            future: Future[Result] = Future()
            future.set_result(prepare(leaf, self._country))
            return Pending(leaf, future)
        return Pending(leaf, self._submit(leaf))

    def result(self, pending: Pending) -> Result:
        """Return what came out; a document that ends its process is rejected."""
        try:
            return pending.future.result()
        except BrokenProcessPool:
            return self._alone(pending.leaf)

    def _alone(self, leaf: Leaf) -> Result:
        """Read again what was lost with its process, with no other beside it."""
        self._close()
        try:
            return self._submit(leaf).result()
        except BrokenProcessPool:
            self._close()
            return Rejection(leaf.path, CRASHED)

    def _submit(self, leaf: Leaf) -> Future[Result]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._count,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=end_with_parent,
            )
        try:
            with _deaf_to_interrupts():
                return self._pool.submit(prepare, leaf, self._country)
        except BrokenProcessPool:
            self._close()
            return self._submit(leaf)

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Make processes inside that Ctrl-C does not reach: whoever made them ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
