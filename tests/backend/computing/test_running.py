"""Long computations in processes of their own: followed, ended, bounded."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

from backend.computing import question, running
from backend.computing.kept import Kept
from backend.computing.question import Analysis, Given, perform
from backend.computing.running import Computation, Computing, Order
from backend.computing.worker import compute
from backend.errors import Cancelled
from backend.jobs import JobState
from graph.errors import (
    Conflict,
    InvalidInput,
    LimitExceeded,
    NotFound,
    Unavailable,
)
from tests.graph.analytics.graphs import make

LONG = Given(make(nx.gnm_random_graph(20_000, 60_000, seed=1)))
SHORT = Given(make(nx.gnm_random_graph(60, 120, seed=1)))
BETWEENNESS = Analysis("betweenness")
ID = f"job-{7:032x}"


@pytest.fixture
def computing() -> Iterator[Computing]:
    """One place, ten minutes."""
    made = Computing(Kept(lambda: 0), 1, 600.0)
    yield made
    made.close()


def wait_for(there: Callable[[], bool]) -> None:
    """Wait half a minute at most."""
    deadline = time.monotonic() + 30
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def in_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Run it beside; what it returned or raised is the one item in the end."""
    ended: list[Any] = []

    def run() -> None:
        try:
            ended.append(work())
        except Exception as error:  # noqa: BLE001 - looked at by the test
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, ended


@pytest.mark.parametrize(
    "asked",
    [
        BETWEENNESS,
        Analysis("degree", samples=20, missing=0.1, seed=3),
        Analysis("keyplayers", top=2),
        Analysis("disruption", by="betweenness"),
    ],
)
def test_the_answer_is_the_same(
    computing: Computing, monkeypatch: pytest.MonkeyPatch, asked: Analysis
) -> None:
    """In a process of its own as here."""
    here = perform(SHORT, asked)
    monkeypatch.setattr(question, "SMALL_STEPS", 0)
    there = computing.answer(Order("ana", id=ID), None, asked, lambda: SHORT)
    assert computing.get(ID).state is JobState.DONE
    assert there.warnings == here.warnings
    assert there.intervals == here.intervals
    result = replace(there.result, seconds=here.result.seconds)
    if asked is BETWEENNESS:
        scores = [s.score for s in result.scores]  # type: ignore[attr-defined]
        assert scores == pytest.approx(
            [s.score for s in here.result.scores]  # type: ignore[attr-defined]
        )
    else:
        assert result == here.result


def test_small_ones_stay_here(computing: Computing) -> None:
    """No process, nothing to follow."""
    computing.answer(Order("ana", id=ID), None, BETWEENNESS, lambda: SHORT)
    with pytest.raises(NotFound):
        computing.get(ID)


def test_it_is_followed_and_cancelled(computing: Computing) -> None:
    """How far, how fast, how long still; once cancelled it ends soon."""
    seen: list[Computation] = []

    def ask() -> Any:
        order = Order("ana", id=ID, watch=lambda one: seen.append(replace(one)))
        return computing.answer(order, None, BETWEENNESS, lambda: LONG)

    thread, ended = in_thread(ask)
    wait_for(lambda: bool(seen) and seen[-1].done > 0)
    assert seen[-1].total == 20_000 and seen[-1].state is JobState.RUNNING
    assert (seen[-1].per_second or 0) > 0 and (seen[-1].left_s or 0) > 0
    computing.cancel(ID)
    thread.join(5)
    assert isinstance(ended[0], Cancelled)
    assert computing.get(ID).state is JobState.CANCELLED
    with pytest.raises(Conflict, match="ended"):
        computing.cancel(ID)


def test_it_ends_with_who_asked(computing: Computing) -> None:
    """The asker's going away is as good as a word."""
    gone = threading.Event()

    def ask() -> Any:
        order = Order("ana", id=ID, stop=gone.is_set)
        return computing.answer(order, None, BETWEENNESS, lambda: LONG)

    thread, ended = in_thread(ask)
    wait_for(lambda: bool(computing._known) and computing.get(ID).done > 0)
    gone.set()
    thread.join(5)
    assert isinstance(ended[0], Cancelled)


def test_a_killed_process_is_told_of(computing: Computing) -> None:
    """As Unavailable; the next question is answered."""

    def kill(done: int, total: int) -> None:
        if done:
            for child in multiprocessing.active_children():
                child.kill()

    with pytest.raises(Unavailable, match="ask again"):
        compute(LONG, BETWEENNESS, kill, 600.0)
    answer = compute(SHORT, BETWEENNESS, lambda *_: None, 600.0)
    assert answer


def test_time_is_bounded() -> None:
    """A limit that says which setting raises it."""
    with pytest.raises(LimitExceeded, match="KLUPKO_COMPUTE_S"):
        compute(LONG, BETWEENNESS, lambda *_: None, 1.0)


def test_errors_cross() -> None:
    """Ours as they are; others are our fault, without values."""
    wrong = Analysis("keyplayers", by="fame")
    with pytest.raises(InvalidInput, match="objective"):
        compute(SHORT, wrong, lambda *_: None, 60.0)
    with pytest.raises(Unavailable, match="own fault"):
        compute(SHORT, Broken(), lambda *_: None, 60.0)


class Broken(Analysis):
    """Fails as nobody foresaw."""

    def __init__(self) -> None:
        super().__init__("degree")

    def answer(self, given: Given, /) -> Any:
        """Fail with a value that must not be told."""
        raise RuntimeError(given.subgraph.ids[0])


def test_much_at_once_is_refused(
    computing: Computing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And an id is of one who asks."""
    monkeypatch.setattr(running, "MAX_OF_ONE", 1)
    stop = threading.Event()
    order = Order("ana", id=ID, stop=stop.is_set)

    def ask() -> Any:
        return computing.answer(order, None, BETWEENNESS, lambda: LONG)

    thread, ended = in_thread(ask)
    wait_for(lambda: bool(computing._known))
    with pytest.raises(Unavailable, match="too much"):
        ask()
    with pytest.raises(Conflict, match="id"):
        computing.answer(Order("boris", id=ID), None, BETWEENNESS, lambda: LONG)
    with pytest.raises(InvalidInput, match="hexadecimal"):
        computing.answer(Order("boris", id="x"), None, BETWEENNESS, lambda: LONG)
    stop.set()
    thread.join(5)
    assert isinstance(ended[0], Cancelled)
