"""How probable a relation is, given the encoder's odds and all that it stands in.

Boosted trees over `circumstances`, learnt from documents that the encoder has not seen:
what its odds are worth on those is what they are worth on a new document.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extraction.recognition.graphs import open_graph
from graph.errors import Unavailable

WEIGHER_FILE = "weigher.onnx"


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees, as onnxruntime runs them."""

    session: onnxruntime.InferenceSession

    @classmethod
    def load(cls, folder: Path) -> "Trees":
        """Read them. Raises Unavailable where they lack."""
        path = folder / WEIGHER_FILE
        if not path.is_file():
            raise Unavailable("the weights for relations are missing")
        return cls(open_graph(path))

    def weigh(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability (rows) that each is stated."""
        (found,) = self.session.run(["stated"], {"rows": rows})
        result: NDArray[np.float32] = found[:, 0]
        return result
