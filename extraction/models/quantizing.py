"""Single precision → bytes with a scale for each row."""

import numpy as np
from numpy.typing import NDArray

_MOST = 127

Floats = NDArray[np.float32]


def quantize_rows(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return a table as bytes, and the scales (rows, 1) to multiply them with.

    A value is off by half a scale at most; zeros stay zeros.
    """
    scales = np.abs(table).max(axis=1, keepdims=True) / _MOST
    scales[scales == 0] = 1
    scales = scales.astype(np.float32)
    return np.round(table / scales).astype(np.int8), scales
