"""Products of matrices, and that no thread is left waiting for more of them."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from extraction.recognition.products import one_thread, product


@pytest.mark.parametrize("rows", [0, 1, 7, 300])
def test_rows_are_multiplied_and_the_bias_is_added(rows: int) -> None:
    """Also where there is no row."""
    chance = np.random.default_rng(rows)
    states = chance.normal(size=(rows, 24)).astype(np.float32)
    weight = chance.normal(size=(5, 24)).astype(np.float32)
    bias = chance.normal(size=5).astype(np.float32)
    expected = np.einsum("nm,km->nk", states, weight)
    np.testing.assert_allclose(product(states, weight), expected, atol=1e-4)
    np.testing.assert_allclose(
        product(states, weight, bias), expected + bias, atol=1e-4
    )


def test_one_thread_is_used_inside_and_as_many_as_before_outside() -> None:
    def threads() -> list[int]:
        pools = threadpool_info()
        return [p["num_threads"] for p in pools if p["user_api"] == "blas"]

    before = threads()
    assert before
    with one_thread():
        assert set(threads()) == {1}
    assert threads() == before
