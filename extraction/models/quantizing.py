"""Single precision → bytes with scales, for linear maps and for embeddings."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 64
"""Weights of a row that share a scale."""

_MOST = 127
_ZERO = 128

Floats = NDArray[np.float32]


def quantize(weight: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """Return a matrix as bytes (rows, blocks, BLOCK) around 128, and their scales.

    A weight is off by half a scale at most; the columns are a multiple of BLOCK.
    """
    rows, columns = weight.shape
    blocks = weight.reshape(rows, columns // BLOCK, BLOCK)
    scales = _scales(blocks)
    packed = (np.round(blocks / scales) + _ZERO).astype(np.uint8)
    return packed, scales[:, :, 0]


def quantize_rows(table: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return a table as bytes, and a scale for each row (rows, 1)."""
    scales = _scales(table)
    return np.round(table / scales).astype(np.int8), scales


def _scales(values: Floats) -> Floats:
    """Return what one step is worth along the last axis; of zeros it is 1."""
    scales = np.abs(values).max(axis=-1, keepdims=True) / _MOST
    scales[scales == 0] = 1
    found: Floats = scales.astype(np.float32)
    return found
