"""The encoder of relations: the names' lower layers, upper ones of their own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from extraction.recognition.graphs import open_graph
from extraction.recognition.pieces import PieceCutter
from graph.errors import Unavailable

TOP_FILE = "relations.onnx"


class Lower(Protocol):
    """The recognizer's encoder, of which relations have the lower layers."""

    @property
    def cutter(self) -> PieceCutter:
        """The vocabulary."""

    @property
    def vocabulary(self) -> int:
        """How many pieces there are: the first mark's id."""

    def read_middle(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the lower layers' states (1, pieces, width)."""


class RelationEncoder:
    """Reads marked pieces. The weights are loaded with the first ones."""

    def __init__(self, lower: Lower, folder: Path) -> None:
        """Keep the lower layers, and where the upper ones are.

        Raises Unavailable where they lack.
        """
        self.lower = lower
        self._path = folder / TOP_FILE
        self._session: onnxruntime.InferenceSession | None = None
        if not self._path.is_file():
            raise Unavailable("the weights for relations are missing")

    @property
    def cutter(self) -> PieceCutter:
        """The vocabulary."""
        return self.lower.cutter

    @property
    def vocabulary(self) -> int:
        """How many pieces there are: the first mark's id."""
        return self.lower.vocabulary

    def read_states(
        self, ids: Sequence[int], asked: Sequence[int]
    ) -> NDArray[np.float32]:
        """Return the states (asked, width) at some places of a window's pieces."""
        given = {"middle": self.lower.read_middle(ids), "asked": np.array(asked)}
        states: NDArray[np.float32]
        ((states,),) = self.session.run(["states"], given)
        return states

    @property
    def session(self) -> onnxruntime.InferenceSession:
        """The loaded weights, read when they are first asked for."""
        if self._session is None:
            self._session = open_graph(self._path)
        return self._session
