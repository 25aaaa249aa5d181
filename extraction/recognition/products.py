"""Products of matrices on one thread, whatever else the process has at hand.

NumPy's BLAS wakes a thread for each core, which waits busily for more: for matrices as
small as ours that costs the processor more than the products do. Where it cannot be
told to use one, spaCy's takes its place, which is slower.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.linalg import _umath_linalg
from numpy.typing import NDArray
from thinc.api import NumpyOps

Floats = NDArray[np.float32]

_OPS: Any = NumpyOps()
_PREFIX, _SUFFIX = "scipy_openblas_", "_num_threads64_"
"""Between them stands "set" or "get" where NumPy brings its own BLAS."""


def product(states: Floats, weight: Floats, bias: Floats | None = None) -> Floats:
    """Return states (n, m) times weight (k, m) turned about, as (n, k); bias added."""
    found = _multiply(states, weight)
    if bias is not None:
        found += bias
    return found


def _by_spacy(states: Floats, weight: Floats) -> Floats:
    found: Floats = _OPS.gemm(states, weight, trans2=True)
    return found


def _choose() -> Callable[[Floats, Floats], Floats]:
    """Return NumPy's product on one thread where there is one, else spaCy's."""
    blas = ctypes.CDLL(_umath_linalg.__file__)
    try:
        tell, ask = (getattr(blas, f"{_PREFIX}{n}{_SUFFIX}") for n in ("set", "get"))
    except AttributeError:
        return _by_spacy

    def by_numpy(states: Floats, weight: Floats) -> Floats:
        threads = ask()
        tell(1)
        try:
            found: Floats = states @ weight.T
        finally:
            tell(threads)
        return found

    return by_numpy


_multiply = _choose()
