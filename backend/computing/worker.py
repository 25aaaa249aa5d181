"""One computation in a process of its own: followed, bounded, and ended at any time."""

import contextlib
import logging
import os
import pickle
import signal
import time
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from backend.computing.question import Question
from backend.errors import trace_of
from backend.sandbox import child_context, end_with_parent, limit_memory
from graph.analytics.progress import Follow, followed_by
from graph.errors import KlupkoError, LimitExceeded, Unavailable

logger = logging.getLogger(__name__)

MEMORY = 8 << 30
"""Bytes that a computation may take beyond what its process holds at first."""
POLL_S = 0.1
TOLD_S = 0.2
NICE = 5
TOO_LARGE = f"the computation takes more than {MEMORY >> 30} GiB; ask of less"
ENDED = "the process that computed this was ended; ask again, or ask of less"
FAULT = "the computation failed by our own fault; the log says more"

G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class _Word:
    """What the child says: how far it is, or how it ended."""

    kind: str
    value: Any = None


def compute(given: G, asked: Question[G, Any], follow: Follow, limit_s: float) -> bytes:
    """Return the pickled answer to a question, computed in a child made for it.

    `follow` is called ten times a second, with 0 of 0 as long as nothing is known; what
    it raises ends the child. Raises LimitExceeded beyond `limit_s` seconds, Unavailable
    where the child was killed, and what the question raises of ours.
    """
    ours, theirs = Pipe()
    process: BaseProcess = child_context().Process(  # type: ignore[attr-defined]
        target=_serve, args=(theirs,), daemon=True
    )
    begun, done, total = time.monotonic(), 0, 0
    process.start()
    theirs.close()
    try:
        ours.send((given, asked))
        while True:
            word = ours.recv() if ours.poll(POLL_S) else None
            if word is not None and word.kind == "done":
                return bytes(word.value)
            if word is not None and word.kind == "step":
                done, total = word.value
            elif word is not None:
                _raise(word)
            follow(done, total)
            if time.monotonic() - begun > limit_s:
                raise LimitExceeded(
                    f"the computation takes more than {limit_s:.0f} s; ask of less "
                    "(a layer, a period, fewer samples or removals) or raise "
                    "KLUPKO_COMPUTE_S"
                )
    except (EOFError, ConnectionError) as error:
        raise Unavailable(ENDED) from error
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _raise(word: _Word) -> None:
    if isinstance(word.value, KlupkoError):
        raise word.value
    logger.error("a computation failed: %s", word.value)
    raise Unavailable(FAULT)


def _serve(connection: "Connection[Any, Any]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    with contextlib.suppress(OSError):
        os.nice(NICE)
    try:
        given, asked = connection.recv()
        limit_memory(MEMORY)
        with followed_by(_telling(connection)):
            word = _Word("done", pickle.dumps(asked.answer(given)))
    except MemoryError:
        word = _Word("refused", LimitExceeded(TOO_LARGE))
    except KlupkoError as error:
        word = _Word("refused", type(error)(*error.args))
    except (EOFError, ConnectionError):
        return
    except Exception as error:  # noqa: BLE001 - told to the parent, which logs it
        word = _Word("fault", trace_of(error))
    connection.send(word)


def _telling(connection: "Connection[Any, Any]") -> Follow:
    """Return what sends steps, not too often."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= TOLD_S:
            last = now
            connection.send(_Word("step", (done, total)))

    return tell
