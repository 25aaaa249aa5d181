"""The ONNX graphs that ship → the weights that training can go on from.

Bytes become what they stand for; what was moved between maps to even the values out
stays where it was moved to, which changes no answer.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from extraction.models.exporting import Floats
from extraction.recognition.encoder import (
    LOWER_FILE,
    NAME,
    TOKENIZER_FILE,
    UPPER_FILE,
)
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.settings import Setting

SHIPPED = Setting.ACCURATE.folder / NAME
TOKENIZER = SHIPPED / TOKENIZER_FILE


def restore(folder: Path) -> dict[str, Tensor]:
    """Return the weights of the two graphs in a folder by the names that they have in training.

    Marks behind the pieces are left out.
    """
    graphs = (onnx.load(str(folder / n)).graph for n in (LOWER_FILE, UPPER_FILE))
    parts = {c.name: numpy_helper.to_array(c) for g in graphs for c in g.initializer}
    kept = PieceCutter.load(TOKENIZER).size
    words = parts["words"].astype(np.float32) * parts["words.scale"]
    found: dict[str, NDArray[np.float32]] = {
        "words.weight": words[:kept],
        "places": parts["places"],
        "norm.weight": parts["norm.w"],
        "norm.bias": parts["norm.b"],
        "head.weight": parts["head.w"].T,
        "head.bias": parts["head.b"],
    }
    names = {name.removesuffix(".b") for name in parts if name.startswith("layers.")}
    for name in sorted(n for n in names if f"{n}.b" in parts):
        bias = parts[f"{name}.b"]
        if name.endswith("ln"):
            found[f"{name}.weight"], found[f"{name}.bias"] = parts[f"{name}.w"], bias
            continue
        weight = _map(parts, name)
        layer, _, kind = name.rpartition(".")
        if kind != "qkv":
            found[f"{name}.weight"], found[f"{name}.bias"] = weight, bias
            continue
        for one, rows, biases in zip(
            "qkv", np.split(weight, 3), np.split(bias, 3), strict=True
        ):
            found[f"{layer}.{one}.weight"], found[f"{layer}.{one}.bias"] = rows, biases
    return {n: torch.tensor(np.ascontiguousarray(v)) for n, v in found.items()}


def _map(parts: dict[str, NDArray[np.float32]], name: str) -> Floats:
    """Return a linear map (outputs, inputs) in single precision."""
    if f"{name}.scale" not in parts:
        return parts[f"{name}.w"].T
    weight = parts[f"{name}.w"].T.astype(np.float32) * parts[f"{name}.scale"][:, None]
    if f"{name}.even" in parts:
        weight = weight * parts[f"{name}.even"]
    if f"{name}.columns" in parts:
        weight[:, parts[f"{name}.columns"]] = parts[f"{name}.wide"].T
    return weight
