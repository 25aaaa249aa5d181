"""Boosted trees: rows of numbers → a probability of each.

They are learnt elsewhere and ship as a graph of ONNX (`extraction.models.planting`).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extraction.recognition.graphs import open_graph
from graph.errors import Unavailable

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees, as onnxruntime runs them."""

    session: onnxruntime.InferenceSession

    @classmethod
    def load(cls, path: Path) -> "Trees":
        """Read them. Raises Unavailable where they lack."""
        if not path.is_file():
            raise Unavailable(f"the weights {path.name} are missing")
        return cls(open_graph(path))

    def weigh(self, rows: Floats) -> Floats:
        """Return the probability (rows) that each is true."""
        (found,) = self.session.run(["stated"], {"rows": rows})
        result: Floats = found[:, 0]
        return result
