"""ONNX graphs on disk → sessions that run them on the CPU."""

from pathlib import Path

import onnxruntime

SLOW = ["SkipLayerNormFusion"]
"""What ONNX Runtime makes of a sum and its normalization takes thrice as long there."""


def open_graph(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    """Return a session over a graph that uses at most `threads` for a run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(path), options, ["CPUExecutionProvider"], disabled_optimizers=SLOW
    )
