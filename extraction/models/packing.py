"""`python -m extraction.models.packing`: what relations were learnt → what ships of it.

The lower layers and the pieces are the names' own: their graph gets the marks. The
upper layers become a graph of their own, the head a file of NumPy.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from extraction.models.calibrating import calibrate
from extraction.models.card import add_relations
from extraction.models.cases import WEIGHED, lot_of
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
    resume,
)
from extraction.models.restoring import SHIPPED, TOKENIZER, restore
from extraction.models.shipping import watched
from extraction.recognition.encoder import LOWER_FILE
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.tagging import TAGS
from extraction.relation.learned.judging import PARTS
from extraction.relation.learned.likely import HEAD_FILE

_Value = TypeVar("_Value")

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
    resume(relater, options.weights)
    cutter = PieceCutter.load(TOKENIZER)
    passages = list(read_passages(GOLD))
    items = [to_item(p, cutter) for p in passages]
    windows = [ids for item in items for ids in item.windows]
    reach = _reach(relater, windows, frozen)
    width = tagger.words.embedding_dim
    shape = Shape(width, len(tagger.layers) - frozen, HEADS, 4 * width, EPSILON)
    weights = {
        name.removeprefix("tagger."): value.detach().numpy()
        for name, value in relater.named_parameters()
    }
    top = uppermost(weights, frozen)
    export_top(top, shape, options.out, reach)
    extend(options.out / LOWER_FILE, relater.marks.weight.detach().numpy())
    calibrate(options.out)
    parts = dict(relater.named_parameters())
    head = {name: parts[name].detach().half().numpy() for name in PARTS}
    np.savez(options.out / HEAD_FILE, **head)
    plan = Plan()
    learnt = sum(lot_of(p.name) not in WEIGHED for p in passages)
    add_relations(options.out.parent, learnt, plan.epochs, plan.stories)


def _reach(relater: Relater, windows: Sequence[Sequence[int]], frozen: int) -> Reach:
    def read(ids: Sequence[int]) -> None:
        relater.states(torch.tensor([ids]))

    return uppermost(watched(relater.tagger, windows[::EVERY], read), frozen)


def uppermost(values: Mapping[str, _Value], frozen: int) -> dict[str, _Value]:
    """Return what is of layers above the frozen ones, numbered from 0, by its name."""
    found: dict[str, _Value] = {}
    for name, value in values.items():
        kind, _, rest = name.partition(".")
        number, _, part = rest.partition(".")
        if kind == "layers" and int(number) >= frozen:
            found[f"layers.{int(number) - frozen}.{part}"] = value
    return found


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
