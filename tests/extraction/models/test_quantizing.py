"""Weights as bytes stay within half a step of what they were."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extraction.models.quantizing import quantize_rows

values = st.floats(-4, 4, width=32, allow_subnormal=False)


@given(arrays(np.float32, (3, 20), elements=values))
def test_a_table_comes_back_within_half_a_step(table: np.ndarray) -> None:
    """Each row has its own step; zeros stay zeros."""
    packed, scales = quantize_rows(table)
    assert (np.abs(packed * scales - table) <= scales * 0.501 + 1e-6).all()
    assert not packed[table == 0].any()
