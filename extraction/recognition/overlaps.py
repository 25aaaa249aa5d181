"""Spans of one page of which none overlap, found by place: near-linear for any page."""

from bisect import bisect_left, bisect_right
from typing import Generic, Protocol, TypeVar


class Span(Protocol):
    """What lies from `start` to `end`, exclusive."""

    @property
    def start(self) -> int:
        """Return the first place."""

    @property
    def end(self) -> int:
        """Return the place behind the last."""


S = TypeVar("S", bound=Span)


class Disjoint(Generic[S]):
    """Spans in order, none overlapping; empty ones are no spans."""

    def __init__(self) -> None:
        """Begin with none."""
        self._starts: list[int] = []
        self.spans: list[S] = []

    def over(self, span: Span) -> list[S]:
        """Return in order the spans that overlap the given one."""
        last = bisect_left(self._starts, span.end)
        first = bisect_right(self._starts, span.start)
        if first and self.spans[first - 1].end > span.start:
            first -= 1
        return self.spans[first:last]

    def add(self, span: S) -> None:
        """Take a span that overlaps none of those taken."""
        place = bisect_left(self._starts, span.start)
        self._starts.insert(place, span.start)
        self.spans.insert(place, span)

    def remove(self, span: S) -> None:
        """Give back a span that was taken."""
        place = bisect_left(self._starts, span.start)
        del self._starts[place], self.spans[place]
