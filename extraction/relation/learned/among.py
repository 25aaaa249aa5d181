"""What may be stated, and how it stands among all else that may be."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.learned.pairing import MUTUAL, NAMES, one_way
from graph.model import Kind

NONE = -9.0
"""Log odds of what was not judged."""


class Likely(NamedTuple):
    """A relation that may be stated, its ends' mentions and the numbers of these.

    `score` are its log odds, `free` those without what the rules say, None where the
    passage was not judged; `stated` is what the rules say of it. `at` is where the
    words begin that speak for it most: names, or words that stand for them. It is
    `denied` where the rules understand a sentence so and none as stating it.
    """

    relation: str
    source: Mention
    target: Mention
    ends: tuple[int, int]
    score: float | None
    free: float | None
    stated: Kind | None
    at: tuple[int, int]
    denied: bool

    @property
    def key(self) -> tuple[str, int, int]:
        """What it states of entities, a mutual one with them in order."""
        return one_way(self.relation, *self.ends)

    @property
    def odds(self) -> float:
        """The log odds, NONE where there are none."""
        return NONE if self.score is None else self.score


class _Group:
    """The odds of what may be stated with one end in common, in order."""

    def __init__(self, rows: Sequence[Likely]) -> None:
        self._odds = sorted(row.odds for row in rows)
        self._stated = sorted(row.odds for row in rows if row.stated is not None)

    def beside(self, one: Likely) -> list[float]:
        """Return how one of them stands to the others."""
        odds, stated = one.odds, one.stated is not None
        most = _most(self._odds, odds, inside=True)
        better = len(self._odds) - bisect_right(self._odds, odds)
        return [
            most, most - odds, better, len(self._stated) - stated,
            len(self._odds) - 1, _most(self._stated, odds, inside=stated),
        ]  # fmt: skip


def _most(odds: Sequence[float], own: float, *, inside: bool) -> float:
    """Return the largest of ordered odds, without one's own if it is inside."""
    last = len(odds) - (2 if inside and odds[-1] == own else 1)
    return odds[last] if last >= 0 else NONE


class Among:
    """What else may be stated of the same ends, of one of them, and on the page."""

    def __init__(self, likely: Sequence[Likely]) -> None:
        of_end: dict[tuple[str, int, bool], list[Likely]] = defaultdict(list)
        of_type: dict[str, list[Likely]] = defaultdict(list)
        self._of_pair: dict[tuple[int, int], list[Likely]] = defaultdict(list)
        for one in likely:
            source, target = one.ends
            for end, is_target in ((target, True), (source, False)):
                of_end[one.relation, end, is_target].append(one)
                if one.relation in MUTUAL:
                    of_end[one.relation, end, not is_target].append(one)
            self._of_pair[min(one.ends), max(one.ends)].append(one)
            of_type[one.relation].append(one)
        self._of_end = {key: _Group(rows) for key, rows in of_end.items()}
        self._of_type = {key: _summary(rows) for key, rows in of_type.items()}

    def numbers(self, one: Likely) -> list[float]:
        """Return the odds of one, and how they stand to those of the others."""
        source, target = one.ends
        return [
            one.odds, NONE if one.free is None else one.free,
            one.stated is not None, one.stated is Kind.ASSESSMENT,
            NAMES.index(one.relation),
            *self._of_end[one.relation, target, True].beside(one),
            *self._of_end[one.relation, source, False].beside(one),
            *self._of_both(one),
            *self._of_type[one.relation],
        ]  # fmt: skip

    def _of_both(self, one: Likely) -> list[float]:
        """Return the odds of every relation between the same two, and back."""
        row = [NONE] * len(NAMES)
        back, stated = NONE, 0
        for other in self._of_pair[min(one.ends), max(one.ends)]:
            if other is one:
                continue
            stated += other.stated is not None
            at = NAMES.index(other.relation)
            row[at] = max(row[at], other.odds)
            if other.relation == one.relation:
                back = other.odds
        most = max(row)
        return [most, most - one.odds, stated, back, *row]


def _summary(rows: Sequence[Likely]) -> list[float]:
    """Return the share that rules state, how many there are, and how many likely."""
    stated = sum(row.stated is not None for row in rows)
    return [stated / len(rows), len(rows), sum(row.odds > 0 for row in rows)]
