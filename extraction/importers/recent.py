"""What was met lately: a count for each key, the longest unmet keys forgotten."""

from collections import OrderedDict
from collections.abc import Hashable

MOST = 500_000


class Recent:
    """Counts how often a key was met, of at most `most` keys: memory stays bounded."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._counts: OrderedDict[Hashable, int] = OrderedDict()

    def meet(self, key: Hashable) -> int:
        """Return how often the key was met, this time included."""
        count = self._counts.pop(key, 0) + 1
        self._counts[key] = count
        if len(self._counts) > self._most:
            self._counts.popitem(last=False)
        return count
