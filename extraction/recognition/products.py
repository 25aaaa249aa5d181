"""Products of matrices, and a way to have them on one thread.

NumPy's BLAS wakes a thread for each core, which waits busily for more: for matrices as
small as ours that costs the processor more than the products do.
"""

from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float32]

_THREADS = ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """Return a context in which products keep to the thread that asks for them."""
    context: AbstractContextManager[Any] = _THREADS.limit(limits=1, user_api="blas")
    return context


def product(states: Floats, weight: Floats, bias: Floats | None = None) -> Floats:
    """Return states (n, m) times weight (k, m) turned about, as (n, k); bias added."""
    found: Floats = states @ weight.T
    if bias is not None:
        found += bias
    return found
