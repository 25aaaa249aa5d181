"""Change points in made series whose rates are known."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from graph.analytics.changes import LEVEL, _likelihood, _partition, find_changes
from graph.errors import InvalidInput, LimitExceeded


def test_known_changes_are_found() -> None:
    """Quiet, three times as busy, quiet again: at the very windows."""
    draw = np.random.default_rng(3)
    rates = [10] * 12 + [30] * 8 + [10] * 10
    found = find_changes(draw.poisson(rates).tolist(), [1.0] * 30)
    assert found.points == (12, 20) and found.p_value <= LEVEL
    assert [round(s.rate / 10) for s in found.stretches] == [1, 3, 1]
    assert [(s.begin, s.end) for s in found.stretches] == [(0, 12), (12, 20), (20, 30)]


def test_a_longer_window_is_no_busier() -> None:
    """The same rate a day in months of 28 to 31 days."""
    days = [31.0, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    found = find_changes([4 * d for d in days], days)
    assert found.points == () and found.stretches[0].rate == pytest.approx(4)


def test_density_changes_by_its_chances() -> None:
    """Half of the pairs linked, then a tenth of more pairs: the counts are alike."""
    chances = [20.0] * 8 + [100.0] * 8
    found = find_changes([10.0] * 16, chances, binomial=True)
    assert found.points == (8,)
    assert [s.rate for s in found.stretches] == pytest.approx([0.5, 0.1])


@pytest.mark.parametrize("kind", ["poisson", "overdispersed"])
def test_the_error_rate_is_what_is_said(kind: str) -> None:
    """Of 400 series without a change at most a twentieth show one, but for chance.

    Bursty counts too, of which the variance is eleven times the mean. The bound is
    three standard errors above the level.
    """
    draw = np.random.default_rng(11)
    wrong = 0
    for number in range(400):
        rate = 20 if kind == "poisson" else draw.gamma(2, 10, size=24)
        counts = draw.poisson(rate, size=24)
        found = find_changes(counts.tolist(), [1.0] * 24, shuffles=99, seed=number)
        wrong += bool(found.points)
    assert wrong / 400 <= LEVEL + 3 * np.sqrt(LEVEL * (1 - LEVEL) / 400)


def test_the_partition_is_the_best_of_all() -> None:
    """All ways to cut nine windows, tried one by one, under the same penalty."""
    draw = np.random.default_rng(5)
    for _ in range(30):
        hits = draw.poisson(draw.integers(1, 12, size=9)).astype(float)
        spans = draw.integers(1, 4, size=9).astype(float)
        penalty = 1.5
        gain, number, points = _partition(
            hits[None], spans[None], np.array([penalty]), False
        )

        def score(
            cuts: tuple[int, ...],
            hits: NDArray[np.float64] = hits,
            spans: NDArray[np.float64] = spans,
            penalty: float = penalty,
        ) -> float:
            bounds = [0, *cuts, 9]
            parts = zip(bounds, bounds[1:], strict=False)
            fits = (
                _likelihood(hits[a:b].sum(keepdims=True), spans[a:b].sum(), False)
                for a, b in parts
            )
            return sum(fit.item() for fit in fits) - penalty * len(cuts)

        every = [c for n in range(9) for c in combinations(range(1, 9), n)]
        best = max(map(score, every))
        assert score(points[0]) == pytest.approx(best)
        assert gain[0] - penalty * number[0] == pytest.approx(best - score(()))


def test_too_little_and_too_much() -> None:
    """Four windows tell nothing; five hundred are refused, as are wrong counts."""
    assert find_changes([0.0, 0, 90, 90], [1.0] * 4).points == ()
    assert find_changes([0.0] * 9, [1.0] * 9).p_value == 1
    with pytest.raises(LimitExceeded):
        find_changes([1.0] * 500, [1.0] * 500)
    for counts, chances in (([-1.0] * 6, [1.0] * 6), ([2.0] * 6, [1.0] * 6)):
        with pytest.raises(InvalidInput):
            find_changes(counts, chances, binomial=True)
