"""Trained weights → what the graphs hold of them, and back.

Linear maps become bytes, their outputs in columns. What a map reads is made even first;
of a feed-forward the inner values that reach furthest are made and read apart, in
single precision, and leave the finer steps to the others (as in LLM.int8; Dettmers et
al., 2022).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extraction.models.quantizing import furthest, quantize_rows, smoothing

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]
Reach = Mapping[str, Floats]
"""How far the values go that each column of a map (`layers.11.fo`) reads."""
Parts = dict[str, NDArray[Any]]
LEAST_GELU = -0.17
NORMS = ("norm", "aln", "oln")


def to_parts(weights: Weights, reach: Reach) -> Parts:
    """Return the constants of the graphs by name.

    Maps of layers that `reach` does not name stay in single precision, the scores' map
    always; embeddings are bytes.
    """
    folded = fold(weights, reach)
    names = sorted({name.rpartition(".")[0] for name in folded} - {""})
    parts: Parts = {}
    for name in names:
        weight, layer = folded[f"{name}.weight"], name.rpartition(".")[0]
        if name == "words":
            parts["words"], parts["words.scale"] = quantize_rows(weight)
        elif name.endswith(NORMS):
            parts |= {f"{name}.w": weight, f"{name}.b": folded[f"{name}.bias"]}
        elif f"{layer}.fo" not in reach:
            parts |= _single(name, weight, folded[f"{name}.bias"])
    for name in (n.removesuffix(".fo") for n in sorted(reach) if n.endswith(".fo")):
        parts |= _attention(folded, name, reach) | _feed_forward(folded, name, reach)
        factors = smoothing(weights[f"{name}.ao.weight"], reach[f"{name}.ao"])
        most = float((reach[f"{name}.ao"] / factors).max())
        parts |= step_of(f"{name}.ao", -most, most)
    return parts | ({"places": folded["places"]} if "places" in folded else {})


def to_weights(parts: Mapping[str, NDArray[Any]]) -> Weights:
    """Return the weights that parts stand for, with what is apart behind the others.

    The order of a feed-forward's inner values is another one then, which changes no
    answer; nor does what was moved between maps, which stays where it is.
    """
    found: dict[str, Floats] = {}
    if "words" in parts:
        found["words.weight"] = parts["words"].astype(np.float32) * parts["words.scale"]
        found["places"] = parts["places"]
    names = (n.removesuffix(".b") for n in parts if n.endswith(".b"))
    for name in sorted(n for n in names if not n.endswith(".wide")):
        weight, bias = parts[f"{name}.w"], parts[f"{name}.b"]
        if not name.endswith(NORMS):
            weight = _restored(parts, name)
        if f"{name}.wide.b" in parts:
            bias = np.concatenate([bias, parts[f"{name}.wide.b"]])
        found[f"{name}.weight"], found[f"{name}.bias"] = weight, bias
    return found


def fold(weights: Weights, reach: Reach) -> dict[str, Floats]:
    """Return the weights with the values that each `ao` reads made even by its `v`.

    Attention mixes the values of `v` within each column, so that its rows can be
    divided by what the columns of `ao` are multiplied with.
    """
    folded = dict(weights)
    for name in (name for name in reach if name.endswith(".ao")):
        value = f"{name.removesuffix('.ao')}.v"
        factors = smoothing(folded[f"{name}.weight"], reach[name])
        folded[f"{name}.weight"] = folded[f"{name}.weight"] * factors
        folded[f"{value}.weight"] = folded[f"{value}.weight"] / factors[:, None]
        folded[f"{value}.bias"] = folded[f"{value}.bias"] / factors
    return folded


def step_of(name: str, low: float, high: float) -> Parts:
    """Return how the values that a map reads become bytes: a step, and zero's byte."""
    low, high = min(low, 0.0), max(high, 1e-6)
    step = np.float32((high - low) / 255)
    zero = np.uint8(np.clip(round(-low / float(step)), 0, 255))
    return {f"{name}.step": np.array(step), f"{name}.zero": np.array(zero)}


def _attention(weights: Weights, layer: str, reach: Reach) -> Parts:
    """Return the parts of q, k and v, which read the same values, and of `ao`."""
    name, maps = f"{layer}.qkv", [f"{layer}.{kind}" for kind in "qkv"]
    table = np.concatenate([weights[f"{one}.weight"] for one in maps])
    factors = smoothing(table, reach[name])
    most = float((reach[name] / factors).max())
    parts: Parts = {f"{name}.even": 1 / factors, **step_of(name, -most, most)}
    for one in maps:
        weight = weights[f"{one}.weight"] * factors
        parts |= _bytes(one, weight, weights[f"{one}.bias"])
    name = f"{layer}.ao"
    weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return parts | _bytes(name, weight, bias)


def _feed_forward(weights: Weights, layer: str, reach: Reach) -> Parts:
    """Return the parts of `fi` and `fo`, the values that reach furthest apart."""
    name, after = f"{layer}.fi", f"{layer}.fo"
    table, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    back = weights[f"{after}.weight"]
    wide = furthest(reach[after])
    near = np.setdiff1d(np.arange(len(table)), wide)
    factors = smoothing(table[near], reach[name])
    most = float((reach[name] / factors).max())
    return {
        f"{name}.even": 1 / factors,
        **step_of(name, -most, most),
        **_bytes(name, table[near] * factors, bias[near]),
        **_single(f"{name}.wide", table[wide], bias[wide]),
        **step_of(after, LEAST_GELU, float(reach[after][near].max())),
        **_bytes(after, back[:, near], weights[f"{after}.bias"]),
        f"{after}.wide.w": np.ascontiguousarray(back[:, wide].T),
    }


def _bytes(name: str, weight: Floats, bias: Floats) -> Parts:
    packed, scales = quantize_rows(weight)
    columns = np.ascontiguousarray(packed.T)
    return {f"{name}.w": columns, f"{name}.scale": scales[:, 0], f"{name}.b": bias}


def _single(name: str, weight: Floats, bias: Floats) -> Parts:
    return {f"{name}.w": np.ascontiguousarray(weight.T), f"{name}.b": bias}


def _restored(parts: Mapping[str, NDArray[Any]], name: str) -> Floats:
    """Return a linear map (outputs, inputs) in single precision."""
    if f"{name}.scale" not in parts:
        single: Floats = parts[f"{name}.w"].T
        return single
    weight: Floats = parts[f"{name}.w"].T * parts[f"{name}.scale"][:, None]
    layer, _, kind = name.rpartition(".")
    even = parts.get(f"{layer}.qkv.even" if kind in "qkv" else f"{name}.even")
    weight = weight if even is None else weight * even
    if f"{name}.wide.w" in parts:
        beyond = parts[f"{name}.wide.w"].T
        return np.concatenate([weight, beyond], axis=0 if kind == "fi" else 1)
    return weight
