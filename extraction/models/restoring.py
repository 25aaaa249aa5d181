"""The ONNX graphs that ship → the weights that training can go on from.

Bytes become what they stand for; what was moved between maps to even the values out
stays where it was moved to, which changes no answer.
"""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor

from extraction.models.parts import to_weights
from extraction.recognition.encoder import (
    LOWER_FILE,
    NAME,
    TOKENIZER_FILE,
    UPPER_FILE,
)
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.settings import Setting
from extraction.relation.learned.encoder import TOP_FILE
from extraction.relation.learned.likely import HEAD_FILE

SHIPPED = Setting.ACCURATE.folder / NAME
TOKENIZER = SHIPPED / TOKENIZER_FILE


def restore(folder: Path) -> dict[str, Tensor]:
    """Return the weights of a folder's two graphs by their names in training.

    Marks behind the pieces are left out.
    """
    parts = _constants(folder / LOWER_FILE) | _constants(folder / UPPER_FILE)
    kept = PieceCutter.load(TOKENIZER).size
    for name in ("words", "words.scale"):
        parts[name] = parts[name][:kept]
    weights = to_weights(parts)
    return {n: torch.tensor(np.ascontiguousarray(v)) for n, v in weights.items()}


def restore_marks(folder: Path) -> Tensor | None:
    """Return the marks behind the pieces of a folder's lower graph, if it has them."""
    lower, kept = _constants(folder / LOWER_FILE), PieceCutter.load(TOKENIZER).size
    marks = (lower["words"].astype(np.float32) * lower["words.scale"])[kept:]
    return torch.tensor(marks) if len(marks) else None


def restore_relater(folder: Path) -> dict[str, Tensor]:
    """Return the weights of a folder's relater, its layers numbered from the first."""
    layers = to_weights(_constants(folder / TOP_FILE))
    first = min(int(n.split(".")[1]) for n in layers if n.startswith("layers."))
    found: dict[str, Tensor] = {}
    for name, value in layers.items():
        _, number, rest = name.split(".", 2)
        key = f"layers.{int(number) - first}.{rest}"
        found[key] = torch.tensor(np.ascontiguousarray(value))
    with np.load(folder / HEAD_FILE) as head:
        found |= {n: torch.tensor(head[n].astype(np.float32)) for n in head.files}
    return found


def _constants(path: Path) -> dict[str, NDArray[Any]]:
    graph = onnx.load(str(path)).graph
    return {c.name: numpy_helper.to_array(c) for c in graph.initializer}
