"""How often a sign-in may fail: few times for one user, more for one address."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from backend.errors import TooManyAttempts

WINDOW_S = 300.0
PER_USER = 5
PER_ORIGIN = 30
MAX_KEYS = 10_000


class Attempts:
    """Failures of the last five minutes, in memory; safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def begin(self, user: str, origin: str) -> None:
        """Count an attempt as failed until it succeeds, so that none race past.

        Raises TooManyAttempts where this user or origin failed too often.
        """
        with self._lock:
            full = self._recent("user", user) >= PER_USER
            if full or (origin and self._recent("origin", origin) >= PER_ORIGIN):
                raise TooManyAttempts("too many failed sign-ins; wait five minutes")
            for key in (("user", user), ("origin", origin)):
                self._failures.setdefault(key, deque()).append(self._clock())
                self._failures.move_to_end(key)
            while len(self._failures) > MAX_KEYS:
                self._failures.popitem(last=False)

    def succeeded(self, user: str, origin: str) -> None:
        """Forget the failures of a user who has signed in, and this attempt."""
        with self._lock:
            self._failures.pop(("user", user), None)
            times = self._failures.get(("origin", origin))
            if times:
                times.pop()

    def _recent(self, kind: str, name: str) -> int:
        times = self._failures.get((kind, name), deque())
        while times and times[0] < self._clock() - WINDOW_S:
            times.popleft()
        return len(times)
