"""`python -m extraction.models.packing`: what relations were learnt → what ships of it.

The lower layers and the pieces are the names' own: their graph gets the marks. The upper layers become a graph of their own, the head a file of NumPy.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from extraction.models.calibrating import calibrate
from extraction.models.card import add_relations
from extraction.models.exporting import LOWER_LAYERS, export_top
from extraction.models.initial import Shape
from extraction.models.parts import Floats, Reach
from extraction.models.passages import read_passages
from extraction.models.quantizing import quantize_rows
from extraction.models.relater import Relater, to_item
from extraction.models.relating import (
    EPSILON,
    GOLD,
    HEADS,
    WEIGHTS,
    WORK,
    Plan,
    load_tagger,
)
from extraction.models.restoring import SHIPPED, TOKENIZER, restore
from extraction.models.shipping import watched
from extraction.recognition.encoder import LOWER_FILE
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.tagging import TAGS
from extraction.relation.learned.judging import PARTS
from extraction.relation.learned.reading import HEAD_FILE

EVERY = 8
"""Of how many windows one is looked at to find how far values go."""


def main() -> None:
    """Write the three files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WORK / WEIGHTS)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    frozen = Plan().frozen
    assert frozen == LOWER_LAYERS
    tagger = load_tagger(restore(SHIPPED), len(TAGS))
    relater = Relater(tagger).eval()
    state = torch.load(options.weights, weights_only=True, map_location="cpu")
    state = {name: value.float() for name, value in state.items()}
    unknown = relater.load_state_dict(state, strict=False).unexpected_keys
    if unknown:
        sys.exit(f"{options.weights} has weights that the model lacks: {unknown}")
    cutter = PieceCutter.load(TOKENIZER)
    items = [to_item(p, cutter) for p in read_passages(GOLD)]
    windows = [ids for item in items for ids in item.windows]
    reach = _reach(relater, windows, frozen)
    width = tagger.words.embedding_dim
    shape = Shape(width, len(tagger.layers) - frozen, HEADS, 4 * width, EPSILON)
    top = {
        f"layers.{int(name.split('.')[2]) - frozen}."
        + ".".join(name.split(".")[3:]): value.detach().numpy()
        for name, value in relater.named_parameters()
        if name.startswith("tagger.layers.")
        and int(name.split(".")[2]) >= frozen
    }
    export_top(top, shape, options.out, reach)
    extend(options.out / LOWER_FILE, relater.marks.weight.detach().numpy())
    calibrate(options.out)
    parts = dict(relater.named_parameters())
    head = {name: parts[name].detach().half().numpy() for name in PARTS}
    np.savez(options.out / HEAD_FILE, **head)
    add_relations(options.out.parent)


def _reach(relater: Relater, windows: Sequence[Sequence[int]], frozen: int) -> Reach:
    def read(ids: Sequence[int]) -> None:
        relater.states(torch.tensor([ids]))

    found = watched(relater.tagger, windows[::EVERY], read)
    return {
        f"layers.{int(name.split('.')[1]) - frozen}.{name.split('.')[2]}": values
        for name, values in found.items()
        if int(name.split(".")[1]) >= frozen
    }


def extend(path: Path, marks: Floats) -> None:
    """Put marks behind the pieces of the names' lower graph."""
    model = onnx.load(str(path))
    graph = model.graph
    small, scale = quantize_rows(marks)
    count = len(numpy_helper.to_array(_constant(graph, "words")))
    vocabulary = PieceCutter.load(TOKENIZER).size
    for name, rows in (("words", small), ("words.scale", scale)):
        constant = _constant(graph, name)
        table = numpy_helper.to_array(constant)[: min(count, vocabulary)]
        constant.CopyFrom(numpy_helper.from_array(np.concatenate([table, rows]), name))
    onnx.save(model, str(path))


def _constant(graph: onnx.GraphProto, name: str) -> onnx.TensorProto:
    return next(c for c in graph.initializer if c.name == name)


if __name__ == "__main__":
    main()
