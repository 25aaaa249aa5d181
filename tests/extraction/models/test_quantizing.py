"""Weights as bytes stay within half a step of what they were."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extraction.models.quantizing import BLOCK, quantize, quantize_rows

weights = arrays(
    np.float32,
    (3, 2 * BLOCK),
    elements=st.floats(-4, 4, width=32, allow_subnormal=False),
)


@given(weights)
def test_a_map_comes_back_within_half_a_step(weight: np.ndarray) -> None:
    """Each block of a row has its own step."""
    packed, scales = quantize(weight)
    back = (packed.astype(np.float32) - 128) * scales[:, :, None]
    off = np.abs(back.reshape(weight.shape) - weight)
    assert (off <= np.repeat(scales, BLOCK, axis=1) * 0.501 + 1e-6).all()


@given(weights)
def test_a_table_comes_back_within_half_a_step(table: np.ndarray) -> None:
    """Each row has its own step; zeros stay zeros."""
    packed, scales = quantize_rows(table)
    assert (np.abs(packed * scales - table) <= scales * 0.501 + 1e-6).all()
    assert not packed[table == 0].any()
