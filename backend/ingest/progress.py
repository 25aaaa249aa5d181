"""How far a run is, how fast, and how long it will still take."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What is durable by now: records of this run, files done, files in all.

    `bytes` of `total_bytes` are of the files as they lie on the disk. `per_second` is
    records, over the whole run; `left_s` seconds, None as long as nothing tells.
    """

    committed: int
    done: int
    total: int
    bytes: int = 0
    total_bytes: int = 0
    per_second: float = 0.0
    left_s: float | None = None

    def __str__(self) -> str:
        """Return it as people read it: `12,000 records, 3 of 9 MB, 800 a second`."""
        told = [
            f"{self.committed:,} records",
            f"{megabytes(self.bytes)} of {megabytes(self.total_bytes)} MB",
            f"{self.per_second:,.0f} records/s",
        ]
        if self.left_s is not None:
            told.append(f"{clock(self.left_s)} left")
        return ", ".join(told)


def megabytes(size: int) -> str:
    """Return a size in MB, with a decimal where it is small."""
    return f"{size / 1e6:,.1f}" if size < 1e8 else f"{size / 1e6:,.0f}"


def clock(seconds: float) -> str:
    """Return `1:02:03`, or `2:03` within an hour."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


class Meter:
    """Measures one run; time counts from when it is made."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self.total = 0
        self.total_bytes = 0
        self._passed = 0

    def expect(self, size: int) -> None:
        """Add a file of the run."""
        self.total += 1
        self.total_bytes += size

    def passed(self, size: int) -> None:
        """Say that a file is behind us."""
        self._passed += size

    def step(self, committed: int, done: int, inside: int = 0) -> Step:
        """Return how far the run is, with `inside` bytes of the file in hand."""
        spent = max(1e-9, self._clock() - self._begun)
        read = min(self._passed + inside, self.total_bytes)
        left = spent * (self.total_bytes - read) / read if read else None
        return Step(
            committed,
            min(done, self.total),
            self.total,
            read,
            self.total_bytes,
            round(committed / spent, 1),
            None if left is None else round(left, 1),
        )
