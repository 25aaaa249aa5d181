"""How far a computation is, told to whoever follows it; nobody does by default."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Follow = Callable[[int, int], None]
"""Takes what is done of a total; what it raises ends the computation."""

PARTS = 64
"""In so many parts a computation is cut that one call could do, to be followed."""

_follow: ContextVar[Follow | None] = ContextVar("follow", default=None)


@contextmanager
def followed_by(follow: Follow | None) -> Iterator[None]:
    """Let `follow` be told, or nobody; of this thread alone."""
    before = _follow.set(follow)
    try:
        yield
    finally:
        _follow.reset(before)


def is_followed() -> bool:
    """Whether anybody wants to be told."""
    return _follow.get() is not None


def tell(done: int, total: int) -> None:
    """Say how far it is, in steps of the computation's own."""
    follow = _follow.get()
    if follow is not None:
        follow(done, total)


def parts_of(count: int) -> Iterator[range]:
    """Yield positions 0 to `count` in runs, told as each is done; one if not followed.

    None where there is nothing.
    """
    size = max(1, -(-count // PARTS)) if is_followed() else max(1, count)
    for start in range(0, count, size):
        yield range(start, min(count, start + size))
        tell(min(count, start + size), count)
