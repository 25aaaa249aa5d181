"""What graphs hold of the weights stands for the same answers."""

import numpy as np
from numpy.typing import NDArray

from extraction.models.parts import step_of, to_parts, to_weights

WIDTH, INNER = 8, 40
Weights = dict[str, NDArray[np.float32]]


def layer() -> tuple[Weights, Weights]:
    """Return the weights of one layer, and how far what its maps read goes."""
    chooser = np.random.default_rng(3)

    def draw(*shape: int) -> NDArray[np.float32]:
        return chooser.normal(size=shape).astype(np.float32)

    weights = {
        f"layers.0.{kind}.{part}": draw(
            *((rows, columns)[: 2 if part == "weight" else 1])
        )
        for kind, rows, columns in (
            *((kind, WIDTH, WIDTH) for kind in ("q", "k", "v", "ao")),
            ("fi", INNER, WIDTH),
            ("fo", WIDTH, INNER),
        )
        for part in ("weight", "bias")
    }
    for kind in ("aln", "oln"):
        weights |= {f"layers.0.{kind}.{p}": draw(WIDTH) for p in ("weight", "bias")}
    reach = {f"layers.0.{k}": np.abs(draw(WIDTH)) + 1 for k in ("qkv", "ao", "fi")}
    reach["layers.0.fo"] = np.abs(draw(INNER)) + 1
    return weights, reach


def answer(weights: Weights, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what a layer without attention between pieces makes of some states."""

    def linear(kind: str, given: NDArray[np.float32]) -> NDArray[np.float32]:
        name = f"layers.0.{kind}"
        made: NDArray[np.float32] = given @ weights[f"{name}.weight"].T
        return made + weights[f"{name}.bias"]

    mixed = linear("ao", linear("v", x) * (linear("q", x) > linear("k", x)))
    inner: NDArray[np.float32] = linear("fo", np.maximum(linear("fi", mixed), 0))
    return inner


def test_single_precision_comes_back_as_it_was() -> None:
    """Without a reach nothing is changed."""
    weights, _ = layer()
    found = to_weights(to_parts(weights, {}))
    assert found.keys() == weights.keys()
    assert all(np.array_equal(found[name], weights[name]) for name in weights)


def test_bytes_stand_for_the_same_answers() -> None:
    """Evened out, folded, some columns apart and in another order: the sums agree."""
    weights, reach = layer()
    parts = to_parts(weights, reach)
    assert {parts[f"layers.0.{kind}.w"].dtype for kind in ("q", "ao", "fo")} == {
        np.dtype(np.int8)
    }
    found = to_weights(parts)
    assert {n: w.shape for n, w in found.items()} == {
        n: w.shape for n, w in weights.items()
    }
    x = np.random.default_rng(4).normal(size=(30, WIDTH)).astype(np.float32)
    expected = answer(weights, x)
    off = np.abs(answer(dict(found), x) - expected).mean()
    assert off < 0.05 * np.abs(expected).mean()


def test_a_step_covers_what_was_seen() -> None:
    """Zero has a byte of its own, and both ends are within half a step."""
    found = step_of("fi", -0.2, 3.0)
    step, zero = float(found["fi.step"]), int(found["fi.zero"])
    assert abs((0 - zero) * step + 0.2) <= step / 2 + 1e-6
    assert abs((255 - zero) * step - 3.0) <= step / 2 + 1e-6
    assert step_of("fi", 0.5, 0.0)["fi.zero"] == 0
