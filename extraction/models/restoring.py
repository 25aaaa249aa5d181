"""The ONNX graphs that ship → the weights that training can go on from.

Bytes become what they stand for; what was moved between maps to even the values out
stays where it was moved to, which changes no answer.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
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

SHIPPED = Setting.ACCURATE.folder / NAME
TOKENIZER = SHIPPED / TOKENIZER_FILE


def restore(folder: Path) -> dict[str, Tensor]:
    """Return the weights of the two graphs in a folder by the names that they have in training.

    Marks behind the pieces are left out.
    """
    graphs = (onnx.load(str(folder / n)).graph for n in (LOWER_FILE, UPPER_FILE))
    parts = {c.name: numpy_helper.to_array(c) for g in graphs for c in g.initializer}
    kept = PieceCutter.load(TOKENIZER).size
    for name in ("words", "words.scale"):
        parts[name] = parts[name][:kept]
    weights = to_weights(parts)
    return {n: torch.tensor(np.ascontiguousarray(v)) for n, v in weights.items()}
