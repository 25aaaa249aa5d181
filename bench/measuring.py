"""Clocks and ratios: several ways of doing one thing, in turn, the best of each."""

import gc
import resource
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

Trial = Callable[[Path, ExitStack], Callable[[], object]]
"""Prepares in a fresh folder; returns what is timed. The stack closes what is open."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of this process's processor."""

    wall_s: float
    cpu_s: float

    def least(self, other: "Spent") -> "Spent":
        """Return the better of two runs, clock by clock."""
        return Spent(
            min(self.wall_s, other.wall_s),
            min(self.cpu_s, other.cpu_s),
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report.

    `ratio` is how good ours is against the peer, whatever the unit: 1 as good, 2
    twice as good, 0.5 half. `cpu_ratio` says the same of processor time, which the
    rest of the machine disturbs less. `points` are (size, value) where it grows.
    """

    what: str
    unit: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    ratio: float | None = None
    cpu_ratio: float | None = None
    points: tuple[tuple[int, float], ...] = ()


def clock(run: Callable[[], object]) -> Spent:
    """Run once and return what it took; earlier garbage is not charged to it."""
    gc.collect()
    gc.freeze()
    begin, cpu = time.perf_counter(), time.process_time()
    run()
    spent = Spent(time.perf_counter() - begin, time.process_time() - cpu)
    gc.unfreeze()
    return spent


def race(trials: Mapping[str, Trial], rounds: int) -> dict[str, Spent]:
    """Return the best of each trial, run in turn: A B C A B C."""
    best: dict[str, Spent] = {}
    for _ in range(rounds):
        for name, prepare in trials.items():
            with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
                spent = clock(prepare(Path(folder), closing))
                best[name] = spent.least(best.get(name, spent))
    return best


def speed(
    what: str,
    count: int,
    best: Mapping[str, Spent],
    names: tuple[str, str],
    *,
    unit: str = "a second",
    cpu: bool = True,
) -> Figure:
    """Return how many of something a second two trials did, ours and the peer's.

    `cpu` is false where another process does the work.
    """
    ours, theirs = best[names[0]], best[names[1]]
    return Figure(
        what,
        unit,
        round(count / ours.wall_s),
        names[1],
        round(count / theirs.wall_s),
        round(theirs.wall_s / ours.wall_s, 2),
        round(theirs.cpu_s / ours.cpu_s, 2) if cpu and ours.cpu_s else None,
    )


def quantile(seconds: Sequence[float], at: float) -> float:
    """Return a quantile in milliseconds."""
    ordered = sorted(seconds)
    return round(1e3 * ordered[int(at * (len(ordered) - 1))], 3)


def latency(
    what: str, ours: Sequence[float], peer: str, theirs: Sequence[float]
) -> list[Figure]:
    """Return p50 and p95 of two lists of seconds."""
    found = []
    for name, at in (("p50", 0.5), ("p95", 0.95)):
        own, other = quantile(ours, at), quantile(theirs, at)
        ratio = round(other / own, 3) if own else None
        found.append(Figure(f"{what}, {name}", "ms", own, peer, other, ratio))
    return found


def asked(
    question: Callable[[T], object],
    of: Sequence[T],
    watch: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Return the seconds that each question took, by a clock of wall time or CPU."""
    taken = []
    for one in of:
        begin = watch()
        question(one)
        taken.append(watch() - begin)
    return taken


def _with_peak(run: Callable[..., T], given: Sequence[Any]) -> tuple[T, float]:
    made = run(*given)
    return made, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_child(run: Callable[..., T], *given: Any) -> tuple[T, float]:
    """Run in a process of its own; return the result and its peak memory in MB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_with_peak, run, given).result()
