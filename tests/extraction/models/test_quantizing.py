"""Weights as bytes stay within half a step of what they were."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extraction.models.quantizing import WIDE, furthest, quantize_rows, smoothing

values = st.floats(-4, 4, width=32, allow_subnormal=False)


@given(arrays(np.float32, (3, 20), elements=values))
def test_a_table_comes_back_within_half_a_step(table: np.ndarray) -> None:
    """Each row has its own step; zeros stay zeros."""
    packed, scales = quantize_rows(table)
    assert (np.abs(packed * scales - table) <= scales * 0.501 + 1e-6).all()
    assert not packed[table == 0].any()


def test_smoothing_keeps_the_product_and_evens_the_values() -> None:
    """A column that reaches a hundred times as far no longer sets everyone's step."""
    chooser = np.random.default_rng(5)
    table = chooser.normal(size=(8, 32)).astype(np.float32)
    values = chooser.normal(size=(50, 32)).astype(np.float32)
    values[:, 3] *= 100
    reach = np.abs(values).max(axis=0)
    factors = smoothing(table, reach)
    even = values / factors
    assert np.allclose(even @ (table * factors).T, values @ table.T, atol=1e-2)
    spread = np.abs(even).max(axis=0)
    assert spread.max() / np.median(spread) < 5 < reach.max() / np.median(reach)


def test_the_furthest_columns_come_in_order() -> None:
    """As many as stay apart, whatever their place."""
    reach = np.zeros(40, np.float32)
    reach[[39, 0, 7]] = 1, 2, 3
    found = furthest(reach).tolist()
    assert len(found) == WIDE
    assert found == sorted(found)
    assert {0, 7, 39} <= set(found)
