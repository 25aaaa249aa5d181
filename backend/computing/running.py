"""Who has what computed: how far it is, how it is stopped, and how much at once."""

import pickle
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from backend.computing.kept import Kept, Key
from backend.computing.question import Question
from backend.computing.worker import compute
from backend.errors import Cancelled
from backend.jobs import JobState
from graph.errors import Conflict, InvalidInput, NotFound, Unavailable

MAX_WAITING = 16
MAX_OF_ONE = 4
MAX_ENDED = 200
WAIT_S = 0.1

_ID = re.compile(r"job-[0-9a-f]{32}")

G = TypeVar("G")
A = TypeVar("A")
Watch = Callable[["Computation"], None]


@dataclass(slots=True)
class Computation:
    """A question that is being answered in a process of its own, and how far it is."""

    id: str
    kind: str
    case: str
    actor: str
    state: JobState = JobState.QUEUED
    done: int = 0
    total: int | None = None
    begun: float = 0.0
    ended: float = 0.0
    error: str | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def per_second(self) -> float | None:
        """Steps a second since it began; None before the first."""
        spent = (self.ended or time.monotonic()) - self.begun
        return self.done / spent if self.done and spent > 0 else None

    @property
    def left_s(self) -> float | None:
        """How many seconds it will still take at this rate, None where unknown."""
        rate = self.per_second
        return (self.total - self.done) / rate if rate and self.total else None


@dataclass(frozen=True, slots=True)
class Order:
    """Who asks, under which job's id, until when, and who watches.

    `stop` is asked ten times a second: once it says True the computation is ended.
    `release` lets go of the graph, which is looked at no more, before a long one: who
    holds it keeps its pages from being rewritten when something is erased.
    """

    actor: str
    case: str = ""
    id: str | None = None
    stop: Callable[[], bool] = lambda: False
    watch: Watch = lambda _: None
    release: Callable[[], None] = lambda: None


class Computing:
    """Answers questions; safe between threads."""

    def __init__(self, kept: Kept, workers: int, limit_s: float) -> None:
        self.kept = kept
        self._limit_s = limit_s
        self._places = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._known: dict[str, Computation] = {}

    def answer(
        self,
        order: Order,
        key: Key | None,
        asked: Question[G, A],
        load: Callable[[], G],
    ) -> A:
        """Return the answer, kept or computed; what is long in a process of its own.

        Raises what the question raises, Cancelled where it was stopped, LimitExceeded
        where it takes too long, Unavailable where too much is computed already.
        """
        kept = self.kept.find(key) if key is not None else None
        if kept is None:
            given = load()
            kept = self._compute(order, given, asked)
            if key is not None:
                self.kept.keep(key, kept)
        answer: A = pickle.loads(kept)
        return answer

    def get(self, number: str) -> Computation:
        """Return a computation that runs or ran. Raises NotFound."""
        with self._lock:
            found = self._known.get(number)
        if found is None:
            raise NotFound("no such job")
        return found

    def cancel(self, number: str) -> Computation:
        """Stop a computation. Raises NotFound, Conflict where it has ended."""
        found = self.get(number)
        if found.state.is_final:
            raise Conflict("the job has ended")
        found.stop.set()
        return found

    def cancel_all(self) -> None:
        """Stop all that runs."""
        with self._lock:
            running = list(self._known.values())
        for one in running:
            one.stop.set()

    def close(self) -> None:
        """Stop all that runs and forget all answers; twice is once."""
        self.cancel_all()
        self.kept.close()

    def _compute(self, order: Order, given: G, asked: Question[G, A]) -> bytes:
        if asked.is_small(given):
            return pickle.dumps(asked.answer(given))
        one = self._enter(order, asked.kind)
        order.release()
        try:
            with self._place(one, order):
                one.state, one.begun = JobState.RUNNING, time.monotonic()
                return compute(given, asked, _following(one, order), self._limit_s)
        except Cancelled:
            one.state = JobState.CANCELLED
            raise
        except BaseException:
            one.state = JobState.FAILED
            raise
        finally:
            one.ended = time.monotonic()
            if one.state is JobState.RUNNING:
                one.state = JobState.DONE

    def _enter(self, order: Order, kind: str) -> Computation:
        number = order.id or f"job-{secrets.token_hex(16)}"
        if not _ID.fullmatch(number):
            raise InvalidInput("a job's id is job- and 32 hexadecimal digits")
        one = Computation(number, kind, order.case, order.actor)
        with self._lock:
            running = [c for c in self._known.values() if not c.state.is_final]
            mine = sum(c.actor == order.actor for c in running)
            if len(running) >= MAX_WAITING or mine >= MAX_OF_ONE:
                raise Unavailable("too much is being computed; wait, or cancel some")
            before = self._known.pop(number, None)
            if before and (before.actor != order.actor or not before.state.is_final):
                self._known[number] = before
                raise Conflict("a job has that id")
            self._known[number] = one
            ended = [c.id for c in self._known.values() if c.state.is_final]
            for old in ended[: max(0, len(ended) - MAX_ENDED)]:
                del self._known[old]
        return one

    @contextmanager
    def _place(self, one: Computation, order: Order) -> Iterator[None]:
        """Wait for a place among those that compute."""
        while not self._places.acquire(timeout=WAIT_S):
            _check(one, order)
        try:
            yield
        finally:
            self._places.release()


def compute_alone(order: Order, limit_s: float, asked: Question[G, A], given: G) -> A:
    """Return the answer of what no case is asked: nothing is kept, nobody waits."""
    return Computing(Kept(lambda: 0), 1, limit_s).answer(
        order, None, asked, lambda: given
    )


def _following(one: Computation, order: Order) -> Callable[[int, int], None]:
    def follow(done: int, total: int) -> None:
        one.done, one.total = done, total or None
        _check(one, order)

    return follow


def _check(one: Computation, order: Order) -> None:
    order.watch(one)
    if one.stop.is_set() or order.stop():
        raise Cancelled("the computation was cancelled")
