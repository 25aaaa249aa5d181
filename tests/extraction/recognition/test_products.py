"""Products of matrices: the same whoever multiplies, and no thread is left waiting."""

import numpy as np
import pytest

from extraction.recognition import products
from extraction.recognition.products import product


@pytest.mark.parametrize("rows", [0, 1, 7, 300])
def test_rows_are_multiplied_and_the_bias_is_added(rows: int) -> None:
    """Also where there is no row; both ways come to the same."""
    chance = np.random.default_rng(rows)
    states = chance.normal(size=(rows, 24)).astype(np.float32)
    weight = chance.normal(size=(5, 24)).astype(np.float32)
    bias = chance.normal(size=5).astype(np.float32)
    expected = np.einsum("nm,km->nk", states, weight)
    for multiply in (products._choose(), products._by_spacy):
        np.testing.assert_allclose(multiply(states, weight), expected, atol=1e-4)
    np.testing.assert_allclose(
        product(states, weight, bias), expected + bias, atol=1e-4
    )
