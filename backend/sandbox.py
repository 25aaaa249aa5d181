"""Work on hostile files in child processes that the kernel stops at their limits."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from backend.errors import trace_of
from backend.garbage import collect_seldom
from extraction.reading.limits import describe_size
from graph.errors import InvalidInput, KlupkoError

logger = logging.getLogger(__name__)

STEP_S = 3.0
"""CPU seconds for one answer, where the work does not ask for more."""
MEMORY = 448 << 20
"""Bytes that a child may take beyond what it holds when it is ready."""
WAITING = 10
"""Wall seconds for each CPU second: what waits for nothing is stopped, too."""
LEFTOVER = 128 << 20
PRELOAD = ["backend.ingest.preparing", "extraction.importers"]

BROKEN = "damaged: the program that reads it broke down"
FAULT = "our own fault: the program that reads it failed; see the log"
TOO_LARGE = f"takes more than {describe_size(MEMORY)} of memory to read"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a child says: an item, an allowance taken, or how the work ended."""

    kind: str
    value: Any = None


class Sandbox:
    """One child process, started when it is needed and again after it was stopped.

    `start` runs in a new child before limits hold, to load what all work shares. One
    thread at a time may run work in it.
    """

    def __init__(self, start: Callable[[], object] | None = None) -> None:
        self._start = start
        self._process: BaseProcess | None = None
        self._connection: Connection[Any, Any] | None = None
        self._ending = threading.Lock()

    def run(
        self, work: Callable[..., Iterator[Any]], *arguments: object
    ) -> Generator[Any, None, None]:
        """Yield what `work(*arguments)` yields in the child, which is one item ahead.

        `work` is a function of a module. Raises what it raises of the project's
        errors; InvalidInput where it passes a limit, breaks down or fails.
        """
        connection = self._open()
        allowed = STEP_S
        ended = False
        try:
            connection.send((work, arguments))
            while not ended:
                answer = connection.recv()
                if answer.kind == "allow":
                    allowed = answer.value
                    continue
                ended = answer.kind != "item"
                if ended:
                    self._end(answer)
                else:
                    connection.send(None)
                    yield answer.value
        except (EOFError, ConnectionError) as error:
            reason = self._reason(allowed)
            raise InvalidInput(reason) from error
        finally:
            if not ended:
                self.close()

    def close(self) -> None:
        """Stop the child; twice is once, and any thread may."""
        with self._ending:
            if self._process is None or self._connection is None:
                return
            self._process.kill()
            self._process.join()
            self._process.close()
            self._connection.close()
            self._process = self._connection = None

    def _end(self, answer: _Answer) -> None:
        if answer.kind == "fault":
            logger.error("reading failed: %s", answer.value)
            raise InvalidInput(FAULT)
        if answer.kind == "leave":
            self.close()
        if isinstance(answer.value, KlupkoError):
            raise answer.value

    def _open(self) -> "Connection[Any, Any]":
        if self._connection is None:
            ours, theirs = multiprocessing.Pipe()
            process = child_context().Process(  # type: ignore[attr-defined]
                target=_serve, args=(theirs, self._start), daemon=True
            )
            process.start()
            theirs.close()
            self._connection, self._process = ours, process
        return self._connection

    def _reason(self, allowed: float) -> str:
        with self._ending:
            if self._process is None:
                return BROKEN
            self._process.join(WAITING)
            code = self._process.exitcode
        self.close()
        if code in (-signal.SIGPROF, -signal.SIGALRM):
            return f"takes more than {allowed:.0f} s to read"
        return BROKEN


def allow(seconds: float) -> None:
    """Give this answer, and each one after it, so much CPU time; for use in `work`.

    Outside a sandbox it does nothing.
    """
    if _child is not None:
        _child.allow(seconds)


@dataclass(slots=True)
class _Child:
    """The inside: timers and memory are the kernel's, so nothing can outstay them."""

    connection: "Connection[Any, Any]"
    held: int
    allowed: float = STEP_S

    def allow(self, seconds: float) -> None:
        """Begin a step of so many CPU seconds; the parent is told where they change."""
        if seconds != self.allowed:
            self.allowed = seconds
            self.send(_Answer("allow", seconds))
        self.begin()

    def begin(self) -> None:
        """Start the timers: of CPU seconds and, WAITING times as long, of the clock."""
        signal.setitimer(signal.ITIMER_PROF, self.allowed)
        signal.setitimer(signal.ITIMER_REAL, self.allowed * WAITING)

    def send(self, answer: _Answer) -> None:
        """Stop the timers, and send an answer to the parent."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.connection.send(answer)

    def perform(self, work: Callable[..., Iterator[Any]], arguments: Any) -> bool:
        """Do one piece of work; return whether the child is fit for another."""
        self.allow(STEP_S)
        try:
            for item in work(*arguments):
                self.send(_Answer("item", item))
                self.connection.recv()
                self.begin()
            ended = _Answer("end")
        except MemoryError:
            ended = _Answer("leave", InvalidInput(TOO_LARGE))
        except KlupkoError as error:
            ended = _Answer("end", type(error)(*error.args))
        except Exception as error:  # noqa: BLE001 - told to the parent, which logs it
            ended = _Answer("fault", trace_of(error))
        if ended.kind == "end" and _data_size() > self.held + LEFTOVER:
            ended = _Answer("leave", ended.value)
        self.send(ended)
        return ended.kind != "leave"


_child: _Child | None = None


def _serve(
    connection: "Connection[Any, Any]", start: Callable[[], object] | None
) -> None:
    global _child
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    collect_seldom()
    failed: KlupkoError | None = None
    try:
        if start is not None:
            start()
    except KlupkoError as error:
        failed = error
    _child = _Child(connection, limit_memory(MEMORY))
    try:
        while True:
            work, arguments = connection.recv()
            if failed is not None:
                connection.send(_Answer("leave", failed))
            if failed is not None or not _child.perform(work, arguments):
                return
    except (EOFError, ConnectionError):
        return


def limit_memory(more: int) -> int:
    """Bound this process's private memory at what it holds now and `more` bytes.

    Returns what it holds.
    """
    held = _data_size()
    if held:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (held + more, most))
    return held


def _data_size() -> int:
    """Return the bytes of private memory mapped now; 0 where no one says so."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return int(status.partition("VmData:")[2].split(maxsplit=1)[0]) << 10


def child_context() -> multiprocessing.context.BaseContext:
    """Return how children are made: forked from a server that holds no case data."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


def start_forking(*preload: str) -> None:
    """Start the server that children are forked from, where there is one.

    `preload` are modules that it holds ready besides those that read files.

    To be called before temporary files go to a folder of the store: the path of its
    socket may have about a hundred characters, the store's may have more.
    """
    if sys.platform == "linux":
        child_context().set_forkserver_preload([*PRELOAD, *preload])
        forkserver.ensure_running()


def end_with_parent() -> None:
    """Let this child end when the process that made it is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
