"""What may be stated, and how it stands among all else that may be."""

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
    passage was not judged; `stated` is what the rules say of it.
    """

    relation: str
    source: Mention
    target: Mention
    ends: tuple[int, int]
    score: float | None
    free: float | None
    stated: Kind | None

    @property
    def key(self) -> tuple[str, int, int]:
        """What it states of entities, a mutual one with them in order."""
        return one_way(self.relation, *self.ends)

    @property
    def odds(self) -> float:
        """The log odds, NONE where there are none."""
        return NONE if self.score is None else self.score


class Among:
    """What else may be stated of the same ends, of one of them, and on the page."""

    def __init__(self, likely: Sequence[Likely]) -> None:
        self._of_end: dict[tuple[str, int, bool], list[Likely]] = defaultdict(list)
        self._of_pair: dict[tuple[int, int], list[Likely]] = defaultdict(list)
        self._of_type: dict[str, list[Likely]] = defaultdict(list)
        for one in likely:
            source, target = one.ends
            mutual = one.relation in MUTUAL
            for end, is_target in ((target, True), (source, False)):
                self._of_end[one.relation, end, is_target].append(one)
                if mutual:
                    self._of_end[one.relation, end, not is_target].append(one)
            self._of_pair[min(one.ends), max(one.ends)].append(one)
            self._of_type[one.relation].append(one)

    def numbers(self, one: Likely) -> list[float]:
        """Return the odds of one, and how they stand to those of the others."""
        source, target = one.ends
        score = one.odds
        alike = self._of_type[one.relation]
        return [
            score, NONE if one.free is None else one.free,
            one.stated is not None, one.stated is Kind.ASSESSMENT,
            NAMES.index(one.relation),
            *self._beside(one, self._of_end[one.relation, target, True]),
            *self._beside(one, self._of_end[one.relation, source, False]),
            *self._of_both(one),
            sum(other.stated is not None for other in alike) / len(alike),
            len(alike), sum(other.odds > 0 for other in alike),
        ]  # fmt: skip

    def _beside(self, one: Likely, rows: Sequence[Likely]) -> list[float]:
        others = [other for other in rows if other is not one]
        odds = [other.odds for other in others]
        stated = [other.odds for other in others if other.stated is not None]
        most = max(odds, default=NONE)
        better = sum(other > one.odds for other in odds)
        return [
            most, most - one.odds, better, len(stated), len(others),
            max(stated, default=NONE),
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
