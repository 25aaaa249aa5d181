"""Single precision → bytes with a scale for each row."""

import numpy as np
from numpy.typing import NDArray

_MOST = 127
_SHARE = 0.75
"""How much of the reach goes from the values to the weights (SmoothQuant's alpha)."""
WIDE = 16
"""Columns that stay in single precision where that is not enough."""

Floats = NDArray[np.float32]


def quantize_rows(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return a table as bytes, and the scales (rows, 1) to multiply them with.

    A value is off by half a scale at most; zeros stay zeros.
    """
    scales = np.abs(table).max(axis=1, keepdims=True) / _MOST
    scales[scales == 0] = 1
    scales = scales.astype(np.float32)
    return np.round(table / scales).astype(np.int8), scales


def smoothing(table: Floats, reach: Floats) -> Floats:
    """Return what to divide values by, and to multiply the table's columns with.

    `reach` is how far the values of each column go. Both sides then need about the same
    steps (SmoothQuant; Xiao et al., 2023); the product stays what it was.
    """
    values = np.maximum(reach, 1e-3) ** _SHARE
    weights = np.maximum(np.abs(table).max(axis=0), 1e-3) ** (1 - _SHARE)
    factors: Floats = (values / weights).astype(np.float32)
    return factors


def furthest(reach: Floats) -> NDArray[np.int64]:
    """Return the WIDE columns whose values reach furthest, in order."""
    return np.sort(np.argsort(reach, kind="stable")[-WIDE:]).astype(np.int64)
