"""Money that comes back: payments that follow each other to where they began."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend.leads.model import Lead, Occurrence, Transfer, make_lead

KIND = "circular-payments"
MOST_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class Circle:
    """What is asked: within how many days, of how many payments at most, how alike.

    Each payment is at least `share` of the one before it, and at most 1 / `share`.
    """

    days: float
    length: int
    share: float


@dataclass(slots=True)
class CircleSearch:
    """Goes from payment to payment, forward in time; `truncated` where stopped."""

    transfers: Sequence[Transfer]
    asked: Circle
    truncated: bool = False
    _from: dict[str, list[Transfer]] = field(default_factory=dict)
    _times: dict[str, list[datetime]] = field(default_factory=dict)
    _steps: int = 0

    def find(self) -> Iterator[Lead]:
        """Yield circles of two payments and more; nobody is in one twice.

        Of circles of the same parties that share a payment the earliest is given. The
        strength is the least of the amounts, in its own currency.
        """
        paid: defaultdict[str, list[Transfer]] = defaultdict(list)
        for one in self.transfers:
            paid[one.payer].append(one)
        self._from = dict(paid)
        self._times = {p: [t.at for t in some] for p, some in paid.items()}
        used: set[tuple[frozenset[str], str]] = set()
        for first in self.transfers:
            for circle in self._follow([first]):
                parties = frozenset(t.payer for t in circle)
                marks = {(parties, t.entity) for t in circle}
                if not marks & used:
                    used |= marks
                    yield _lead(circle)

    def _follow(self, path: list[Transfer]) -> Iterator[list[Transfer]]:
        last, first = path[-1], path[0]
        for following in self._next(last, first.at + timedelta(days=self.asked.days)):
            self._steps += 1
            if self._steps > MOST_STEPS:
                self.truncated = True
                return
            if not self._alike(last, following):
                continue
            if following.payee == first.payer:
                yield [*path, following]
            elif len(path) + 1 < self.asked.length and all(
                following.payee != t.payer for t in path
            ):
                yield from self._follow([*path, following])

    def _next(self, last: Transfer, until: datetime) -> Iterator[Transfer]:
        """Yield what the payee paid after that, or on a day known no closer."""
        some = self._from.get(last.payee, [])
        start = bisect_right(self._times.get(last.payee, []), last.at)
        while start and some[start - 1].at == last.at:
            start -= 1
        for one in some[start:]:
            if one.at > until:
                return
            if one.entity != last.entity:
                yield one

    def _alike(self, last: Transfer, following: Transfer) -> bool:
        if last.currency != following.currency:
            return True
        low, high = sorted((last.amount, following.amount))
        return low >= self.asked.share * high


def _lead(circle: Sequence[Transfer]) -> Lead:
    parties = tuple(t.payer for t in circle)
    first, last = circle[0], circle[-1]
    return make_lead(
        KIND,
        parties,
        f"{len(circle)} payments back to where they began, "
        f"{first.amount:g} {first.currency} out and {last.amount:g} {last.currency} in",
        min(t.amount for t in circle),
        [
            Occurrence(
                t.text, f"{t.amount:g} {t.currency}".strip(), t.entity, (t.statement,)
            )
            for t in circle
        ],
    )
