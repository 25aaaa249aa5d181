"""How much one import may cost: the bounds that reading keeps on hostile input."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from graph.errors import InvalidInput

CHUNK = 1 << 20
RATIO_FLOOR = 1 << 20
METER_FLOOR = 64 << 20


class Readable(Protocol):
    """Anything that gives up to `size` bytes, and none at its end."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file given by the user and all that is packed in it.

    `leaf_bytes` for one file or member, `total_bytes` for everything unpacked,
    `ratio` of unpacked to packed size (from 1 MiB on), `depth` of nesting.
    """

    members: int = 10_000
    ratio: int = 100
    total_bytes: int = 2 << 30
    leaf_bytes: int = 256 << 20
    depth: int = 8


def describe_size(size: int) -> str:
    """Return a size for messages, in the largest fitting unit (`512 MB`)."""
    for unit, name in ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} bytes"


@dataclass(slots=True)
class Budget:
    """What is left of the limits while one file is unpacked."""

    limits: Limits
    members: int = field(default=0, init=False)
    unpacked: int = field(default=0, init=False)

    def count_member(self) -> bool:
        """Count one more member; False once there are more than may be."""
        self.members += 1
        return self.members <= self.limits.members

    def read(self, stream: Readable, packed: int | None = None) -> bytes:
        """Return all of `stream`; raise InvalidInput where it passes a limit.

        `packed` is the size it takes in its archive, where that is known.
        """
        held = io.BytesIO()
        size = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            self.unpacked += len(chunk)
            self.check(size, packed)
            held.write(chunk)
        return held.getvalue()

    def check(self, size: int, packed: int | None = None) -> None:
        """Raise InvalidInput where a member of `size` so far passes a limit."""
        limits = self.limits
        if size > limits.leaf_bytes:
            raise InvalidInput(f"larger than {describe_size(limits.leaf_bytes)}")
        if self.unpacked > limits.total_bytes:
            raise InvalidInput(
                f"archive unpacks to more than {describe_size(limits.total_bytes)}"
            )
        if packed is not None and size > max(RATIO_FLOOR, packed * limits.ratio):
            raise InvalidInput(f"compressed more than {limits.ratio} times")


@dataclass(slots=True)
class Meter:
    """Counts what one stream unpacks to, whatever becomes of it.

    A solid archive is a stream, too. Small ones may unpack to METER_FLOOR.
    """

    packed: int
    budget: Budget
    read: int = field(default=0, init=False)

    def count(self, size: int) -> None:
        """Count bytes unpacked; raise InvalidInput where they pass the limits."""
        limits = self.budget.limits
        most = min(max(METER_FLOOR, self.packed * limits.ratio), limits.total_bytes)
        self.read += size
        if self.read > most:
            raise InvalidInput(f"unpacks to more than {describe_size(most)}")


Allow = Callable[[float], None]
"""Asks for so many CPU seconds for what comes next, where somebody counts them."""


def allow_all(seconds: float) -> None:
    """Ask nobody: nobody counts."""
