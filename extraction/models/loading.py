"""Weights that were trained or shipped → the modules of PyTorch that have them."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from extraction.models.bert import Tagger
from extraction.models.initial import Initial, Shape

HEADS, EPSILON = 12, 1e-12


def load_tagger(weights: dict[str, Tensor], tags: int) -> Tagger:
    """Return the tagger of trained weights."""
    width = weights["words.weight"].shape[1]
    layers = 1 + max(int(n.split(".")[1]) for n in weights if n.startswith("layers."))
    inner = weights["layers.0.fi.weight"].shape[0]
    shape = Shape(width, layers, HEADS, inner, EPSILON)
    tagger = Tagger(_empty(shape, weights), range(len(weights["words.weight"])), tags)
    tagger.load_state_dict(weights)
    return tagger


def resume(model: nn.Module, path: Path) -> None:
    """Put weights in that an earlier training wrote. Raises ValueError for others."""
    state = torch.load(path, weights_only=True, map_location="cpu")
    state = {name: value.float() for name, value in state.items()}
    if unknown := model.load_state_dict(state, strict=False).unexpected_keys:
        raise ValueError(f"{path} has weights that the model lacks: {unknown}")


def _empty(shape: Shape, weights: dict[str, Tensor]) -> Initial:
    """Return an encoder of a shape whose weights are to be put in."""
    wide, inner = shape.hidden, shape.feed_forward
    sizes = {"q": (wide, wide), "k": (wide, wide), "v": (wide, wide)}
    sizes |= {"ao": (wide, wide), "fi": (inner, wide), "fo": (wide, inner)}
    zeros: dict[str, NDArray[np.float32]] = {}
    for number in range(shape.layers):
        for name, (rows, columns) in sizes.items():
            zeros[f"l{number}.{name}.w"] = np.zeros((rows, columns), np.float32)
            zeros[f"l{number}.{name}.b"] = np.zeros(rows, np.float32)
        for name in ("aln", "oln"):
            zeros[f"l{number}.{name}.w"] = np.ones(wide, np.float32)
            zeros[f"l{number}.{name}.b"] = np.zeros(wide, np.float32)
    zeros["emb.ln.w"] = np.ones(wide, np.float32)
    zeros["emb.ln.b"] = np.zeros(wide, np.float32)
    zeros["emb.word"] = np.zeros((len(weights["words.weight"]), wide), np.float32)
    zeros["emb.pos"] = np.zeros((len(weights["places"]), wide), np.float32)
    zeros["emb.type"] = np.zeros((1, wide), np.float32)
    return Initial(shape, (), np.zeros(0, np.float32), {}, zeros, "")
