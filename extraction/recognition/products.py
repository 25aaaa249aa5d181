"""Products of matrices on one thread, whatever else the process has at hand.

NumPy's own wakes a thread for each core, which waits busily for more: for matrices as
small as ours that costs the processor more than the products do.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

Floats = NDArray[np.float32]

_OPS: Any = NumpyOps()


def product(states: Floats, weight: Floats, bias: Floats | None = None) -> Floats:
    """Return states (n, m) times weight (k, m) turned about, as (n, k); bias added."""
    found: Floats = _OPS.gemm(states, weight, trans2=True)
    if bias is not None:
        found += bias
    return found
