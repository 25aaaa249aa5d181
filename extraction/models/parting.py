"""The names' graph in two: lower layers that relations read too, and upper ones.

ONNX Runtime computes every node of a graph whatever is fetched, so that what reads the
lower layers' states alone needs them as a graph of their own.
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper
from onnx.utils import Extractor

from extraction.recognition.encoder import LOWER_FILE, UPPER_FILE

MIDDLE = "middle"
LOWER_LAYERS = 7


def write_parts(model: onnx.ModelProto, folder: Path, width: int) -> None:
    """Write `pieces` → `middle` and `middle` → `scores` of the names' graph.

    `width` is that of the states. Each layer ends with its second normalization, the
    embeddings with one of their own.
    """
    graph = model.graph
    norms = [n.output[0] for n in graph.node if n.op_type == "LayerNormalization"]
    end = norms[2 * LOWER_LAYERS]
    for node in graph.node:
        for names in (node.input, node.output):
            for at, name in enumerate(names):
                if name == end:
                    names[at] = MIDDLE
    states = helper.make_tensor_value_info(
        MIDDLE, TensorProto.FLOAT, [1, "length", width]
    )
    graph.value_info.append(states)
    scores = graph.output[0].name
    parts = Extractor(model)
    lower = parts.extract_model(["pieces"], [MIDDLE])
    upper = parts.extract_model([MIDDLE], [scores])
    for part, name in ((lower, LOWER_FILE), (upper, UPPER_FILE)):
        part.producer_name, part.ir_version = "klupko", model.ir_version
        onnx.save(part, str(folder / name))
